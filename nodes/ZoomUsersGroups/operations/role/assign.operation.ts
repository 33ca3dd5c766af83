import { InputError } from '../../../../lib/policy/failures';
import { MEMBER_ROLE, OWNER_ROLE } from '../../../../lib/zoom/roles';
import { readRoleId, readUsers } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { roleField, usersField } from '../../fields';

export const assign: DirectoryOperation = {
	value: 'assign',
	name: 'Assign',
	action: 'Assign a role',
	description: 'Give users a role instead of the one that they have, 30 per call',
	fields: [roleField, usersField],

	async run(call) {
		const users = readUsers(call);
		const roleId = await readRoleId(call);
		if (roleId === OWNER_ROLE || roleId === MEMBER_ROLE) {
			throw new InputError(
				'Role',
				roleId === OWNER_ROLE ? 'is Owner, which cannot be assigned' : 'is Member, which cannot be assigned',
				roleId === OWNER_ROLE
					? 'Transfer the ownership of the account in the Zoom web portal.'
					: 'Use Unassign on the present role: whoever loses a role becomes Member.',
			);
		}
		const outcomes = await call.zoom.roles.assign(roleId, users);
		return outcomes.map((one) => ({ roleId, ...one }));
	},
};
