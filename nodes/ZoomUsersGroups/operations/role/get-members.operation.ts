import { firstOf, readLimit, readRoleId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField } from '../../../../lib/n8n/list-fields';
import { roleField } from '../../fields';

export const getMembers: DirectoryOperation = {
	value: 'getMembers',
	reads: true,
	name: 'Get Members',
	action: 'Get the members of a role',
	description: 'List who has a role',
	fields: [roleField, returnAllField, limitField],

	async run(call) {
		const roleId = await readRoleId(call);
		const members = await firstOf(call.zoom.roles.members(roleId), readLimit(call));
		return members.map(({ id, email, first_name: firstName, last_name: lastName, type, department }) => ({
			roleId,
			id,
			email,
			firstName,
			lastName,
			type: type ?? null,
			department: department ?? '',
		}));
	},
};
