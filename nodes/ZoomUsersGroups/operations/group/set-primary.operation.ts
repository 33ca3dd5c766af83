import { readGroupId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, userField } from '../../fields';

export const setPrimary: DirectoryOperation = {
	value: 'setPrimary',
	name: 'Set Primary Group',
	action: 'Set the primary group of a user',
	description: 'Choose which group of a user decides about the settings',
	fields: [groupField, userField],

	async run(call) {
		const user = call.parameter.string('user');
		const groupId = await readGroupId(call);
		await call.zoom.groups.setPrimary(groupId, user);
		return { user, primaryGroupId: groupId };
	},
};
