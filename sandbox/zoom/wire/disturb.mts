import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './answer.mts';
import type { Fault } from './faults.mts';

/** How the bytes of an answer go wrong on their way. */
export interface WireFault {
	kind: Fault['kind'];
	afterBytes?: number;
	write(response: ServerResponse, bytes: Buffer): void;
}

export interface Disturbed {
	answer: Answer;
	wire?: WireFault;
}

/** The page that Zoom shows instead of a recording when it does not know who asks (docs/vendors/zoom.md#downloads). */
export const LOGIN_PAGE =
	'<!DOCTYPE html>\n<html lang="en-US">\n<head><title>Sign In | Zoom</title></head>\n<body><h1>Sign in</h1><p>This recording does not exist or you may not see it. (1,001)</p></body>\n</html>\n';
/** 59 bytes that many a script has stored as a video (docs/fault-cases.md). */
export const JSON_ERROR = '{"status":false,"errorCode":124,"errorMessage":"Forbidden"}';

/** Answers a request, or lets a fault answer for it. Writes happen only when the fault comes after handling. */
export async function disturb(fault: Fault | undefined, work: () => Promise<Answer> | Answer): Promise<Disturbed> {
	if (!fault) return { answer: await work() };
	const handled = fault.afterHandling ? await work() : undefined;
	switch (fault.kind) {
		case 'status':
			return {
				answer: {
					status: fault.status ?? 500,
					...(fault.body === undefined ? {} : { body: fault.body }),
					...headers(fault),
				},
			};
		case 'body':
			return { answer: { status: fault.status ?? 200, body: fault.body ?? '', ...headers(fault) } };
		case 'apiError': {
			const body = { code: fault.code ?? 500, message: fault.message ?? 'Internal error.' };
			return { answer: { status: fault.status ?? 400, body, ...headers(fault) } };
		}
		case 'html':
			return {
				answer: {
					status: fault.status ?? 200,
					body: LOGIN_PAGE,
					headers: { 'content-type': 'text/html;charset=utf-8' },
				},
			};
		case 'jsonError':
			return { answer: { status: fault.status ?? 200, body: JSON_ERROR } };
		case 'redirect':
			return { answer: { status: fault.status ?? 302, headers: { location: fault.location ?? '/' } } };
		case 'slow':
			await wait(fault.ms ?? 1000);
			return { answer: handled ?? (await work()) };
		case 'hang':
			await (fault.ms === undefined ? new Promise<never>(() => undefined) : wait(fault.ms));
			return { answer: { status: 0 }, wire: wireFault({ kind: 'reset' }) };
		case 'reset':
			// Without bytes the connection breaks before the work is done, unless asked otherwise.
			if (fault.afterBytes === undefined) return { answer: handled ?? { status: 0 }, wire: wireFault(fault) };
			return { answer: handled ?? (await work()), wire: wireFault(fault) };
		case 'truncate': {
			const answer = handled ?? (await work());
			return { answer: { ...answer, body: JSON.stringify(answer.body ?? '').slice(0, fault.afterBytes ?? 0) } };
		}
		case 'extend': {
			const answer = handled ?? (await work());
			return { answer: { ...answer, body: JSON.stringify(answer.body ?? '') + 'x'.repeat(fault.afterBytes ?? 1) } };
		}
		case 'stall':
		case 'drip':
			return { answer: handled ?? (await work()), wire: wireFault(fault) };
	}
}

const headers = (fault: Fault) => (fault.headers ? { headers: fault.headers } : {});

function wireFault(fault: Fault): WireFault {
	const after = fault.afterBytes ?? 0;
	return {
		kind: fault.kind,
		...(fault.afterBytes === undefined ? {} : { afterBytes: fault.afterBytes }),
		write(response, bytes) {
			switch (fault.kind) {
				case 'stall':
					response.write(bytes.subarray(0, after));
					if (fault.ms !== undefined) setTimeout(() => response.end(bytes.subarray(after)), fault.ms);
					return;
				case 'reset':
					response.write(bytes.subarray(0, after), () => response.socket?.resetAndDestroy());
					return;
				default:
					response.end(bytes);
			}
		},
	};
}
