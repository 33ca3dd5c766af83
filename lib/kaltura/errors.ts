import type { Effect, ErrorSentence, KalturaCode, KalturaErrorArgs } from './error-sentences';
import { sentenceFor } from './error-sentences';

export type { Effect, KalturaCode, KalturaErrorArgs } from './error-sentences';

/** A code as Kaltura answered it: any at all, of any version. */
export type AnsweredCode = string & { readonly answered: unique symbol };

export interface KalturaErrorDetails {
	code: KalturaCode | AnsweredCode;
	/** "service.action" of the (sub-)request. */
	request: string;
	args?: KalturaErrorArgs;
	/** Kaltura's own wording, kept for the sentence when the code is unknown. */
	vendorMessage?: string;
	/** The X-Kaltura-Session header: Kaltura's support asks for it. */
	trackingId?: string;
	httpStatus?: number;
	retryAfterSeconds?: number;
	cause?: unknown;
}

/**
 * What went wrong between us and Kaltura, as a sentence with the next step. Kaltura answers HTTP 200 for every error of
 * the API, so these come out of bodies, not of status codes.
 * Has the shape of `ExplainedError` (lib/n8n/errors.ts) without importing it.
 * @see docs/vendors/kaltura.md#errors
 */
export class KalturaError extends Error {
	readonly vendor = 'kaltura';
	readonly code: string;
	readonly request: string;
	readonly args: KalturaErrorArgs;
	readonly trackingId?: string;
	readonly httpStatus?: number;
	readonly retryAfterSeconds?: number;
	readonly retryable: boolean;
	readonly effect: Effect;
	readonly remedy: string;

	constructor(details: KalturaErrorDetails) {
		const args = withoutSecrets(details.args ?? {});
		const known: ErrorSentence = sentenceFor(details.code, args, {
			vendorMessage: withoutSecretText(details.vendorMessage ?? '', details.args),
			httpStatus: details.httpStatus,
		});
		super(
			`Kaltura ${details.request}: ${known.says}.`,
			details.cause === undefined ? undefined : { cause: details.cause },
		);
		this.name = 'KalturaError';
		this.code = details.code;
		this.request = details.request;
		this.args = args;
		this.remedy = known.remedy;
		this.retryable = known.effect !== 'refused';
		this.effect = known.effect;
		if (details.trackingId !== undefined) this.trackingId = details.trackingId;
		if (details.httpStatus !== undefined) this.httpStatus = details.httpStatus;
		if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
	}
}

/**
 * True for a session that ended by itself and may be renewed. INVALID_KS is also what Kaltura answers for a wrong
 * secret (KSID = the session string) and for a forbidden owner change (KSID ''), where renewing would loop.
 * @see docs/vendors/kaltura.md#a-session-that-ended
 */
export function isEndedSession(error: unknown): error is KalturaError {
	return isKalturaCode(error, 'INVALID_KS') && ['EXPIRED', 'LOGOUT'].includes(error.args.KSID ?? '');
}

export function isKalturaCode(error: unknown, ...codes: KalturaCode[]): error is KalturaError {
	return error instanceof KalturaError && codes.some((code) => code === error.code);
}

/** True when the account has not the plugin, or the role of the session may not use it: nothing that time mends. */
export function isFeatureMissing(error: unknown): error is KalturaError {
	return isKalturaCode(
		error,
		'SERVICE_DOES_NOT_EXISTS',
		'ACTION_DOES_NOT_EXISTS',
		'SERVICE_FORBIDDEN',
		'FEATURE_FORBIDDEN',
	);
}

/**
 * For the end of a promise: a refusal that means "it is so already" becomes a value, everything else stays an error.
 * @example api.call('media', 'delete', { entryId }).then(() => true, whenRefused(false, 'ENTRY_ID_NOT_FOUND'))
 */
export function whenRefused<T>(value: T, ...codes: KalturaCode[]): (error: unknown) => T {
	return (error) => {
		if (isKalturaCode(error, ...codes)) return value;
		throw error;
	};
}

/** For the end of a promise: a Kaltura error becomes a value to look at; anything else stays an error. */
export function errorAsValue(error: unknown): KalturaError {
	if (error instanceof KalturaError) return error;
	throw error;
}

/** The error object of a Kaltura answer, or null when the value is a result. */
export function errorObjectOf(answer: unknown): { code: AnsweredCode; message: string; args: KalturaErrorArgs } | null {
	if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return null;
	const object = answer as Record<string, unknown>;
	if (object.objectType === 'KalturaAPIException') {
		const code = String(object.code ?? 'UNKNOWN') as AnsweredCode;
		return { code, message: String(object.message ?? ''), args: argsOf(object.args) };
	}
	// Kaltura OTT, an older gateway and the XML-to-JSON form wrap it: {"result":{"error":{…}}} or {"error":{…}}.
	const inner = (object.result as Record<string, unknown> | undefined)?.error ?? object.error;
	if (inner !== null && typeof inner === 'object') {
		return errorObjectOf({ ...inner, objectType: 'KalturaAPIException' });
	}
	return null;
}

function argsOf(args: unknown): KalturaErrorArgs {
	if (args === null || typeof args !== 'object' || Array.isArray(args)) return {};
	return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
}

const SESSION_REASONS = new Set([
	'',
	'EXPIRED',
	'LOGOUT',
	'EXCEEDED_ACTIONS_LIMIT',
	'EXCEEDED_RESTRICTED_IP',
	'EXCEEDED_RESTRICTED_URI',
	'INVALID_PARTNER',
	'INVALID_USER',
	'INVALID_TYPE',
]);

// A refused session comes back inside the error, word by word, and import errors quote the signed URL.
function withoutSecrets(args: KalturaErrorArgs): KalturaErrorArgs {
	return Object.fromEntries(
		Object.entries(args).map(([name, value]) => {
			if (name === 'KSID' && !SESSION_REASONS.has(value)) return [name, '(session)'];
			return [name, withoutQueries(value)];
		}),
	);
}

function withoutSecretText(message: string, args: KalturaErrorArgs = {}): string {
	const session = args.KSID && !SESSION_REASONS.has(args.KSID) ? args.KSID : null;
	const words = message.slice(0, 2 * LONGEST_WORDING);
	const text = session ? words.split(session).join('(session)') : words;
	return withoutQueries(text).replace(/\bdjJ8[\w-]{20,}=*/g, '(session)');
}

/** More of a vendor's words helps nobody; and going through megabytes of them for addresses takes for ever. */
const LONGEST_WORDING = 2000;

function withoutQueries(text: string): string {
	return text.slice(0, LONGEST_WORDING).replace(/(https?:\/\/[^\s"'?#]+)[?#][^\s"']*/gi, '$1?…');
}
