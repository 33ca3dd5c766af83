import type { KalturaClient } from '../../../../lib/kaltura/client';
import { KalturaError, whenRefused } from '../../../../lib/kaltura/errors';
import { isPerson } from '../../../../lib/kaltura/user-answers';
import { wrongKind } from '../../../../lib/kaltura/shared-ids';
import type { KalturaParams } from '../../../../lib/kaltura/wire';
import { InputError } from '../../../../lib/policy/failures';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { externalIdField, toUser, userFields, userIdField } from '../../user-fields';

export const create: Operation<UsersClients> = {
	value: 'create',
	name: 'Create',
	action: 'Create a user',
	description: 'Create a user; one who exists is returned as they are, with "created": false',
	fields: [
		{ ...userIdField, required: false },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [...userFields, externalIdField].toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	],

	async run({ kaltura, parameter }) {
		const { externalId: given, ...fields } = parameter.object('additionalFields');
		const [id, externalId] = [parameter.text('userId'), String(given ?? '').trim()];
		if ((id === '') === (externalId === '')) {
			throw new InputError(
				'User ID',
				id === '' ? 'is empty' : 'is given together with an External ID',
				'Give one of them: the User ID, or the External ID in an account with hashed user IDs.',
			);
		}
		if (externalId !== '') return createByExternalId(kaltura, externalId, toUser(fields, false));
		const wanted = { ...toUser(fields, false), id };
		const created = await kaltura.users.create(wanted).catch(whenRefused(null, 'DUPLICATE_USER_BY_ID'));
		if (created) return { created: true, ...userItem(created) };
		const existing = await kaltura.users.get(id);
		if (existing && isPerson(existing)) return { created: false, ...userItem(existing) };
		if (existing) throw wrongKind('person', id, 'user.add');
		// It was there a moment ago: whatever Kaltura says to a second attempt is the answer.
		return { created: true, ...userItem(await kaltura.users.create(wanted)) };
	},
};

/** The ID is made by Kaltura, so that one who exists is found by the external ID. */
async function createByExternalId(kaltura: KalturaClient, externalId: string, fields: KalturaParams): Promise<object> {
	const created = await kaltura.users
		.create({ ...fields, externalId })
		.catch(whenRefused(null, 'DUPLICATE_USER_BY_ID'));
	if (created) return { created: true, ...userItem(created) };
	const [existing] = (await kaltura.users.byExternalIds([externalId])).get(externalId) ?? [];
	if (existing) return { created: false, ...userItem(existing) };
	// Without hashed IDs the external ID is the ID, perhaps a group's.
	const user = await kaltura.users.get(externalId);
	if (user && isPerson(user)) return { created: false, ...userItem(user) };
	if (user) throw wrongKind('person', externalId, 'user.add');
	// Somebody created a moment ago: there, says Kaltura, but not yet in its search.
	throw new KalturaError({
		code: 'USER_NOT_FOUND_YET',
		request: 'user.add',
		args: { NAME: 'external ID', VALUE: externalId },
	});
}
