import type { Dispatcher } from 'undici';

import type { ByteBody } from './byte-source';
import { stalled } from './errors';
import { type Reads, readsOf } from './reused-reads';

export interface ExchangeRequest {
	method: 'GET' | 'HEAD' | 'POST';
	/** Sent as it is, without a copy. */
	body?: Buffer;
	headers: Record<string, string>;
	signal?: AbortSignal | undefined;
}

export interface ExchangeAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: Exchange;
}

/**
 * One request and its answer, below undici's streams: pieces of the body go to their receiver in the very turn in which
 * they were read, so that the buffer that they lie in can be read into again (`connectorWithReusedReads`). What arrives
 * while nobody takes is copied, and reading stops.
 */
export class Exchange implements ByteBody, Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | null = null;
	private readonly queue: Buffer[] = [];
	private take: ((piece: Buffer) => Promise<void> | void) | null = null;
	private room: (() => Buffer | null) | null = null;
	/** The connection that the body comes from, while its receiver may have room. */
	private reads: Reads | null = null;
	/** Bytes of the body that have not come in yet; 0 when the answer does not say how long it is. */
	private toCome = 0;
	/** The receiver has not finished with its last piece. */
	private busy = false;
	private ended = false;
	private failure: { error: unknown } | null = null;
	private answered: ((answer: ExchangeAnswer | { error: unknown }) => void) | null = null;
	private changed: (() => void) | null = null;
	private stopListening: () => void = () => undefined;

	private constructor() {}

	/** @throws what broke the connection before there was an answer */
	static async open(dispatcher: Dispatcher, url: URL, request: ExchangeRequest): Promise<ExchangeAnswer> {
		const exchange = new Exchange();
		const { method, headers, body, signal } = request;
		signal?.throwIfAborted();
		const answer = new Promise<ExchangeAnswer | { error: unknown }>((resolve) => (exchange.answered = resolve));
		const onAbort = () => exchange.destroy(signal?.reason as Error);
		signal?.addEventListener('abort', onAbort, { once: true });
		exchange.stopListening = () => signal?.removeEventListener('abort', onAbort);
		const path = `${url.pathname}${url.search}`;
		dispatcher.dispatch({ origin: url.origin, path, method, headers, ...(body ? { body } : {}) }, exchange);
		const result = await answer;
		if ('error' in result) throw result.error;
		return result;
	}

	/** Hands over the whole body, read to where it belongs as far as its length is known. @throws what broke it */
	async pour(take: (piece: Buffer) => Promise<void> | void, room?: () => Buffer | null): Promise<void> {
		this.take = take;
		this.room = room ?? null;
		this.handQueued();
		while (!this.finished) await this.nextChange();
		if (this.failure) throw this.failure.error;
	}

	/**
	 * The first bytes, fewer when the body is shorter; they stay in the body.
	 * @param withinMs for all of them together: a body that drips is never silent for long
	 * @throws what broke it; TransferError `timed-out`
	 */
	async peek(bytes: number, withinMs = 60_000): Promise<Buffer> {
		const limit = setTimeout(() => this.destroy(stalled(this.queued, withinMs)), withinMs);
		while (this.queued < bytes && !this.ended && !this.failure) {
			// Asked for before reading goes on: the answer's end may come at once.
			const change = this.nextChange();
			this.controller?.resume();
			await change;
		}
		clearTimeout(limit);
		if (this.failure) throw this.failure.error;
		return Buffer.concat(this.queue).subarray(0, bytes);
	}

	/** Reads a small rest, so that the connection can be used again; a large or slow one is not worth it. */
	async dump(most = 16_384, withinMs = 2000): Promise<void> {
		let read = 0;
		const limit = setTimeout(() => this.destroy(), withinMs);
		await this.pour((piece) => {
			read += piece.length;
			if (read > most) this.destroy();
		}).catch(() => undefined); // nobody wants this body
		clearTimeout(limit);
	}

	destroy(reason: Error = new Error('The answer is not wanted any more.')): void {
		if (this.ended || this.failure) return;
		this.controller?.abort(reason);
		this.fail(reason);
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		if (this.failure) controller.abort(this.failure.error as Error);
	}

	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: Record<string, string | string[] | undefined>,
	): void {
		if (status < 200) return;
		this.toCome = Number(headers['content-length'] ?? 0) || 0;
		this.answered?.({ status, headers, body: this });
	}

	onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
		// Whenever reading goes on and nothing has come yet, undici's parser hands over a piece of no bytes. Taken for a piece
		// it would pause the connection again: whoever waits for more would go round for ever without a turn of the event loop.
		if (piece.length === 0) return;
		this.toCome -= piece.length;
		if (this.room && !this.reads) this.readToReceiver(readsOf(piece));
		if (this.take && !this.busy && this.queue.length === 0) return this.hand(piece);
		this.queue.push(Buffer.from(piece));
		controller.pause();
		this.change();
	}

	onResponseEnd(): void {
		this.ended = true;
		this.readToReceiver(null);
		this.stopListening();
		this.change();
	}

	onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
		this.fail(error);
	}

	private get finished(): boolean {
		return this.failure !== null || (this.ended && !this.busy && this.queue.length === 0);
	}

	private get queued(): number {
		return this.queue.reduce((sum, { length }) => sum + length, 0);
	}

	/** Lets the connection read this body to where the receiver wants it, as long as nothing stands in between. */
	private readToReceiver(reads: Reads | null): void {
		if (this.reads) this.reads.room = null;
		this.reads = reads;
		if (reads) reads.room = (ahead) => this.roomBehind(ahead);
	}

	/** Only what surely belongs to this body may come there: not a byte behind its end. */
	private roomBehind(ahead: number): Buffer | null {
		const after = this.toCome - ahead;
		if (this.busy || this.queue.length > 0 || after <= 0) return null;
		return this.room?.()?.subarray(ahead, ahead + after) ?? null;
	}

	private hand(piece: Buffer): void {
		const taken = this.take!(piece);
		if (!taken) return;
		this.busy = true;
		this.controller?.pause();
		taken.then(
			() => {
				this.busy = false;
				this.handQueued();
				this.change();
			},
			(error: unknown) => {
				this.busy = false;
				this.controller?.abort(error as Error);
				this.fail(error);
			},
		);
	}

	private handQueued(): void {
		while (!this.busy && !this.failure) {
			const piece = this.queue.shift();
			if (!piece) {
				this.controller?.resume();
				return;
			}
			this.hand(piece);
		}
	}

	private fail(error: unknown): void {
		this.failure ??= { error };
		this.readToReceiver(null);
		this.stopListening();
		this.answered?.({ error });
		this.change();
	}

	private nextChange(): Promise<void> {
		return new Promise((resolve) => (this.changed = resolve));
	}

	private change(): void {
		this.changed?.();
		this.changed = null;
	}
}
