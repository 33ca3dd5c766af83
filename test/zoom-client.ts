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

export interface Interruption {
	/** Before the write leaves, when Zoom has carried it out and its answer is on its way, or when that was heard. */
	when: 'after' | 'before' | 'heard';
	/** Stops the execution, or tells that the process is dead. */
	happen(): void;
	/** A killed process learns no answer and sends nothing more. */
	kills: boolean;
}

export interface SandboxZoomOptions {
	signal?: AbortSignal;
	attempts?: number;
	/** Which write of this client fails, counted from 0, and how. */
	fault?: { at: number; kind: WriteFault };
	/** What happens to the execution at which write of this client. */
	interruption?: { at: number } & Interruption;
	/** Told about every answer, before the client sees it. */
	onAnswer?: (request: ZoomTransportRequest, answer: ZoomTransportAnswer) => void;
}

export async function openSandboxZoom(sandbox: Sandbox, options: SandboxZoomOptions = {}): Promise<ZoomClient> {
	const newToken = async () =>
		(await sandbox.control.zoom.call<{ access_token: string }>('POST', '/tokens')).access_token;
	let token = await newToken();
	let writes = 0;
	let dead = false;
	const never = new Promise<never>(() => undefined);
	/** As n8n: a 401 is answered with a new token, once. */
	const send = async (request: ZoomTransportRequest): Promise<ZoomTransportAnswer> => {
		const answer = await sendOnce(request);
		if (answer.status !== 401) return answer;
		token = await newToken();
		return await sendOnce(request);
	};
	const sendOnce = async (request: ZoomTransportRequest): Promise<ZoomTransportAnswer> => {
		if (dead) return await never;
		const { method, path, query, body, tidiesUp } = request;
		// As n8n: a stopped execution sends nothing more and hears nothing more, but for what tidies up.
		const signal = tidiesUp ? undefined : options.signal;
		signal?.throwIfAborted();
		const search = new URLSearchParams(query).toString();
		const response = await fetch(`${sandbox.zoom.apiBaseUrl}${path}${search ? `?${search}` : ''}`, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body }),
			...(signal ? { signal } : {}),
		});
		return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
	};
	return createZoomClient(
		async (request) => {
			const at = request.method === 'GET' ? -1 : writes++;
			const hit = at === options.fault?.at ? options.fault.kind : undefined;
			const cut = at >= 0 && at === options.interruption?.at ? options.interruption : undefined;
			const interrupt = async (when: Interruption['when']) => {
				if (cut?.when !== when) return;
				dead = cut.kills;
				cut.happen();
				if (dead) await never;
			};
			await interrupt('before');
			if (hit === 'broken-before') throw new Error('socket hang up');
			if (hit === 'refused') return { status: 400, headers: {}, text: '{"code":300,"message":"Validation Failed."}' };
			if (hit === 'bad-gateway') return { status: 502, headers: {}, text: '<html>Bad Gateway</html>' };
			const answer = await send(request);
			await interrupt('after');
			if (cut?.when === 'heard') setImmediate(() => cut.happen());
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
