import { readListFile } from '../../../../lib/n8n/list-file';
import { PEOPLE_COLUMNS, statusOf } from '../../../../lib/policy/people/columns';
import type { DirectoryOperation } from '../../fields';

export const read: DirectoryOperation = {
	value: 'read',
	reads: true,
	name: 'Read',
	action: 'Read a list',
	description:
		'Read a list that a person hands in (CSV of any kind, or an Excel workbook), one item per row; what cannot be read for sure is refused with its line',
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: '',
			placeholder: 'data',
			description: 'Name of the binary field that holds the file; empty takes the only one',
		},
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'options',
			options: [
				{
					name: 'As in the File',
					value: 'own',
					description: 'Each column under its own heading',
				},
				{
					name: 'People for Ensure',
					value: 'people',
					description:
						'Headings in upper or lower case and by their usual other names (E-Mail, Surname, Vorname, …); unknown ones are refused with the nearest name',
				},
			],
			default: 'people',
		},
		{
			displayName: 'Required Columns',
			name: 'required',
			type: 'string',
			default: '',
			placeholder: 'userId, memberOf',
			displayOptions: { show: { columns: ['own'] } },
			description: 'Headings without which the file is refused, separated by commas',
		},
	],

	async run({ context, item, itemIndex, parameter }) {
		const people = parameter.oneOf('columns', ['people', 'own'], 'people') === 'people';
		const rules = people ? { columns: PEOPLE_COLUMNS } : { columns: null, required: parameter.list('required') };
		const { rows, columns, format } = await readListFile(
			context,
			item,
			itemIndex,
			parameter.text('binaryField'),
			rules,
		);
		return rows.map(({ line, values }) => ({
			...values,
			...(people && values.status !== undefined ? { status: statusOf(values.status) } : {}),
			// Where the row stands, for messages about it; and what the file turned out to be.
			list: { line, rows: rows.length, columns, format },
		}));
	},
};
