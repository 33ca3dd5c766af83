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
	| 'cancelled';

/** Faults that may be gone at the next run although nobody changed anything. */
const RETRYABLE: readonly TransferFault[] = [
	'not-media',
	'rate-limited',
	'unavailable',
	'interrupted',
	'timed-out',
	'size-mismatch',
	'changed',
	'cancelled',
];

/** Passing trouble of a connection: what has arrived is good, and the next attempt goes on behind it. */
const PASSING: readonly TransferFault[] = ['rate-limited', 'unavailable', 'interrupted', 'timed-out'];

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

	/** Whether opening the source again, behind what has arrived, makes sense at once. */
	get passing(): boolean {
		return PASSING.includes(this.code);
	}
}

/** One place that turns undici's and Node's network failures into a TransferError. */
export function translateNetworkFault(error: unknown, host: string, signal?: AbortSignal | undefined): TransferError {
	if (error instanceof TransferError) return error;
	const cause = error instanceof Error ? error : new Error(String(error));
	if (cause.cause instanceof TransferError) return cause.cause;
	if (signal?.aborted || cause.name === 'AbortError') return cancelled(cause);
	const code = 'code' in cause ? String(cause.code) : '';
	if (/TIMEOUT|ETIMEDOUT/.test(code)) {
		return new TransferError(
			'timed-out',
			`${host} did not answer or stopped sending for too long (${code}).`,
			'Nothing to do now: the transfer is retried.',
			{ cause },
		);
	}
	return new TransferError(
		'interrupted',
		`The connection to ${host} failed (${code || cause.name}).`,
		'Nothing to do now: the transfer is retried. If it keeps failing, check the network between n8n and the host.',
		{ cause },
	);
}

/** @param received bytes of these last `ms` milliseconds */
export function stalled(received: number, ms: number): TransferError {
	return new TransferError(
		'timed-out',
		`The source sent only ${received} bytes within ${ms / 1000} s.`,
		'Nothing to do now: the transfer is retried.',
	);
}

export function cancelled(cause?: unknown): TransferError {
	return new TransferError(
		'cancelled',
		'The transfer was stopped because the execution was cancelled.',
		'Run it again: it continues where it was.',
		{ cause },
	);
}
