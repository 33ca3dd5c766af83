import { isExplained } from '../../policy/failures';
import { outcome, type Outcome } from '../../policy/outcomes';
import { isZoomError } from '../../zoom/errors';
import type { ErrorDetails } from './recording-import';

/**
 * What a vendor's failure means for a recording or file. A fault of this package (no vendor explains it) is not an outcome
 * and is thrown on.
 */
export function failureOf(error: unknown, file?: string): { outcome: Outcome; error?: ErrorDetails } {
	if (!isExplained(error)) throw error;
	const details: ErrorDetails = {
		vendor: error.vendor,
		code: error.code,
		retryable: error.retryable,
		remedy: error.remedy,
		...(error.trackingId ? { trackingId: error.trackingId } : {}),
		...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
	};
	return { outcome: { ...codeOf(error, file), nextStep: error.remedy, retryable: error.retryable }, error: details };
}

function codeOf(
	error: { vendor: string; code: string; retryable: boolean; message: string },
	file = 'the file',
): Outcome {
	const detail = error.message;
	if (error.vendor === 'transfer') {
		if (error.code === 'not-media') {
			return { ...outcome('download-not-media', { file, contentType: '' }), message: detail };
		}
		if (error.code === 'gone') return { ...outcome('gone-at-source', { file }), message: detail };
		return outcome(error.retryable ? 'zoom-unavailable' : 'zoom-refused', { detail });
	}
	if (error.vendor === 'zoom') return outcome(error.retryable ? 'zoom-unavailable' : 'zoom-refused', { detail });
	return outcome(error.retryable ? 'kaltura-unavailable' : 'kaltura-refused', { detail });
}

/** Zoom knows of no such recording (any more): nothing failed, there is nothing to import. */
export function isNoRecording(error: unknown): boolean {
	return isZoomError(error, '3301');
}
