import { finishedRow } from '../../../../lib/n8n/ledger-item';
import { isOnlyTried } from '../../../../lib/n8n/recording-item';
import type { Operation } from '../../../../lib/n8n/operation';

/** Takes the rows off the items of the pipeline. Asks nobody. */
export const ledgerRows: Operation<object> = {
	value: 'ledgerRows',
	reads: true,
	name: 'Ledger Rows',
	action: 'Get the ledger rows of recordings',
	description: 'Give the row that Import, Owner Resolver and Zoom Recordings have finished for each recording',
	fields: [],

	async runAll(calls) {
		return calls.map(({ item }) => ({ ...finishedRow(item), ...(isOnlyTried(item) ? { onlyTry: true } : {}) }));
	},
};
