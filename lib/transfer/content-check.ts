/**
 * What a file should be, so that a login page or an error message is never taken for it. `document`: of no known kind, but
 * surely no web page; `any`: perhaps even that.
 */
export type ContentKind = 'media' | 'vtt' | 'text' | 'json' | 'document' | 'any';

/** What a file with this extension should hold. */
export function contentKindOf(extension: string): ContentKind {
	switch (extension.toLowerCase()) {
		case 'mp4':
		case 'm4a':
			return 'media';
		case 'vtt':
			return 'vtt';
		case 'json':
			return 'json';
		case 'txt':
		case 'csv':
			return 'text';
		default:
			return 'any';
	}
}

/**
 * Whether the first bytes of an answer can be the wanted file. Zoom answers refused, expired and deleted downloads with
 * `200 text/html` or a short JSON error (docs/vendors/zoom.md#downloads, docs/fault-cases.md), so status alone proves nothing.
 * @param head the first bytes, 32 are enough; fewer when the whole body is shorter
 * @returns null when it can be the file, else what it looks like
 */
export function looksWrong(kind: ContentKind, contentType: string, head: Uint8Array): string | null {
	const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
	const start = Buffer.from(head).toString('latin1').trimStart();
	if (kind === 'any') return null;
	// Before its type: a type of no bytes says nothing.
	if (kind === 'media' && head.length === 0) return 'nothing';
	if (type === 'text/html' || /^<(!doctype|html|head|script)/i.test(start)) return 'a web page';
	if (kind === 'json') return null;
	if (/^\{\s*"(status|code|error|errorCode|reason|message)"/i.test(start)) return 'an error message in JSON';
	if (kind === 'media') {
		if (type === 'application/json' || /^[{[]/.test(start)) return 'JSON';
		if (!isMedia(head)) return 'something that is neither MP4 nor M4A';
	}
	if (kind === 'vtt' && !/^(\u00ef\u00bb\u00bf)?WEBVTT/.test(start)) return 'something that is not WebVTT';
	return null;
}

/** The same for an answer that starts in the middle of the file, where only its type can be judged. */
export function looksWrongInside(kind: ContentKind, contentType: string): string | null {
	const type = contentType.toLowerCase();
	if (kind !== 'any' && type.includes('text/html')) return 'a web page';
	return kind === 'media' && type.includes('application/json') ? 'JSON' : null;
}

/** ISO base media ("ftyp" box first), or MP3/ADTS frames that old audio files hold. */
function isMedia(head: Uint8Array): boolean {
	const tag = Buffer.from(head.subarray(4, 8)).toString('latin1');
	if (['ftyp', 'moov', 'free', 'mdat', 'wide', 'skip', 'pnot'].includes(tag)) return true;
	const first = Buffer.from(head.subarray(0, 4)).toString('latin1');
	return first.startsWith('ID3') || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) || first === '\x1aE\xdf\xa3';
}
