import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall } from '../../lib/n8n/operation';
import type { OpenedZoom } from '../../lib/n8n/zoom';
import type { Pace } from '../../lib/policy/import/windows';
import { InputError, ItemError } from '../../lib/policy/failures';
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

/**
 * The UUID of one instance.
 * @throws {InputError} for a meeting number, which would silently address another instance of a recurring meeting
 */
export function readMeetingUuid({ parameter }: Pick<RecordingsCall, 'parameter'>): string {
	const uuid = parameter.text('meetingUuid');
	if (uuid === '') {
		throw new ItemError(
			'Meeting UUID',
			'is empty',
			'Start with an item of Zoom Trigger or of Get Many, or write the UUID of a meeting instance into the field.',
		);
	}
	if (isMeetingNumber(uuid)) {
		throw new InputError(
			'Meeting UUID',
			`holds the meeting number ${uuid}`,
			'A number means the latest instance only. Use the UUID of the instance, e.g. from Zoom Trigger or Get Many.',
		);
	}
	return uuid;
}

/** How fast an import goes; for estimates. */
export const paceFields: INodeProperties[] = [
	{
		displayName: 'Recordings per Hour',
		name: 'recordingsPerHour',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 3000,
		description: 'How many recordings go through the pipeline in an hour, whatever their size',
	},
	{
		displayName: 'Megabytes per Second',
		name: 'megabytesPerSecond',
		type: 'number',
		typeOptions: { minValue: 0.1 },
		default: 25,
		description: 'How fast Kaltura fetches from Zoom',
	},
];

export function readPace({ parameter }: Pick<RecordingsCall, 'parameter'>): Pace {
	return {
		recordingsPerHour: positive(parameter.number('recordingsPerHour'), 'Recordings per Hour'),
		bytesPerSecond: positive(parameter.number('megabytesPerSecond'), 'Megabytes per Second') * 1e6,
	};
}

/** @throws {InputError} naming the parameter */
export function positive(value: number, parameter: string): number {
	if (value > 0) return value;
	throw new InputError(parameter, `is ${value}`, 'A number greater than 0.');
}
