import { setTimeout as delay } from 'node:timers/promises';

import { KalturaError, errorAsValue, isEndedSession } from './errors';
import type { KalturaHttpAnswer, KalturaParams, KalturaRequest, KalturaTransport } from './wire';
import { readAnswer, readSubAnswer, ref, referencesIn, replaceReferences, toWire, valueAt } from './wire';

export interface KalturaApiOptions {
	/** Gives the session for the next request; called again with the one that Kaltura no longer takes. */
	session: (refused?: string) => Promise<string>;
	/** Named in Kaltura's logs. */
	clientTag?: string;
	/** Repeats after the first attempt; default 3, that is about 1, 2 and 4 seconds apart. */
	retries?: number;
	/** First pause in milliseconds. */
	baseDelayMs?: number;
	/** Milliseconds for one HTTP request; default 60,000. */
	timeoutMs?: number;
	/** Cancels requests and pauses. */
	signal?: AbortSignal;
	random?: () => number;
	sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface CallOptions {
	/** For writes that do no harm when done twice. Reads are always repeated. */
	safeToRepeat?: boolean;
	/** A session other than the client's; null for actions that take none. */
	session?: string | null;
	timeoutMs?: number;
	/** For what a cancelled execution leaves behind and has to take away: is sent although it was cancelled. */
	tidiesUp?: boolean;
}

export interface BatchOptions extends CallOptions {
	/** Sub-requests per HTTP request; default 50 (Kaltura works through them one after the other within 60 seconds). */
	size?: number;
}

const READS = /^(get|list|count|search|serve)/i;

/**
 * The wire to one Kaltura account: strict requests, lenient answers, one place for retries and for ended sessions.
 * Reads are repeated after passing trouble; writes only when Kaltura surely did not carry them out (rate limit, lock,
 * no connection) or when the caller says that twice does no harm.
 * @see reference/kaltura-api.md §1, §7
 */
export class KalturaApi {
	readonly #retries: number;
	readonly #sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
	readonly #random: () => number;

	constructor(
		private readonly transport: KalturaTransport,
		private readonly options: KalturaApiOptions,
	) {
		this.#retries = options.retries ?? 3;
		this.#random = options.random ?? Math.random;
		this.#sleep = options.sleep ?? ((ms, signal) => delay(ms, undefined, signal ? { signal } : {}));
	}

	/** The session of this client, for requests that do not pass through `call` (uploads). */
	session(refused?: string): Promise<string> {
		return this.options.session(refused);
	}

	/**
	 * One action.
	 * @throws {KalturaError} for errors of the API and of the connection
	 */
	async call<T = unknown>(
		service: string,
		action: string,
		params: KalturaParams = {},
		options: CallOptions = {},
	): Promise<T> {
		const request = `${service}.${action}`;
		const body = toWire(params, request);
		const repeatable = READS.test(action) || options.safeToRepeat === true;
		return this.#exchange(`/api_v3/service/${service}/action/${action}`, body, request, repeatable, options, (answer) =>
			readAnswer(answer, request),
		) as Promise<T>;
	}

	/**
	 * Several actions in one HTTP request, in this order, without a transaction: each has its own result or error.
	 * Sub-requests may refer to earlier ones by `ref(position, …)`. Those that failed for passing reasons are repeated
	 * (alone, with references filled in) under the same rules as single calls.
	 * @returns one result or KalturaError per request
	 * @throws {KalturaError} when the request as a whole failed
	 * @see reference/kaltura-api.md §1.6
	 */
	async multi(requests: readonly KalturaRequest[], options: CallOptions = {}): Promise<unknown[]> {
		const results: unknown[] = Array.from({ length: requests.length });
		let open = requests.map((_, index) => index);
		let renewed: string | undefined;
		for (let attempt = 0; open.length > 0; attempt++) {
			const positionOf = new Map(open.map((index, position) => [index, position + 1]));
			const current = open.map((index) => {
				const request = requests[index]!;
				const params = replaceReferences(request.params ?? {}, (position, path) => {
					const moved = positionOf.get(position - 1);
					return moved === undefined ? valueAt(results[position - 1], path) : ref(moved, ...path);
				});
				return { ...request, params: params as KalturaParams };
			});
			const answers = await this.#sendMulti(current, options, renewed);
			open.forEach((index, position) => (results[index] = answers[position]));

			const ended = renewed === undefined && options.session === undefined && answers.some(isEndedSession);
			const repeat = this.#toRepeat(requests, results, open, ended, options, attempt);
			if (repeat.length === 0) break;
			if (ended) renewed = await this.session();
			else await this.#pause(attempt, largestRetryAfter(repeat.map((index) => results[index])));
			open = repeat;
		}
		return results;
	}

	/** Independent actions in as few HTTP requests as fit; a failed HTTP request fails only its own part. */
	async batch(requests: readonly KalturaRequest[], { size = 50, ...options }: BatchOptions = {}): Promise<unknown[]> {
		const results: unknown[] = [];
		for (let start = 0; start < requests.length; start += size) {
			const part = requests.slice(start, start + size);
			const answers = await this.multi(part, options).catch(errorAsValue);
			results.push(...(answers instanceof KalturaError ? part.map(() => answers) : answers));
		}
		return results;
	}

