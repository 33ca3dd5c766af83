import type { IDataObject } from 'n8n-workflow';

import { endedItem } from '../../../lib/n8n/ledger-item';
import { isOnlyTried, recordingOf } from '../../../lib/n8n/recording-item';
import { unreadOutcome } from '../../../lib/pipeline/import/failure-outcomes';
import { Failure } from '../../../lib/policy/failures';
import { withFilesInWork } from '../../../lib/policy/import/files-in-work';
import type { Recording } from '../../../lib/policy/recording';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { meetingUuidField, readMeetingUuid } from '../fields';

export const get: RecordingsOperation = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get a recording',
	description: 'Read one meeting instance and its files, as Zoom has them now',
	fields: [
		meetingUuidField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Include Tracking Fields',
					name: 'includeTrackingFields',
					type: 'boolean',
					default: false,
					description: 'Whether to read the tracking fields of the meeting too, which costs a second call',
				},
				{
					displayName: 'Skip Re-Reading When Fresh (Minutes)',
					name: 'freshMinutes',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 0,
					description:
						'Pass the incoming recording on without a call when a listing read it so lately; 0 always reads again. Items of Zoom Trigger are always read again.',
				},
			],
		},
	],

	async run(call) {
		const meetingUuid = readMeetingUuid(call);
		const options = call.parameter.object('options');
		const handling = handlingOf(call, meetingUuid);
		try {
			const fresh = freshRecording(call, meetingUuid, Number(options.freshMinutes ?? 0));
			const recording = fresh ?? { ...(await read(call, meetingUuid)), ...handling };
			if (options.includeTrackingFields !== true) return recording;
			const meeting = await call.zoom.meetings.get(recording.meetingId, recording.kind);
			return { ...recording, trackingFields: meeting?.trackingFields ?? {} };
		} catch (error) {
			const ended = unreadOutcome(error, meetingUuid);
			if (!ended) return new Failure(error);
			// Where the node goes on after failures, the item says how its recording ended, as after Import.
			const { accountId } = call.zoomCredential;
			return new Failure(error, 0, endedItem({ ...call.item.json, ...handling, meetingUuid }, ended, accountId));
		}
	},
};

/** The recording as Zoom has it now, with files in work that the incoming item knows of. */
async function read({ zoom, zoomCredential, item }: RecordingsCall, meetingUuid: string): Promise<Recording> {
	const recording = await zoom.recordings.get(meetingUuid, recordingOf(item));
	const told = (item.json as unknown as Partial<Recording>).host;
	// An event names the host's address, which is all that is left of a host who has left Zoom.
	const email = recording.host.email ?? (told?.id === recording.host.id ? told.email : null);
	return {
		...withFilesInWork(recording, recordingOf(item)),
		host: { ...recording.host, email },
		accountId: recording.accountId || zoomCredential.accountId,
		readAt: new Date().toISOString(),
	};
}

/** What brought the recording here (an event that renamed it, a listing, a retry) stays on the item. */
function handlingOf({ item }: RecordingsCall, meetingUuid: string): IDataObject {
	const { event, source, attempts, meetingUuid: incoming } = item.json;
	const tried = isOnlyTried(item) ? { onlyTry: true } : {};
	if (incoming !== meetingUuid) return tried;
	return {
		...tried,
		...(event === undefined ? {} : { event }),
		...(source === undefined ? {} : { source }),
		...(attempts === undefined ? {} : { attempts }),
	};
}

/** The incoming item, when it is this recording and a listing read it within the time. */
function freshRecording({ item }: RecordingsCall, meetingUuid: string, minutes: number): Recording | null {
	const incoming = item.json as unknown as Partial<Recording>;
	const age = Date.now() - Date.parse(incoming.readAt ?? '');
	const fresh = incoming.meetingUuid === meetingUuid && Array.isArray(incoming.segments) && age <= minutes * 60_000;
	return fresh && minutes > 0 ? (incoming as Recording) : null;
}
