import type { Operation } from '../../../../lib/n8n/operation';
import { ledgerChanges } from '../../../../lib/policy/ledger/changes';
import type { LedgerEntry } from '../../../../lib/policy/ledger/write';

/** What of the ledger has to be written. Asks nobody. */
export const ledgerChangesOperation: Operation<object> = {
	value: 'ledgerChanges',
	name: 'Ledger Changes',
	action: 'Say what is new in the ledger',
	description:
		'Compare items of Ledger Window with rows of the ledger, both as input, and give the rows to add and to change',
	fields: [],

	async runAll(calls) {
		const items = calls.map(({ item }) => item.json);
		const entries = items.flatMap(({ entries: list }) =>
			Array.isArray(list) ? (list as unknown as LedgerEntry[]) : [],
		);
		const rows = items.filter(({ entries: list, meetingUuid }) => list === undefined && Boolean(meetingUuid));
		// A table that could not be read says so in the place of its rows.
		const unread = items.some(({ error, meetingUuid }) => error !== undefined && !meetingUuid);
		const changes = ledgerChanges(entries, unread ? null : rows);
		const having = (kind: 'add' | 'change') => changes.flatMap((one) => (one.do === kind ? one.row : []));
		return calls.map((_, index) => (index === 0 ? { add: having('add'), change: having('change') } : []));
	},
};
