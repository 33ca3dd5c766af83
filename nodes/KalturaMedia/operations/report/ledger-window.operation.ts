import { rowItem } from '../../../../lib/n8n/ledger-item';
import { isOnlyTried } from '../../../../lib/n8n/recording-item';
import type { Operation } from '../../../../lib/n8n/operation';
import { ledgerWindows } from '../../../../lib/policy/ledger/changes';

/** Between which dates the ledger's rows of the incoming recordings lie. Asks nobody. */
export const ledgerWindow: Operation<object> = {
	value: 'ledgerWindow',
	reads: true,
	name: 'Ledger Window',
	action: 'Say where the ledger has its rows',
	description:
		'Give account, first and last date of the incoming recordings, so that one question finds all their rows',
	fields: [],

	async runAll(calls) {
		// What somebody only tried never happened.
		const happened = calls.filter(({ item }) => !isOnlyTried(item));
		const windows = ledgerWindows(happened.map(({ item }) => rowItem(item)));
		// One item per account, whatever the number of recordings.
		return calls.map((_, index) => windows[index] ?? []);
	},
};
