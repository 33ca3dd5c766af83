import { inParallel } from '../../../../lib/http/in-parallel';
import { readGroupId, readUsers } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, usersField } from '../../fields';

export const removeAdmins: DirectoryOperation = {
	value: 'removeAdmins',
	name: 'Remove Admins',
	action: 'Remove administrators from a group',
	description: 'Let users no longer manage a group',
	fields: [groupField, usersField],

	async run(call) {
		const users = readUsers(call);
		const groupId = await readGroupId(call);
		return await inParallel(users, 5, async (user) => ({
			groupId,
			...(await call.zoom.groups.removeAdmin(groupId, user)),
		}));
	},
};
