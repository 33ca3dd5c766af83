import { createHash, type Hash } from 'node:crypto';

import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';

import type { ByteSource } from './byte-source';
import { cancelled, TransferError } from './errors';
import { FramePool } from './frames';
import { SteadyRead, type SteadyReadOptions } from './steady-read';

/** 10 MiB: as fast as one big PUT, with restart points, and little memory (docs/transfer.md). */
export const DEFAULT_CHUNK_BYTES = 10 * 1024 * 1024;
const CHUNKS_IN_FLIGHT = 2;
const MOST_CHUNKS = 1000;
/** Of all transfers of this process: 80 MiB with chunks of the default size, enough for two files at full speed. */
const frames = new FramePool(8);

/** Larger chunks for files beyond 10 GB, so that their number stays below what a Kaltura server takes. */
export function chunkBytesFor(totalBytes: number | null): number {
	const mebibyte = 1024 * 1024;
	return Math.max(DEFAULT_CHUNK_BYTES, Math.ceil((totalBytes ?? 0) / MOST_CHUNKS / mebibyte) * mebibyte);
}

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

export interface TransferOptions extends Omit<SteadyReadOptions, 'signal'> {
	chunkBytes?: number;
	/** Chunks that are sent at the same time; one more is being filled meanwhile. Default 2. */
	chunksInFlight?: number;
	/** Upper limit for the whole transfer in milliseconds. Default none. */
	totalTimeoutMs?: number;
	hash?: 'sha256' | 'md5';
	/** Default: one pool for the whole process. */
	frames?: FramePool;
	signal?: AbortSignal | undefined;
	/** Called when a chunk arrived: bytes so far, total or null. */
	onProgress?(bytes: number, totalBytes: number | null): void;
}

export interface TransferReport {
	bytes: number;
	/** Bytes that an earlier run had brought already. */
	resumedFrom: number;
	seconds: number;
	/** Of this run, in millions of bytes. */
	megabytesPerSecond: number;
	/** How often the source was opened. */
	attempts: number;
	/** Only when the whole file passed in this run. */
	hash?: { algorithm: string; hex: string };
}

/** How often a file may turn out to be another one, or a target may lose bytes, before the transfer gives up. */
const MOST_RESTARTS = 2;

/**
 * Moves one file in chunks, two in flight while a third is filled, with a constant amount of memory: three buffers,
 * whatever the file's size.
 * @throws TransferError for what the source did, and whatever the sink throws
 */
export async function transfer(
	source: ByteSource,
	sink: ChunkSink,
	options: TransferOptions = {},
): Promise<TransferReport> {
	const started = performance.now();
	const limit = options.totalTimeoutMs ? AbortSignal.timeout(options.totalTimeoutMs) : undefined;
	const signals = [options.signal, limit].filter((signal) => signal !== undefined);
	const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
	try {
		const resumedFrom = await sink.begin();
		const moved = await moveAll(source, sink, resumedFrom, { ...options, signal });
		const seconds = (performance.now() - started) / 1000;
		return {
			...moved,
			resumedFrom,
			seconds: Math.round(seconds * 1000) / 1000,
			megabytesPerSecond: Math.round(((moved.bytes - resumedFrom) / 1e6 / Math.max(seconds, 0.001)) * 10) / 10,
		};
	} catch (error) {
		const fault = limit?.aborted && !options.signal?.aborted ? timedOut(source.name) : error;
		await sink.abandon(fault);
		throw fault;
	}
}

async function moveAll(
	source: ByteSource,
	sink: ChunkSink,
	resumedFrom: number,
	options: TransferOptions & { signal: AbortSignal | undefined },
): Promise<Pick<TransferReport, 'bytes' | 'attempts' | 'hash'>> {
	const read = new SteadyRead(source, resumedFrom, options);
	const pump = new ChunkPump(sink, options, () => read.totalBytes);
	pump.startAt(resumedFrom);
	try {
		await moveUntilDone(read, pump, sink, options);
	} finally {
		await pump.release();
	}
	const hex = pump.digest();
	return {
		bytes: pump.position,
		attempts: read.openings,
		...(hex && options.hash ? { hash: { algorithm: options.hash, hex } } : {}),
	};
}

