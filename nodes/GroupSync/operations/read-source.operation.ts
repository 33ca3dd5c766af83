import { readListFile } from '../../../lib/n8n/list-file';
import { InputError } from '../../../lib/policy/failures';
import { WHOLE_SOURCE } from '../../../lib/policy/groups/record-row';

import type { GroupSyncOperation } from '../clients';

/** An export of a directory is written by a machine and may be larger than a list of a person. */
const MOST_BYTES = 200 * 1024 * 1024;

/** Reads an export into items as Sync takes them: whether a column is there is a fact about the list, not about a row. */
export const readSource: GroupSyncOperation = {
	value: 'readSource',
	reads: true,
	name: 'Read a List',
	action: 'Read a list of users',
	description:
		'Read an export of users and their attributes (CSV of any kind, or an Excel workbook). A file that is no list, or lacks a column, is refused as a whole.',
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			description: 'Name of the binary field that holds the file',
		},
		{
			displayName: 'User ID Column',
			name: 'userIdColumn',
			type: 'string',
			default: 'userId',
			required: true,
			description: 'Heading of the column with the user IDs',
		},
		{
			displayName: 'Attribute Columns',
			name: 'attribute',
			type: 'string',
			default: 'memberOf',
			required: true,
			description:
				'Headings of the columns with group values, separated by commas; Sync reads the first as attributes.NAME',
		},
		{
			displayName: 'Rule Set',
			name: 'ruleSet',
			type: 'string',
			default: 'directory',
			description: 'Goes with each item: the rule set under which its record is kept',
		},
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			description: 'Goes with each item: the Zoom account whose records these are',
		},
	],

	async run({ context, item, itemIndex, parameter }) {
		const userId = parameter.string('userIdColumn');
		const attributes = parameter.list('attribute');
		const [first] = attributes;
		if (first === undefined) throw new InputError('Attribute Columns', 'is empty', 'Name the column with the groups.');
		const required = [userId, ...attributes];
		const saidAt = new Date().toISOString();
		const { rows, columns } = await readListFile(context, item, itemIndex, parameter.text('binaryField'), {
			columns: null,
			required,
			mostBytes: MOST_BYTES,
		});
		const shared = {
			saidAt,
			account: parameter.text('account'),
			ruleSet: parameter.text('ruleSet'),
			attribute: `attributes.${columnOf(columns, first)}`,
			itemsAre: 'everybody',
		};
		const idColumn = columnOf(columns, userId);
		return rows.map(({ values }) => {
			const id = values[idColumn] ?? '';
			// A row cannot pass for what Sync itself remembers about the whole list.
			return { userId: id === WHOLE_SOURCE ? '' : id, attributes: values, ...shared };
		});
	},
};

function columnOf(columns: readonly string[], wanted: string): string {
	return (
		columns.find((name) => name === wanted) ??
		columns.find((name) => name.toLowerCase() === wanted.toLowerCase()) ??
		wanted
	);
}
