import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const setPassword: DirectoryOperation = {
	value: 'setPassword',
	name: 'Set Password',
	action: 'Set the password of a user',
	description: 'Set the password of somebody who signs in with a Zoom work email; Zoom tells the user by email',
	fields: [
		userField,
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Must fit the password rules of the account',
		},
	],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		await zoom.users.setPassword(user, parameter.string('password'));
		return { user, passwordSet: true };
	},
};
