import { firstOf, readGroupId, readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField } from '../../../../lib/n8n/list-fields';
import { groupField } from '../../fields';

export const getAdmins: DirectoryOperation = {
	value: 'getAdmins',
	reads: true,
	name: 'Get Admins',
	action: 'Get the administrators of a group',
	description: 'List who may manage a group',
	fields: [groupField, returnAllField, limitField],

	async run(call) {
		const groupId = await readGroupId(call);
		const admins = await firstOf(call.zoom.groups.admins(groupId), readLimit(call));
		return admins.map(({ email, name }) => ({ groupId, email, name }));
	},
};
