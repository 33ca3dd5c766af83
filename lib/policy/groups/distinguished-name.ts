/** One attribute of a relative distinguished name, e.g. { type: "CN", value: "R, D" }. */
export interface NameAttribute {
	type: string;
	value: string;
}

const TYPE = /\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=\s*/y;
/** Types that may be written as numbers, by their names. */
const NAMES: Readonly<Record<string, string>> = { '2.5.4.3': 'CN', COMMONNAME: 'CN' };
/** The beginning of a distinguished name: a type and an equals sign. */
export const BEGINS_NAME = /^\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=/;

/**
 * Reads a distinguished name as RFC 4514 writes it: escaped commas, hex pairs and quoted values stay inside their value.
 * @returns the attributes from the most specific to the root; null when the text is no distinguished name
 * @see https://www.rfc-editor.org/rfc/rfc4514
 */
export function parseDistinguishedName(text: string): NameAttribute[] | null {
	const attributes: NameAttribute[] = [];
	let at = 0;
	while (at < text.length) {
		TYPE.lastIndex = at;
		const equals = TYPE.exec(text);
		if (!equals?.[1]) return null;
		at += equals[0].length;
		const read = readValue(text, at);
		const type = equals[1].toUpperCase();
		attributes.push({ type: NAMES[type] ?? type, value: read.value });
		at = read.next;
		if (at >= text.length) break;
		at++; // the separator: ",", ";" or "+"
	}
	return attributes.length > 0 ? attributes : null;
}

/** The first CN of a distinguished name; null when there is none. */
export function firstCommonName(text: string): string | null {
	return parseDistinguishedName(text)?.find(({ type }) => type === 'CN')?.value ?? null;
}

function readValue(text: string, start: number): { value: string; next: number } {
	const quoted = text[start] === '"' ? readQuoted(text, start) : null;
	if (quoted) return quoted;
	let end = start;
	while (end < text.length && !',;+'.includes(text[end]!)) end += text[end] === '\\' ? escapeLength(text, end) : 1;
	const { value, escapedEnd } = unescape(text.slice(start, end));
	// Blanks before the separator do not belong to the value, unless the last one was escaped.
	return { value: escapedEnd ? value : value.trimEnd(), next: end };
}

/** @returns null when nothing ends the quote: then it is a character like others */
function readQuoted(text: string, start: number): { value: string; next: number } | null {
	let end = start + 1;
	while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
	if (end >= text.length) return null;
	let next = end + 1;
	while (/\s/.test(text[next] ?? '')) next++;
	return { value: unescape(text.slice(start + 1, end)).value, next };
}

function escapeLength(text: string, at: number): number {
	return /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3)) ? 3 : 2;
}

/** What stands between two backslashes is taken as it is; hex pairs are bytes of UTF-8. */
function unescape(raw: string): { value: string; escapedEnd: boolean } {
	if (!raw.includes('\\')) return { value: raw, escapedEnd: false };
	const parts: Buffer[] = [];
	let escapedEnd = false;
	for (let at = 0; at < raw.length;) {
		const backslash = raw.indexOf('\\', at);
		const end = backslash < 0 ? raw.length : backslash;
		if (end > at) parts.push(Buffer.from(raw.slice(at, end)));
		at = end;
		if (backslash < 0) break;
		const hex = raw.slice(at + 1, at + 3);
		const isHex = /^[0-9a-f]{2}$/i.test(hex);
		const character = isHex ? '' : String.fromCodePoint(raw.codePointAt(at + 1) ?? 0x5c);
		parts.push(isHex ? Buffer.from(hex, 'hex') : Buffer.from(character));
		at += 1 + (isHex ? 2 : character.length);
		escapedEnd = at >= raw.length;
	}
	return { value: Buffer.concat(parts).toString('utf8'), escapedEnd };
}
