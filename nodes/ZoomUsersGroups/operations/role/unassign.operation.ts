import { refuseProtected } from '../../../../lib/pipeline/provisioning/protected-users';
import { InputError } from '../../../../lib/policy/failures';
import { ADMIN_ROLE, MEMBER_ROLE, OWNER_ROLE } from '../../../../lib/zoom/roles';
import { readRoleId, readUsers } from '../../choices';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { roleField, usersField } from '../../fields';

export const unassign: DirectoryOperation = {
	value: 'unassign',
	name: 'Unassign',
	action: 'Unassign a role',
	description: 'Take a role from users, who become ordinary members; Zoom needs one call for each',
	fields: [roleField, usersField],

	async run(call) {
		const users = readUsers(call);
		const roleId = await readRoleId(call);
		if (roleId === OWNER_ROLE || roleId === MEMBER_ROLE) {
			throw new InputError(
				'Role',
				`is ${roleId === OWNER_ROLE ? 'Owner' : 'Member'}, which nobody can be taken out of`,
				'Choose the Admin role or a custom role.',
			);
		}
		const outcomes: object[] = [];
		// One after the other: the last admin is only known after the one before.
		for (const user of users) {
			call.signal?.throwIfAborted();
			if (roleId === ADMIN_ROLE) await protect(call, user);
			outcomes.push({ roleId, ...(await call.zoom.roles.unassign(roleId, user)) });
		}
		return outcomes;
	},
};

async function protect(call: DirectoryCall, key: string): Promise<void> {
	const user = await call.zoom.users.get(key);
	if (user?.role_id === ADMIN_ROLE) await refuseProtected(call.zoom, user, 'demote');
}
