/**
 * What every error of this package's rooms says about itself, whoever raised it: it can be shown, branched on and retried.
 * Errors of vendors implement it; `InputError` is ours.
 */
export interface ExplainedError extends Error {
	vendor: 'zoom' | 'kaltura' | 'transfer' | 'metadata-target' | 'input';
	/** The vendor's code as text: Zoom "4711", Kaltura "SERVICE_FORBIDDEN". */
	code: string;
	/** x-zm-trackingid or X-Kaltura-Session, which the vendor's support asks for. */
	trackingId?: string;
	httpStatus?: number;
	/** Whether the same request may succeed later without anybody changing anything. */
	retryable: boolean;
	/** Seconds until a retry makes sense, when the vendor said so. */
	retryAfterSeconds?: number;
	/** The next step, as a sentence. */
	remedy: string;
}

/** A parameter that cannot be used as it is. Names the parameter, says what is wrong and what would be valid. */
export class InputError extends Error implements ExplainedError {
	readonly vendor = 'input';
	readonly code = 'INVALID_PARAMETER';
	readonly retryable = false;

	constructor(
		readonly parameter: string,
		problem: string,
		readonly remedy: string,
	) {
		super(`The parameter "${parameter}" ${problem}.`);
		this.name = 'InputError';
	}

	raise(): never {
		throw this;
	}
}

export function isExplained(error: unknown): error is ExplainedError {
	return error instanceof Error && 'vendor' in error && 'remedy' in error && 'retryable' in error;
}

/**
 * A failure of one item in a batch; the other items are unaffected. When the node goes on after failures, the item leaves by
 * `output` with what `json` keeps of it, next to the error.
 */
export class Failure {
	constructor(
		readonly error: unknown,
		readonly output = 0,
		readonly json: object = {},
	) {}
}
