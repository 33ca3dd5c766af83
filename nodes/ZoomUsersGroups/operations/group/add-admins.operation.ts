import { readGroupId, readUsers } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, usersField } from '../../fields';

export const addAdmins: DirectoryOperation = {
	value: 'addAdmins',
	name: 'Add Admins',
	action: 'Add administrators to a group',
	description: 'Let users manage a group, ten per call',
	fields: [groupField, usersField],

	async run(call) {
		const users = readUsers(call);
		const groupId = await readGroupId(call);
		const outcomes = await call.zoom.groups.addAdmins(groupId, users);
		return outcomes.map((one) => ({ groupId, ...one }));
	},
};
