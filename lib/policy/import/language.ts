/**
 * Which language a transcript is in, from its letters and its most frequent words. Simple on purpose: transcripts are
 * long, so common words decide clearly; a short or mixed text gives null and the admin's fallback applies.
 */

/** Names are Kaltura's (KalturaLanguage), which are English names, not codes. */
export type DetectedLanguage =
	| 'Arabic'
	| 'Chinese'
	| 'Czech'
	| 'Danish'
	| 'Dutch'
	| 'English'
	| 'Finnish'
	| 'French'
	| 'German'
	| 'Greek'
	| 'Hebrew'
	| 'Hindi'
	| 'Hungarian'
	| 'Italian'
	| 'Japanese'
	| 'Korean'
	| 'Norwegian'
	| 'Polish'
	| 'Portuguese'
	| 'Romanian'
	| 'Russian'
	| 'Spanish'
	| 'Swedish'
	| 'Thai'
	| 'Turkish'
	| 'Ukrainian';

const WORDS: Array<[DetectedLanguage, string]> = [
	['English', 'the and that you this is of to it we are have what with not for so was they be'],
	['German', 'und das ist die ich nicht wir der ein auch es sie mit auf für dass eine war noch haben'],
	['French', 'le la les et est que pas vous nous une des dans pour avec je qui sur c’est donc mais'],
	['Spanish', 'el los que y es en una por con para las pero como está muy más eso esto hay porque'],
	['Portuguese', 'o que não e uma os com para você isso mas então está muito aqui também são foi ele gente'],
	['Italian', 'il che di è non una per sono gli della anche questo come più ci abbiamo perché molto cosa quindi'],
	['Dutch', 'de het een en dat niet ik van we je zijn ook voor maar wat dus hebben deze nog naar'],
	['Swedish', 'och det att är som jag inte en vi på för med har den kan men om till också så'],
	['Danish', 'og det at er ikke jeg en vi på til som med har af den kan hvad også noget så'],
	['Norwegian', 'og det at er ikke jeg en vi på til som med har av den kan hva også noe så'],
	['Finnish', 'ja on se että ei niin mutta kun tämä myös ole joka sitten nyt me hän mitä vain kuin olla'],
	['Polish', 'i nie to się w na jest że do tak jak co ale jestem mamy już tym są być dla'],
	['Czech', 'a je to že se na v ne jsem ale tak jak co jsme jsou pro už když by tady'],
	['Hungarian', 'a az és hogy nem is egy ez van de meg mert csak már lehet volt vagy akkor ha itt'],
	['Romanian', 'și în că nu este de la o cu pe mai din sunt un pentru care dar ce să avem'],
	['Turkish', 've bir bu da de için çok ne var ama evet ben daha gibi olarak şey yani olan değil biz'],
];

const VOCABULARY = WORDS.map(([language, words]) => [language, new Set(words.split(' '))] as const);

/** The share of one script's letters that settles the question. */
const MAJORITY = 0.4;

/** A language must explain this share of all words, and lead the next one by a tenth of its own hits. */
const MINIMUM_SHARE = 0.12;
const MINIMUM_WORDS = 8;

/** @returns the language, or null when the text does not say */
export function detectLanguage(text: string): DetectedLanguage | null {
	const sample = text.slice(0, 200_000).normalize('NFC').toLowerCase();
	const letters = count(sample, /\p{L}/gu);
	if (letters === 0) return null;
	return byScript(sample, letters) ?? byWords(sample);
}

function byScript(sample: string, letters: number): DetectedLanguage | null {
	const share = (pattern: RegExp) => count(sample, pattern) / letters;
	// Japanese mixes kana with Chinese characters, so kana is asked first and a little of it is enough.
	if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.15) return 'Japanese';
	if (share(/\p{Script=Hangul}/gu) > MAJORITY) return 'Korean';
	if (share(/\p{Script=Han}/gu) > MAJORITY) return 'Chinese';
	if (share(/\p{Script=Hebrew}/gu) > MAJORITY) return 'Hebrew';
	if (share(/\p{Script=Arabic}/gu) > MAJORITY) return 'Arabic';
	if (share(/\p{Script=Greek}/gu) > MAJORITY) return 'Greek';
	if (share(/\p{Script=Thai}/gu) > MAJORITY) return 'Thai';
	if (share(/\p{Script=Devanagari}/gu) > MAJORITY) return 'Hindi';
	if (share(/\p{Script=Cyrillic}/gu) > MAJORITY) return /[іїєґ]/u.test(sample) ? 'Ukrainian' : 'Russian';
	return null;
}

function byWords(sample: string): DetectedLanguage | null {
	const words = sample.match(/[\p{L}\p{M}’']+/gu) ?? [];
	if (words.length < MINIMUM_WORDS) return null;
	const hits = VOCABULARY.map(([language, vocabulary]) => ({
		language,
		hits: words.filter((word) => vocabulary.has(word.replace(/'/g, '’'))).length,
	})).toSorted((a, b) => b.hits - a.hits);
	const [first, second] = hits as [(typeof hits)[number], (typeof hits)[number]];
	const clear = first.hits / words.length >= MINIMUM_SHARE && first.hits * 0.9 > second.hits;
	return clear ? first.language : null;
}

function count(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}
