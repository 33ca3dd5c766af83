import { createHash } from 'node:crypto';

/**
 * Bytes of an asset. Up to the setting `keepBytesUpTo` they are kept and can be played back; beyond it (a 5 GiB upload) only
 * their number, their hash and the beginning are.
 */
export interface Content {
	size: number;
	/** Hexadecimal; null only when the bytes of a huge upload were overwritten with others. */
	sha256: string | null;
	/** Complete bytes, or null when they were not kept. */
	bytes: Buffer | null;
	head: Buffer;
	fileName: string;
	contentType: string | null;
}

const HEAD_BYTES = 64 * 1024;

export function contentOf(bytes: Buffer, fileName: string, contentType: string | null = null): Content {
	return {
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		bytes,
		head: bytes.subarray(0, HEAD_BYTES),
		fileName,
		contentType,
	};
}

/** Collects bytes that arrive in order, without holding more than it may keep. */
export class ContentWriter {
	private chunks: Buffer[] | null = [];
	private readonly hash = createHash('sha256');
	private head = Buffer.alloc(0);
	size = 0;
	private readonly keepUpTo: number;

	constructor(keepUpTo: number) {
		this.keepUpTo = keepUpTo;
	}

	write(bytes: Buffer): void {
		this.size += bytes.length;
		this.hash.update(bytes);
		if (this.head.length < HEAD_BYTES) {
			this.head = Buffer.concat([this.head, bytes.subarray(0, HEAD_BYTES - this.head.length)]);
		}
		// A part of a bigger buffer would keep the whole of it alive; that is accepted, since nearly all of it is this part.
		this.chunks?.push(bytes);
		if (this.size > this.keepUpTo) this.chunks = null;
	}

	finish(fileName: string, contentType: string | null): Content {
		return {
			size: this.size,
			sha256: this.hash.copy().digest('hex'),
			bytes: this.chunks ? Buffer.concat(this.chunks) : null,
			head: this.head,
			fileName,
			contentType,
		};
	}

	/** Bytes from an offset on, as far as they are kept. */
	keptBytes(): Buffer | null {
		return this.chunks ? Buffer.concat(this.chunks) : null;
	}
}
