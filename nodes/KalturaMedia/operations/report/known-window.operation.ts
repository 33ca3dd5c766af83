import { identityOf } from '../../../../lib/n8n/ledger-item';
import type { Operation } from '../../../../lib/n8n/operation';
import { knownWindows } from '../../../../lib/policy/ledger/known';

/** Between which dates the ledger has the rows of the incoming recordings. Asks nobody. */
export const knownWindow: Operation<object> = {
	value: 'knownWindow',
	reads: true,
	name: 'Known Window',
	action: 'Say where known recordings are in the ledger',
	description:
		'Give account, first and last date of the incoming recordings, so that one question finds all their rows',
	fields: [],

	async runAll(calls) {
		const windows = knownWindows(
			calls.map(({ item }) => ({ account: identityOf(item).account, startedAt: item.json.startedAt })),
		);
		return calls.map((_, index) => windows[index] ?? []);
	},
};
