import type { Operation } from '../../../../lib/n8n/operation';
import { daysToCount, readDayCounts } from '../../../../lib/policy/ledger/day-counts';
import { readLedgerRow } from '../../../../lib/policy/ledger/rows';

/** Which days have to be counted for the status page. Asks nobody. */
export const daysToCountOperation: Operation<object> = {
	value: 'daysToCount',
	reads: true,
	name: 'Days to Count',
	action: 'Say which days have to be counted',
	description:
		'Take counted days and ledger rows that changed lately as input and give the days to count, one item each',
	fields: [
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			description: 'Decides where a day begins, such as Europe/Berlin',
		},
		{
			displayName: 'Ledger Keeps Rows For (Days)',
			name: 'keepDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 730,
			description: 'After so many days without change the ledger forgets a row; what was counted of it stays',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const days = daysToCount(
			calls.flatMap(({ item }) => readDayCounts(item.json) ?? []),
			calls.flatMap(({ item }) => readLedgerRow(item.json) ?? []),
			{ now: Date.now(), timezone: parameter.text('timezone'), keepDays: parameter.number('keepDays') },
		);
		return calls.map((_, index) => (index === 0 ? days : []));
	},
};
