import { KalturaError } from '../../../../lib/kaltura/errors';
import { requireId } from '../../../../lib/kaltura/ids';
import { kindsOf, wrongKind } from '../../../../lib/kaltura/shared-ids';
import { inBatch } from '../../../../lib/n8n/batch';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { groupItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { groupIdField } from '../../group-fields';

export const get: Operation<UsersClients> = {
	value: 'get',
	reads: true,
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
			const missing = wanted.flatMap(({ groupId }) => (groupById.get(groupId) === null ? [groupId] : []));
			const people = missing.length > 0 ? await kindsOf(kaltura.api, missing) : new Map<string, unknown>();
			return wanted.map(({ groupId, simplify }) => {
				const group = groupById.get(groupId);
				if (group instanceof KalturaError) return group;
				if (group) return groupItem(group, simplify);
				if (people.get(groupId) === 'person') return wrongKind('group', groupId, 'group_group.get');
				return new KalturaError({ code: 'INVALID_GROUP_ID', request: 'group_group.get', args: { ID: groupId } });
			});
		},
	),
};
