import { backfillProgress } from '../../../lib/policy/import/backfill';
import { paceFields, readPace } from '../fields';
import type { RecordingsOperation } from '../fields';

/** How far a backfill is, in words. Asks nobody. */
export const sumUpWindows: RecordingsOperation = {
	value: 'sumUpWindows',
	reads: true,
	name: 'Sum Up Windows',
	action: 'Sum up the windows of a backfill',
	description: 'Say in a title and a sentence how far the windows are that come in as rows of the backfill table',
	fields: paceFields,

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const rows = calls.map(({ item }) => item.json);
		const progress = backfillProgress(rows, readPace(first));
		return calls.map((_, index) => (index === 0 ? progress : []));
	},
};
