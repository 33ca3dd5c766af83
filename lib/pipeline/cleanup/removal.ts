import { isZoomError } from '../../zoom/errors';
import type { Recordings } from '../../zoom/recordings';

/**
 * How trashing, deleting or recovering ended for one recording or file. Refusals that a workflow must tell apart are
 * outcomes, not errors; limits and outages are errors, which n8n's retry settings handle.
 */
export interface RemovalItem {
	meetingUuid: string;
	/** Missing when the whole recording is meant. */
	fileId?: string;
	action: RemovalAction;
	outcome: 'trashed' | 'deleted' | 'recovered' | 'already-gone' | 'already-there' | 'refused';
	reason?: RefusalReason;
	message?: string;
	nextStep?: string;
	trackingId?: string;
}

export type RemovalAction = 'trash' | 'delete' | 'recover';

export type RefusalReason =
	'not-finished' | 'in-use' | 'permission-missing' | 'other-account' | 'not-in-trash' | 'storage-full';

/** What is asked about: one file, or without `fileId` all of the recording. */
export type RemovalPart = Pick<RemovalItem, 'meetingUuid' | 'fileId' | 'action'>;

const REASON_BY_CODE: Record<string, RefusalReason> = {
	'3303': 'not-finished',
	'3310': 'in-use',
	'1010': 'other-account',
	'3309': 'storage-full',
	'3301': 'not-in-trash',
};

const DONE = { trash: 'trashed', delete: 'deleted', recover: 'recovered' } as const;
const NOTHING_TO_DO = { trash: 'already-gone', delete: 'already-gone', recover: 'already-there' } as const;

/**
 * Does it; what somebody else did already counts as done, and what Zoom refuses for a reason of its own is an outcome.
 * @throws {ZoomError} for limits and outages
 */
export async function removePart(recordings: Recordings, part: RemovalPart): Promise<RemovalItem> {
	const { action, meetingUuid, fileId } = part;
	try {
		const result = await recordings[action](meetingUuid, fileId);
		return { ...part, outcome: result === 'done' ? DONE[action] : NOTHING_TO_DO[action] };
	} catch (error) {
		return refusal(part, error);
	}
}

function refusal(part: RemovalPart, error: unknown): RemovalItem {
	if (!isZoomError(error)) throw error;
	const reason = REASON_BY_CODE[error.code] ?? (error.permissionMissing ? 'permission-missing' : undefined);
	if (reason === undefined) throw error;
	return {
		...part,
		outcome: 'refused',
		reason,
		message: error.message,
		nextStep: error.remedy,
		...(error.trackingId ? { trackingId: error.trackingId } : {}),
	};
}
