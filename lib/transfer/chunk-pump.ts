import { createHash, type Hash } from 'node:crypto';

import type { FrameLease } from './frames';
import { InFlight } from './in-flight';

/** Where the bytes go. A sink retries its own chunks; what it throws ends the transfer, unless it says `rewindTo`. */
export interface ChunkSink {
	/** Room that the sink needs before and after the bytes in one buffer (a multipart frame), so that nothing is copied. */
	readonly headroom: number;
	readonly tailroom: number;
	/** Bytes that the target already holds without a gap. The transfer continues there. */
	begin(): Promise<number>;
	/**
	 * Takes one chunk. Called again before the last call ended, in order of offset.
	 * @param frame the buffer; the bytes lie at [headroom, headroom + length), the sink may write around them
	 * @throws an error with `rewindTo` when the target lost bytes: the transfer goes on at that byte
	 */
	write(frame: Buffer, length: number, offset: number): Promise<void>;
	/** All bytes are written: completes the target and checks its size. May throw `rewindTo` as well. */
	finish(totalBytes: number): Promise<void>;
	/** The source turned out to be another file than before: whatever the target holds is worthless. */
	restart(): Promise<void>;
	/** The transfer failed for good. Keeps what a later run can go on with, removes the rest; must not throw. */
	abandon(error: unknown): Promise<void>;
}

export interface PumpOptions {
	/** Most chunks that are sent at the same time. Default as many as bring more. */
	chunksInFlight?: number;
	hash?: 'sha256' | 'md5';
	/** Called when a chunk arrived: bytes so far, total or null. */
	onProgress?(bytes: number, totalBytes: number | null): void;
}

/** Cuts a stream into chunks in a fixed set of buffers and hands them to the sink. */
export class ChunkPump {
	/** Bytes handed to the sink so far. */
	position = 0;
	/** Bytes that the sink has taken; chunks may overtake each other. */
	private arrived = 0;
	private filled = 0;
	private frame: Buffer | null = null;
	private readonly free: Buffer[];
	/** What did not fit into the current chunk; always the same memory, since fresh buffers pile up between collections. */
	private kept: Buffer = Buffer.alloc(0);
	private readonly chunkBytes: number;
	private readonly inFlight = new Set<Promise<void>>();
	private readonly most: InFlight;
	private failure: { error: unknown } | null = null;
	private hash: Hash | null = null;

	constructor(
		private readonly sink: ChunkSink,
		private readonly lease: FrameLease,
		private readonly options: PumpOptions,
		private readonly total: () => number | null,
	) {
		this.most = new InFlight(options.chunksInFlight);
		this.chunkBytes = lease.bytes - sink.headroom - sink.tailroom;
		this.free = [lease.own];
	}

	startAt(position: number): void {
		this.position = position;
		this.arrived = position;
		this.filled = 0;
		this.failure = null;
		this.hash = this.options.hash && position === 0 ? createHash(this.options.hash) : null;
	}

	/** Where the next bytes go to; null while all frames are full. */
	room(): Buffer | null {
		const frame = this.frame ?? this.nextFrame();
		if (frame === null) return null;
		const { headroom } = this.sink;
		return frame.subarray(headroom + this.filled, headroom + this.chunkBytes);
	}

	/** Copies the bytes into the current chunk, unless they lie there already. @returns a promise only when there is something to wait for */
	take(piece: Buffer): Promise<void> | undefined {
		const frame = this.frame ?? this.nextFrame();
		// The piece is not ours any more when this returns.
		if (frame === null) return this.takeLater(this.keep(piece));
		const taken = Math.min(piece.length, this.chunkBytes - this.filled);
		const at = this.sink.headroom + this.filled;
		const inPlace = piece.buffer === frame.buffer && piece.byteOffset === frame.byteOffset + at;
		if (!inPlace) piece.copy(frame, at, 0, taken);
		this.filled += taken;
		if (this.filled < this.chunkBytes) return undefined;
		return this.sendAndTake(this.keep(piece.subarray(taken)));
	}

	/** A copy until the next one; while there is one to take, nothing else is handed over. */
	private keep(piece: Buffer): Buffer {
		if (this.kept.length < piece.length) this.kept = Buffer.allocUnsafeSlow(piece.length);
		piece.copy(this.kept);
		return this.kept.subarray(0, piece.length);
	}

	/** Sends the rest and waits until the sink has everything. @throws what the sink threw */
	async flush(): Promise<void> {
		if (this.filled > 0) await this.send();
		await this.settle();
		if (this.failure) throw this.failure.error;
	}

	/** Waits for what is under way, whatever becomes of it. */
	async settle(): Promise<void> {
		while (this.inFlight.size > 0) await Promise.allSettled(this.inFlight);
	}

	/** Returns when nobody reads or writes the frames any more. */
	async release(): Promise<void> {
		await this.settle();
		// A connection that was closed in this very turn may still write what it has decrypted already.
		await new Promise((resolve) => setImmediate(resolve));
		this.frame = null;
		this.free.length = 0;
	}

	digest(): string | null {
		return this.hash?.digest('hex') ?? null;
	}

	private async sendAndTake(rest: Buffer): Promise<void> {
		await this.send();
		if (rest.length > 0) await this.take(rest);
	}

	private async takeLater(piece: Buffer): Promise<void> {
		await Promise.race(this.inFlight);
		await this.take(piece);
	}

	private async send(): Promise<void> {
		while (this.inFlight.size >= this.most.limit && !this.failure) {
			this.most.hadToWait();
			await Promise.race(this.inFlight);
		}
		if (this.failure) throw this.failure.error;
		const frame = this.frame!;
		const length = this.filled;
		const offset = this.position;
		this.frame = null;
		this.filled = 0;
		this.position += length;
		this.hash?.update(frame.subarray(this.sink.headroom, this.sink.headroom + length));
		const sentAt = performance.now();
		const writing = this.sink
			.write(frame, length, offset)
			.then(() => {
				const now = performance.now();
				this.most.arrivedPart(length, now - sentAt, now);
				this.options.onProgress?.((this.arrived += length), this.total());
			})
			.catch((error: unknown) => {
				this.failure ??= { error };
			})
			.finally(() => {
				this.inFlight.delete(writing);
				if (this.lease.isWantedBack || this.lease.held > this.most.limit + 1) this.lease.give(frame);
				else this.free.push(frame);
			});
		this.inFlight.add(writing);
	}

	private nextFrame(): Buffer | null {
		const free = this.free.pop();
		if (free) return (this.frame = free);
		if (this.lease.held > this.most.limit) {
			this.most.hadToWait();
			return null;
		}
		return (this.frame = this.lease.more());
	}
}
