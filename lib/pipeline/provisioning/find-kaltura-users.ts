import type { KalturaClient } from '../../kaltura/client';
import { isKalturaCode, KalturaError } from '../../kaltura/errors';
import type { KalturaUser } from '../../kaltura/schemas';
import { wrongKind } from '../../kaltura/shared-ids';
import { isPerson } from '../../kaltura/user-answers';

export const USER_KEYS = ['id', 'email', 'externalId', 'loginId'] as const;
type UserKey = (typeof USER_KEYS)[number];

/** What only Kaltura's search knows, which follows changes with a delay: nobody there is not "nobody" yet. */
const SEARCHED: Partial<Record<UserKey, string>> = { email: 'e-mail', externalId: 'external ID' };

export interface WantedUser {
	key: UserKey;
	value: string;
	ifMissing: 'fail' | 'return';
}

/** Everybody who fits; or that nobody does, `perhapsTooNew` when only a search was asked, which lags behind. */
export type UserFinding = { users: KalturaUser[] } | { missing: true; perhapsTooNew: boolean };

/**
 * Finds users, many in few requests.
 * @returns for each one what was found, or why it counts as an error
 */
export async function findKalturaUsers<Wanted extends WantedUser>(
	kaltura: KalturaClient,
	wanted: readonly Wanted[],
): Promise<Array<UserFinding | KalturaError>> {
	const found = await lookUp(
		kaltura,
		wanted.filter(({ value }) => value !== ''),
	);
	return wanted.map((one) => {
		// Who has no address or id is not looked for.
		if (one.value === '') return { missing: true, perhapsTooNew: false };
		const users = found(one);
		const returnsMissing = one.ifMissing === 'return';
		if (users instanceof KalturaError && !(isKalturaCode(users, 'IS_A_GROUP') && returnsMissing)) return users;
		if (Array.isArray(users) && users.length > 0) return { users };
		const searched = SEARCHED[one.key];
		if (returnsMissing) return { missing: true, perhapsTooNew: searched !== undefined };
		return searched
			? new KalturaError({
					code: 'USER_NOT_FOUND_YET',
					request: 'user.get',
					args: { NAME: searched, VALUE: one.value },
				})
			: new KalturaError({ code: 'USER_NOT_FOUND', request: 'user.get', args: { ID: one.value } });
	});
}

/** Asks for all at once, as far as Kaltura has requests for it. */
async function lookUp(
	kaltura: KalturaClient,
	wanted: readonly WantedUser[],
): Promise<(one: WantedUser) => KalturaUser[] | KalturaError> {
	const valuesOf = (key: UserKey) => [...new Set(wanted.filter((one) => one.key === key).map(({ value }) => value))];
	const answer = await kaltura.lookUp({
		userIds: valuesOf('id'),
		emails: valuesOf('email'),
		externalIds: valuesOf('externalId'),
	});
	const byLoginId = new Map<string, KalturaUser | null>();
	for (const loginId of valuesOf('loginId')) byLoginId.set(loginId, await kaltura.users.byLoginId(loginId));
	const found = (one: WantedUser) =>
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
async function askByIdToo(
	kaltura: KalturaClient,
	wanted: readonly WantedUser[],
): Promise<Map<WantedUser, KalturaUser[]>> {
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
