import { inBatch } from '../../../lib/n8n/batch';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { estimateBackfill } from '../../../lib/policy/import/windows';
import { paceFields, readPace } from '../fields';
import type { RecordingsOperation } from '../fields';

/** What importing the incoming recordings would mean: for the dry run of a backfill. Asks nobody. */
export const estimate: RecordingsOperation = {
	value: 'estimate',
	reads: true,
	name: 'Estimate',
	action: 'Estimate an import',
	description: 'Count the incoming recordings, their files and bytes, and say how long an import will take',
	fields: paceFields,

	runAll: inBatch(
		(call) => ({ call, recording: readRecordingItem(call.item) }),
		async (wanted) => {
			const [first] = wanted;
			if (!first) return [];
			const all = estimateBackfill(
				wanted.map(({ recording }) => recording),
				readPace(first.call),
			);
			// One item for all of them; the others give none.
			return wanted.map((_, index) => (index === 0 ? all : []));
		},
	),
};
