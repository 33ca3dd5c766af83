import { ANSWER_TOO_LONG } from '../http/answer-text';
import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';

import { KalturaError, errorAsValue, isEndedSession } from './errors';
import { lostConnection } from './lost-connection';
import { exchangeReferences, holdsReferenceText, ref, referencesIn, valueAt } from './result-references';
import type { KalturaHttpAnswer, KalturaParams, KalturaRequest, KalturaTransport } from './wire';
import { readAnswer, readSubAnswer, toWire } from './wire';

export interface KalturaApiOptions {
	/** Gives the session for the next request; called again with the one that Kaltura no longer takes. */
	session: (refused?: string) => Promise<string>;
	/** Named in Kaltura's logs. */
	clientTag?: string;
	/** Repeats after the first attempt; default 3, that is about 1, 2 and 4 seconds apart. */
	retries?: number;
	/** Longest first pause in milliseconds, doubled each time. Default 2 s. */
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

/** A sub-request as it goes out, but for its references. */
interface SubRequest {
	request: Omit<KalturaRequest, 'params'>;
	body: Record<string, unknown>;
}

const READS = /^(get|list|count|search|serve)/i;

/**
 * The wire to one Kaltura account: strict requests, lenient answers, one place for retries and for ended sessions.
 * Reads are repeated after passing trouble; writes only when Kaltura surely did not carry them out (rate limit, lock,
 * no connection) or when the caller says that twice does no harm.
 * @see docs/vendors/kaltura.md#calls, #limits-and-repeating
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
		this.#sleep = options.sleep ?? pause;
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
		if (referencesIn(params).length > 0)
			throw new Error(`${request} refers to a result, which only a multirequest has`);
		return this.#sendAlone({ request: { service, action }, body: toWire(params, request) }, options) as Promise<T>;
	}

	/**
	 * Several actions in one HTTP request, in this order, without a transaction: each has its own result or error.
	 * Sub-requests may refer to earlier ones by `ref(position, …)`; no text can. One whose texts look like a reference
	 * travels in a request of its own, with its references filled in, because Kaltura would replace them (result-references.ts).
	 * Those that failed for passing reasons are repeated (alone, with references filled in) under the same rules as single
	 * calls.
	 * @returns one result or KalturaError per request
	 * @throws {KalturaError} when the request as a whole failed and nothing of it has a result
	 * @see https://developer.kaltura.com/api-docs/VPaaS-API-Getting-Started/multirequests.html
	 */
	async multi(requests: readonly KalturaRequest[], options: CallOptions = {}): Promise<unknown[]> {
		const results: unknown[] = Array.from({ length: requests.length });
		let open = requests.map((_, index) => index);
		let refused: string | undefined;
		for (let attempt = 0; open.length > 0; attempt++) {
			const givenUp = await this.#sendInOrder(requests, open, results, options, refused);
			const fresh = open.filter((index) => !givenUp.has(index));
			const ended =
				refused === undefined && options.session === undefined && fresh.some((index) => isEndedSession(results[index]));
			const repeat = this.#toRepeat(requests, results, fresh, ended, options, attempt);
			if (repeat.length === 0) break;
			if (ended) refused = await this.session();
			else
				await this.#pause(attempt, largestRetryAfter(repeat.map((index) => results[index])), this.#signalOf(options));
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

	/**
	 * One round: neighbours in one multirequest, what looks like a reference alone.
	 * @returns requests that were repeated as often as is right already
	 */
	async #sendInOrder(
		requests: readonly KalturaRequest[],
		open: readonly number[],
		results: unknown[],
		options: CallOptions,
		refused?: string,
	): Promise<Set<number>> {
		const givenUp = new Set<number>();
		let together: Array<SubRequest & { index: number }> = [];
		const prepare = (index: number): SubRequest & { index: number } => {
			const positionOf = new Map(together.map((sub, position) => [sub.index, position + 1]));
			const { params = {}, ...request } = requests[index]!;
			const resolved = exchangeReferences(params, ({ position, path }) => {
				const moved = positionOf.get(position - 1);
				return moved === undefined ? valueAt(results[position - 1], path) : ref(moved, ...path);
			});
			return {
				index,
				request,
				body: toWire(resolved as KalturaParams, `${request.service}.${request.action}`),
			};
		};
		const flush = async () => {
			const part = together;
			together = [];
			if (part.length === 0) return;
			const answers = await this.#sendMulti(part, options, refused).catch((error: unknown) => {
				if (part.length === requests.length) throw error;
				part.forEach(({ index }) => givenUp.add(index));
				return part.map(() => errorAsValue(error));
			});
			part.forEach(({ index }, position) => (results[index] = answers[position]));
		};
		for (const index of open) {
			const sub = prepare(index);
			if (!holdsReferenceText(sub.body)) {
				together.push(sub);
				continue;
			}
			await flush();
			const missing = referencesIn(requests[index]!.params)
				.map((position) => results[position - 1])
				.find((result) => result instanceof KalturaError);
			results[index] = missing ?? (await this.#sendAlone(prepare(index), options, refused).catch(errorAsValue));
			if (missing === undefined) givenUp.add(index);
		}
		await flush();
		return givenUp;
	}

	#sendAlone({ request, body }: SubRequest, options: CallOptions, refused?: string): Promise<unknown> {
		const name = `${request.service}.${request.action}`;
		const path = `/api_v3/service/${request.service}/action/${request.action}`;
		const repeatable = isRepeatable(request, options);
		return this.#exchange(path, body, name, repeatable, options, (answer) => readAnswer(answer, name), refused);
	}

	async #sendMulti(parts: readonly SubRequest[], options: CallOptions, refused?: string): Promise<unknown[]> {
		const requests = parts.map(({ request }) => request);
		const body: Record<string, unknown> = {};
		parts.forEach(({ request: { service, action }, body: params }, index) => {
			body[String(index + 1)] = { ...params, service, action };
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
		const signal = this.#signalOf(options);
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
				...(options.tidiesUp ? { tidiesUp: true } : {}),
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
			await this.#pause(attempt++, result.retryAfterSeconds, signal);
		}
	}

	/** What ends the waiting and the repetitions of a call. */
	#signalOf({ tidiesUp }: CallOptions): AbortSignal | undefined {
		return tidiesUp ? undefined : this.options.signal;
	}

	async #pause(attempt: number, retryAfterSeconds = 0, signal?: AbortSignal): Promise<void> {
		const wait = backoffMs(attempt + 1, this.#random(), this.options.baseDelayMs ?? 2000);
		await this.#sleep(Math.max(retryAfterSeconds * 1000, wait), signal);
	}
}

function isRepeatable(request: Omit<KalturaRequest, 'params'>, options: CallOptions): boolean {
	return READS.test(request.action) || request.safeToRepeat === true || options.safeToRepeat === true;
}

function mayRepeat(error: KalturaError, repeatable: boolean): boolean {
	// What was too long once will be too long again.
	return error.effect === 'none' || (error.effect === 'unknown' && repeatable && error.code !== ANSWER_TOO_LONG);
}

function largestRetryAfter(results: unknown[]): number {
	return Math.max(
		0,
		...results.map((result) => (result instanceof KalturaError ? (result.retryAfterSeconds ?? 0) : 0)),
	);
}

function summary(requests: ReadonlyArray<Omit<KalturaRequest, 'params'>>): string {
	const names = [...new Set(requests.map(({ service, action }) => `${service}.${action}`))];
	return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}
