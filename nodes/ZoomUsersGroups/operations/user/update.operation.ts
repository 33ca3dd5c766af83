import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { changeableFields, toChanges } from '../../user-fields';

export const update: DirectoryOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update a user',
	description: 'Change chosen fields and licences of an active user; all others stay as they are',
	fields: [
		userField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'A text that is added and left empty empties the field',
			options: changeableFields,
		},
	],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const changes = toChanges(parameter.object('updateFields'), true);
		const changed = Object.keys(changes);
		if (changed.length === 0) {
			throw new InputError('Update Fields', 'holds nothing to change', 'Add at least one field.');
		}
		await zoom.users.update(user, changes);
		return { user, changed };
	},
};
