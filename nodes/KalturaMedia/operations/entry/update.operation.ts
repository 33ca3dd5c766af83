import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../lib/policy/failures';
import { entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';
import { conversionProfileOption, entryFields, toEntry, usersOf } from '../../entry-fields';
import { createMissingUsersField, requireUsers } from '../../users-of-entry';

const nameField: INodeProperties = { displayName: 'Name', name: 'name', type: 'string', default: '' };

export const update: Operation<MediaClients> = {
	value: 'update',
	name: 'Update',
	action: 'Update an entry',
	description: 'Change chosen properties of an entry; all others stay as they are',
	fields: [
		entryIdField,
		createMissingUsersField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'A field that is added and left empty empties the property',
			options: [...entryFields, conversionProfileOption, nameField].toSorted((a, b) =>
				a.displayName.localeCompare(b.displayName),
			),
		},
	],

	async run({ kaltura, parameter }) {
		const entryId = parameter.string('entryId');
		const fields = parameter.object('updateFields');
		const changes = toEntry(fields, true);
		if (Object.keys(changes).length === 0) {
			throw new InputError('Update Fields', 'holds nothing to change', 'Add at least one field.');
		}
		await requireUsers(kaltura, usersOf(fields), parameter.boolean('createMissingUsers'));
		return entryItem(await kaltura.entries.update(entryId, changes), true);
	},
};
