import { InputError } from '../../../../lib/policy/failures';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { toUser, userFields, userIdField } from '../../user-fields';

export const update: Operation<UsersClients> = {
	value: 'update',
	name: 'Update',
	action: 'Update a user',
	description: 'Change chosen properties of a user; all others stay as they are',
	fields: [
		userIdField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'A field that is added and left empty empties the property',
			options: userFields,
		},
	],

	async run({ kaltura, parameter }) {
		const changes = toUser(parameter.object('updateFields'), true);
		if (Object.keys(changes).length === 0) {
			throw new InputError('Update Fields', 'holds nothing to change', 'Add at least one field.');
		}
		return userItem(await kaltura.users.update(parameter.string('userId'), changes));
	},
};
