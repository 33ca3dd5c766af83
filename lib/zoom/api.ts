import type { z } from 'zod';

import { ANSWER_TOO_LONG } from '../http/answer-text';

import type { ZoomError } from './errors';
import {
	diedInTheListing,
	explainAnswer,
	explainNetworkFailure,
	isZoomError,
	readErrorBody,
	unexpectedAnswer,
} from './errors';
import { parseJson, stringifyJson } from './json';
import type { Clock, RateLimitLabel, RateLimiter } from './rate-limits';
import { labelOf, systemClock } from './rate-limits';
import { backoffMs } from '../http/backoff';
import type { ZoomMethod, ZoomTransport, ZoomTransportAnswer, ZoomTransportRequest } from './transport';

export type QueryValue = string | number | boolean | undefined;

export interface CallOptions {
	/** What is wanted, as an infinitive phrase for error messages: "list the recordings of the account". */
	doing: string;
	/** Entries that are undefined or '' are left out. */
	query?: Record<string, QueryValue>;
	/** Sent as JSON; bigints become plain integers. */
	body?: unknown;
	/**
	 * Whether sending it twice does the same as once; then failures that leave open whether Zoom acted (5xx, broken
	 * connection) are retried as well. Default: every method except POST.
	 */
	idempotent?: boolean;
	/**
	 * Sent although the execution was stopped: for the one call that must not be left out, e.g. disabling somebody who
	 * was enabled for a moment.
	 */
	tidiesUp?: boolean;
	/** Sent although a limit of the day is used up: for what takes access away. */
	whateverIsUsedUp?: boolean;
}

/** New tokens that one call may ask for. */
const MOST_RENEWALS = 2;
/** With 0.8 of it still longer than a token counts as new. */
const RENEWAL_PAUSE_MS = 2500;
/** Pages may be empty where Zoom filters after it has cut them; a listing that only goes on has no end. */
const MOST_PAGES_WITHOUT_NEW_ROWS = 100;

/** Nobody can look whether a write has happened. */
export const UNKNOWN = Symbol('unknown');

export interface PagesOptions<Row> extends Omit<CallOptions, 'body' | 'idempotent'> {
	/** The array in the answer: "meetings", "users", … */
	rows: string;
	/** One row; lenient, so that new fields and values of Zoom pass. */
	schema: z.ZodType<Row, z.ZodTypeDef, unknown>;
	/** What makes a row the same row, so that a listing that had to start again repeats none. */
	keyOf(row: Row): string;
	/** Never more than the endpoint's maximum, which Zoom refuses; left out where the endpoint knows no pages. */
	pageSize?: number;
}

export interface Page<Row> {
	rows: Row[];
	/** Zoom's count over all pages; undefined where the endpoint does not say. */
	totalRecords: number | undefined;
	/** The parsed answer, for fields beside the rows. */
	answer: Record<string, unknown>;
}

export interface ZoomApiOptions {
	limiter: RateLimiter;
	/** Ends waiting and further calls when the execution is stopped. */
	signal?: AbortSignal | undefined;
	/** Calls for one request, the first included. */
	attempts?: number;
	/** A Retry-After beyond this many seconds is not waited for; the error then says when to come back. */
	longestWaitSeconds?: number;
	clock?: Clock;
	/** Told about every wait, for the node's log. */
	onRetry?: (retry: { endpoint: string; attempt: number; waitMs: number; reason: string }) => void;
}

/**
 * One Zoom account's API: pacing, retries, token renewal, paging and errors. The rooms beside this file know the
 * endpoints; this class knows what all of them have in common.
 * @see docs/vendors/zoom.md
 */
export class ZoomApi {
	private readonly attempts: number;
	private readonly longestWaitSeconds: number;
	private readonly clock: Clock;
	/** Quotas of the day that are used up: asking again in this execution would only be refused again. */
	private readonly usedUp = new Map<string, ZoomError>();

