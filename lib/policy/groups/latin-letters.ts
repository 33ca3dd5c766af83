/**
 * Writes a text with English letters. Kaltura's group ids know no others, and a letter that is dropped makes two names one:
 * so each letter is written out by a table, and one that no table knows is a reason to refuse.
 * Tables: Unicode's decomposition takes accents off; the rest as libraries catalogue (ISO 9 / ALA-LC without accents).
 * @see https://www.unicode.org/reports/tr15/ · https://www.loc.gov/catdir/cpso/roman.html
 */
const LATIN: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ħ: 'h',
	ı: 'i',
	ĸ: 'k',
	ŋ: 'ng',
	ŧ: 't',
	ƒ: 'f',
	ə: 'e',
	ɣ: 'g',
	ɛ: 'e',
	ɔ: 'o',
	ɓ: 'b',
	ɗ: 'd',
	ƙ: 'k',
	ƴ: 'y',
	ʼ: '',
	ĳ: 'ij',
	ŉ: 'n',
	ǝ: 'e',
	ʒ: 'z',
	ȝ: 'y',
};
const CYRILLIC: Readonly<Record<string, string>> = {
	а: 'a',
	б: 'b',
	в: 'v',
	г: 'g',
	ґ: 'g',
	д: 'd',
	ђ: 'd',
	ѓ: 'g',
	е: 'e',
	є: 'ie',
	ж: 'zh',
	з: 'z',
	ѕ: 'dz',
	и: 'i',
	і: 'i',
	ј: 'j',
	к: 'k',
	л: 'l',
	љ: 'lj',
	м: 'm',
	н: 'n',
	њ: 'nj',
	о: 'o',
	п: 'p',
	р: 'r',
	с: 's',
	т: 't',
	ћ: 'c',
	у: 'u',
	ф: 'f',
	х: 'kh',
	ц: 'ts',
	ч: 'ch',
	џ: 'dz',
	ш: 'sh',
	щ: 'shch',
	ъ: '',
	ы: 'y',
	ь: '',
	э: 'e',
	ю: 'iu',
	я: 'ia',
};
const GREEK: Readonly<Record<string, string>> = {
	α: 'a',
	β: 'v',
	γ: 'g',
	δ: 'd',
	ε: 'e',
	ζ: 'z',
	η: 'i',
	θ: 'th',
	ι: 'i',
	κ: 'k',
	λ: 'l',
	μ: 'm',
	ν: 'n',
	ξ: 'x',
	ο: 'o',
	π: 'p',
	ρ: 'r',
	σ: 's',
	ς: 's',
	τ: 't',
	υ: 'y',
	φ: 'f',
	χ: 'ch',
	ψ: 'ps',
	ω: 'o',
};

/** Which letters are written out: Latin ones always, others where somebody said so. */
export type Alphabets = 'latin' | 'latin-cyrillic-greek';

/**
 * @returns the text with English letters, digits and everything that is no letter as it was; or the first letter that cannot be
 * written so
 */
export function inEnglishLetters(text: string, alphabets: Alphabets): { text: string } | { letter: string } {
	let result = '';
	// Composed first: й and ё are letters of their own, not и and е with a mark.
	for (const letter of text.normalize('NFC')) {
		const written = writtenOut(letter, alphabets);
		if (written === null) return { letter };
		result += written;
	}
	return { text: result };
}

function writtenOut(letter: string, alphabets: Alphabets): string | null {
	if (/^[\0-\x7f]$/.test(letter)) return letter;
	const small = letter.toLowerCase();
	const known = lookUp(small, alphabets);
	if (known !== undefined) return small === letter ? known : capital(known);
	const parts = letter.normalize('NFKD').replace(/\p{M}/gu, '');
	if (parts === letter) return /[\p{L}\p{N}]/u.test(letter) ? null : letter;
	let result = '';
	for (const part of parts) {
		const one = part === letter ? null : writtenOut(part, alphabets);
		if (one === null) return null;
		result += one;
	}
	return result;
}

function lookUp(small: string, alphabets: Alphabets): string | undefined {
	const plain = small.normalize('NFKD').replace(/\p{M}/gu, '');
	const tables = alphabets === 'latin' ? [LATIN] : [LATIN, CYRILLIC, GREEK];
	for (const table of tables) if (Object.hasOwn(table, small)) return table[small];
	if (alphabets === 'latin') return undefined;
	if (small === 'й') return 'i';
	if (small === 'ё') return 'e';
	if (small === 'ї') return 'i';
	if (small === 'ў') return 'u';
	return Object.hasOwn(GREEK, plain) ? GREEK[plain] : undefined;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
