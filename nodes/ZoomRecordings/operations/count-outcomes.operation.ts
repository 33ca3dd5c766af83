import { countBatch } from '../../../lib/policy/import/backfill';
import type { RecordingsOperation } from '../fields';

/** Adds the outcomes of a batch to those of the batches before it. Asks nobody. */
export const countOutcomes: RecordingsOperation = {
	value: 'countOutcomes',
	reads: true,
	name: 'Count Outcomes',
	action: 'Count the outcomes of a batch',
	description: 'Count how the recordings of the incoming ledger rows ended, together with earlier counts',
	fields: [
		{
			displayName: 'Earlier Counts',
			name: 'earlierCounts',
			type: 'json',
			default: '{}',
			description: 'What this operation gave for the batches before',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const counts = countBatch(
			first.parameter.object('earlierCounts'),
			calls.map(({ item }) => item.json),
		);
		return calls.map((_, index) => (index === 0 ? counts : []));
	},
};
