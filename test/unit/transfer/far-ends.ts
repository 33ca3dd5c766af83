import { createHash, randomBytes } from 'node:crypto';

import type { ByteBody, ByteSource, Validators } from '../../../lib/transfer/byte-source';
import { TransferError } from '../../../lib/transfer/errors';
import type { ChunkSink } from '../../../lib/transfer/chunk-pump';

/** How one opening of the fake source goes. */
export interface Opening {
	/** Ends after so many bytes as if it were complete. */
	endAfter?: number;
	/** Breaks after so many bytes. */
	breakAfter?: number;
	/** Starts at 0 whatever was asked for. */
	ignoreOffset?: boolean;
	etag?: string;
	/** Sends these bytes behind the file. */
	extra?: number;
	refuse?: TransferError;
	content?: Buffer;
}

export const passing = () => new TransferError('interrupted', 'broken', 'later');

/** A source in memory whose openings go as planned; the last plan holds for all that follow. */
export class FakeSource implements ByteSource {
	readonly name = 'the file';
	readonly offsets: number[] = [];
	/** The buffer that every piece lies in, as with a real connection: who keeps a piece instead of copying is found out. */
	private readonly reused = Buffer.alloc(4096);

	constructor(
		readonly content: Buffer,
		private readonly openings: Opening[] = [],
		readonly expectedBytes: number | null = content.length,
	) {}

	async open(offset: number, known: Validators | null) {
		const plan = this.openings[Math.min(this.offsets.length, this.openings.length - 1)] ?? {};
		this.offsets.push(offset);
		if (plan.refuse) throw plan.refuse;
		const content = plan.content ?? this.content;
		const etag = plan.etag ?? null;
		if (known?.etag && etag && known.etag !== etag) throw new TransferError('changed', 'changed', 'again');
		const start = plan.ignoreOffset ? 0 : offset;
		const body = Buffer.concat([content.subarray(start, plan.endAfter), randomBytes(plan.extra ?? 0)]);
		return {
			body: this.bodyOf(body, plan.breakAfter === undefined ? Infinity : plan.breakAfter - start),
			offset: start,
			validators: { etag, totalBytes: this.expectedBytes },
		};
	}

	private bodyOf(bytes: Buffer, breakAt: number): ByteBody {
		let ended: Error | null = null;
		return {
			pour: async (take) => {
				for (let at = 0; at < Math.min(bytes.length, breakAt); at += 1000) {
					await Promise.resolve();
					if (ended) throw ended;
					const size = Math.min(1000, bytes.length - at, breakAt - at);
					bytes.copy(this.reused, 0, at, at + size);
					const taken = take(this.reused.subarray(0, size));
					this.reused.fill(0xee);
					await taken;
					if (ended) throw ended;
				}
				if (breakAt < bytes.length) throw passing();
			},
			destroy: (reason) => {
				ended ??= reason ?? new Error('destroyed');
			},
		};
	}
}

/** A sink in memory that writes around the chunks, and can fail, lose bytes or hold some already. */
export class FakeSink implements ChunkSink {
	readonly headroom = 7;
	readonly tailroom = 5;
	held: Buffer;
	readonly log: string[] = [];
	inFlight = 0;
	mostInFlight = 0;
	finishedWith: number | null = null;
	abandoned: unknown = null;

	constructor(
		size: number,
		private readonly options: {
			has?: number;
			content?: Buffer;
			onWrite?: (offset: number) => Promise<void> | void;
			onFinish?: (total: number) => void;
		} = {},
	) {
		this.held = Buffer.alloc(size);
		options.content?.copy(this.held, 0, 0, options.has ?? 0);
	}

	async begin(): Promise<number> {
		return this.options.has ?? 0;
	}

	async write(frame: Buffer, length: number, offset: number): Promise<void> {
		this.log.push(`${offset}+${length}`);
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		frame.fill(1, 0, this.headroom).fill(2, this.headroom + length, this.headroom + length + this.tailroom);
		try {
			await new Promise((done) => setImmediate(done));
			await this.options.onWrite?.(offset);
			frame.copy(this.held, offset, this.headroom, this.headroom + length);
		} finally {
			this.inFlight--;
		}
	}

	async finish(totalBytes: number): Promise<void> {
		this.options.onFinish?.(totalBytes);
		this.finishedWith = totalBytes;
	}

	async restart(): Promise<void> {
		this.log.push('restart');
		this.held.fill(0);
	}

	async abandon(error: unknown): Promise<void> {
		this.abandoned = error;
	}
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
