import { proofVerdict, type DatedProof, type PlannedCleanup, type ProofOrProblem } from '../../policy/cleanup/cleanup';
import { cleanupVerdict, type CleanupVerdict } from '../../policy/cleanup/reasons';
import { changeSince } from '../../policy/cleanup/recording-changes';
import { isIntended, removedByCleanup, type Removals, type RemovalState } from '../../policy/cleanup/removal';
import { recordingKey } from '../../policy/cleanup/table-rows';
import { cleanupReportRow, type CleanupOutcome, type CleanupReportRow } from '../../policy/cleanup/report-row';
import { errorDetails } from '../../policy/failures';
import type { Recording } from '../../policy/recording';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';

import { removePart, type RemovalItem } from './removal';

/** Between the last look into Kaltura and the trash. */
const LONGEST_PROOF_MS = 15 * 60_000;

/** One recording that a plan wants gone. */
export interface CleanUpRequest {
	action: 'delete' | 'trash';
	/** As it was when it was planned. */
	before: Recording;
	planned: CleanupVerdict & Pick<PlannedCleanup, 'ageDays' | 'fileIds'>;
	evidence: ProofOrProblem;
	/** The rows as they were written; without any nothing is removed. */
	intentions: Removals;
	/** What stood there before them, of earlier runs. */
	unresolved: Removals;
}

/** How cleaning up one recording ended, on its item as `cleanup`. */
export interface CleanedUp extends CleanupVerdict {
	outcome: CleanupOutcome;
	fileIds: string[];
	/** Files that are gone from Zoom's recordings now. */
	removedFileIds: string[];
	bytes: number;
	ageDays: number | null;
	refused?: Pick<RemovalItem, 'fileId' | 'message' | 'nextStep' | 'reason' | 'trackingId'>;
	/** For the data table zoom_kaltura_removals. `intended` means that nobody knows how far it came. */
	removal: { state: RemovalState; fileIds: string };
	/** For the data table zoom_kaltura_cleanup. */
	row: CleanupReportRow;
}

type CleanUpDoubt = { proof: DatedProof } | { verdict: CleanupVerdict };

/** How far the removal came. */
interface Progress {
	removed: string[];
	/** Whether Zoom was asked to remove anything: from then on an error means that nobody knows. */
	asked: boolean;
	/** Whether any file was still there. */
	acted: boolean;
	refused?: RemovalItem;
}

/**
 * Removes exactly the files that were planned, are proven and were announced, after reading the recording again.
 * @returns what became of it, and the error that broke it off, if one did
 */
export async function cleanUpRecording(
	zoom: ZoomClient,
	request: CleanUpRequest,
	signal: AbortSignal | undefined,
): Promise<{ cleanup: CleanedUp; error?: unknown }> {
	const { before, planned } = request;
	const progress: Progress = { removed: [], asked: false, acted: false };
	try {
		const doubt = doubtOf(request);
		if ('verdict' in doubt) return { cleanup: ended(request, progress, 'kept', doubt.verdict) };
		const now = await readAgain(zoom, before.meetingUuid);
		const change = now && changeSince(before, now);
		if (change) {
			return { cleanup: ended(request, progress, 'kept', cleanupVerdict('changed-since', { change })) };
		}
		if (now) await removeAll(zoom, request, inProofOrder(doubt.proof, planned.fileIds), progress, signal);
		return { cleanup: finished(request, progress) };
	} catch (error) {
		const said = error instanceof Error ? error : new Error(String(error));
		const instead = { reason: errorDetails(said).code || 'unknown', message: said.message };
		return { cleanup: ended(request, progress, 'failed', planned, instead), error };
	}
}

/** Why nothing may be removed although it was planned; else the proof that allows it, as far as Zoom need not be asked. */
function doubtOf({ before, planned, evidence, intentions }: CleanUpRequest): CleanUpDoubt {
	const { fileIds } = planned;
	const problem = evidence.proof ? undefined : evidence.problem;
	const verdict = proofVerdict(evidence.proof, problem, Date.now(), LONGEST_PROOF_MS);
	if (verdict || !evidence.proof)
		return { verdict: verdict ?? cleanupVerdict('not-verified', { detail: problem ?? '' }) };
	const { proof } = evidence;
	const unproven = fileIds.find((id) => !proof.provenFileIds.includes(id));
	if (unproven !== undefined || fileIds.length === 0) {
		const detail = `The file ${unproven ?? 'list'} is not part of the proof.`;
		return { verdict: cleanupVerdict('not-proven', { detail }) };
	}
	if (isAnnounced(intentions, before, fileIds)) return { proof };
	return { verdict: cleanupVerdict('intention-missing', {}) };
}

