import type { ZoomApiOptions } from '../../../lib/zoom/api';
import { ZoomApi } from '../../../lib/zoom/api';
import type { Clock } from '../../../lib/zoom/rate-limits';
import { RateLimiter } from '../../../lib/zoom/rate-limits';
import type { ZoomTransport, ZoomTransportAnswer, ZoomTransportRequest } from '../../../lib/zoom/transport';

/** A clock whose sleeps pass at once; `random` is fixed, so waits are exact. */
export class FakeClock implements Clock {
	time = Date.parse('2026-03-01T12:00:00Z');
	readonly slept: number[] = [];

	now = () => this.time;
	random = () => 0;
	sleep = async (milliseconds: number, signal?: AbortSignal) => {
		signal?.throwIfAborted();
		this.slept.push(milliseconds);
		this.time += milliseconds;
	};
}

export type Scripted = ZoomTransportAnswer | Error;

export const answer = (
	status: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): ZoomTransportAnswer => ({
	status,
	headers: { 'x-zm-trackingid': 'v=2.0;clid=test', ...headers },
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** An API whose answers are scripted, in order; an unscripted request fails the test. */
export function scripted(script: Scripted[], options: Partial<ZoomApiOptions> = {}) {
	const clock = new FakeClock();
	const requests: ZoomTransportRequest[] = [];
	const transport: ZoomTransport = async (request) => {
		requests.push({ ...request });
		const next = script.shift();
		if (next === undefined) throw new Error(`Nothing is scripted for ${request.method} ${request.path}`);
		if (next instanceof Error) throw next;
		return next;
	};
	const api = new ZoomApi(transport, { limiter: new RateLimiter('unlimited'), clock, ...options });
	return { api, clock, requests, script };
}
