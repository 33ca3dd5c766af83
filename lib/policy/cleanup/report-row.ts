import type { Recording } from '../recording';
import type { CleanupVerdict } from './reasons';

/** How cleaning up one recording ended. `would-trash`: it may go, and nothing was done about it (yet). */
export type CleanupOutcome = 'already-gone' | 'deleted' | 'failed' | 'kept' | 'refused' | 'trashed' | 'would-trash';

/** A row of the data table zoom_kaltura_cleanup: what was found and done, for people. Nothing decides by it. */
export interface CleanupReportRow {
	account: string;
	meetingUuid: string;
	meetingId: string;
	topic: string;
	hostId: string;
	/** ISO 8601; null when Zoom says none. */
	startedAt: string | null;
	outcome: CleanupOutcome;
	reason: string;
	message: string;
	verdict: string;
	/** Files that are gone, or would go. */
	files: number;
	bytes: number;
	ageDays: number | null;
	dryRun: boolean;
	/** ISO 8601. */
	checkedAt: string;
}

/** What is known about one recording when its row is written. */
export interface CleanupEnd {
	outcome: CleanupOutcome;
	/** Why, where Zoom refused or could not be asked; else the verdict says it. */
	instead?: { reason: string; message: string };
	fileIds: readonly string[];
	bytes: number;
	ageDays: number | null;
}

/** @param now epoch milliseconds */
export function cleanupReportRow(
	recording: Pick<Recording, 'accountId' | 'host' | 'meetingId' | 'meetingUuid' | 'startedAt' | 'topic'>,
	verdict: CleanupVerdict,
	end: CleanupEnd,
	about: { proofVerdict: string | undefined; dryRun: boolean; now: number },
): CleanupReportRow {
	const { reason, message } = end.instead ?? verdict;
	return {
		account: recording.accountId,
		meetingUuid: recording.meetingUuid,
		meetingId: recording.meetingId,
		topic: recording.topic,
		hostId: recording.host.id,
		startedAt: recording.startedAt || null,
		outcome: end.outcome,
		reason,
		message,
		verdict: about.proofVerdict ?? 'not-verified',
		files: end.fileIds.length,
		bytes: end.bytes,
		ageDays: end.ageDays,
		dryRun: about.dryRun,
		checkedAt: new Date(about.now).toISOString(),
	};
}
