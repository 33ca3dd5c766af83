import { openPledges } from '../../../../lib/n8n/pledges';
import { demoteAdmin, refuseProtected } from '../../../../lib/pipeline/provisioning/protected-users';
import { takeOut } from '../../../../lib/pipeline/provisioning/take-out';
import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const deactivate: DirectoryOperation = {
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate a user',
	description: 'Keep a user out without deleting anything; licences are taken away',
	fields: [
		userField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Demote Admins First',
					name: 'demoteAdminsFirst',
					type: 'boolean',
					default: true,
					description: 'Whether to take the Admin role away first; Zoom does not deactivate admins',
				},
				{
					displayName: 'Log Out',
					name: 'logOut',
					type: 'boolean',
					default: true,
					description: 'Whether to end the sessions of somebody who signed in through SSO',
				},
			],
		},
	],

	async run(call) {
		const { zoom, parameter } = call;
		const key = parameter.string('user');
		const { demoteAdminsFirst, logOut } = parameter.object('options');
		const user = await zoom.users.get(key);
		if (!user) throw new InputError('User', `is ${key}, and Zoom has no such user`, 'Check the ID or address.');
		if (user.status === 'pending') {
			throw new InputError(
				'User',
				`names ${user.email}, who has not accepted the invitation, so there is nothing to deactivate`,
				'Withdraw the invitation with Delete (disassociate).',
			);
		}
		const was = { id: user.id, email: user.email, before: user.status, status: 'inactive' };
		let demoted = false;
		if (user.status !== 'inactive') {
			await refuseProtected(call.zoom, user, 'deactivate');
			demoted = await demoteAdmin(call.zoom, user, demoteAdminsFirst === true);
		}
		const { deactivated, loggedOut } = await takeOut(zoom, user, logOut === true, openPledges(call.context));
		return { ...was, changed: deactivated, demoted, loggedOut };
	},
};
