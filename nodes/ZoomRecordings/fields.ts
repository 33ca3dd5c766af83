import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall } from '../../lib/n8n/operation';
import type { OpenedZoom } from '../../lib/n8n/zoom';
import { InputError } from '../../lib/n8n/errors';
import { isMeetingNumber } from '../../lib/zoom/meeting-uuid';

export type RecordingsOperation = Operation<OpenedZoom>;
export type RecordingsCall = OperationCall<OpenedZoom>;

export const meetingUuidField: INodeProperties = {
	displayName: 'Meeting UUID',
	name: 'meetingUuid',
	type: 'string',
	required: true,
	default: '={{ $json.meetingUuid }}',
	description: 'UUID of the meeting instance; the meeting number would mean the latest instance only, so it is refused',
};

export const fileFields: INodeProperties[] = [
	{
		displayName: 'Apply To',
		name: 'applyTo',
		type: 'options',
		options: [
			{ name: 'Single Files', value: 'files', description: 'Only the files named below, one call each' },
			{ name: 'Whole Recording', value: 'recording', description: 'All files of the meeting instance' },
		],
		default: 'recording',
	},
	{
		displayName: 'File IDs',
		name: 'fileIds',
		type: 'string',
		default: '={{ $json.fileId }}',
		required: true,
		displayOptions: { show: { applyTo: ['files'] } },
		description: 'IDs of recording files, separated by commas, or a list from an expression',
	},
];

export const ratePlanField: INodeProperties = {
	displayName: 'Zoom Plan',
	name: 'ratePlan',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Automatic', value: '', description: 'As Business, and slower when Zoom says that it is too fast' },
		{ name: 'Business or Higher', value: 'business', description: '80 light, 60 medium or 40 heavy calls per second' },
		{ name: 'Free', value: 'free', description: '4 light, 2 medium or 1 heavy calls per second' },
		{ name: 'No Pacing', value: 'unlimited', description: 'Send at once and wait only when Zoom refuses' },
		{ name: 'Pro', value: 'pro', description: '30 light, 20 medium or 10 heavy calls per second' },
	],
	default: '',
	description:
		'How fast this account may be asked. It counts for all nodes with the same Zoom account in this process.',
};

/**
 * The UUID of one instance.
 * @throws {InputError} for a meeting number, which would silently address another instance of a recurring meeting
 */
export function readMeetingUuid({ parameter }: Pick<RecordingsCall, 'parameter'>): string {
	const uuid = parameter.string('meetingUuid');
	if (isMeetingNumber(uuid)) {
		throw new InputError(
			'Meeting UUID',
			`holds the meeting number ${uuid}`,
			'A number means the latest instance only. Use the UUID of the instance, e.g. from Zoom Trigger or Get Many.',
		);
	}
	return uuid;
}
