import { ANSWER_TOO_LONG } from '../http/answer-text';

import { ERROR_CAUSES } from './error-causes';
import { parseJson } from './json';
import { retryAfterSeconds as secondsOf } from '../http/retry-after';
import type { ZoomTransportAnswer } from './transport';

export interface ZoomErrorDetails {
	/** Zoom's code as text ("4711"), or HTTP_<status>, NOT_JSON, NETWORK, ANSWER_TOO_LONG, RATE_LIMIT, DAILY_LIMIT, UNEXPECTED_ANSWER. */
	code: string;
	remedy: string;
	retryable: boolean;
	httpStatus?: number | undefined;
	/** Header x-zm-trackingid, which Zoom's support asks for. */
	trackingId?: string | undefined;
	retryAfterSeconds?: number | undefined;
	/** Zoom's own words. */
	vendorMessage?: string | undefined;
	/** Scopes of which one would do, from code 4711. */
	missingScopes?: string[] | undefined;
	/** The limit that was reached counts changes of one user or host: calls for others are not refused. */
	ofOneUser?: boolean;
	cause?: unknown;
}

/**
 * A failed call to Zoom, explained: the message says what could not be done and why, `remedy` what to do next. Has the
 * shape of `ExplainedError` in lib/n8n/errors.ts.
 */
export class ZoomError extends Error {
	readonly vendor = 'zoom';
	readonly code: string;
	readonly remedy: string;
	readonly retryable: boolean;
	readonly httpStatus?: number | undefined;
	readonly trackingId?: string | undefined;
	readonly retryAfterSeconds?: number | undefined;
	readonly vendorMessage?: string | undefined;
	readonly missingScopes?: string[] | undefined;
	readonly ofOneUser: boolean;

	constructor(message: string, details: ZoomErrorDetails) {
		super(message, { cause: details.cause });
		this.name = 'ZoomError';
		this.code = details.code;
		this.remedy = details.remedy;
		this.retryable = details.retryable;
		this.httpStatus = details.httpStatus;
		this.trackingId = details.trackingId;
		this.retryAfterSeconds = details.retryAfterSeconds;
		this.vendorMessage = details.vendorMessage;
		this.missingScopes = details.missingScopes;
		this.ofOneUser = details.ofOneUser === true;
	}

	/** No quota until tomorrow: retrying within this execution is pointless. */
	get dailyLimit(): boolean {
		return this.code === 'DAILY_LIMIT';
	}

	/** The app or its owner may not do this; somebody must change scopes, role or plan first. */
	get permissionMissing(): boolean {
		return this.missingScopes !== undefined || this.code === '200' || this.httpStatus === 403;
	}
}

export function isZoomError(error: unknown, ...codes: string[]): error is ZoomError {
	return error instanceof ZoomError && (codes.length === 0 || codes.includes(error.code));
}

/** Zoom names, in brackets, the scopes of which any one would do. */
const MISSING_SCOPES = /does not contain scopes:\s*\[([^\]]*)\]/i;

/**
 * Explains an answer that is not a success.
 * @param doing what was wanted, as an infinitive phrase: "list the recordings of the account"
 * @param now milliseconds since 1970, for `Retry-After` dates
 * @param limitedPerUser whether Zoom limits this call for each user
 */
