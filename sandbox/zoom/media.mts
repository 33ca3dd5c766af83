import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Content } from './account/model.mts';

/** Reads, sizes and measures what recording files hold: committed media, short texts, or bytes made on the fly. */
export interface MediaLibrary {
	size(content: Content): number;
	/** Bytes from `start` to `end` inclusive. */
	open(content: Content, start?: number, end?: number): Readable;
	sha256(content: Content): Promise<string>;
	/** Seconds that an MP4 or M4A of sandbox/media plays; 0 for anything else. */
	seconds(name: string): number;
}

const BLOCK = 256 * 1024;

export function createMediaLibrary(folder = fileURLToPath(new URL('../media', import.meta.url))): MediaLibrary {
	const path = (name: string) => join(folder, name);
	const seconds = new Map<string, number>();
	const library: MediaLibrary = {
		size(content) {
			if (content.kind === 'media') return statSync(path(content.name)).size;
			return content.kind === 'text' ? Buffer.byteLength(content.text) : content.bytes;
		},
		open(content, start = 0, end = library.size(content) - 1) {
			if (end < start) return Readable.from([]);
			if (content.kind === 'media') return createReadStream(path(content.name), { start, end, highWaterMark: BLOCK });
			if (content.kind === 'text') return Readable.from([Buffer.from(content.text).subarray(start, end + 1)]);
			return Readable.from(generated(content.seed, start, end), { objectMode: false, highWaterMark: PATTERN });
		},
		async sha256(content) {
			const hash = createHash('sha256');
			for await (const block of library.open(content) as AsyncIterable<Buffer>) hash.update(block);
			return hash.digest('hex');
		},
		seconds(name) {
			let known = seconds.get(name);
			if (known === undefined) {
				known = movieSeconds(readFileSync(path(name)));
				seconds.set(name, known);
			}
			return known;
		},
	};
	return library;
}

/** The head of an MP4, so that whoever looks at the first bytes sees a movie (docs/vendors/zoom.md#downloads). */
const FTYP = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2', 'latin1')]);
const PATTERN = 1024 * 1024;

/**
 * Bytes of a generated file: one mebibyte of noise from the seed, again and again, each time headed by its number, so that
 * no part can stand in for another. Any offset is reached at once, nothing is copied, and five gibibytes need neither disk
 * nor memory.
 */
function* generated(seed: string, start: number, end: number): Generator<Buffer> {
	const key = createHash('sha256').update(seed).digest();
	const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(Math.min(PATTERN, end + 1)));
	for (let at = start; at <= end;) {
		const within = at % PATTERN;
		const head = blockHead(Math.floor(at / PATTERN));
		const source = within < head.length ? head : noise;
		const part = source.subarray(within, Math.min(source.length, within + end - at + 1));
		at += part.length;
		yield part;
	}
}

function blockHead(index: number): Buffer {
	const number = Buffer.alloc(8);
	number.writeBigUInt64BE(BigInt(index));
	return Buffer.concat([FTYP, number]);
}

/** Duration from the movie header (ISO 14496-12 §8.2.2): moov → mvhd, version 0 or 1. */
function movieSeconds(file: Buffer): number {
	const moov = findBox(file, 0, file.length, 'moov');
	const header = moov && findBox(file, moov.start, moov.end, 'mvhd');
	if (!header) return 0;
	const at = header.start;
	return file[at] === 1
		? Number(file.readBigUInt64BE(at + 24)) / file.readUInt32BE(at + 20)
		: file.readUInt32BE(at + 16) / file.readUInt32BE(at + 12);
}

function findBox(file: Buffer, from: number, to: number, type: string): { start: number; end: number } | undefined {
	for (let at = from; at + 8 <= to;) {
		const size = file.readUInt32BE(at);
		const length = size === 1 ? Number(file.readBigUInt64BE(at + 8)) : size || to - at;
		if (file.toString('latin1', at + 4, at + 8) === type)
			return { start: at + (size === 1 ? 16 : 8), end: at + length };
		if (length < 8) return undefined;
		at += length;
	}
	return undefined;
}
