import { readGroupId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField, userField } from '../../fields';

export const moveMember: DirectoryOperation = {
	value: 'moveMember',
	name: 'Move Member',
	action: 'Move a member to another group',
	description: 'Take a user out of one group and put the user into another in one call',
	fields: [
		groupField,
		{ ...groupField, displayName: 'Target Group', name: 'targetGroup', description: 'Where the person is afterwards' },
		userField,
	],

	async run(call) {
		const user = call.parameter.string('user');
		const fromGroupId = await readGroupId(call);
		const toGroupId = await readGroupId(call, 'targetGroup', 'Target Group');
		await call.zoom.groups.move(fromGroupId, user, toGroupId);
		return { user, fromGroupId, toGroupId };
	},
};
