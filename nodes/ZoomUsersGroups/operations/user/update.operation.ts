import { InputError } from '../../../../lib/policy/failures';
import { hasExpired } from '../../../../lib/zoom/users';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { toChanges } from '../../user-changes';
import { changeableFields } from '../../user-fields';

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
		// Zoom accepts changes of somebody with an invitation, and drops them without a word.
		const now = user.includes('@') ? await zoom.users.get(user) : null;
		if (now && hasExpired(now)) {
			throw new InputError(
				'User',
				`names ${now.email}, whose invitation has expired, and Zoom takes no changes of such people`,
				'Invite the person anew with User → Invite Again.',
			);
		}
		if (now?.status === 'pending') {
			throw new InputError(
				'User',
				`names ${now.email}, who has not accepted the invitation, and Zoom keeps no changes of such people`,
				'Run it again when the invitation is accepted; groups can be set before, with Group → Add Members.',
			);
		}
		await zoom.users.update(user, changes);
		return { user, changed };
	},
};
