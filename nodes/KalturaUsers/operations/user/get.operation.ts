import type { INodeProperties } from 'n8n-workflow';

import type { KalturaClient } from '../../../../lib/kaltura/client';
import { isKalturaCode, KalturaError } from '../../../../lib/kaltura/errors';
import { requireId } from '../../../../lib/kaltura/ids';
import type { KalturaUser } from '../../../../lib/kaltura/schemas';
import { isPerson } from '../../../../lib/kaltura/user-answers';
import { wrongKind } from '../../../../lib/kaltura/shared-ids';
import { inBatch } from '../../../../lib/n8n/batch';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';

const KEYS = ['id', 'email', 'externalId', 'loginId'] as const;
type Key = (typeof KEYS)[number];

/** What only Kaltura's search knows, which follows changes with a delay: nobody there is not "nobody" yet. */
const SEARCHED: Partial<Record<Key, string>> = { email: 'e-mail', externalId: 'external ID' };

interface Wanted {
	key: Key;
	value: string;
	ifMissing: 'fail' | 'return';
	simplify: boolean;
}

const fields: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		options: [
			{ name: 'Email', value: 'email', description: 'Exactly this address; everybody who has it is returned' },
			{ name: 'External ID', value: 'externalId' },
			{ name: 'Login ID', value: 'loginId', description: 'Only users who can log in to KMC have one' },
			{ name: 'User ID', value: 'id' },
		],
		default: 'id',
	},
	{ displayName: 'Value', name: 'value', type: 'string', default: '', required: true, placeholder: 'ann@example.edu' },
	{
		displayName: 'If Missing',
		name: 'ifMissing',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail' },
			{ name: 'Return an Item with "Found": False', value: 'return' },
		],
		default: 'fail',
	},
	simplifyField,
];

export const get: Operation<UsersClients> = {
	value: 'get',
	name: 'Get',
	action: 'Get a user',
	description: 'Find a user by ID, exact email, external ID or login ID; many items are read in few requests',
	fields,

	runAll: inBatch(
		({ parameter }): Wanted => {
			const key = parameter.oneOf('findBy', KEYS);
			const value = parameter.string('value');
			if (key === 'id') requireId('user', value, 'user.get');
			return {
				key,
				value,
				ifMissing: parameter.oneOf('ifMissing', ['fail', 'return']),
				simplify: parameter.boolean('simplify'),
			};
		},
		async (wanted, { kaltura }) => {
			const found = await lookUp(kaltura, wanted);
			return wanted.map((one) => {
				const users = found(one);
				if (users instanceof KalturaError && !(isKalturaCode(users, 'IS_A_GROUP') && one.ifMissing === 'return'))
					return users;
				if (Array.isArray(users) && users.length > 0)
					return users.map((user) => ({ found: true, ...userItem(user, one.simplify) }));
				const searched = SEARCHED[one.key];
				if (one.ifMissing === 'return')
					return { found: false, [one.key]: one.value, ...(searched ? { perhapsTooNew: true } : {}) };
				return searched
					? new KalturaError({
							code: 'USER_NOT_FOUND_YET',
							request: 'user.get',
							args: { NAME: searched, VALUE: one.value },
						})
					: new KalturaError({ code: 'USER_NOT_FOUND', request: 'user.get', args: { ID: one.value } });
			});
		},
	),
};

/** Asks for all at once, as far as Kaltura has requests for it. */
async function lookUp(
	kaltura: KalturaClient,
	wanted: readonly Wanted[],
): Promise<(one: Wanted) => KalturaUser[] | KalturaError> {
	const valuesOf = (key: Key) => [...new Set(wanted.filter((one) => one.key === key).map(({ value }) => value))];
	const answer = await kaltura.lookUp({
		userIds: valuesOf('id'),
		emails: valuesOf('email'),
		externalIds: valuesOf('externalId'),
	});
	const byLoginId = new Map<string, KalturaUser | null>();
	for (const loginId of valuesOf('loginId')) byLoginId.set(loginId, await kaltura.users.byLoginId(loginId));
	const found = (one: Wanted) =>
		answer[one.key === 'email' ? 'usersByEmail' : 'usersByExternalId'].get(one.value) ?? [];
	const direct = await askByIdToo(
		kaltura,
		wanted.filter(
			(one) => SEARCHED[one.key] && Array.isArray(found(one)) && (found(one) as KalturaUser[]).length === 0,
		),
	);
	return (one) => {
		const { key, value } = one;
		if (SEARCHED[key]) return direct.get(one) ?? found(one);
		const user = key === 'id' ? answer.userById.get(value) : byLoginId.get(value);
		if (user instanceof KalturaError) return user;
		// user.get also answers with groups, which share the IDs.
		if (user && !isPerson(user)) return wrongKind('person', value, 'user.get');
		return user ? [user] : [];
	};
}

/**
 * Whom the search does not know may be too new for it. Most accounts use the e-mail, or the external ID, as the ID, and by ID
 * Kaltura answers from its database.
 */
async function askByIdToo(kaltura: KalturaClient, wanted: readonly Wanted[]): Promise<Map<Wanted, KalturaUser[]>> {
	if (wanted.length === 0) return new Map();
	const users = await kaltura.users.byIds(wanted.map(({ value }) => value));
	return new Map(
		wanted.flatMap((one) => {
			const user = users.get(one.value);
			if (!user || !isPerson(user)) return [];
			const known = one.key === 'email' ? user.email : user.externalId;
			return fold(known) === fold(one.value) ? [[one, [user]] as const] : [];
		}),
	);
}

const fold = (text: string | null | undefined) => (text ?? '').trim().toLowerCase();