	constructor(
		private readonly transport: ZoomTransport,
		private readonly options: ZoomApiOptions,
	) {
		this.attempts = options.attempts ?? 5;
		this.longestWaitSeconds = options.longestWaitSeconds ?? 120;
		this.clock = options.clock ?? systemClock;
	}

	/** @returns the parsed answer; {} for an empty body (204) */
	async get(path: string, options: CallOptions): Promise<unknown> {
		return await this.call('GET', path, options);
	}

	async post(path: string, options: CallOptions): Promise<unknown> {
		return await this.call('POST', path, options);
	}

	async put(path: string, options: CallOptions): Promise<unknown> {
		return await this.call('PUT', path, options);
	}

	async patch(path: string, options: CallOptions): Promise<unknown> {
		return await this.call('PATCH', path, options);
	}

	async delete(path: string, options: CallOptions): Promise<unknown> {
		return await this.call('DELETE', path, options);
	}

	/**
	 * One call with everything that may have to be repeated. Any 2xx is a success: Zoom's documentation and its wire
	 * disagree about 200 and 204 here and there.
	 * @param path below the API's base URL, encoded
	 * @throws {ZoomError}
	 */
	async call(method: ZoomMethod, path: string, options: CallOptions): Promise<unknown> {
		const { doing } = options;
		const label = labelOf(method, path);
		const request: ZoomTransportRequest = {
			method,
			path,
			query: toQuery(options.query),
			...(options.body === undefined ? {} : { body: stringifyJson(options.body) }),
			...(options.tidiesUp ? { tidiesUp: true } : {}),
		};
		const idempotent = options.idempotent ?? method !== 'POST';
		const signal = options.tidiesUp ? undefined : this.options.signal;
		const quota = dailyQuotaOf(method, path, label);
		const ofOneUser = isLimitedPerUser(method, path);
		let renewals = 0;
		for (let attempt = 1; ; attempt++) {
			signal?.throwIfAborted();
			const usedUp = this.usedUp.get(quota);
			// What takes access away is asked for all the same: nothing but Zoom's own answer may keep somebody in.
			if (usedUp && !options.whateverIsUsedUp) throw usedUp;
			await this.options.limiter.acquire(label, signal);
			const outcome = await this.send(doing, request).then(
				(answer) => this.judge(doing, answer),
				(error: unknown) => {
					signal?.throwIfAborted();
					return { error: isZoomError(error) ? error : explainNetworkFailure(doing, error) };
				},
			);
			if (!('error' in outcome)) return outcome.body;
			const { error } = outcome;
			if (error.code === '124' && renewals < MOST_RENEWALS) {
				renewals++;
				// A 401 has been answered with a new token below us already; other statuses are ours to handle. Where one token of an
				// account lives, the new one can have been ended by another process meanwhile: then it is tried again.
				const isOurs = request.renewTokenOn === undefined && error.httpStatus !== 401;
				if (isOurs) request.renewTokenOn = error.httpStatus ?? 0;
				else await this.clock.sleep(renewals * RENEWAL_PAUSE_MS * (0.8 + 0.4 * this.clock.random()), signal);
				continue;
			}
			if (error.dailyLimit && !error.ofOneUser && !ofOneUser) this.usedUp.set(quota, error);
			const wait = this.waitBefore(attempt, error, idempotent);
			if (wait === undefined) throw error;
			if (error.httpStatus === 429) this.options.limiter.pause(label, wait);
			this.options.onRetry?.({ endpoint: `${method} ${path}`, attempt, waitMs: wait, reason: error.message });
			await this.clock.sleep(wait, signal);
		}
	}

