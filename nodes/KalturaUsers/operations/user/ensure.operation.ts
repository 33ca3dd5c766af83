import { requireId } from '../../../../lib/kaltura/ids';
import { inBatch } from '../../../../lib/n8n/batch';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { toUser, userFields, userIdField } from '../../user-fields';

export const ensure: Operation<UsersClients> = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure a user',
	description:
		'Make sure that a user exists with the given properties; writes only what differs, many items in few requests',
	fields: [
		userIdField,
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'Empty fields are not compared',
			options: userFields,
		},
	],

	runAll: inBatch(
		({ parameter }) => {
			const id = requireId('user', parameter.string('userId'), 'user.ensure');
			return { ...toUser(parameter.object('fields'), false), id };
		},
		async (wanted, { kaltura }) => {
			const changes = await kaltura.ensureUsers(wanted);
			return changes.map((one) =>
				one instanceof Error ? one : { change: one.change, changed: one.changed, ...userItem(one.user) },
			);
		},
	),
};
