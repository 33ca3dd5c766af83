import { requireId } from '../../../../lib/kaltura/ids';
import { CREATION_MODE, MEMBER_ROLE } from '../../../../lib/kaltura/memberships';
import { inBatch } from '../../../../lib/n8n/batch';
import { groupField, userField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';

export const add: Operation<UsersClients> = {
	value: 'add',
	name: 'Add',
	action: 'Add a user to a group',
	description:
		'Make users members of groups; many items are written in few requests, and being a member already is fine',
	fields: [
		userField,
		groupField,
		{
			displayName: 'Role',
			name: 'role',
			type: 'options',
			options: [
				{ name: 'Manager', value: 'manager', description: 'May change the group' },
				{ name: 'Member', value: 'member' },
			],
			default: 'member',
		},
		{
			displayName: 'Made By',
			name: 'madeBy',
			type: 'options',
			options: [
				{ name: 'A Person', value: 'manual', description: 'No synchronization removes it' },
				{ name: 'A Synchronization', value: 'automatic', description: "Kaltura's synchronizations may remove it" },
			],
			default: 'manual',
		},
	],

	runAll: inBatch(
		({ parameter }) => ({
			userId: requireId('user', parameter.string('userId'), 'groupUser.add'),
			groupId: requireId('group', parameter.string('groupId'), 'groupUser.add'),
			userRole: MEMBER_ROLE[parameter.oneOf('role', ['member', 'manager'])],
			creationMode: CREATION_MODE[parameter.oneOf('madeBy', ['manual', 'automatic'])],
		}),
		async (wanted, { kaltura }) => {
			const changes = await kaltura.memberships.add(wanted);
			return changes.map((one) =>
				one instanceof Error ? one : { userId: one.userId, groupId: one.groupId, added: one.changed, member: true },
			);
		},
	),
};
