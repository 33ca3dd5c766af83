import type { INodeExecutionData } from 'n8n-workflow';

import { endedItem, identityOf } from '../../../../lib/n8n/ledger-item';
import type { Operation } from '../../../../lib/n8n/operation';
import { knownOf } from '../../../../lib/policy/ledger/known';

/** Puts what the tables know about a recording on its item. Asks nobody. */
export const addKnown: Operation<object> = {
	value: 'addKnown',
	reads: true,
	name: 'Add What Is Known',
	action: 'Add what is known to recordings',
	description:
		'Take recordings, rows of the ledger and role changes as input, and give the recordings with what is known of each',
	fields: [
		{
			displayName: 'Pass Over Settled Recordings',
			name: 'passOverSettled',
			type: 'boolean',
			default: true,
			description:
				'Whether recordings of a reconcile or backfill that were imported more than a day ago and are unchanged in Zoom go on as already imported, without asking Kaltura; those of a backfill that looks at everything again are always asked about',
		},
	],

	async runAll(calls) {
		const items = calls.map(({ item }) => item);
		const isRecording = ({ json }: INodeExecutionData) => json.accountId !== undefined || json.ledger !== undefined;
		const rows = items.filter((item) => !isRecording(item)).map(({ json }) => json);
		const passOver = calls[0]?.parameter.boolean('passOverSettled') === true;
		const about = knownOf(rows, { passOver, now: Date.now() });
		return items.map((item) => {
			if (!isRecording(item)) return [];
			const identity = identityOf(item);
			const found = about(identity, item.json);
			if (found === null) return [];
			const { outcome, ...known } = found;
			if (outcome) return { ...endedItem(item.json, outcome, identity.account), ended: true };
			return { ...item.json, ...known };
		});
	},
};
