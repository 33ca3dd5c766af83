import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';

import type { ByteBody, ByteSource, Validators } from './byte-source';
import { cancelled, stalled, TransferError, translateNetworkFault } from './errors';

/** Default 64 KiB: a source that drips is as good as stalled, and one that breaks sooner as good as broken for good. */
const LEAST_BYTES = 64 * 1024;

export interface SteadyPourOptions {
	/** Milliseconds in which at least `leastBytes` must arrive. Default 60 s. */
	idleTimeoutMs?: number;
	leastBytes?: number;
	signal?: AbortSignal | undefined;
}

export interface SteadyReadOptions extends SteadyPourOptions {
	/** How often a broken source is opened again without `leastBytes` of progress in between. Default 5. */
	attempts?: number;
	/** Longest wait, in seconds, that a source may ask for with Retry-After; beyond it the read fails at once. Default 120. */
	longestWaitSeconds?: number;
	/** First pause after a failure, in milliseconds; doubled each time. Default 500. */
	baseDelayMs?: number;
}

/** What the consumer threw: opening the source again would not help. */
class ConsumerFailure {
	constructor(readonly error: unknown) {}
}

/**
 * Reads one file from a byte to its end, over as many connections as it takes: a broken source goes on with Range behind
 * the last byte; one that ignores Range is read from its start again and what is known already is skipped, so that wrong
 * bytes are never spliced (docs/fault-cases.md).
 */
export class SteadyRead {
	/** Next byte wanted. */
	position: number;
	/** How often the source was opened. */
	openings = 0;
	private known: Validators | null = null;

	constructor(
		private readonly source: ByteSource,
		from: number,
		private readonly options: SteadyReadOptions = {},
	) {
		this.position = from;
	}

	/** As the listing or the server says; null while nobody has said it. */
	get totalBytes(): number | null {
		return this.source.expectedBytes ?? this.known?.totalBytes ?? null;
	}

	/** The file changed, or must be read again for another reason: what was known of it is forgotten. */
	startAt(position: number): void {
		this.position = position;
		this.known = null;
	}

	/**
	 * @param take as of `ByteBody.pour`: gets pieces that are valid until it returns; what it rejects with ends the read
	 * @throws TransferError, or whatever `take` rejected with
	 */
	async run(take: (piece: Buffer) => Promise<void> | void, room?: () => Buffer | null): Promise<void> {
		let failures = 0;
		while (this.totalBytes === null || this.position < this.totalBytes) {
			const before = this.position;
			try {
				await this.readOn(take, room);
				return;
			} catch (error) {
				if (error instanceof ConsumerFailure) throw error.error;
				const fault = translateNetworkFault(error, this.source.name, this.options.signal);
				failures = this.position - before >= (this.options.leastBytes ?? LEAST_BYTES) ? 1 : failures + 1;
				const wait = fault.retryAfterSeconds ?? 0;
				if (!fault.passing || failures >= (this.options.attempts ?? 5)) throw fault;
				if (wait > (this.options.longestWaitSeconds ?? 120)) throw fault;
				await this.pause(Math.max(wait * 1000, backoffMs(failures, Math.random(), this.options.baseDelayMs ?? 500)));
			}
		}
	}

	private async readOn(take: (piece: Buffer) => Promise<void> | void, room?: () => Buffer | null): Promise<void> {
		const { source, options } = this;
		if (options.signal?.aborted) throw cancelled(options.signal.reason);
		this.openings++;
		const opened = await source.open(this.position, this.known, options.signal);
		this.known ??= opened.validators;
		let skip = this.position - opened.offset;
		const roomWanted = () => (skip > 0 ? null : (room?.() ?? null));
		const takeWanted = (piece: Buffer) => {
			const rest = skip > 0 ? piece.subarray(skip) : piece;
			skip -= piece.length - rest.length;
			if (rest.length === 0) return undefined;
			const total = this.totalBytes;
			if (total !== null && this.position + rest.length > total)
				return opened.body.destroy(tooLong(source.name, total));
			this.position += rest.length;
			return take(rest)?.catch((error: unknown) => {
				throw new ConsumerFailure(error);
			});
		};
		await pourSteadily(opened.body, takeWanted, options, roomWanted);
		const total = this.totalBytes;
		if (skip > 0 || (total !== null && this.position < total)) {
			throw new TransferError(
				'interrupted',
				`${source.name} ended after ${this.position} of ${total ?? 'more'} bytes.`,
				'Nothing to do now: the transfer continues. If it keeps ending there, the file at its source is damaged.',
			);
		}
	}

	private async pause(ms: number): Promise<void> {
		const { signal } = this.options;
		await pause(ms, signal).catch((error: unknown) => {
			throw cancelled(error);
		});
	}
}

/**
 * Pours a body and ends it when it sends too little for too long: a drip counts as stalled, though it is never silent.
 * @throws what broke it, or what `take` rejected with; TransferError `timed-out`, `cancelled`
 */
export async function pourSteadily(
	body: ByteBody,
	take: (piece: Buffer) => Promise<void> | void,
	{ idleTimeoutMs = 60_000, leastBytes = LEAST_BYTES, signal }: SteadyPourOptions,
	room?: () => Buffer | null,
): Promise<void> {
	let received = 0;
	let waiting = false;
	const watch = setInterval(() => {
		if (!waiting && received < leastBytes) body.destroy(stalled(received, idleTimeoutMs));
		received = 0;
	}, idleTimeoutMs);
	const onAbort = () => body.destroy(cancelled(signal?.reason));
	signal?.addEventListener('abort', onAbort, { once: true });
	try {
		if (signal?.aborted) onAbort();
		await body.pour((piece) => {
			received += piece.length;
			const taken = take(piece);
			if (!taken) return undefined;
			waiting = true;
			return taken.then(() => {
				waiting = false;
				// What the receiver took its time for is no fault of the source.
				received += leastBytes;
			});
		}, room);
	} finally {
		clearInterval(watch);
		signal?.removeEventListener('abort', onAbort);
		body.destroy();
	}
}

function tooLong(name: string, totalBytes: number): TransferError {
	return new TransferError(
		'size-mismatch',
		`${name} is longer than the ${totalBytes} bytes that were announced.`,
		'Nothing was published. Run the recording again; if it stays so, look at the file at its source.',
	);
}
