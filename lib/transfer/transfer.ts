import { createHash, type Hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MediaConnection } from './connection';
import { translateNetworkFault } from './connection';
import { TransferError } from './errors';
import { type MediaSource, type OpenedMedia, openMedia, type Validators } from './media-source';

/** 10 MiB: as fast as one big PUT, with restart points, and little memory (reference peers §3.2). */
export const DEFAULT_CHUNK_BYTES = 10 * 1024 * 1024;
const CHUNKS_IN_FLIGHT = 2;

/** Where the bytes go. A sink retries its own chunk; what it throws ends the transfer. */
export interface ChunkSink {
	/** Room that the sink needs before and after the bytes in one buffer (a multipart frame), so that nothing is copied. */
	readonly headroom: number;
	readonly tailroom: number;
	/** Bytes that the target already holds without a gap. The transfer continues there. */
	begin(): Promise<number>;
	/**
	 * Takes one chunk. May be called again before the last call ended: two at a time, in order of offset.
	 * @param frame the buffer; the bytes lie at [headroom, headroom + length), the sink may write around them
	 */
	write(frame: Buffer, length: number, offset: number): Promise<void>;
	/** All bytes are written: completes the target and checks its size. */
	finish(totalBytes: number): Promise<void>;
}

export interface TransferOptions {
	chunkBytes?: number;
	/** How often a broken source is opened again without a byte of progress in between. Default 5. */
	attempts?: number;
	/** Upper limit for the whole transfer. Default none. */
	totalTimeoutMs?: number;
	hash?: 'sha256' | 'md5';
	signal?: AbortSignal | undefined;
	/** Called when a chunk arrived: bytes so far, total or null. */
	onProgress?(bytes: number, totalBytes: number | null): void;
}

export interface TransferReport {
	bytes: number;
	/** Bytes that an earlier run had brought already. */
	resumedFrom: number;
	seconds: number;
	megabytesPerSecond: number;
	/** How often the source was opened. */
	attempts: number;
	hash?: { algorithm: string; hex: string };
}

/**
 * Moves one file in chunks, two in flight, with a constant amount of memory: three buffers, whatever the file's size.
 * A broken source continues with Range at the last whole chunk; a source that ignores Range starts again and the sink
 * skips what it has, so that wrong bytes are never spliced (reference peers §4.3 cases 19–28).
 * @throws TransferError
 */
export async function transfer(
	connection: MediaConnection,
	source: MediaSource,
	sink: ChunkSink,
	options: TransferOptions = {},
): Promise<TransferReport> {
	const started = performance.now();
	const chunkBytes = options.chunkBytes ?? DEFAULT_CHUNK_BYTES;
	const limit = options.totalTimeoutMs ? AbortSignal.timeout(options.totalTimeoutMs) : undefined;
	const signals = [options.signal, limit].filter((signal) => signal !== undefined);
	const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
	const resumedFrom = await sink.begin();
	const hash = options.hash && resumedFrom === 0 ? createHash(options.hash) : undefined;
	const pump = new ChunkPump(sink, chunkBytes, hash, (bytes) => options.onProgress?.(bytes, total()));
	pump.position = resumedFrom;

	let known: Validators | null = null;
	const total = () => source.expectedBytes ?? known?.totalBytes ?? null;
	let openings = 0;
	let failures = 0;
	for (;;) {
		const before = pump.position;
		try {
			signal?.throwIfAborted();
			openings++;
			const opened: OpenedMedia = await openMedia(connection, source, pump.position, known, signal);
			known ??= opened.validators;
			await pump.drain(opened, total(), source.name);
			break;
		} catch (error) {
			pump.rewind();
			const fault = limit?.aborted ? timedOut(source.name) : translateNetworkFault(error, source.name, signal);
			failures = pump.position > before ? 1 : failures + 1;
			if (!fault.retryable || failures >= (options.attempts ?? 5)) {
				await pump.settle();
				throw fault;
			}
			await sleep(fault.retryAfterSeconds ? fault.retryAfterSeconds * 1000 : backOff(failures), undefined, {
				signal,
			}).catch(() => undefined);
		}
	}
	await pump.flush();
	await sink.finish(pump.position);
	const seconds = (performance.now() - started) / 1000;
	const moved = pump.position - resumedFrom;
	return {
		bytes: pump.position,
		resumedFrom,
		seconds: Math.round(seconds * 1000) / 1000,
		megabytesPerSecond: Math.round((moved / 1e6 / Math.max(seconds, 0.001)) * 10) / 10,
		attempts: openings,
		...(hash && options.hash ? { hash: { algorithm: options.hash, hex: hash.digest('hex') } } : {}),
	};
}

