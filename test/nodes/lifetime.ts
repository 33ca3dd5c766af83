import fc from 'fast-check';

/** A server that does not answer is given up after this, instead of a minute. */
const PATIENCE_MS = 900;

/** How and where an execution ends before its time. */
export interface End {
	/**
	 * `kill`: the process is gone, nothing more leaves it. `stop` and `timeOut`: n8n ends every request that does not say that
	 * it tidies up, and starts no further node; what the node was at goes on in its own code.
	 */
	how: 'kill' | 'stop' | 'timeOut';
	/** Its last request whose answer was still to come; a time-out strikes in the pause after that answer. */
	request: number;
	/** Whether that request still reaches the server. */
	sent: boolean;
}

/** @param requests about as many as a whole execution sends */
export const endWithin = (requests: number): fc.Arbitrary<End> =>
	fc.record({
		how: fc.constantFrom('kill', 'stop', 'timeOut'),
		request: fc.integer({ min: 1, max: requests }),
		sent: fc.boolean(),
	});

/** One execution's way to the servers: it may end at one of its requests, and it does not wait a minute for a dead one. */
export class Lifetime {
	private requests = 0;
	private readonly life = new AbortController();

	constructor(
		private readonly end: End | null,
		private readonly timeoutMs = PATIENCE_MS,
	) {}

	/** What a node runs with. @throws when the execution has ended: n8n starts no further node then */
	get options() {
		this.life.signal.throwIfAborted();
		return {
			signal: this.life.signal,
			intercept: async (send: () => Promise<unknown>, request: { timeout?: number }) => {
				// Whoever was killed sends nothing more and hears nothing more. What a stopped execution sends n8n itself refuses,
				// unless it tidies up.
				if (this.end?.how === 'kill') this.life.signal.throwIfAborted();
				request.timeout = Math.min(request.timeout ?? this.timeoutMs, this.timeoutMs);
				if (++this.requests !== this.end?.request) return await send();
				return await this.last(this.end, send);
			},
		};
	}

	private async last({ how, sent }: End, send: () => Promise<unknown>): Promise<unknown> {
		const reason = new Error(how);
		if (how === 'timeOut') {
			const answer = await send();
			setImmediate(() => this.life.abort(reason));
			return answer;
		}
		if (sent) await send().catch(() => undefined);
		this.life.abort(reason);
		throw reason;
	}
}
