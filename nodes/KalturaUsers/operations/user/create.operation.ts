import { whenRefused } from '../../../../lib/kaltura/errors';
import { isPerson } from '../../../../lib/kaltura/user-answers';
import { wrongKind } from '../../../../lib/kaltura/shared-ids';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { toUser, userFields, userIdField } from '../../user-fields';

export const create: Operation<UsersClients> = {
	value: 'create',
	name: 'Create',
	action: 'Create a user',
	description: 'Create a user; one who exists is returned as they are, with "created": false',
	fields: [
		userIdField,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: userFields,
		},
	],

	async run({ kaltura, parameter }) {
		const id = parameter.string('userId');
		const wanted = { ...toUser(parameter.object('additionalFields'), false), id };
		const created = await kaltura.users.create(wanted).catch(whenRefused(null, 'DUPLICATE_USER_BY_ID'));
		if (created) return { created: true, ...userItem(created) };
		const existing = await kaltura.users.get(id);
		if (existing && isPerson(existing)) return { created: false, ...userItem(existing) };
		if (existing) throw wrongKind('person', id, 'user.add');
		// It was there a moment ago: whatever Kaltura says to a second attempt is the answer.
		return { created: true, ...userItem(await kaltura.users.create(wanted)) };
	},
};
