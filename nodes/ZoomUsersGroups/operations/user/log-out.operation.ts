import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const logOut: DirectoryOperation = {
	value: 'logOut',
	name: 'Log Out',
	action: 'Log a user out',
	description: 'End the sessions of somebody who signed in through SSO',
	fields: [userField],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		await zoom.users.logOut(user);
		return { user, loggedOut: true };
	},
};
