import type { KalturaClient } from '../../../../lib/kaltura/client';
import { requireId } from '../../../../lib/kaltura/ids';
import type { KalturaMembership } from '../../../../lib/kaltura/schemas';
import { inBatch } from '../../../../lib/n8n/batch';
import { groupField, userField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { membershipItem } from '../../answers';
import type { UsersClients } from '../../clients';

interface Wanted {
	of: 'user' | 'group';
	id: string;
}

export const getMany: Operation<UsersClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many memberships',
	description: 'List all groups of a user or all members of a group; many items are read in few requests',
	fields: [
		{
			displayName: 'Of',
			name: 'of',
			type: 'options',
			options: [
				{ name: 'Group', value: 'group', description: 'All members of a group' },
				{ name: 'User', value: 'user', description: 'All groups of a user' },
			],
			default: 'user',
		},
		{ ...userField, displayOptions: { show: { of: ['user'] } } },
		{ ...groupField, displayOptions: { show: { of: ['group'] } } },
	],

	runAll: inBatch(
		({ parameter }): Wanted => {
			const of = parameter.oneOf('of', ['user', 'group']);
			const id = parameter.string(of === 'user' ? 'userId' : 'groupId');
			return { of, id: requireId(of, id, 'groupUser.list') };
		},
		async (wanted, { kaltura }) => {
			const found = await membershipsOf(kaltura, wanted);
			const empty = wanted.filter((one) => found(one).length === 0);
			const wrong = await kaltura.memberships.wrongKinds(
				empty.map(({ of, id }) => (of === 'user' ? { userId: id } : { groupId: id })),
				'list',
			);
			return wanted.map((one) => wrong[empty.indexOf(one)] ?? found(one).map(membershipItem));
		},
	),
};

async function membershipsOf(
	{ memberships }: KalturaClient,
	wanted: readonly Wanted[],
): Promise<(one: Wanted) => KalturaMembership[]> {
	const idsOf = (kind: Wanted['of']) => [...new Set(wanted.filter(({ of }) => of === kind).map(({ id }) => id))];
	const ofUsers = await memberships.ofUsers(idsOf('user'));
	const ofGroups = await memberships.ofGroups(idsOf('group'));
	return ({ of, id }) => (of === 'user' ? ofUsers : ofGroups).get(id) ?? [];
}
