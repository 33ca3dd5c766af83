import { InputError } from '../../../../lib/policy/failures';
import { readFields, readPeople } from '../../../../lib/policy/people/source-records';
import type { DirectoryOperation } from '../../fields';

/** Whoever reads a part for the whole takes everybody else for a leaver, so there is one answer for all items, or none. */
export const readSource: DirectoryOperation = {
	value: 'readSource',
	reads: true,
	name: 'Read a Source',
	action: 'Read people from a source',
	description:
		'Turn what a source gives (rows of a table, entries of LDAP, records of an API, pages of SCIM or Microsoft Graph) into one item per person, for User → Ensure. A page that is missing, or a field that no record has, refuses everything.',
	fields: [
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'string',
			default: '',
			placeholder: 'email=mail, department=ou',
			description:
				'Where this source keeps a column, as COLUMN=FIELD, separated by commas. Needed only where the usual names do not fit: mail, userName, givenName, sn, department, employeeNumber, title, active, userAccountControl and more.',
		},
	],

	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const fields = readFields(first.parameter.text('fields'));
		if (!fields) throw new InputError('Fields', 'cannot be read', 'Write it as COLUMN=FIELD, e.g. email=mail.');
		const read = readPeople(
			calls.map(({ item }) => item.json),
			fields,
		);
		if ('problem' in read) {
			throw new InputError(
				'Fields',
				`cannot be read from this source. ${read.problem.replace(/\.$/, '')}`,
				'Correct the source or the fields. Nothing of it was used.',
			);
		}
		return calls.map((_, index) => (index === 0 ? read.people : []));
	},
};