	/**
	 * A write that must not happen twice. When it is not known whether Zoom carried it out (broken connection, 5xx), it is
	 * looked at what is there, and sent again only if it did not happen.
	 * @param send makes its one call with `idempotent: false`
	 * @param happened what the write would have given when it has happened; undefined when it has not; UNKNOWN when nobody
	 * can see it, and then it is not sent again
	 * @throws {ZoomError} the refusal; or the broken connection, when neither sending nor looking gave an answer
	 */
	async writeOnce<T>(
		send: (options: { idempotent: false; tidiesUp?: boolean }) => Promise<T>,
		happened: (options: { tidiesUp?: boolean }) => Promise<T | undefined | typeof UNKNOWN>,
		{ tidiesUp = false, tries = 4 }: { tidiesUp?: boolean; tries?: number } = {},
	): Promise<T> {
		const signal = tidiesUp ? undefined : this.options.signal;
		for (let attempt = 1; ; attempt++) {
			const outcome = await send({ idempotent: false, tidiesUp }).then(
				(done) => ({ done }),
				(error: unknown) => ({ error }),
			);
			if ('done' in outcome) return outcome.done;
			if (!leavesOpen(outcome.error)) throw outcome.error;
			await this.clock.sleep(backoffMs(attempt, this.clock.random()), signal);
			const found = await happened({ tidiesUp }).catch((error: unknown) => {
				signal?.throwIfAborted();
				// Whoever cannot look must not send again.
				throw leavesOpen(error) ? outcome.error : error;
			});
			if (found === UNKNOWN || (found === undefined && attempt >= tries)) throw outcome.error;
			if (found !== undefined) return found;
		}
	}

	/** Waits as before the next attempt; also when the execution was stopped. */
	async pause(attempt: number): Promise<void> {
		await this.clock.sleep(backoffMs(attempt, this.clock.random()));
	}

	/**
	 * Page after page of a listing. A page token lives for 15 minutes: when a slow consumer lets it die, the listing
	 * starts again and skips the rows that were given out already.
	 * @throws {ZoomError}
	 */
	async *pages<Row>(path: string, options: PagesOptions<Row>): AsyncGenerator<Page<Row>, void, undefined> {
		const seen = new Set<string>();
		let token = '';
		let newRowsSinceRestart = 1;
		let withoutNewRows = 0;
		for (;;) {
			const size = options.pageSize === undefined ? {} : { page_size: options.pageSize };
			const query = { ...options.query, ...size, next_page_token: token };
			const outcome = await this.get(path, { doing: options.doing, query }).then(
				(answer) => ({ answer }),
				(error: unknown) => ({ error }),
			);
			if ('error' in outcome) {
				// The same query without the token was answered, so the token is what Zoom does not like, whatever it says.
				if (token === '' || !isZoomError(outcome.error, '300', '400')) throw outcome.error;
				if (newRowsSinceRestart === 0) throw diedInTheListing(options.doing, outcome.error);
				token = '';
				newRowsSinceRestart = 0;
				continue;
			}
			const page = readPage(outcome.answer, options);
			const rows = page.rows.filter((row) => {
				const key = options.keyOf(row);
				return !seen.has(key) && seen.add(key);
			});
			newRowsSinceRestart += rows.length;
			yield { ...page, rows };
			const next = typeof page.answer.next_page_token === 'string' ? page.answer.next_page_token : '';
			if (next === '') return;
			withoutNewRows = rows.length === 0 ? withoutNewRows + 1 : 0;
			if ((next === token && rows.length === 0) || withoutNewRows >= MOST_PAGES_WITHOUT_NEW_ROWS) {
				throw unexpectedAnswer(options.doing, 'it repeats the same page without end');
			}
			token = next;
		}
	}

	private async send(doing: string, request: ZoomTransportRequest): Promise<ZoomTransportAnswer> {
		const answer = await this.transport(request);
		this.learnRate(request, answer);
		if (answer.status >= 200 && answer.status < 300) return answer;
		throw explainAnswer(doing, answer, this.clock.now(), isLimitedPerUser(request.method, request.path));
	}

