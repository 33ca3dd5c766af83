import { readGroupId, readUsers } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, usersField } from '../../fields';

export const addMembers: DirectoryOperation = {
	value: 'addMembers',
	name: 'Add Members',
	action: 'Add members to a group',
	description: 'Put users into a group, 30 per call, pending ones too',
	fields: [groupField, usersField],

	async run(call) {
		const users = readUsers(call);
		const groupId = await readGroupId(call);
		const outcomes = await call.zoom.groups.addMembers(groupId, users);
		return outcomes.map((one) => ({ groupId, ...one }));
	},
};
