import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const changeEmail: DirectoryOperation = {
	value: 'changeEmail',
	name: 'Change Email',
	action: 'Change the email address of a user',
	description: 'Give a user a new address of a managed domain; Zoom allows three changes in 24 hours',
	fields: [
		userField,
		{
			displayName: 'New Email',
			name: 'newEmail',
			type: 'string',
			placeholder: 'name@email.com',
			required: true,
			default: '',
			description: 'The address under which the person signs in from now on',
		},
	],

	async run({ zoom, parameter }) {
		const key = parameter.string('user');
		const email = parameter.string('newEmail');
		const user = await zoom.users.get(key);
		// A second run finds the person under the new address.
		if (!user && key.includes('@')) {
			const renamed = await zoom.users.get(email);
			if (renamed) return { id: renamed.id, email: renamed.email, changed: false };
		}
		if (!user) throw new InputError('User', `is ${key}, and Zoom has no such user`, 'Check the ID or address.');
		if (user.email.toLowerCase() === email.toLowerCase()) return { id: user.id, email: user.email, changed: false };
		await zoom.users.changeEmail(user.id, email);
		return { id: user.id, email, before: user.email, changed: true };
	},
};
