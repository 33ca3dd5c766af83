import { InputError } from '../../lib/policy/failures';
import { isZoomError } from '../../lib/zoom/errors';

import type { RecordingsCall } from './fields';
import { readMeetingUuid } from './fields';

/**
 * How trashing, deleting or recovering ended for one recording or file. Refusals that a workflow must tell apart are
 * outcomes, not errors; limits and outages are errors, which n8n's retry settings handle.
 */
export interface RemovalItem {
	meetingUuid: string;
	/** Missing when the whole recording is meant. */
	fileId?: string;
	action: 'trash' | 'delete' | 'recover';
	outcome: 'trashed' | 'deleted' | 'recovered' | 'already-gone' | 'already-there' | 'refused';
	reason?: RefusalReason;
	message?: string;
	nextStep?: string;
	trackingId?: string;
}

export type RefusalReason =
	'not-finished' | 'in-use' | 'permission-missing' | 'other-account' | 'not-in-trash' | 'storage-full';

const REASON_BY_CODE: Record<string, RefusalReason> = {
	'3303': 'not-finished',
	'3310': 'in-use',
	'1010': 'other-account',
	'3309': 'storage-full',
	'3301': 'not-in-trash',
};

/** Runs the step for the whole recording, or for each named file in turn; one refused file does not stop the others. */
export async function eachPart(
	call: RecordingsCall,
	action: RemovalItem['action'],
	step: (meetingUuid: string, fileId?: string) => Promise<RemovalItem['outcome']>,
): Promise<RemovalItem[]> {
	const meetingUuid = readMeetingUuid(call);
	const whole = call.parameter.oneOf('applyTo', ['files', 'recording'], 'recording') === 'recording';
	const fileIds = whole ? [undefined] : [...new Set(call.parameter.list('fileIds'))];
	if (fileIds.length === 0) {
		throw new InputError('File IDs', 'is empty', 'Name at least one file, or choose Apply To: Whole Recording.');
	}
	const items: RemovalItem[] = [];
	for (const fileId of fileIds) {
		call.signal?.throwIfAborted();
		const part = { meetingUuid, ...(fileId === undefined ? {} : { fileId }), action };
		items.push(await answered(part, step(meetingUuid, fileId)));
	}
	return items;
}

/** Trashes or deletes one file; what somebody else removed already counts as done. @throws {ZoomError} for limits and outages */
export async function removePart(
	{ zoom }: RecordingsCall,
	action: 'delete' | 'trash',
	meetingUuid: string,
	fileId: string,
): Promise<RemovalItem> {
	const removal = zoom.recordings[action](meetingUuid, fileId);
	const done = action === 'trash' ? 'trashed' : 'deleted';
	return await answered(
		{ meetingUuid, fileId, action },
		removal.then((result) => (result === 'done' ? done : 'already-gone')),
	);
}

async function answered(
	part: Pick<RemovalItem, 'meetingUuid' | 'fileId' | 'action'>,
	step: Promise<RemovalItem['outcome']>,
): Promise<RemovalItem> {
	return await step.then(
		(outcome) => ({ ...part, outcome }),
		(error: unknown) => refusal(part, error),
	);
}

function refusal(part: Pick<RemovalItem, 'meetingUuid' | 'fileId' | 'action'>, error: unknown): RemovalItem {
	if (!isZoomError(error)) return rethrow(error);
	const reason = REASON_BY_CODE[error.code] ?? (error.permissionMissing ? 'permission-missing' : undefined);
	if (reason === undefined) return rethrow(error);
	return {
		...part,
		outcome: 'refused',
		reason,
		message: error.message,
		nextStep: error.remedy,
		...(error.trackingId ? { trackingId: error.trackingId } : {}),
	};
}

function rethrow(error: unknown): never {
	throw error;
}