export function explainAnswer(
	doing: string,
	answer: ZoomTransportAnswer,
	now: number,
	limitedPerUser = false,
): ZoomError {
	const { status, headers } = answer;
	const base = { httpStatus: status, trackingId: headers['x-zm-trackingid'] };
	const body = readErrorBody(answer.text);
	const retryAfterSeconds = secondsOf(headers['retry-after'], now);
	if (status === 429) {
		// What is limited per second says so, or when to come back in a moment; all else on such a call is the user's own limit.
		const type = headers['x-ratelimit-type'] ?? '';
		const perSecond = /qps|per-second/i.test(type);
		const soon = perSecond || (retryAfterSeconds ?? Infinity) <= 120;
		const window = perSecond ? 'second' : /daily/i.test(type) ? 'day' : undefined;
		return explainRateLimit(doing, body?.message, { ...base, retryAfterSeconds }, limitedPerUser && !soon, window);
	}
	if (!body) {
		const retryable = status >= 500 || status === 408;
		return new ZoomError(
			`Zoom could not ${doing}: it answered HTTP ${status} with something that is not JSON${status >= 500 ? ', which its gateways do when a service is down' : ''}.`,
			{
				...base,
				code: `HTTP_${status}`,
				retryable,
				retryAfterSeconds,
				remedy: retryable
					? 'Try again later; status.zoom.us shows whether Zoom has an outage.'
					: 'Check the API Base URL of the credential and any proxy in between.',
			},
		);
	}
	const scopes = MISSING_SCOPES.exec(body.message)?.[1];
	if (body.code === '4711' || body.code === '4700' || scopes !== undefined) {
		return explainMissingScopes(doing, body, scopes, base);
	}
	const known = ERROR_CAUSES.find(
		(row) =>
			row.code === body.code &&
			(row.status === undefined || row.status === status) &&
			(row.message === undefined || row.message.test(body.message)),
	);
	const fields = body.fields.length > 0 ? ` (${body.fields.join('; ')})` : '';
	const said = `Zoom says: "${body.message}"${fields}`;
	const serverFault = status >= 500;
	return new ZoomError(`Zoom refused to ${doing}: ${known ? `${known.cause}. ${said}` : `${said}`}`, {
		...base,
		code: body.code,
		vendorMessage: body.message,
		retryAfterSeconds,
		retryable: serverFault || known?.retryable === true,
		remedy:
			known?.remedy ??
			(serverFault
				? 'Try again later; status.zoom.us shows whether Zoom has an outage.'
				: "Look the code up in Zoom's API documentation, or give the tracking id to Zoom's support."),
	});
}

function explainMissingScopes(
	doing: string,
	body: ErrorBody,
	scopes: string | undefined,
	base: { httpStatus: number; trackingId?: string | undefined },
): ZoomError {
	const missingScopes = (scopes ?? '')
		.split(',')
		.map((scope) => scope.trim())
		.filter(Boolean);
	// Server-to-Server OAuth apps are given the ":admin" form, so that is the one to name.
	const named = missingScopes.find((scope) => scope.endsWith(':admin')) ?? missingScopes[0];
	return new ZoomError(
		`Zoom refused to ${doing}: the app lacks the scope ${named ?? `that Zoom names here: "${body.message}"`}.`,
		{
			...base,
			code: body.code,
			vendorMessage: body.message,
			missingScopes,
			retryable: false,
			remedy:
				'Add it under Scopes in the app (Zoom App Marketplace), then deactivate and activate the app so that it takes effect; a token that was issued before may live for up to an hour.',
		},
	);
}

function explainRateLimit(
	doing: string,
	message: string | undefined,
	base: { httpStatus: number; trackingId?: string | undefined; retryAfterSeconds?: number | undefined },
	ofOneUser: boolean,
	/** As the answer's headers say; undefined where they do not, which is when Zoom's words are all there is. */
	window: 'day' | 'second' | undefined,
): ZoomError {
	const text = message ?? '';
	// "… (3) of changes to this user's email address", "… permitted for this particular user": others may go on.
	if (ofOneUser || (/this (particular )?user/i.test(text) && !/concurrent/i.test(text))) {
		return new ZoomError(
			`Zoom refused to ${doing}: too many changes of this user within 24 hours.${text ? ` Zoom says: "${text}"` : ''}`,
			{
				...base,
				code: 'DAILY_LIMIT',
				ofOneUser: true,
				vendorMessage: message,
				retryable: false,
				remedy:
					'Zoom allows, for example, three changes of an e-mail address in 24 hours. Run this user again tomorrow; other users are not affected.',
			},
		);
	}
	// "daily rate limit", "… requests permitted for this particular user. You may resume … at GMT 00:00:00"
	const told = window ?? ((base.retryAfterSeconds ?? 0) > 600 || /daily|GMT 00:00/i.test(text) ? 'day' : 'second');
	const daily = told === 'day';
	if (daily) {
		return new ZoomError(`Zoom refused to ${doing}: the daily limit for calls of this kind is used up.`, {
			...base,
			code: 'DAILY_LIMIT',
			vendorMessage: message,
			retryable: false,
			remedy:
				'Run this again after the limit is reset (00:00 GMT). All apps of the account share the limit: spread large jobs over several days, or ask Zoom for a higher one.',
		});
	}
	return new ZoomError(`Zoom refused to ${doing}: too many calls in a short time.`, {
		...base,
		code: 'RATE_LIMIT',
		vendorMessage: message,
		retryable: true,
		remedy: 'Run fewer workflows against this Zoom account at the same time, or set the plan of the account lower.',
	});
}

