import { InputError } from '../../../../lib/policy/failures';
import { readGroupId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField } from '../../fields';

export const get: DirectoryOperation = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get a group',
	description: 'Read the name and the number of members of a group',
	fields: [groupField],

	async run(call) {
		const id = await readGroupId(call);
		const group = await call.zoom.groups.get(id);
		if (!group)
			throw new InputError('Group', `is ${id}, and the account has no such group`, 'Choose it from the list.');
		return { id: group.id, name: group.name, totalMembers: group.total_members ?? null };
	},
};
