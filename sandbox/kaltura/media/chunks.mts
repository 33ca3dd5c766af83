import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

import { apiError } from '../api/errors.mts';
import type { Content } from '../store/content.mts';
import { ContentWriter } from '../store/content.mts';

/** An unfinished upload as the state file has it. */
export interface SavedUpload {
	bytes: Uint8Array;
	parked: Array<[number, Uint8Array]>;
}

/**
 * The file behind an upload token while it grows. Chunks may come in any order: one beyond the end is parked until the gap
 * before it closes (docs/vendors/kaltura.md#uploads, parallel chunks).
 */
export class GrowingFile {
	private writer: ContentWriter;
	private readonly parked = new Map<number, Buffer>();
	/** Length and checksum of each chunk by its offset: a repeated chunk is recognised even when the bytes are not kept any more. */
	private readonly seen = new Map<number, string>();
	/** Bytes that are not kept were overwritten with others: the hash of the whole is unknown from then on. */
	private overwritten = false;
	private readonly keepUpTo: number;

	constructor(first: Buffer, keepUpTo: number) {
		this.keepUpTo = keepUpTo;
		this.writer = new ContentWriter(keepUpTo);
		this.append(first);
	}

	/** Contiguous bytes from the start. */
	get size(): number {
		return this.writer.size;
	}

	get parkedChunks(): number {
		return this.parked.size;
	}

	append(bytes: Buffer): void {
		this.seen.set(this.size, fingerprint(bytes));
		this.writer.write(bytes);
		this.unpark();
	}

	/** Puts a chunk where it belongs: at the end, beyond it (parked), or over bytes that are there (a repeated chunk). */
	writeAt(offset: number, bytes: Buffer): void {
		if (offset > this.size) {
			this.parked.set(offset, bytes);
			return;
		}
		if (offset < this.size && this.seen.get(offset) === fingerprint(bytes)) return;
		const overlap = Math.min(this.size - offset, bytes.length);
		if (overlap > 0) this.overwrite(offset, bytes.subarray(0, overlap));
		if (overlap < bytes.length) this.append(bytes.subarray(overlap));
	}

	/** What a restart needs to go on; null for what is too big to be kept. */
	dump(): SavedUpload | null {
		const bytes = this.writer.keptBytes();
		return bytes && { bytes, parked: [...this.parked] };
	}

	static restore(saved: SavedUpload, keepUpTo: number): GrowingFile {
		const file = new GrowingFile(Buffer.from(saved.bytes), keepUpTo);
		for (const [offset, bytes] of saved.parked) file.parked.set(offset, Buffer.from(bytes));
		return file;
	}

	finish(fileName: string): Content {
		const content = this.writer.finish(fileName, null);
		return this.overwritten ? { ...content, sha256: null } : content;
	}

	private overwrite(offset: number, bytes: Buffer): void {
		const kept = this.writer.keptBytes();
		if (!kept) {
			this.overwritten = true;
			return;
		}
		if (kept.subarray(offset, offset + bytes.length).equals(bytes)) return;
		const changed = Buffer.from(kept);
		bytes.copy(changed, offset);
		this.writer = new ContentWriter(this.keepUpTo);
		this.writer.write(changed);
	}

	private unpark(): void {
		for (let moved = true; moved;) {
			moved = false;
			for (const [offset, bytes] of this.parked) {
				if (offset > this.size) continue;
				this.parked.delete(offset);
				this.writeAt(offset, bytes);
				moved = true;
			}
		}
	}
}

function fingerprint(bytes: Buffer): string {
	return `${bytes.length} ${crc32(bytes)}`;
}

/** Polling interval of the wait for missing chunks; the chunks arrive through other requests. */
const POLL_MS = 20;

/**
 * A final chunk waits until everything before it is there. The token stays PARTIAL when it is not, and the same request may
 * be sent again (docs/vendors/kaltura.md#uploads).
 */
export async function waitForSize(
	file: GrowingFile,
	expected: number,
	maxMs: number,
	signal: AbortSignal,
): Promise<void> {
	for (let waited = 0; file.size < expected; waited += POLL_MS) {
		if (waited >= maxMs || signal.aborted) throw apiError('UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE');
		await sleep(POLL_MS);
	}
}
