import { firstOf, readGroupId, readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField } from '../../../../lib/n8n/list-fields';
import { groupField } from '../../fields';

export const getMembers: DirectoryOperation = {
	value: 'getMembers',
	reads: true,
	name: 'Get Members',
	action: 'Get the members of a group',
	description: 'List the members of a group; pending ones have no ID',
	fields: [groupField, returnAllField, limitField],

	async run(call) {
		const groupId = await readGroupId(call);
		const members = await firstOf(call.zoom.groups.members(groupId), readLimit(call));
		return members.map(({ id, email, first_name: firstName, last_name: lastName, type }) => ({
			groupId,
			id,
			email,
			firstName,
			lastName,
			type: type ?? null,
		}));
	},
};