	private judge(doing: string, answer: ZoomTransportAnswer): { body: unknown } | { error: ZoomError } {
		if (answer.text.trim() === '') return { body: {} };
		// Zoom documents errors inside HTTP 200 ("code 200, no permission"): an object of code and message only.
		const refused = readErrorBody(answer.text);
		if (refused && /^\d+$/.test(refused.code)) {
			return { error: explainAnswer(doing, answer, this.clock.now()) };
		}
		try {
			return { body: parseJson(answer.text) };
		} catch {
			return { error: unexpectedAnswer(doing, `HTTP ${answer.status} without JSON`, answer) };
		}
	}

	/** @returns milliseconds, or undefined when the failure is final */
	private waitBefore(attempt: number, error: ZoomError, idempotent: boolean): number | undefined {
		if (attempt >= this.attempts || error.dailyLimit) return undefined;
		const transient =
			error.httpStatus === 429 || (idempotent && (error.code === 'NETWORK' || (error.httpStatus ?? 0) >= 500));
		if (!transient) return undefined;
		if (error.retryAfterSeconds === undefined) return backoffMs(attempt, this.clock.random());
		return error.retryAfterSeconds <= this.longestWaitSeconds ? error.retryAfterSeconds * 1000 : undefined;
	}

	/** X-RateLimit-* are optional hints; only the per-second form is a rate. */
	private learnRate({ method, path }: ZoomTransportRequest, { headers }: ZoomTransportAnswer): void {
		const limit = Number(headers['x-ratelimit-limit']);
		if (/qps|per-second/i.test(headers['x-ratelimit-type'] ?? '') && Number.isFinite(limit)) {
			this.options.limiter.learn(labelOf(method, path), limit);
		}
	}
}

/** Creations have a daily limit of their own, which says nothing about other calls of the label (docs/vendors/zoom.md#limits). */
function dailyQuotaOf(method: ZoomMethod, path: string, label: RateLimitLabel): string {
	return method === 'POST' && (path === '/users' || path === '/groups') ? `POST ${path}` : label;
}

/**
 * Calls that Zoom limits per user: its refusal says nothing about other users, whatever its words are.
 * @see https://developers.zoom.us/docs/api/rate-limits/ (meetings: 100 a day per user) and PUT /users/{userId}/email (3 a day)
 */
function isLimitedPerUser(method: ZoomMethod, path: string): boolean {
	if (method === 'PUT') return /^\/users\/[^/]+\/(email|password)$/.test(path);
	return method !== 'GET' && /^\/(users\/[^/]+\/(meetings|webinars)|(meetings|webinars)\/[^/]+)(\/|$)/.test(path);
}

/** Whether the failure leaves open if Zoom carried the request out. */
function leavesOpen(error: unknown): boolean {
	return isZoomError(error) && (['NETWORK', ANSWER_TOO_LONG].includes(error.code) || (error.httpStatus ?? 0) >= 500);
}

function readPage<Row>(answer: unknown, { doing, rows, schema }: PagesOptions<Row>): Page<Row> {
	if (answer === null || typeof answer !== 'object') throw unexpectedAnswer(doing, 'it is not an object');
	const fields = answer as Record<string, unknown>;
	const list = fields[rows] ?? [];
	if (!Array.isArray(list)) throw unexpectedAnswer(doing, `"${rows}" is not a list`);
	const total = fields.total_records;
	return {
		rows: list.map((row) => parseAnswer(doing, schema, row)),
		totalRecords: typeof total === 'number' ? total : undefined,
		answer: fields,
	};
}

/**
 * Zoom's answer as the given shape.
 * @throws {ZoomError} UNEXPECTED_ANSWER that names the first field that does not fit
 */
export function parseAnswer<T>(doing: string, schema: z.ZodType<T, z.ZodTypeDef, unknown>, answer: unknown): T {
	const result = schema.safeParse(answer);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw unexpectedAnswer(doing, `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'invalid'}`);
}

function toQuery(query: Record<string, QueryValue> = {}): Record<string, string> {
	return Object.fromEntries(
		Object.entries(query).flatMap(([key, value]) =>
			value === undefined || value === '' ? [] : [[key, String(value)] as const],
		),
	);
}
