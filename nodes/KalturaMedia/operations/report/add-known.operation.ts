import type { INodeExecutionData } from 'n8n-workflow';

import { endedItem, identityOf } from '../../../../lib/n8n/ledger-item';
import type { Operation } from '../../../../lib/n8n/operation';
import { isSettled, knownRows } from '../../../../lib/policy/ledger/known';
import { outcome } from '../../../../lib/policy/outcomes';

/** Puts what the tables know about a recording on its item. Asks nobody. */
export const addKnown: Operation<object> = {
	value: 'addKnown',
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
		const others = items.filter((item) => !isRecording(item)).map(({ json }) => json);
		const roleChanges = others.filter(({ newRole }) => newRole !== undefined);
		const known = knownRows(others.filter(({ newRole }) => newRole === undefined));
		const passOver = calls[0]?.parameter.boolean('passOverSettled') === true;
		const now = Date.now();
		const seen = new Set<string>();
		return items.map((item) => {
			if (!isRecording(item)) return [];
			const { json } = item;
			const { account, meetingUuid } = identityOf(item);
			const row = known(account, meetingUuid);
			const ofMeeting = roleChanges.filter(
				(change) => change.account === account && change.meetingUuid === meetingUuid,
			);
			// Where n8n's Data Table node goes on after a failure, it gives back what came in: the same recording once more.
			const first = !seen.has(`${account}\n${meetingUuid}`) && seen.add(`${account}\n${meetingUuid}`);
			if (!first) return [];
			const files = Array.isArray(json.segments)
				? json.segments.flatMap((segment) => (segment as { files?: unknown[] }).files ?? []).length
				: -1;
			if (passOver && row && isSettled(row, { ...json, files }, now)) {
				return { ...endedItem(json, outcome('already-imported', {}), account), ended: true };
			}
			return { ...json, ...(row ? { known: row } : {}), ...(ofMeeting.length > 0 ? { roleChanges: ofMeeting } : {}) };
		});
	},
};