/** A page token that Zoom no longer takes, after the listing was started again once: known by what was asked, not by Zoom's words. */
export function diedInTheListing(doing: string, cause: ZoomError): ZoomError {
	return new ZoomError(`Zoom broke off when asked to ${doing}: ${cause.message}`, {
		code: cause.code,
		httpStatus: cause.httpStatus,
		trackingId: cause.trackingId,
		vendorMessage: cause.vendorMessage,
		retryable: true,
		remedy: 'Zoom keeps the place in a listing for 15 minutes. Run the listing again.',
		cause,
	});
}

/** The call did not reach Zoom, or no answer came back. */
export function explainNetworkFailure(doing: string, cause: unknown): ZoomError {
	if (isTooLong(cause)) {
		return new ZoomError(`Zoom was asked to ${doing}, and the answer did not end: ${cause.message}.`, {
			code: ANSWER_TOO_LONG,
			retryable: false,
			remedy: 'Check the API Base URL of the credential and what stands between n8n and Zoom (a proxy, a filter).',
			cause,
		});
	}
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new ZoomError(`Zoom could not be asked to ${doing}: the connection failed (${reason}).`, {
		code: 'NETWORK',
		retryable: true,
		remedy: 'Check the network, the proxy and the API Base URL of the credential, then run this again.',
		cause,
	});
}

function isTooLong(cause: unknown): cause is Error {
	return cause instanceof Error && (cause as { code?: unknown }).code === ANSWER_TOO_LONG;
}

/** Zoom answered a success, but not with what its documentation promises. */
export function unexpectedAnswer(doing: string, problem: string, answer?: ZoomTransportAnswer): ZoomError {
	return new ZoomError(`Zoom answered in a way that cannot be used when asked to ${doing}: ${problem}.`, {
		code: 'UNEXPECTED_ANSWER',
		httpStatus: answer?.status,
		trackingId: answer?.headers['x-zm-trackingid'],
		retryable: false,
		remedy: 'Check the API Base URL of the credential; if it is right, please report this with the tracking id.',
	});
}

interface ErrorBody {
	code: string;
	message: string;
	/** `field: message` of a failed validation. */
	fields: string[];
}

const ERROR_FIELDS = new Set(['code', 'message', 'errors', 'status', 'result']);

/** More of Zoom's words helps nobody, and they are searched for scopes, fields and limits. */
const LONGEST_WORDING = 2000;

/** `{code, message, errors?: [{field, message}]}`; null when the body is not that, or holds data besides. */
export function readErrorBody(text: string): ErrorBody | null {
	let body: unknown;
	try {
		body = parseJson(text);
	} catch {
		return null;
	}
	if (body === null || typeof body !== 'object' || !('code' in body) || !('message' in body)) return null;
	if (Object.keys(body).some((key) => !ERROR_FIELDS.has(key))) return null;
	const errors = 'errors' in body && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
	return {
		code: String(body.code),
		message: String(body.message).slice(0, LONGEST_WORDING),
		fields: errors.flatMap((one) =>
			one !== null && typeof one === 'object' && 'field' in one && 'message' in one
				? [`${String(one.field)}: ${String(one.message)}`]
				: [],
		),
	};
}
