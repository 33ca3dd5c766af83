import { ANSWER_TOO_LONG } from '../http/answer-text';

import { KalturaError, type KalturaCode } from './errors';

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

/** A request that got no answer, with what is known of its effect. */
export function lostConnection(cause: unknown, request: string): KalturaError {
	const reason = systemCode(cause);
	const code = codeOf(reason);
	const wording = cause instanceof Error ? cause.message.slice(0, 120) : '';
	const why = code === ANSWER_TOO_LONG ? wording : reason || wording;
	return new KalturaError({ code, request, cause, args: why ? { REASON: why } : {} });
}

function codeOf(reason: string): KalturaCode {
	if (reason === ANSWER_TOO_LONG) return ANSWER_TOO_LONG;
	if (NOT_SENT.has(reason)) return 'NOT_CONNECTED';
	if (TOO_LATE.has(reason)) return 'TIMEOUT';
	return isUntrusted(reason) ? 'TLS' : 'NETWORK';
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
