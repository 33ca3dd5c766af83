import type { Operation } from '../../../../lib/n8n/operation';
import { countDays, type DayToCount } from '../../../../lib/policy/ledger/day-counts';
import { readLedgerRow } from '../../../../lib/policy/ledger/rows';

import { readRows } from './rows-field';

/** What the status page counts of whole days, for the table of counted days. Asks nobody. */
export const countDaysOperation: Operation<object> = {
	value: 'countDays',
	reads: true,
	name: 'Count Days',
	action: 'Count the days of a report',
	description: 'Take ledger rows as input and give one row of zoom_kaltura_days for each planned day',
	fields: [
		{
			displayName: 'Days to Count',
			name: 'dayPlan',
			type: 'json',
			default: '[]',
			description: 'What the operation Days to Count gave, as a list',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const days = countDays(
			readRows(first.parameter, 'dayPlan') as unknown as DayToCount[],
			calls.flatMap(({ item }) => readLedgerRow(item.json) ?? []),
			Date.now(),
		);
		return calls.map((_, index) => (index === 0 ? days : []));
	},
};
