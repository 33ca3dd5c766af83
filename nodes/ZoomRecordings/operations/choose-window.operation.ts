import { nextWindow } from '../../../lib/policy/import/backfill';
import { positive } from '../fields';
import type { RecordingsOperation } from '../fields';

/** Which window of a backfill to work on next. Asks nobody. */
export const chooseWindow: RecordingsOperation = {
	value: 'chooseWindow',
	reads: true,
	name: 'Choose Window',
	action: 'Choose the next window of a backfill',
	description: 'Of the rows of the backfill table that come in, give the window to work on next, or nothing',
	fields: [
		{
			displayName: 'Windows at Once',
			name: 'windowsAtOnce',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5,
			description: 'While so many windows are worked on, no further one is given',
		},
		{
			displayName: 'Take Over After (Minutes)',
			name: 'takeOverAfterMinutes',
			type: 'number',
			typeOptions: { minValue: 0.1 },
			default: 10,
			description: 'Minutes without a sign of life after which a window counts as left by its execution',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const settings = {
			windowsAtOnce: positive(parameter.number('windowsAtOnce'), 'Windows at Once'),
			takeOverMs: positive(parameter.number('takeOverAfterMinutes'), 'Take Over After (Minutes)') * 60_000,
		};
		const rows = calls.map(({ item }) => item.json);
		const next = nextWindow(rows, settings, Date.now());
		return calls.map((_, index) => (index === 0 && next ? next : []));
	},
};
