import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const activate: DirectoryOperation = {
	value: 'activate',
	name: 'Activate',
	action: 'Activate a user',
	description: 'Let a deactivated user in again; licences do not come back by themselves',
	fields: [userField],

	async run({ zoom, parameter }) {
		const key = parameter.string('user');
		const user = await zoom.users.get(key);
		if (!user) throw new InputError('User', `is ${key}, and Zoom has no such user`, 'Check the ID or address.');
		const was = { id: user.id, email: user.email, before: user.status };
		if (user.status === 'active') return { ...was, status: 'active', changed: false };
		if (user.status === 'pending') {
			throw new InputError(
				'User',
				`names ${user.email}, who has not accepted the invitation yet`,
				'Only the person can do that; User → Invite Again sends a new invitation.',
			);
		}
		await zoom.users.setStatus(user.id, 'active');
		return { ...was, status: 'active', changed: true };
	},
};
