import { outcome, type Outcome } from './outcomes';

/**
 * What every error of this package's rooms says about itself, whoever raised it: it can be shown, branched on and retried.
 * Errors of vendors implement it; `InputError` is ours.
 */
export interface ExplainedError extends Error {
	vendor: 'zoom' | 'kaltura' | 'transfer' | 'metadata-target' | 'input';
	/** The vendor's code as text: Zoom "4711", Kaltura "SERVICE_FORBIDDEN". */
	code: string;
	/** x-zm-trackingid or X-Kaltura-Session, which the vendor's support asks for. */
	trackingId?: string | undefined;
	httpStatus?: number | undefined;
	/** Whether the same request may succeed later without anybody changing anything. */
	retryable: boolean;
	/** Seconds until a retry makes sense, when the vendor said so. */
	retryAfterSeconds?: number | undefined;
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
		private readonly problem: string,
		readonly remedy: string,
	) {
		super(`The parameter "${parameter}" ${problem}.`);
		this.name = 'InputError';
	}

	raise(): never {
		throw this;
	}

	/** The same about the parameter as a person sees it. */
	named(label: string): InputError {
		return new InputError(label, this.problem, this.remedy);
	}
}

/**
 * An item that is not what the node works on: a workflow was wired or changed so that recordings lose what makes them
 * recordings. No outcome of a recording can be told then, so it ends the run even where the node goes on after failures.
 */
export class ItemError extends InputError {
	readonly endsTheRun = true;
}

export function isExplained(error: unknown): error is ExplainedError {
	return error instanceof Error && 'vendor' in error && 'remedy' in error && 'retryable' in error;
}

/** What an item carries of an error beside its message: a workflow branches on `code` and `retryable`. */
export interface ErrorDetails {
	vendor: string;
	code: string;
	trackingId?: string;
	httpStatus?: number;
	retryable: boolean;
	retryAfterSeconds?: number;
	remedy: string;
}

export function errorDetails(error: Error): ErrorDetails {
	if (!isExplained(error)) return { vendor: 'n8n', code: error.name, retryable: false, remedy: '' };
	return {
		vendor: error.vendor,
		code: error.code,
		...(error.trackingId ? { trackingId: error.trackingId } : {}),
		...(error.httpStatus ? { httpStatus: error.httpStatus } : {}),
		retryable: error.retryable,
		...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
		remedy: error.remedy,
	};
}

/** What an error must say to become an outcome: an explained error, or what an item kept of one. */
export type ToldError = Pick<ErrorDetails, 'vendor' | 'code' | 'retryable' | 'remedy'> & {
	message: string;
	retryAfterSeconds?: number | undefined;
};

/**
 * The one outcome of a recording or file whose look-up, download or write failed: may be retried, or somebody must change
 * something first. A daily limit counts as passing: asking again is pointless in this run, but not tomorrow.
 * @param file for failures of one file: its id
 */
export function failedOutcome(error: ToldError, file = 'the file'): Outcome {
	const retryable = error.retryable || error.code === 'DAILY_LIMIT';
	const built = reasonOf({ ...error, retryable }, file);
	const { retryAfterSeconds: wait } = error;
	return {
		...built,
		retryable,
		message: error.message,
		nextStep: error.remedy || built.nextStep,
		...(error.code === 'DAILY_LIMIT' && wait !== undefined ? { retryAfterSeconds: wait } : {}),
	};
}

function reasonOf({ vendor, code, retryable, message: detail }: ToldError, file: string): Outcome {
	switch (vendor) {
		case 'transfer':
			if (code === 'not-media') return outcome('download-not-media', { file, contentType: '' });
			if (code === 'gone') return outcome('gone-at-source', { file });
			if (code === 'size-mismatch' || code === 'changed') return outcome('file-changes-in-zoom', { file });
			return outcome(retryable ? 'zoom-unavailable' : 'zoom-refused', { detail });
		case 'zoom':
			if (code === 'DAILY_LIMIT') return outcome('zoom-daily-limit', { detail });
			return outcome(retryable ? 'zoom-unavailable' : 'zoom-refused', { detail });
		case 'kaltura':
			return outcome(retryable ? 'kaltura-unavailable' : 'kaltura-refused', { detail });
		case 'input':
			return outcome('settings-refused', { detail });
		default:
			return outcome('unexpected', { detail });
	}
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
