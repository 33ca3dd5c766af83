import type { Operation } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';
import { groupIdField } from '../../group-fields';

export const remove: Operation<UsersClients> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group; one that does not exist counts as deleted. Kaltura removes its members a little later.',
	fields: [groupIdField],

	async run({ kaltura, parameter }) {
		const groupId = parameter.string('groupId');
		return { deleted: true, groupId, existed: await kaltura.groups.delete(groupId) };
	},
};
