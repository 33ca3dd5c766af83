import { KalturaError } from '../../../../lib/kaltura/errors';
import { requireId } from '../../../../lib/kaltura/ids';
import { inBatch } from '../../../../lib/n8n/batch';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { groupItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { groupIdField } from '../../group-fields';

export const get: Operation<UsersClients> = {
	value: 'get',
	name: 'Get',
	action: 'Get a group',
	description: 'Read one group; many items are read in few requests',
	fields: [groupIdField, simplifyField],

	runAll: inBatch(
		({ parameter }) => ({
			groupId: requireId('group', parameter.string('groupId'), 'group_group.get'),
			simplify: parameter.boolean('simplify'),
		}),
		async (wanted, { kaltura }) => {
			const { groupById } = await kaltura.lookUp({ groupIds: wanted.map(({ groupId }) => groupId) });
			return wanted.map(({ groupId, simplify }) => {
				const group = groupById.get(groupId);
				if (group instanceof KalturaError) return group;
				if (group) return groupItem(group, simplify);
				return new KalturaError({ code: 'INVALID_GROUP_ID', request: 'group_group.get', args: { ID: groupId } });
			});
		},
	),
};
