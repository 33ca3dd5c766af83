import { requireId } from '../../../../lib/kaltura/ids';
import { inBatch } from '../../../../lib/n8n/batch';
import { groupField, userField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';

export const remove: Operation<UsersClients> = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a user from a group',
	description: 'End memberships at once; many items are written in few requests, and not being a member is fine',
	fields: [userField, groupField],

	runAll: inBatch(
		({ parameter }) => ({
			userId: requireId('user', parameter.string('userId'), 'groupUser.delete'),
			groupId: requireId('group', parameter.string('groupId'), 'groupUser.delete'),
		}),
		async (wanted, { kaltura }) => {
			const changes = await kaltura.memberships.remove(wanted);
			const unchanged = changes.flatMap((one) => (one instanceof Error || one.changed ? [] : [one]));
			const wrong = await kaltura.memberships.wrongKinds(unchanged, 'delete');
			const answers = changes.map((one) => (one instanceof Error ? one : (wrong[unchanged.indexOf(one)] ?? one)));
			return answers.map((one) =>
				one instanceof Error ? one : { userId: one.userId, groupId: one.groupId, removed: one.changed, member: false },
			);
		},
	),
};
