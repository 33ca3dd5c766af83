import type { Dispatcher } from 'undici';

import type { ByteBody } from './byte-source';

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

	/** Hands over the whole body. @throws what broke it */
	async pour(take: (piece: Buffer) => Promise<void> | void): Promise<void> {
		this.take = take;
		this.handQueued();
		while (!this.finished) await this.nextChange();
		if (this.failure) throw this.failure.error;
	}

	/** The first bytes, fewer when the body is shorter; they stay in the body. @throws what broke it */
	async peek(bytes: number): Promise<Buffer> {
		while (this.queued < bytes && !this.ended && !this.failure) {
			// Asked for before reading goes on: the answer's end may come at once.
			const change = this.nextChange();
			this.controller?.resume();
			await change;
		}
		if (this.failure) throw this.failure.error;
		return Buffer.concat(this.queue).subarray(0, bytes);
	}

	/** Reads a small rest, so that the connection can be used again; a large one is not worth it. */
	async dump(most = 16_384): Promise<void> {
		let read = 0;
		await this.pour((piece) => {
			read += piece.length;
			if (read > most) this.destroy();
		}).catch(() => undefined); // nobody wants this body
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
		if (status >= 200) this.answered?.({ status, headers, body: this });
	}

	onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
		if (this.take && !this.busy && this.queue.length === 0) return this.hand(piece);
		this.queue.push(Buffer.from(piece));
		controller.pause();
		this.change();
	}

	onResponseEnd(): void {
		this.ended = true;
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
