import { KalturaApi, type KalturaApiOptions } from '../../../lib/kaltura/api';
import type { KalturaHttpAnswer, KalturaHttpRequest } from '../../../lib/kaltura/wire';

/** What a scripted Kaltura answers: a result, an HTTP answer, or an error of the connection. */
export type Answer = unknown;

export function exception(code: string, args: Record<string, string> = {}) {
	return {
		code,
		message: `message of ${code}`,
		objectType: 'KalturaAPIException',
		args: Object.keys(args).length ? args : [],
	};
}

export const ended = (reason: string) =>
	exception('INVALID_KS', { KSID: reason, ERR_CODE: '-1', ERR_DESC: 'INVALID_STR' });

export function http(status: number, text: string, headers: Record<string, string> = {}): KalturaHttpAnswer {
	return { status, text, headers };
}

export function broken(code: string): Error {
	return Object.assign(new Error(`socket: ${code}`), { code });
}

/**
 * An API over a script of answers, used up one per HTTP request. For rules of repetition, which need exact faults at
 * exact places; everything about the real wire is tested against the sandbox.
 */
export function scripted(answers: Answer[], options: Partial<KalturaApiOptions> = {}) {
	const sent: Array<KalturaHttpRequest & { json: Record<string, unknown> }> = [];
	const pauses: number[] = [];
	let session = 1;
	const api = new KalturaApi(
		async (request) => {
			sent.push({ ...request, json: JSON.parse(request.body) as Record<string, unknown> });
			if (answers.length === 0) throw new Error(`nothing is scripted for request ${sent.length}: ${request.path}`);
			const answer = answers.shift();
			if (answer instanceof Error) throw answer;
			if (answer !== null && typeof answer === 'object' && 'text' in answer) return answer as KalturaHttpAnswer;
			return http(200, JSON.stringify(answer), { 'content-type': 'application/json', 'x-kaltura-session': '123, 456' });
		},
		{
			session: async (refused) => (refused === undefined ? `ks ${session}` : `ks ${++session}`),
			random: () => 0.5,
			sleep: async (ms) => pauses.push(ms),
			...options,
		},
	);
	return { api, sent, pauses, unused: () => answers.length };
}