	#toRepeat(
		requests: readonly KalturaRequest[],
		results: readonly unknown[],
		open: readonly number[],
		ended: boolean,
		options: CallOptions,
		attempt: number,
	): number[] {
		const repeat = new Set<number>();
		for (const index of open) {
			const request = requests[index]!;
			const result = results[index];
			const dependsOnRepeated = referencesIn(request.params).some((position) => repeat.has(position - 1));
			const repeatable = isRepeatable(request, options);
			if (dependsOnRepeated) {
				// It ran with an empty value in place of the missing result. A write that went through nevertheless stays.
				if (result instanceof KalturaError || READS.test(request.action)) repeat.add(index);
			} else if (result instanceof KalturaError) {
				if (isEndedSession(result) ? ended : attempt < this.#retries && mayRepeat(result, repeatable))
					repeat.add(index);
			}
		}
		return [...repeat];
	}

	async #sendMulti(requests: readonly KalturaRequest[], options: CallOptions, refused?: string): Promise<unknown[]> {
		const body: Record<string, unknown> = {};
		requests.forEach(({ service, action, params = {} }, index) => {
			body[String(index + 1)] = { ...toWire(params, `${service}.${action}`), service, action };
		});
		const name = `multirequest (${summary(requests)})`;
		const repeatable = requests.every((request) => isRepeatable(request, options));
		return this.#exchange(
			'/api_v3/service/multirequest',
			body,
			name,
			repeatable,
			options,
			(answer) => {
				const result = readAnswer(answer, name);
				if (!Array.isArray(result)) {
					throw new KalturaError({ code: 'UNEXPECTED_ANSWER', request: name, args: { DETAIL: 'no list of results' } });
				}
				return requests.map(({ service, action }, index) =>
					index < result.length
						? readSubAnswer(result[index], answer, `${service}.${action}`)
						: new KalturaError({
								code: 'UNEXPECTED_ANSWER',
								request: `${service}.${action}`,
								args: { DETAIL: 'Kaltura stopped before this part of the request' },
							}),
				);
			},
			refused,
		) as Promise<unknown[]>;
	}

	async #exchange(
		path: string,
		params: Record<string, unknown>,
		request: string,
		repeatable: boolean,
		options: CallOptions,
		read: (answer: KalturaHttpAnswer) => unknown,
		alreadyRefused?: string,
	): Promise<unknown> {
		const signal = options.tidiesUp ? undefined : this.options.signal;
		let refused = alreadyRefused;
		let renewals = alreadyRefused === undefined && options.session === undefined ? 1 : 0;
		for (let attempt = 0; ;) {
			signal?.throwIfAborted();
			const session = options.session === undefined ? await this.session(refused) : options.session;
			const result = await this.transport({
				path,
				body: JSON.stringify({
					...params,
					format: 1,
					clientTag: this.options.clientTag ?? 'n8n-nodes-zoom-kaltura',
					...(session === null ? {} : { ks: session }),
				}),
				timeoutMs: options.timeoutMs ?? this.options.timeoutMs ?? 60_000,
				...(signal ? { signal } : {}),
			})
				.then(read, (cause: unknown) => {
					signal?.throwIfAborted();
					return cause instanceof KalturaError ? cause : lostConnection(cause, request);
				})
				.catch(errorAsValue);
			if (!(result instanceof KalturaError)) return result;
			if (isEndedSession(result) && renewals > 0) {
				renewals--;
				refused = session ?? undefined;
				continue;
			}
			if (attempt >= this.#retries || !mayRepeat(result, repeatable)) throw result;
			await this.#pause(attempt++, result.retryAfterSeconds);
		}
	}

	async #pause(attempt: number, retryAfterSeconds = 0): Promise<void> {
		const base = (this.options.baseDelayMs ?? 1000) * 2 ** attempt;
		await this.#sleep(Math.max(retryAfterSeconds * 1000, base * (1 + this.#random() / 2)), this.options.signal);
	}
}

function isRepeatable(request: KalturaRequest, options: CallOptions): boolean {
	return READS.test(request.action) || request.safeToRepeat === true || options.safeToRepeat === true;
}

function mayRepeat(error: KalturaError, repeatable: boolean): boolean {
	return error.effect === 'none' || (error.effect === 'unknown' && repeatable);
}

function largestRetryAfter(results: unknown[]): number {
	return Math.max(
		0,
		...results.map((result) => (result instanceof KalturaError ? (result.retryAfterSeconds ?? 0) : 0)),
	);
}

function summary(requests: readonly KalturaRequest[]): string {
	const names = [...new Set(requests.map(({ service, action }) => `${service}.${action}`))];
	return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}

const NOT_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'UND_ERR_CONNECT_TIMEOUT',
]);
const TOO_LATE = new Set([
	'ETIMEDOUT',
	'ECONNABORTED',
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
	'ESOCKETTIMEDOUT',
]);

function lostConnection(cause: unknown, request: string): KalturaError {
	const reason = systemCode(cause);
	const code = NOT_SENT.has(reason)
		? 'NOT_CONNECTED'
		: TOO_LATE.has(reason)
			? 'TIMEOUT'
			: isUntrusted(reason)
				? 'TLS'
				: 'NETWORK';
	const wording = cause instanceof Error ? cause.message.slice(0, 120) : '';
	return new KalturaError({ code, request, cause, args: reason || wording ? { REASON: reason || wording } : {} });
}

function isUntrusted(reason: string): boolean {
	return /CERT|ERR_TLS|ERR_SSL|UNABLE_TO_VERIFY|EPROTO/.test(reason);
}

// The code may sit on the error or on what it wraps (n8n, axios, undici).
function systemCode(error: unknown): string {
	for (let current = error, depth = 0; current instanceof Object && depth < 5; depth++) {
		const { code, cause } = current as { code?: unknown; cause?: unknown };
		if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
		current = cause;
	}
	return '';
}
