/** How the text of a file was written. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/**
 * The text of a file that a person hands in. Spreadsheets save as UTF-8 (with or without a byte order mark), as UTF-16, and,
 * where nobody chose, in the old Western character set; a byte sequence that is no UTF-8 is that one, because text in it
 * almost never passes for UTF-8.
 * @returns null when the bytes are no text: a picture, a PDF, an old workbook (.xls)
 */
export function textOfFile(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), 'utf-16le');
	if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), 'utf-16be');
	// Without a mark UTF-16 of Latin letters is recognised by its zeros: in every second place, and nowhere else.
	const start = bytes.subarray(0, 200);
	const zeros = [0, 1].map((parity) => start.filter((byte, at) => byte === 0 && at % 2 === parity).length);
	if (zeros[1]! > start.length / 4 && zeros[0] === 0) return utf16(bytes, 'utf-16le');
	if (zeros[0]! > start.length / 4 && zeros[1] === 0) return utf16(bytes, 'utf-16be');
	if (bytes.some(isNoText)) return null;
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
	} catch {
		return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
	}
}

function utf16(bytes: Uint8Array, label: 'utf-16le' | 'utf-16be'): { text: string; encoding: Encoding } | null {
	try {
		return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding: 'UTF-16' };
	} catch {
		return null;
	}
}

/** Control characters but tab, line feed, form feed, carriage return and the old end-of-file mark. */
const isNoText = (byte: number) => byte < 32 && ![9, 10, 12, 13, 26].includes(byte);
