/**
 * Whether a regular expression that an admin wrote is safe to run on texts of strangers. JavaScript tries every way in which
 * repeated parts can share a text between them: for `^(\w+\s?)+$` these are more ways than there is time for, and n8n stands
 * still meanwhile. Such patterns are refused with a sentence, and texts are cut, so that what is left is a moment's work.
 * @see https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS
 */

/** Longest text that a pattern is run on, in characters. Zoom's topics end at 200, names in directories at 256. */
export const LONGEST_MATCHED_TEXT = 500;

/** Comparing the parts of a pattern with each other takes time too. */
const LONGEST_PATTERN = 1000;

/** More open ends than this, all able to take the same characters, and the tries grow with the fourth power of the text. */
const MOST_OPEN_ENDS = 3;
/** A part that may be repeated more often than this is as good as without end. */
const MANY = 10;

/** So many ways to share one stretch of text between optional parts are tried in some milliseconds. */
const MOST_WAYS = 65_536;

/** One piece of a sequence: a character of a set or a group, and how often. */
interface Piece {
	/** The code points of ALPHABET that it can begin and go on with. */
	characters: ReadonlySet<string>;
	/** The alternatives of a group; null for single characters. */
	inside: Piece[][] | null;
	min: number;
	max: number;
	/** As it stands in the pattern. */
	source: string;
}

/** What stands for all characters: whether two parts can take the same one is tried out with these. */
const ALPHABET = [
	...Array.from({ length: 0x17f }, (_, code) => String.fromCharCode(code + 1)),
	'Ω',
	'Ж',
	'漢',
	'🎓',
	'\u2028',
];
const EVERYTHING: ReadonlySet<string> = new Set(ALPHABET);

/**
 * What is wrong with a pattern, to be read after its name: "repeats …".
 * @param pattern a valid regular expression
 * @returns null when it is safe
 */
export function patternProblem(pattern: string): string | null {
	if (pattern.length > LONGEST_PATTERN) return `has ${pattern.length} characters, more than ${LONGEST_PATTERN}`;
	const alternatives = new PatternReader(pattern).read();
	const nested = alternatives
		.flat()
		.map(nestedRepetition)
		.find((source) => source !== null);
	if (nested !== undefined) {
		return `repeats a part that can itself match in several ways (${cut(nested)}), so that some texts would take for ever`;
	}
	if (waysOf(alternatives) > MOST_WAYS) {
		return 'has so many optional parts that can take the same characters (such as \\d? twenty times) that some texts would take for ever';
	}
	const openEnds = Math.max(...alternatives.map(longestChain));
	if (openEnds <= MOST_OPEN_ENDS) return null;
	return `has ${openEnds} open ends that can take the same characters (such as .* more than twice), so that some texts would take very long`;
}

/** What helps against it, as a sentence. */
export const PATTERN_REMEDY =
	'Write it without a + or * inside of a repeated bracket and with at most two .* in a row; beginning it with ^ helps.';

/** The first repeated group whose inside may match one text in several ways. */
function nestedRepetition(piece: Piece): string | null {
	if (piece.inside === null) return null;
	if (piece.max > 1 && isAmbiguous(piece.inside)) return piece.source;
	return (
		piece.inside
			.flat()
			.map(nestedRepetition)
			.find((source) => source !== null) ?? null
	);
}

/** Of one length, and its first character tells which alternative it is: then there is only one way. */
function isAmbiguous(alternatives: Piece[][]): boolean {
	const pieces = alternatives.flat();
	if (pieces.some(({ min, max, inside }) => min !== max || (inside !== null && isAmbiguous(inside)))) return true;
	return beginAlike(alternatives);
}

/** Whether the first character may be one of several alternatives. */
function beginAlike(alternatives: Piece[][]): boolean {
	if (alternatives.length === 1) return false;
	const starts = alternatives.map(([first]) => first?.characters ?? EVERYTHING);
	return starts.some((one, index) => starts.slice(index + 1).some((other) => overlap(one, other)));
}

/**
 * In how many ways neighbours that may be there or not, or some times more, can share one text between them: `a?a?a?` has eight.
 * Repetitions without end are counted on their own.
 */
function waysOf(alternatives: Piece[][]): number {
	const ways = alternatives.map((pieces) => {
		const upTo: number[] = [];
		for (const [index, { min, max, inside }] of pieces.entries()) {
			const range = max - min < MANY ? max - min + 1 : 1;
			const own = range * (inside === null ? 1 : waysOf(inside) ** Math.min(max, MANY));
			const before = upTo.map((one, at) => (one > 1 && own > 1 && shareText(pieces, at, index) ? one : 1));
			upTo.push(own * Math.max(1, ...before));
			if (upTo.at(-1)! > MOST_WAYS) return Infinity;
		}
		return Math.max(1, ...upTo);
	});
	return beginAlike(alternatives) ? ways.reduce((sum, one) => sum + one) : Math.max(...ways);
}

