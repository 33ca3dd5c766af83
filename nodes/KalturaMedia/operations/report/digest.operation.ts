import type { Operation } from '../../../../lib/n8n/operation';
import { digest } from '../../../../lib/report/digest';

import { readRows, rowsField } from './rows-field';

/** The mail of the morning. Asks nobody; gives nothing when there is nothing to tell. */
export const writeDigest: Operation<object> = {
	value: 'digest',
	reads: true,
	name: 'Write Digest',
	action: 'Write a digest of what is open',
	description: 'Turn rows of the tables into one mail about what is open, failed or new, or into nothing',
	fields: [
		rowsField('Open Recordings', 'openRows', 'zoom_kaltura_ledger'),
		rowsField('Failures', 'failedRows', 'zoom_kaltura_failures'),
		rowsField('Group Changes', 'groupRows', 'zoom_kaltura_group_changes'),
		rowsField('Provisioned People', 'peopleRows', 'zoom_kaltura_provisioning'),
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const rows = (name: string) => readRows(first.parameter, name);
		const told = digest({
			open: rows('openRows'),
			failed: rows('failedRows'),
			groups: rows('groupRows'),
			people: rows('peopleRows'),
		});
		return calls.map((_, index) => (index === 0 && told ? told : []));
	},
};
