import { CAPTION_LANGUAGES } from './caption-languages';
import { FREQUENT_WORDS } from './language-words';

/**
 * Which language a transcript is in, from its letters and its most frequent words. It would rather say nothing than something
 * wrong: a caption track with the wrong name is worse than one with the admin's fallback.
 */

/** Names are Kaltura's (KalturaLanguage), which are English names, not codes. */
export type DetectedLanguage = (typeof CAPTION_LANGUAGES)[number];

const KNOWN: ReadonlySet<string> = new Set(CAPTION_LANGUAGES);
const VOCABULARY = Object.entries(FREQUENT_WORDS).map(
	([language, words]) => [language, new Set(words.split(' '))] as const,
);

/** The share of one script's letters that settles the question. */
const MAJORITY = 0.4;
/** A language must explain this share of all words. */
const MINIMUM_SHARE = 0.15;
const MINIMUM_WORDS = 8;
/** Languages with at least this part of the best one's hits are rivals, and must be beaten by words that only one of two has. */
const RIVAL = 0.5;

/** @returns the language, or null when the text does not say, or Kaltura has no name for it */
export function detectLanguage(text: string): DetectedLanguage | null {
	const sample = text.slice(0, 200_000).normalize('NFC').toLowerCase();
	const letters = count(sample, /\p{L}/gu);
	if (letters === 0) return null;
	const found = byScript(sample, letters) ?? byWords(sample);
	return found !== null && KNOWN.has(found) ? (found as DetectedLanguage) : null;
}

/** A name, '' for a script whose language is not clear, null for Latin letters. */
function byScript(sample: string, letters: number): string | null {
	const share = (pattern: RegExp) => count(sample, pattern) / letters;
	// Japanese mixes kana with Chinese characters, so kana is asked first and a little of it is enough.
	if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.15) return 'Japanese';
	if (share(/\p{Script=Hangul}/gu) > MAJORITY) return 'Korean';
	if (share(/\p{Script=Han}/gu) > MAJORITY) return 'Chinese';
	// Yiddish is written with Hebrew letters, and with signs of its own.
	if (share(/\p{Script=Hebrew}/gu) > MAJORITY)
		return /[\u05F0-\u05F2]|\u05D0(?:\u05B7|\u05B8)/u.test(sample) ? '' : 'Hebrew';
	if (share(/\p{Script=Arabic}/gu) > MAJORITY) return ofArabicScript(sample);
	if (share(/\p{Script=Greek}/gu) > MAJORITY) return 'Greek';
	if (share(/\p{Script=Thai}/gu) > MAJORITY) return 'Thai';
	if (share(/\p{Script=Devanagari}/gu) > MAJORITY) return ofDevanagari(sample);
	if (share(/\p{Script=Cyrillic}/gu) > MAJORITY) return ofCyrillic(sample, letters);
	return share(/\p{Script=Latin}/gu) > MAJORITY ? null : '';
}

/** Letters that only some of these languages have. */
function ofArabicScript(sample: string): string {
	// Urdu, Sindhi, Pashto, Kurdish, Uyghur.
	if (/[ٹڈڑںھہےټډړښڼېۍڕڵێۆەۇۈ]/u.test(sample)) return '';
	if (/[پچژگ]/u.test(sample)) return 'Persian';
	return /[ةىأإآؤئ]|(^|\s)ال/u.test(sample) ? 'Arabic' : '';
}

function ofDevanagari(sample: string): string {
	// Marathi and Nepali, then Hindi, by words that each of them uses in nearly every sentence.
	const words = (pattern: RegExp) => count(sample, pattern);
	const hindi = words(/(^|\s)(है|हैं|में|और|नहीं|का|को|से|ने|होता|कि)(?=[\s।,.]|$)/gu);
	const others = words(/(^|\s)(आहे|आहेत|आणि|नाही|छ|छन्|हरू|गर्न|भएको|पनि|हो|व)(?=[\s।,.]|$)/gu) + count(sample, /ळ/gu);
	return hindi > 2 * others ? 'Hindi' : '';
}

function ofCyrillic(sample: string, letters: number): string {
	if (/[әғқңұһҳҷӣөүў]/u.test(sample)) return '';
	if (/[ѓќѕ]/u.test(sample)) return '';
	if (/[ђћљњџј]/u.test(sample)) return /[ђћ]/u.test(sample) ? 'Serbian' : '';
	if (/[їєґ]/u.test(sample) || (/і/u.test(sample) && !/[ыэ]/u.test(sample))) return 'Ukrainian';
	if (/[ыэё]/u.test(sample)) return /і/u.test(sample) ? '' : 'Russian';
	// Bulgarian writes its commonest vowel with a letter that Russian hardly uses.
	return count(sample, /ъ/gu) / letters > 0.005 ? 'Bulgarian' : '';
}

function byWords(sample: string): string | null {
	const words = (sample.match(/[\p{L}\p{M}’'‘-]+/gu) ?? []).map((word) => word.replace(/'/g, '’'));
	if (words.length < MINIMUM_WORDS) return null;
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	const hitsOf = (vocabulary: ReadonlySet<string>, but?: ReadonlySet<string>) =>
		[...vocabulary].reduce((sum, word) => sum + (but?.has(word) ? 0 : (counts.get(word) ?? 0)), 0);
	const ranked = VOCABULARY.map(([language, vocabulary]) => ({
		language,
		vocabulary,
		hits: hitsOf(vocabulary),
	})).toSorted((a, b) => b.hits - a.hits);
	const [first, ...others] = ranked as [(typeof ranked)[number], ...typeof ranked];
	if (first.hits / words.length < MINIMUM_SHARE) return null;
	const beaten = others
		.filter(({ hits }) => hits >= first.hits * RIVAL)
		.every((other) => {
			const own = hitsOf(first.vocabulary, other.vocabulary);
			return own >= 2 && own >= 2 * hitsOf(other.vocabulary, first.vocabulary);
		});
	return beaten ? first.language.replace(/ \(Latin\)$/, '') : null;
}

function count(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}
