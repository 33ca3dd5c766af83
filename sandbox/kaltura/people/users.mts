import { apiError } from '../api/errors.mts';
import type { World } from '../world.mts';
import { type User, UserStatus, UserType, userKey } from './person.mts';

/** No blanks, slashes, colons, backslashes, quotes, nothing outside ASCII (docs/vendors/kaltura.md#users-and-groups). */
const USER_ID = /^[A-Za-z0-9,!#$%&'*+?^_`{|}~.@-]{1,320}$/;

export function requireUserId(id: string, field: string): void {
	if (!USER_ID.test(id)) throw apiError('INVALID_FIELD_VALUE', { FIELD_NAME: field });
}

/** A user or group that is not deleted. */
export function findUser(world: World, id: string): User | undefined {
	const user = world.users.get(userKey(id));
	return user && user.status !== UserStatus.DELETED ? user : undefined;
}

/** The row of a new user; names default to the id, screenName and fullName are cut (docs/vendors/kaltura.md#users-and-groups). */
export function newUser(world: World, id: string, given: Partial<User> = {}): User {
	const now = world.clock.seconds();
	const screenName = given.screenName || id;
	const firstName = given.firstName || screenName;
	return {
		type: UserType.USER,
		status: UserStatus.ACTIVE,
		isAdmin: false,
		loginEnabled: false,
		userMode: 0,
		processStatus: 0,
		synced: false,
		membersCount: 0,
		createdAt: now,
		updatedAt: now,
		order: world.rowIds.next(),
		...given,
		id,
		firstName,
		screenName: [...screenName].slice(0, 127).join(''),
		fullName: [...(given.fullName || [firstName, given.lastName].filter(Boolean).join(' '))].slice(0, 40).join(''),
	};
}

/**
 * Owners and entitled users that do not exist are created on the way, with names from the id and no e-mail (docs/vendors/kaltura.md#finding-entries-and-categories). The id is
 * not checked, only cut to 100 characters. A deleted user named as owner comes back as a new one.
 */
export function ensureUser(world: World, id: string): string {
	const known = findUser(world, id);
	if (known) return known.id;
	const short = [...id].slice(0, 100).join('');
	return world.saveUser(newUser(world, short)).id;
}

/** A comma list of user ids for entitledUsers*: unknown ones are created, deleted ones silently dropped (docs/vendors/kaltura.md#finding-entries-and-categories). */
export function ensureUsers(world: World, list: string): string {
	const ids = list
		.split(',')
		.map((id) => id.trim())
		.filter((id) => id !== '' && world.users.get(userKey(id))?.status !== UserStatus.DELETED);
	return [...new Set(ids.map((id) => ensureUser(world, id)))].join(',');
}

/** The checks of user.add and group.add: alphabet, one id space for users and groups (docs/vendors/kaltura.md#users-and-groups). */
export function addPerson(world: World, id: string, given: Partial<User>): User {
	requireUserId(id, 'id');
	for (const name of [given.screenName, given.firstName, given.lastName]) {
		if (name?.includes('://')) throw apiError('INVALID_FIELD_VALUE', { FIELD_NAME: 'screenName' });
	}
	if (findUser(world, id)) throw apiError('DUPLICATE_USER_BY_ID', { UID: id });
	return world.saveUser(newUser(world, id, given));
}