/** Cuts a stream into chunks in a fixed set of buffers and hands them to the sink, two at a time. */
class ChunkPump {
	/** Bytes handed to the sink so far: the last good chunk's end. */
	position = 0;
	private filled = 0;
	private current: Buffer | null = null;
	private readonly free: Buffer[] = [];
	private made = 0;
	private readonly inFlight = new Set<Promise<void>>();
	private failure: { error: unknown } | null = null;

	constructor(
		private readonly sink: ChunkSink,
		private readonly chunkBytes: number,
		private readonly hash: Hash | undefined,
		private readonly onChunk: (bytes: number) => void,
	) {}

	/** Takes a whole body. @throws what broke it, or the sink's failure */
	async drain({ body, offset }: OpenedMedia, totalBytes: number | null, name: string): Promise<void> {
		let skip = this.position - offset;
		try {
			for await (const piece of body as AsyncIterable<Buffer>) {
				let rest = piece;
				if (skip > 0) {
					const skipped = Math.min(skip, rest.length);
					skip -= skipped;
					rest = rest.subarray(skipped);
				}
				while (rest.length > 0) {
					if (totalBytes !== null && this.position + this.filled + rest.length > totalBytes)
						throw tooLong(name, totalBytes);
					const frame = (this.current ??= await this.buffer());
					const taken = Math.min(rest.length, this.chunkBytes - this.filled);
					rest.copy(frame, this.sink.headroom + this.filled, 0, taken);
					this.filled += taken;
					rest = rest.subarray(taken);
					if (this.filled === this.chunkBytes) await this.send();
				}
			}
		} finally {
			body.destroy();
		}
		const received = this.position + this.filled;
		if (skip > 0 || (totalBytes !== null && received < totalBytes)) {
			throw new TransferError(
				'interrupted',
				`${name} ended after ${received} of ${totalBytes ?? 'more'} bytes.`,
				'Nothing to do now: the transfer continues. If it keeps ending there, the file in Zoom is damaged.',
			);
		}
	}

	/** Forgets the half-filled chunk: the source continues at `position`. */
	rewind(): void {
		this.filled = 0;
	}

	/** Sends the rest and waits until the sink has everything. */
	async flush(): Promise<void> {
		if (this.filled > 0) await this.send();
		await this.settle();
		if (this.failure) throw this.failure.error;
	}

	/** Waits for what is under way, whatever becomes of it. */
	async settle(): Promise<void> {
		await Promise.allSettled(this.inFlight);
	}

	private async send(): Promise<void> {
		const frame = this.current!;
		const length = this.filled;
		const offset = this.position;
		this.current = null;
		this.filled = 0;
		this.position += length;
		this.hash?.update(frame.subarray(this.sink.headroom, this.sink.headroom + length));
		const writing = this.sink
			.write(frame, length, offset)
			.then(() => this.onChunk(offset + length))
			.catch((error: unknown) => {
				this.failure ??= { error };
			})
			.finally(() => {
				this.inFlight.delete(writing);
				this.free.push(frame);
			});
		this.inFlight.add(writing);
		while (this.inFlight.size >= CHUNKS_IN_FLIGHT && !this.failure) await Promise.race(this.inFlight);
		if (this.failure) throw asFinal(this.failure.error);
	}

	private async buffer(): Promise<Buffer> {
		for (;;) {
			const frame = this.free.pop();
			if (frame) return frame;
			if (this.made <= CHUNKS_IN_FLIGHT) {
				this.made++;
				// Reused for the whole transfer: fresh 10 MiB buffers would cost a page fault per 4 KiB.
				return Buffer.allocUnsafeSlow(this.sink.headroom + this.chunkBytes + this.sink.tailroom);
			}
			await Promise.race(this.inFlight);
		}
	}
}

/** The sink retried already: opening the source again would not help. */
function asFinal(error: unknown): TransferError {
	const cause = error instanceof Error ? error : new Error(String(error));
	const remedy =
		'remedy' in cause && typeof cause.remedy === 'string'
			? cause.remedy
			: 'Look at the target, then run the recording again: it continues where it was.';
	return new TransferError('sink', cause.message, remedy, { cause });
}

function tooLong(name: string, totalBytes: number): TransferError {
	return new TransferError(
		'size-mismatch',
		`${name} is longer than the ${totalBytes} bytes that Zoom announced.`,
		'Nothing was published. Run the recording again; if it stays so, look at the file in Zoom.',
	);
}

function timedOut(name: string): TransferError {
	return new TransferError(
		'timed-out',
		`${name} took longer than the time limit of the whole transfer.`,
		'Run it again: it continues where it was. Raise the limit if files are that large.',
	);
}

/** 0.5, 1, 2, 4 … s, at most 30, with jitter so that many transfers do not return at once. */
function backOff(failures: number): number {
	return Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
