import type { Operation } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';
import { userIdField } from '../../user-fields';

export const remove: Operation<UsersClients> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a user',
	description: 'Delete a user; one who does not exist counts as deleted. Their entries stay.',
	fields: [userIdField],

	async run({ kaltura, parameter }) {
		const userId = parameter.string('userId');
		return { deleted: true, userId, existed: await kaltura.users.delete(userId) };
	},
};
