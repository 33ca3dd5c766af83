import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';

import type { ByteSource } from './byte-source';
import { ChunkPump, type ChunkSink } from './chunk-pump';
import { cancelled, TransferError } from './errors';
import { type FrameLease, FramePool } from './frames';
import { SteadyRead, type SteadyReadOptions } from './steady-read';

/** Sixteen of them, each in the frame that its target puts around it, fill the memory of a process (docs/transfer.md). */
export const DEFAULT_CHUNK_BYTES = 4 * 1024 * 1024 - 16 * 1024;
/** Of files of a few hundred megabytes, which gain by sending early more than they lose by more requests. */
export const SMALL_CHUNK_BYTES = DEFAULT_CHUNK_BYTES / 2;
const SMALL_FILE_BYTES = 256 * 1024 * 1024;
const MOST_CHUNKS = 1000;
/** Of all transfers of this process. */
const frames = new FramePool();

/** Larger chunks for files beyond 4 GB, so that their number stays below what a Kaltura server takes. */
export function chunkBytesFor(totalBytes: number | null): number {
	if (totalBytes !== null && totalBytes < SMALL_FILE_BYTES) return SMALL_CHUNK_BYTES;
	const mebibyte = 1024 * 1024;
	const least = Math.ceil((totalBytes ?? 0) / MOST_CHUNKS);
	return least <= DEFAULT_CHUNK_BYTES ? DEFAULT_CHUNK_BYTES : Math.ceil(least / mebibyte) * mebibyte;
}

export interface TransferOptions extends Omit<SteadyReadOptions, 'signal'> {
	chunkBytes?: number;
	/** Most chunks that are sent at the same time; one more is being filled meanwhile. Default as many as bring more. */
	chunksInFlight?: number;
	/** What the chunks of all transfers of the process may hold together, as far as this one is concerned. Default 64 MiB. */
	memoryBytes?: number;
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
 * Moves one file in chunks, several in flight while another is filled, within the memory that all transfers of the process
 * share, whatever the file's size. Waits for its turn when others have all of that.
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
	let lease: FrameLease | null = null;
	try {
		// Before anything else: an upload that has begun must not stand still for lack of memory.
		lease = await leaseFor(source, sink, options, signal);
		const resumedFrom = await sink.begin();
		const moved = await moveAll(source, sink, resumedFrom, lease, { ...options, signal });
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
	} finally {
		lease?.end();
	}
}

/** @throws TransferError `cancelled` */
async function leaseFor(
	{ expectedBytes }: ByteSource,
	{ headroom, tailroom }: ChunkSink,
	options: TransferOptions,
	signal: AbortSignal | undefined,
): Promise<FrameLease> {
	// A small file needs no large buffer.
	const chunk = Math.min(options.chunkBytes ?? DEFAULT_CHUNK_BYTES, Math.max(expectedBytes ?? Infinity, 1));
	const pool = options.frames ?? frames;
	return await pool.lease(headroom + chunk + tailroom, signal, options.memoryBytes).catch((reason: unknown) => {
		throw cancelled(reason);
	});
}

async function moveAll(
	source: ByteSource,
	sink: ChunkSink,
	resumedFrom: number,
	lease: FrameLease,
	options: TransferOptions & { signal: AbortSignal | undefined },
): Promise<Pick<TransferReport, 'bytes' | 'attempts' | 'hash'>> {
	const read = new SteadyRead(source, resumedFrom, options);
	const pump = new ChunkPump(sink, lease, options, () => read.totalBytes);
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

function timedOut(name: string): TransferError {
	return new TransferError(
		'timed-out',
		`${name} took longer than the time limit of the whole transfer.`,
		'Run it again: it continues where it was. Raise the limit if files are that large.',
	);
}
