import { readGroupId, readUsers } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, usersField } from '../../fields';

export const removeMembers: DirectoryOperation = {
	value: 'removeMembers',
	name: 'Remove Members',
	action: 'Remove members from a group',
	description: 'Take users out of a group; Zoom needs one call for each',
	fields: [groupField, usersField],

	async run(call) {
		const users = readUsers(call);
		const groupId = await readGroupId(call);
		const outcomes = await call.zoom.groups.removeMembers(groupId, users);
		return outcomes.map((one) => ({ groupId, ...one }));
	},
};
