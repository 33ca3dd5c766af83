import type { Content } from '../store/content.mts';

/** What the conversion learns about uploaded bytes. */
export interface Probe {
	/** Null when it is media, otherwise why it is not. */
	problem: string | null;
	fileExt: string;
	containerFormat: string;
	msDuration: number;
	width: number;
	height: number;
}

const NOTHING = { msDuration: 0, width: 0, height: 0 };

/**
 * Looks at the bytes as the media parser would: text (Zoom's login page, an error body) is no media, an MP4 that ends too
 * early neither. Other binary data passes with unknown length: this server does not decode.
 */
export function probe(content: Content): Probe {
	const head = content.head;
	if (content.size === 0) return failed('Empty file');
	if (looksLikeText(head)) return failed('Invalid or unsupported media file: text content');
	if (head.subarray(4, 8).toString('latin1') === 'ftyp') return probeMp4(content);
	if (head.subarray(0, 3).toString('hex') === 'ffd8ff')
		return { problem: null, fileExt: 'jpg', containerFormat: 'jpeg', ...NOTHING };
	if (head.subarray(1, 4).toString('latin1') === 'PNG')
		return { problem: null, fileExt: 'png', containerFormat: 'png', ...NOTHING };
	const fileExt = /\.([A-Za-z0-9]{2,5})$/.exec(content.fileName)?.[1]?.toLowerCase() ?? 'mp4';
	return { problem: null, fileExt, containerFormat: 'unknown', ...NOTHING };
}

function failed(problem: string): Probe {
	return { problem, fileExt: '', containerFormat: '', ...NOTHING };
}

/** Printable from the first byte on for at least half a kilobyte, or to the end. */
export function looksLikeText(head: Buffer): boolean {
	const sample = head.subarray(0, 512);
	return (
		sample.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127)) && isUtf8(sample)
	);
}

function isUtf8(sample: Buffer): boolean {
	// A character may be cut at the end of the sample.
	return !sample
		.subarray(0, Math.max(1, sample.length - 3))
		.toString('utf8')
		.slice(0, -1)
		.includes('\ufffd');
}

function probeMp4({ bytes, head, size }: Content): Probe {
	const source = bytes ?? head;
	const fileExt = head.subarray(8, 12).toString('latin1').startsWith('M4A') ? 'm4a' : 'mp4';
	let moov: Buffer | null = null;
	let at = 0;
	while (at + 8 <= source.length) {
		const box = boxAt(source, at);
		if (box.size < 8 || at + box.size > size) return failed('Invalid or unsupported media file: truncated');
		if (box.type === 'moov') moov = source.subarray(at + box.header, Math.min(at + box.size, source.length));
		at += box.size;
	}
	const found = { problem: null, fileExt, containerFormat: 'isom', ...NOTHING };
	if (moov) return { ...found, ...readMoov(moov) };
	// The moov box may lie beyond the kept beginning of a huge file.
	return bytes ? failed('Invalid or unsupported media file: no moov box') : found;
}

function boxAt(buffer: Buffer, at: number): { size: number; type: string; header: number } {
	const size = buffer.readUInt32BE(at);
	const type = buffer.subarray(at + 4, at + 8).toString('latin1');
	if (size === 1 && at + 16 <= buffer.length) return { size: Number(buffer.readBigUInt64BE(at + 8)), type, header: 16 };
	return { size: size === 0 ? buffer.length - at : size, type, header: 8 };
}

function readMoov(moov: Buffer): { msDuration: number; width: number; height: number } {
	const result = { ...NOTHING };
	for (let at = 0; at + 8 <= moov.length;) {
		const box = boxAt(moov, at);
		if (box.size < 8) break;
		const body = moov.subarray(at + box.header, at + box.size);
		if (box.type === 'mvhd' && body.length >= 32) result.msDuration = readDuration(body);
		if (box.type === 'trak') Object.assign(result, largerOf(result, readTrackSize(body)));
		at += box.size;
	}
	return result;
}

/** mvhd: version 0 has 32-bit times, version 1 64-bit ones. */
function readDuration(body: Buffer): number {
	const long = body[0] === 1;
	const timescale = body.readUInt32BE(long ? 20 : 12);
	const duration = long ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16);
	return timescale > 0 ? Math.round((duration / timescale) * 1000) : 0;
}

function readTrackSize(trak: Buffer): { width: number; height: number } {
	for (let at = 0; at + 8 <= trak.length;) {
		const box = boxAt(trak, at);
		if (box.size < 8) break;
		if (box.type === 'tkhd' && at + box.size <= trak.length) {
			// The last eight bytes are width and height as 16.16 fixed point.
			const end = at + box.size;
			return { width: trak.readUInt32BE(end - 8) >> 16, height: trak.readUInt32BE(end - 4) >> 16 };
		}
		at += box.size;
	}
	return { width: 0, height: 0 };
}

function largerOf(a: { width: number; height: number }, b: { width: number; height: number }) {
	return b.width > a.width ? { width: b.width, height: b.height } : { width: a.width, height: a.height };
}
