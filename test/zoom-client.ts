/**
 * The real Zoom client over plain HTTP to the sandbox, without n8n in between: for tests that make thousands of calls.
 * Waiting times pass at once, and single writes can be made to fail.
 */
import type { ZoomClient } from '../lib/zoom/client';
import { createZoomClient } from '../lib/zoom/client';
import type { Clock } from '../lib/zoom/rate-limits';
import { RateLimiter } from '../lib/zoom/rate-limits';
import type { ZoomTransportAnswer, ZoomTransportRequest } from '../lib/zoom/transport';

import type { Sandbox } from './sandbox';

export type WriteFault = 'refused' | 'bad-gateway' | 'broken-before' | 'broken-after';

export interface SandboxZoomOptions {
	signal?: AbortSignal;
	attempts?: number;
	/** Which write of this client fails, counted from 0, and how. */
	fault?: { at: number; kind: WriteFault };
	/** Told about every answer, before the client sees it. */
	onAnswer?: (request: ZoomTransportRequest, answer: ZoomTransportAnswer) => void;
}

export async function openSandboxZoom(sandbox: Sandbox, options: SandboxZoomOptions = {}): Promise<ZoomClient> {
	const { access_token: token } = await sandbox.control.zoom.call<{ access_token: string }>('POST', '/tokens');
	let writes = 0;
	const send = async ({ method, path, query, body }: ZoomTransportRequest): Promise<ZoomTransportAnswer> => {
		const search = new URLSearchParams(query).toString();
		const response = await fetch(`${sandbox.zoom.apiBaseUrl}${path}${search ? `?${search}` : ''}`, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body }),
		});
		return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
	};
	return createZoomClient(
		async (request) => {
			const hit = request.method !== 'GET' && writes++ === options.fault?.at ? options.fault.kind : undefined;
			if (hit === 'broken-before') throw new Error('socket hang up');
			if (hit === 'refused') return { status: 400, headers: {}, text: '{"code":300,"message":"Validation Failed."}' };
			if (hit === 'bad-gateway') return { status: 502, headers: {}, text: '<html>Bad Gateway</html>' };
			const answer = await send(request);
			if (hit === 'broken-after') throw new Error('read ECONNRESET');
			options.onAnswer?.(request, answer);
			return answer;
		},
		{
			limiter: new RateLimiter('unlimited'),
			clock: hasty,
			...(options.signal ? { signal: options.signal } : {}),
			...(options.attempts === undefined ? {} : { attempts: options.attempts }),
		},
	);
}

const hasty: Clock = {
	now: () => Date.now(),
	random: () => 0,
	sleep: async (_, signal) => signal?.throwIfAborted(),
};
