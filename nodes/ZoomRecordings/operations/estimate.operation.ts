import { InputError } from '../../../lib/policy/failures';
import { inBatch } from '../../../lib/n8n/batch';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { estimateBackfill } from '../../../lib/policy/import/windows';
import type { RecordingsOperation } from '../fields';

/** What importing the incoming recordings would mean: for the dry run of a backfill. Asks nobody. */
export const estimate: RecordingsOperation = {
	value: 'estimate',
	name: 'Estimate',
	action: 'Estimate an import',
	description: 'Count the incoming recordings, their files and bytes, and say how long an import will take',
	fields: [
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
	],

	runAll: inBatch(
		(call) => ({ call, recording: readRecordingItem(call.item) }),
		async (wanted) => {
			const [first] = wanted;
			if (!first) return [];
			const recordingsPerHour = positive(first.call.parameter.number('recordingsPerHour'), 'Recordings per Hour');
			const bytesPerSecond = positive(first.call.parameter.number('megabytesPerSecond'), 'Megabytes per Second') * 1e6;
			const all = estimateBackfill(
				wanted.map(({ recording }) => recording),
				{ recordingsPerHour, bytesPerSecond },
			);
			// One item for all of them; the others give none.
			return wanted.map((_, index) => (index === 0 ? all : []));
		},
	),
};

function positive(value: number, parameter: string): number {
	if (value > 0) return value;
	throw new InputError(parameter, `is ${value}`, 'A number greater than 0.');
}
