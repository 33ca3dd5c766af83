import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../../lib/n8n/operation';
import { ledgerChanges } from '../../../../lib/policy/ledger/changes';
import type { LedgerEntry } from '../../../../lib/policy/ledger/write';

/** What of the ledger has to be written. Asks nobody. */
export const ledgerChangesOperation: Operation<object> = {
	value: 'ledgerChanges',
	reads: true,
	name: 'Ledger Changes',
	action: 'Say what is new in the ledger',
	description:
		'Compare items of Ledger Window with rows of the ledger, both as input, and give the rows to add and to change',
	fields: [],

	async runAll(calls) {
		const items = calls.map(({ item }) => item.json);
		const entries = uniqueWindows(items).flatMap(({ entries: list }) =>
			Array.isArray(list) ? (list as unknown as LedgerEntry[]) : [],
		);
		const rows = items.filter(({ entries: list, meetingUuid }) => list === undefined && Boolean(meetingUuid));
		// Where n8n's Data Table node goes on after a failure, it gives back what came in, mostly without saying so.
		const windows = items.flatMap(({ entries: list, account }) => (list === undefined ? [] : account));
		const unread =
			windows.length > new Set(windows).size ||
			items.some(({ error, meetingUuid }) => error !== undefined && !meetingUuid);
		const changes = ledgerChanges(entries, unread ? null : rows);
		const having = (kind: 'add' | 'change') => changes.flatMap((one) => (one.do === kind ? one.row : []));
		return calls.map((_, index) => (index === 0 ? { add: having('add'), change: having('change') } : []));
	},
};

function uniqueWindows(items: readonly IDataObject[]): IDataObject[] {
	return [...new Map(items.map((item) => [item.entries === undefined ? item : item.account, item])).values()];
}