/** How many repetitions without end can share one stretch of text between them; where the pattern may begin anywhere, that counts. */
function longestChain(sequence: Piece[]): number {
	const pieces = flattened(sequence);
	const anchored = pieces[0]?.source === '^';
	const start: Piece = { characters: EVERYTHING, inside: null, min: 0, max: Infinity, source: '' };
	const all = anchored ? pieces : [start, ...pieces];
	const lengths: number[] = [];
	let longest = 0;
	for (const [index, piece] of all.entries()) {
		if (piece.max - piece.min < MANY) {
			lengths.push(0);
			continue;
		}
		let length = 1;
		for (let before = 0; before < index; before++) {
			if (lengths[before]! > 0 && shareText(all, before, index)) length = Math.max(length, lengths[before]! + 1);
		}
		lengths.push(length);
		longest = Math.max(longest, length);
	}
	return longest;
}

/** A piece that must come in between, and that either cannot take, fixes where the one ends and the other begins. */
function shareText(pieces: Piece[], one: number, other: number): boolean {
	const [first, second] = [pieces[one]!.characters, pieces[other]!.characters];
	if (!overlap(first, second)) return false;
	return pieces
		.slice(one + 1, other)
		.every(
			({ min, characters }) =>
				min === 0 || characters.size === 0 || (overlap(characters, first) && overlap(characters, second)),
		);
}

/** Groups that occur once are part of the sequence; of alternatives each may be the one, so none must come. */
function flattened(sequence: Piece[]): Piece[] {
	return sequence.flatMap((piece) => {
		if (piece.inside === null || piece.max > 1) return [piece];
		const optional = piece.inside.length > 1 || piece.min === 0;
		return piece.inside.flatMap(flattened).map((one) => (optional ? { ...one, min: 0 } : one));
	});
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	for (const character of one) if (other.has(character)) return true;
	return false;
}

function cut(source: string): string {
	return source.length > 60 ? `${source.slice(0, 57)}…` : source;
}

/** Reads a valid pattern; only what matters for the time that it takes. */
class PatternReader {
	private at = 0;

	constructor(private readonly pattern: string) {}

	read(): Piece[][] {
		const alternatives: Piece[][] = [[]];
		while (this.at < this.pattern.length && this.pattern[this.at] !== ')') {
			if (this.pattern[this.at] === '|') {
				this.at++;
				alternatives.push([]);
			} else alternatives.at(-1)!.push(this.piece());
		}
		return alternatives;
	}

	private piece(): Piece {
		const start = this.at;
		const isGroup = this.pattern[this.at] === '(';
		const inside = isGroup ? this.group() : null;
		const source = isGroup ? '' : this.character();
		const characters = inside ? new Set(inside.flat().flatMap((one) => [...one.characters])) : charactersOf(source);
		const [min, max] = this.quantifier();
		return { characters, inside, min, max, source: this.pattern.slice(start, this.at) };
	}

	private group(): Piece[][] {
		this.at += /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(this.pattern.slice(this.at, this.at + 200))![0].length;
		const inside = this.read();
		this.at++;
		return inside;
	}

	/** One character, escape or class. */
	private character(): string {
		const start = this.at;
		const rest = this.pattern.slice(start, start + 200);
		const length =
			/^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|k<[^>]*>|\d+)/.exec(rest)?.[0].length ??
			(rest.startsWith('\\') ? 1 + [...rest.slice(1)][0]!.length : this.classLength(start) || [...rest][0]!.length);
		this.at += length;
		return this.pattern.slice(start, this.at);
	}

	private classLength(start: number): number {
		if (this.pattern[start] !== '[') return 0;
		let end = start + 1;
		while (end < this.pattern.length && this.pattern[end] !== ']') end += this.pattern[end] === '\\' ? 2 : 1;
		return end + 1 - start;
	}

	private quantifier(): [min: number, max: number] {
		const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.pattern.slice(this.at, this.at + 40));
		if (!found) return [1, 1];
		this.at += found[0].length;
		if (found[0].startsWith('*')) return [0, Infinity];
		if (found[0].startsWith('+')) return [1, Infinity];
		if (found[0].startsWith('?')) return [0, 1];
		const min = Number(found[1]);
		return [min, found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3])];
	}
}

/** Which characters of the alphabet one piece takes; none for what stands between characters: ^ $ \b \B. */
function charactersOf(source: string): ReadonlySet<string> {
	if (/^(?:\^|\$|\\b|\\B)$/.test(source)) return new Set();
	// What an earlier group held may be anything.
	if (/^\\(?:[1-9]|k<)/.test(source)) return EVERYTHING;
	const alone = expression(source);
	// Case may not count where it is used.
	return alone ? new Set(ALPHABET.filter((character) => alone.test(character))) : EVERYTHING;
}

function expression(source: string): RegExp | null {
	for (const flags of ['iu', 'i']) {
		try {
			return new RegExp(`^(?:${source})$`, flags);
		} catch {
			// Without "u" needless backslashes are allowed.
		}
	}
	return null;
}
