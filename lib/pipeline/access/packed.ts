import { gunzipSync, gzipSync } from 'node:zlib';

import type { AccessSnapshot } from '../../policy/access/snapshot';

/** A packed snapshot that grows beyond this is no snapshot of ours: 20,000 users need about 10 MB. */
const MOST_UNPACKED_BYTES = 128 * 1024 * 1024;
/** How base64 of any gzip begins. */
const GZIP_AS_TEXT = 'H4sI';

/**
 * A snapshot as one line of text (gzip, base64), about a tenth of its JSON: fits a cell of a data table, whatever n8n's
 * binary data mode is.
 */
export function pack(snapshot: AccessSnapshot): string {
	return gzipSync(JSON.stringify(snapshot)).toString('base64');
}

export const isPacked = (text: string): boolean => text.startsWith(GZIP_AS_TEXT);

/** What was read, or why it could not be, as the end of a sentence. */
export type Unpacked = { value: unknown } | { problem: string };

/** The JSON value of a packed text, a gzip file or a JSON file. */
export function unpack(content: string | Buffer): Unpacked {
	const text = typeof content === 'string' ? content.trim() : content;
	const bytes = typeof text === 'string' ? (isPacked(text) ? Buffer.from(text, 'base64') : null) : text;
	if (bytes === null) return parse(text as string);
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
	try {
		return parse(gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED_BYTES }).toString('utf8'));
	} catch {
		return { problem: 'is packed but cut off or changed on its way' };
	}
}

function parse(text: string): Unpacked {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return { problem: 'is neither JSON nor a packed snapshot' };
	}
}
