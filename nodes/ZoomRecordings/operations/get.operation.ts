import type { Recording } from '../../../lib/policy/recording';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { meetingUuidField, readMeetingUuid } from '../fields';

export const get: RecordingsOperation = {
	value: 'get',
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
		const recording =
			freshRecording(call, meetingUuid, Number(options.freshMinutes ?? 0)) ?? (await read(call, meetingUuid));
		if (options.includeTrackingFields !== true) return recording;
		const meeting = await call.zoom.meetings.get(recording.meetingId, recording.kind);
		return { ...recording, trackingFields: meeting?.trackingFields ?? {} };
	},
};

/** What brought the recording here (renamed, trashed, …) stays on the item, for those who react to it. */
async function read({ zoom, item }: RecordingsCall, meetingUuid: string): Promise<Recording> {
	const recording = await zoom.recordings.get(meetingUuid);
	const { event, meetingUuid: incoming } = item.json;
	return {
		...recording,
		readAt: new Date().toISOString(),
		...(event !== undefined && incoming === meetingUuid ? { event } : {}),
	};
}

/** The incoming item, when it is this recording and a listing read it within the time. */
function freshRecording({ item }: RecordingsCall, meetingUuid: string, minutes: number): Recording | null {
	const incoming = item.json as unknown as Partial<Recording>;
	const age = Date.now() - Date.parse(incoming.readAt ?? '');
	const fresh = incoming.meetingUuid === meetingUuid && Array.isArray(incoming.segments) && age <= minutes * 60_000;
	return fresh && minutes > 0 ? (incoming as Recording) : null;
}
