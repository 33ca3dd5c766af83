import { UploadedFile } from './parameters.mts';

/**
 * Splits a multipart/form-data body. Lenient where the official client is sloppy: a CRLF before the first boundary, no
 * CRLF after the last, an unquoted boundary with a dot, parts without Content-Type (docs/vendors/kaltura.md#the-official-client).
 * Returns null when the body is not what its header says.
 */
export function parseMultipart(contentType: string, body: Buffer): Array<[string, string | UploadedFile]> | null {
	const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
	if (!boundary) return null;
	const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
	const parts: Array<[string, string | UploadedFile]> = [];
	let at = body.indexOf(delimiter);
	while (at >= 0) {
		const start = at + delimiter.length;
		if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
		const next = body.indexOf(delimiter, start);
		if (next < 0) return null;
		const part = parsePart(body.subarray(start, next));
		if (part) parts.push(part);
		at = next;
	}
	return null;
}

function parsePart(raw: Buffer): [string, string | UploadedFile] | null {
	const headerEnd = raw.indexOf('\r\n\r\n');
	if (headerEnd < 0) return null;
	const headers = raw.subarray(0, headerEnd).toString('utf8');
	// The CRLF before the next delimiter belongs to the delimiter.
	const content = raw.subarray(headerEnd + 4, raw.length - 2);
	const name = /\bname="([^"]*)"/i.exec(headers)?.[1] ?? /\bname=([^;\s]+)/i.exec(headers)?.[1];
	if (name === undefined) return null;
	const fileName = /\bfilename="([^"]*)"/i.exec(headers)?.[1] ?? /\bfilename=([^;\s]+)/i.exec(headers)?.[1];
	return [name, fileName === undefined ? content.toString('utf8') : new UploadedFile(fileName, content)];
}
