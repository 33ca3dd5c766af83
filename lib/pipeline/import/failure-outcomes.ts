import { type ErrorDetails, errorDetails, failedOutcome, isExplained } from '../../policy/failures';
import { outcome, type Outcome } from '../../policy/outcomes';
import { isZoomError } from '../../zoom/errors';

/**
 * What a vendor's failure means for a recording or file. A fault of this package (no vendor explains it) is not an outcome
 * and is thrown on.
 */
export function failureOf(error: unknown, file?: string): { outcome: Outcome; error: ErrorDetails } {
	if (!isExplained(error)) throw error;
	return { outcome: failedOutcome(error, file), error: errorDetails(error) };
}

/** Zoom knows of no such recording (any more): nothing failed, there is nothing to import. */
export function isNoRecording(error: unknown): boolean {
	return isZoomError(error, '3301');
}

/** How a recording ends that Zoom could not be asked about; null for a failure that Zoom has no part in. */
export function unreadOutcome(error: unknown, meetingUuid: string): Outcome | null {
	if (isNoRecording(error)) return outcome('not-in-zoom-yet', { meetingUuid });
	return isZoomError(error) ? failedOutcome({ ...errorDetails(error), message: error.message }) : null;
}
