import { retryAfterSeconds } from '../http/retry-after';
import { storable } from '../http/strangers-text';

import type { AnsweredCode, KalturaCode, KalturaErrorArgs } from './errors';
import { KalturaError, errorObjectOf } from './errors';
import { ResultReference } from './result-references';

/** What the API takes as a parameter. `undefined` keys are left out; null is refused, see `CLEAR`. */
export type KalturaParams = Record<string, unknown>;

/** One action. In a multirequest, values may be references to earlier results (result-references.ts). */
export interface KalturaRequest {
	service: string;
	action: string;
	params?: KalturaParams;
	/** Whether a write may be repeated after an answer was lost, because doing it twice does no harm. */
	safeToRepeat?: boolean;
}

/** Sent by the transport; the answer comes back as text because Kaltura's errors are in the body. */
export interface KalturaHttpRequest {
	/** Path below the service URL, e.g. `/api_v3/service/media/action/list`. */
	path: string;
	/** JSON text. The content type must be exactly `application/json`: with a charset Kaltura ignores the body. */
	body: string;
	timeoutMs: number;
	/** Sent although the execution was stopped. */
	tidiesUp?: boolean;
}

export interface KalturaHttpAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
}

/** Moves one request; rejects with an error whose `code` is Node's (ECONNRESET, ETIMEDOUT, …) when there is no answer. */
export type KalturaTransport = (request: KalturaHttpRequest) => Promise<KalturaHttpAnswer>;

/** As a property value: makes Kaltura clear the property (a plain null would be stored as '' or 0 by accident). */
export const CLEAR = Symbol('clear this property in Kaltura');

/**
 * The form in which parameters go out: without undefined, dates as epoch seconds, `CLEAR` as Kaltura's `__null` suffix,
 * and without characters that XML forbids (Kaltura refuses the whole request for one of them in a topic). References stay
 * objects; they become text when the body is written.
 * @throws {KalturaError} NULL_VALUE with the path of a null
 * @see docs/vendors/kaltura.md#values
 */
export function toWire(params: KalturaParams, request: string): Record<string, unknown> {
	return strict(params, '', request) as Record<string, unknown>;
}

function strict(value: unknown, path: string, request: string): unknown {
	if (typeof value === 'string') return withoutForbiddenCharacters(value);
	if (typeof value === 'bigint') return value.toString();
	if (value instanceof Date) return Math.floor(value.getTime() / 1000);
	if (value instanceof ResultReference) return value;
	if (Array.isArray(value)) return value.map((one, index) => strict(one, `${path}[${index}]`, request));
	if (isPlainObject(value)) {
		const out: Record<string, unknown> = {};
		for (const [key, one] of Object.entries(value)) {
			if (one === undefined) continue;
			if (one === CLEAR) out[`${key}__null`] = '';
			else out[key] = strict(one, path === '' ? key : `${path}.${key}`, request);
		}
		return out;
	}
	if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
		throw new KalturaError({ code: 'NULL_VALUE', request, args: { PATH: path } });
	}
	return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !(value instanceof Date);
}

/** Vertical tabs and form feeds (Word, chat clients) become blanks; other control characters and broken emoji vanish. */
export function withoutForbiddenCharacters(text: string): string {
	return (
		text
			.replace(/[\v\f]/g, ' ')
			// eslint-disable-next-line no-control-regex -- exactly the characters that XML 1.0 forbids
			.replace(/[\u0000-\u0008\u000e-\u001f\ufffe\uffff]/g, '')
			.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
	);
}

/**
 * The result in an answer.
 * @throws {KalturaError} for an error object, and for answers that are no JSON (web page, XML, gateway)
 */
export function readAnswer(answer: KalturaHttpAnswer, request: string): unknown {
	const details = { request, httpStatus: answer.status, ...trackingOf(answer), ...retryAfterOf(answer) };
	if (answer.status >= 300 && answer.status < 400) {
		throw new KalturaError({ ...details, code: 'REDIRECT', args: { LOCATION: String(answer.headers.location ?? '') } });
	}
	const text = answer.text.trimStart().replace(/^\ufeff/, '');
	const result = parseJson(text);
	if (result === undefined) throw new KalturaError({ ...details, ...unreadable(text, answer) });
	const refused = errorObjectOf(result);
	if (refused) throw errorFrom(refused, details);
	if (answer.status < 200 || answer.status >= 300) throw new KalturaError({ ...details, code: 'HTTP_STATUS' });
	return result;
}

function parseJson(text: string): unknown {
	try {
		return storable(JSON.parse(text) as unknown);
	} catch {
		return undefined;
	}
}

/** The error of one sub-request, or its result. */
export function readSubAnswer(result: unknown, answer: KalturaHttpAnswer, request: string): unknown {
	const refused = errorObjectOf(result);
	return refused ? errorFrom(refused, { request, httpStatus: answer.status, ...trackingOf(answer) }) : result;
}

function errorFrom(
	{ code, message, args }: { code: AnsweredCode; message: string; args: KalturaErrorArgs },
	details: { request: string; httpStatus: number; trackingId?: string },
): KalturaError {
	return new KalturaError({ ...details, code, args, vendorMessage: message });
}

function unreadable(
	text: string,
	{ status, headers }: KalturaHttpAnswer,
): { code: KalturaCode; args?: KalturaErrorArgs } {
	// The variant of the rate limit that is answered from the API cache is a bare sentence.
	if (/^Action .{1,200} is blocked/s.test(text)) return { code: 'ACTION_BLOCKED' };
	if (status >= 500 || status === 429 || status === 408) return { code: 'HTTP_STATUS' };
	const type = String(headers['content-type'] ?? '');
	if (/^<(\?xml|xml[\s>])/i.test(text) && /<result>|<executionTime>/.test(text)) return { code: 'XML_ANSWER' };
	if (/^</.test(text) || type.includes('text/html')) return { code: 'NOT_KALTURA' };
	// A Kaltura that answers something that is cut off or empty is passing trouble; a stranger is not.
	const speaksKaltura = headers['x-me'] !== undefined || headers['x-kaltura-session'] !== undefined;
	if (speaksKaltura || type.includes('json')) return { code: 'NOT_JSON' };
	return { code: status >= 200 && status < 300 ? 'NOT_JSON' : 'NOT_KALTURA' };
}

function trackingOf({ headers }: KalturaHttpAnswer): { trackingId?: string } {
	const value = headers['x-kaltura-session'];
	const text = Array.isArray(value) ? value.join(' ') : value;
	return text ? { trackingId: text.replace(/\s+/g, '') } : {};
}

function retryAfterOf({ headers }: KalturaHttpAnswer): { retryAfterSeconds?: number } {
	const seconds = retryAfterSeconds(headers['retry-after']);
	return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}
