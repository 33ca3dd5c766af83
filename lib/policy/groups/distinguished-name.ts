/** One attribute of a relative distinguished name, e.g. { type: "CN", value: "R, D" }. */
export interface NameAttribute {
	type: string;
	value: string;
}

/**
 * Reads a distinguished name as RFC 4514 writes it: escaped commas, hex pairs and quoted values stay inside their value.
 * @returns the attributes from the most specific to the root; null when the text is no distinguished name
 * @see https://www.rfc-editor.org/rfc/rfc4514
 */
export function parseDistinguishedName(text: string): NameAttribute[] | null {
	const attributes: NameAttribute[] = [];
	let at = 0;
	while (at < text.length) {
		const equals = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=\s*/.exec(text.slice(at));
		if (!equals?.[1]) return null;
		at += equals[0].length;
		const read = readValue(text, at);
		attributes.push({ type: equals[1].toUpperCase(), value: read.value });
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
	if (text[start] === '"') {
		const end = /^"((?:[^"\\]|\\.)*)"\s*/s.exec(text.slice(start));
		if (end?.[1] !== undefined) return { value: unescape(end[1]).value, next: start + end[0].length };
	}
	let end = start;
	while (end < text.length && !',;+'.includes(text[end]!)) end += text[end] === '\\' ? escapeLength(text, end) : 1;
	const { value, escapedEnd } = unescape(text.slice(start, end));
	// Blanks before the separator do not belong to the value, unless the last one was escaped.
	return { value: escapedEnd ? value : value.trimEnd(), next: end };
}

function escapeLength(text: string, at: number): number {
	return /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3)) ? 3 : 2;
}

function unescape(raw: string): { value: string; escapedEnd: boolean } {
	const bytes: number[] = [];
	let escapedEnd = false;
	for (let at = 0; at < raw.length;) {
		escapedEnd = raw[at] === '\\';
		if (escapedEnd) {
			const hex = raw.slice(at + 1, at + 3);
			if (/^[0-9a-f]{2}$/i.test(hex)) {
				bytes.push(Number.parseInt(hex, 16));
				at += 3;
				continue;
			}
			at++;
		}
		const character = String.fromCodePoint(raw.codePointAt(at) ?? 0x5c);
		bytes.push(...Buffer.from(character, 'utf8'));
		at += character.length;
	}
	return { value: Buffer.from(bytes).toString('utf8'), escapedEnd };
}