/** Counted from when the claim was kept, so no other run is at work as long as this holds. */
function isAnnounced(intentions: Removals, before: Recording, fileIds: readonly string[]): boolean {
	const wanted = { account: before.accountId, meetingUuid: before.meetingUuid, fileIds };
	return isIntended(intentions, wanted, Date.now(), LONGEST_PROOF_MS);
}

/** null: the recording is gone already. */
async function readAgain({ recordings }: ZoomClient, meetingUuid: string): Promise<Recording | null> {
	return await recordings.get(meetingUuid).catch((error: unknown) => {
		if (isZoomError(error, '3301')) return null;
		throw error;
	});
}

/**
 * File by file, never the meeting as a whole: a transcript that arrives in this very moment is not among them and stays.
 * Stops at the first refusal, so that what is left still has its main file.
 */
async function removeAll(
	zoom: ZoomClient,
	{ action, before: { meetingUuid } }: CleanUpRequest,
	fileIds: readonly string[],
	progress: Progress,
	signal: AbortSignal | undefined,
): Promise<void> {
	for (const fileId of fileIds) {
		signal?.throwIfAborted();
		progress.asked = true;
		const part = await removePart(zoom.recordings, { meetingUuid, fileId, action });
		if (part.outcome === 'refused') {
			progress.refused = part;
			return;
		}
		progress.removed.push(fileId);
		progress.acted ||= part.outcome !== 'already-gone';
	}
}

/** A stop half-way must leave the main file, so the order is that of the proof, whatever the item says. */
function inProofOrder({ provenFileIds }: DatedProof, fileIds: readonly string[]): string[] {
	return provenFileIds.filter((id) => fileIds.includes(id));
}

function finished(request: CleanUpRequest, progress: Progress): CleanedUp {
	const { action, planned } = request;
	const { acted, refused } = progress;
	if (refused) {
		const { reason = 'unknown', message = '' } = refused;
		return { ...ended(request, progress, 'refused', planned, { reason, message }), refused };
	}
	return ended(request, progress, acted ? (action === 'trash' ? 'trashed' : 'deleted') : 'already-gone', planned);
}

function ended(
	{ before, planned, evidence, intentions, unresolved }: CleanUpRequest,
	{ asked, removed }: Progress,
	outcome: CleanupOutcome,
	{ decision, reason, message }: CleanupVerdict,
	instead?: { reason: string; message: string },
): CleanedUp {
	const verdict = { decision, reason, message };
	const { ageDays, fileIds } = planned;
	const bytes = sizeOf(before, removed);
	// Whoever was held up for longer than the claim lasts does not know what a run after it does.
	const doubtful = isUnresolved(unresolved, before) || !isAnnounced(intentions, before, fileIds);
	const end = { outcome, fileIds: removed, bytes, ageDays, ...(instead ? { instead } : {}) };
	const about = { proofVerdict: evidence.proof?.verdict, dryRun: false, now: Date.now() };
	return {
		...verdict,
		outcome,
		fileIds,
		removedFileIds: removed,
		bytes,
		ageDays,
		removal: removalOf(outcome, { asked, removed }, fileIds, { doubtful, earlier: removedBefore(unresolved, before) }),
		row: cleanupReportRow(before, verdict, end, about),
	};
}

/**
 * What is gone already went in a run of ours that was stopped, or by somebody's hand: nobody can tell which. And that this run
 * removed nothing says nothing about an earlier one that was cut off, of which Zoom may still tell, nor about a later one.
 */
function removalOf(
	outcome: CleanupOutcome,
	{ asked, removed }: Pick<Progress, 'asked' | 'removed'>,
	fileIds: readonly string[],
	{ doubtful, earlier }: { doubtful: boolean; earlier: readonly string[] },
): CleanedUp['removal'] {
	const unknown = outcome === 'already-gone' || (outcome === 'failed' && asked);
	if (unknown || (doubtful && removed.length === 0)) return { state: 'intended', fileIds: fileIds.join(' ') };
	const gone = [...new Set([...earlier, ...removed])];
	return { state: gone.length > 0 ? 'removed' : 'not-removed', fileIds: gone.join(' ') };
}

/** Files that an earlier run removed, which this one's intention has written over. */
function removedBefore(rows: Removals, { accountId, meetingUuid }: Recording): string[] {
	if ('unreadable' in rows) return [];
	const ours = rows.get(recordingKey(accountId, meetingUuid)) ?? [];
	return ours.flatMap(({ state, fileIds }) => (state === 'removed' ? fileIds : []));
}

function isUnresolved(rows: Removals, { accountId, meetingUuid }: Recording): boolean {
	return removedByCleanup(rows, accountId, meetingUuid) === 'unknown';
}

function sizeOf({ segments }: Recording, ids: readonly string[]): number {
	const files = segments.flatMap((segment) => segment.files);
	return files.reduce((sum, file) => sum + (ids.includes(file.id) ? file.sizeBytes : 0), 0);
}