/** Starts again where bytes were lost, or from the beginning where the file is another one. */
async function moveUntilDone(
	read: SteadyRead,
	pump: ChunkPump,
	sink: ChunkSink,
	options: TransferOptions & { signal: AbortSignal | undefined },
): Promise<void> {
	for (let restarts = 0; ; restarts++) {
		const failed = await moveOnce(read, pump, sink, options.signal).then(
			() => null,
			(error: unknown) => ({ error }),
		);
		if (failed === null) return;
		await pump.settle();
		const position = await rewindOf(failed.error, sink, restarts, pump.position > 0);
		if (position === null || options.signal?.aborted) throw failed.error;
		await pause(backoffMs(restarts + 1, Math.random(), options.baseDelayMs ?? 500), options.signal).catch(
			(reason: unknown) => {
				throw cancelled(reason);
			},
		);
		read.startAt(position);
		pump.startAt(position);
	}
}

async function moveOnce(
	read: SteadyRead,
	pump: ChunkPump,
	sink: ChunkSink,
	signal: AbortSignal | undefined,
): Promise<void> {
	await read.run(
		(piece) => pump.take(piece),
		() => pump.room(),
	);
	await pump.flush();
	if (signal?.aborted) throw cancelled(signal.reason);
	await sink.finish(pump.position);
}

/** Where to go on after a failure that costs bytes; null when it is final. */
async function rewindOf(error: unknown, sink: ChunkSink, restarts: number, begun: boolean): Promise<number | null> {
	if (restarts >= MOST_RESTARTS) return null;
	const { rewindTo } = error as { rewindTo?: unknown };
	if (typeof rewindTo === 'number') return rewindTo;
	// Another length or ETag than before: once more from the start, in case only that answer was wrong (docs/transfer.md).
	if (!(error instanceof TransferError) || (error.code !== 'changed' && error.code !== 'size-mismatch')) return null;
	if (begun) await sink.restart();
	return 0;
}

/** Cuts a stream into chunks in a fixed set of buffers and hands them to the sink. */
class ChunkPump {
	/** Bytes handed to the sink so far. */
	position = 0;
	/** Bytes that the sink has taken; chunks may overtake each other. */
	private arrived = 0;
	private filled = 0;
	private frame: Buffer | null = null;
	private readonly free: Buffer[] = [];
	/** All frames of this transfer, free or not. */
	private readonly held: Buffer[] = [];
	private readonly pool: FramePool;
	/** What did not fit into the current chunk; always the same memory, since fresh buffers pile up between collections. */
	private kept: Buffer = Buffer.alloc(0);
	private chunkBytes = 0;
	private readonly inFlight = new Set<Promise<void>>();
	private readonly most: number;
	private failure: { error: unknown } | null = null;
	private hash: Hash | null = null;

	constructor(
		private readonly sink: ChunkSink,
		private readonly options: TransferOptions,
		private readonly total: () => number | null,
	) {
		this.most = Math.max(1, options.chunksInFlight ?? CHUNKS_IN_FLIGHT);
		this.pool = options.frames ?? frames;
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

	/** Gives the frames back, once nothing is under way any more. */
	async release(): Promise<void> {
		await this.settle();
		// A connection that was closed in this very turn may still write what it has decrypted already.
		await new Promise((resolve) => setImmediate(resolve));
		this.frame = null;
		this.free.length = 0;
		this.pool.give(this.held.splice(0));
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
		while (this.inFlight.size >= this.most && !this.failure) await Promise.race(this.inFlight);
		if (this.failure) throw this.failure.error;
		const frame = this.frame!;
		const length = this.filled;
		const offset = this.position;
		this.frame = null;
		this.filled = 0;
		this.position += length;
		this.hash?.update(frame.subarray(this.sink.headroom, this.sink.headroom + length));
		const writing = this.sink
			.write(frame, length, offset)
			.then(() => this.options.onProgress?.((this.arrived += length), this.total()))
			.catch((error: unknown) => {
				this.failure ??= { error };
			})
			.finally(() => {
				this.inFlight.delete(writing);
				this.free.push(frame);
			});
		this.inFlight.add(writing);
	}

	private nextFrame(): Buffer | null {
		if (this.chunkBytes === 0) {
			// A small file needs no large buffer.
			this.chunkBytes = Math.min(this.options.chunkBytes ?? DEFAULT_CHUNK_BYTES, this.total() ?? Infinity);
		}
		const free = this.free.pop();
		if (free) return (this.frame = free);
		if (this.held.length > this.most) return null;
		const frame = this.pool.take(this.sink.headroom + this.chunkBytes + this.sink.tailroom, this.held.length);
		if (frame) this.held.push(frame);
		return (this.frame = frame);
	}
}

function timedOut(name: string): TransferError {
	return new TransferError(
		'timed-out',
		`${name} took longer than the time limit of the whole transfer.`,
		'Run it again: it continues where it was. Raise the limit if files are that large.',
	);
}
