/** Why media bytes could not be moved. Callers branch on it; people read the message. */
export type TransferFault =
	| 'target-not-allowed'
	| 'refused'
	| 'gone'
	| 'not-media'
	| 'rate-limited'
	| 'unavailable'
	| 'interrupted'
	| 'timed-out'
	| 'size-mismatch'
	| 'changed'
	| 'cancelled'
	| 'sink';

const RETRYABLE: readonly TransferFault[] = [
	'refused',
	'not-media',
	'rate-limited',
	'unavailable',
	'interrupted',
	'timed-out',
];

/**
 * A failure on the way of media bytes. Never names a URL's path or query: both can hold a token.
 * Has the shape `ExplainedError` of lib/n8n/errors.ts.
 */
export class TransferError extends Error {
	readonly vendor = 'transfer';
	readonly code: TransferFault;
	readonly retryable: boolean;
	readonly remedy: string;
	readonly httpStatus?: number;
	readonly retryAfterSeconds?: number;

	constructor(
		fault: TransferFault,
		message: string,
		remedy: string,
		more: { httpStatus?: number; retryAfterSeconds?: number; cause?: unknown } = {},
	) {
		super(message, { cause: more.cause });
		this.name = 'TransferError';
		this.code = fault;
		this.remedy = remedy;
		this.retryable = RETRYABLE.includes(fault);
		if (more.httpStatus !== undefined) this.httpStatus = more.httpStatus;
		if (more.retryAfterSeconds !== undefined) this.retryAfterSeconds = more.retryAfterSeconds;
	}
}
