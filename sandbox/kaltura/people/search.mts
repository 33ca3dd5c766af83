import type { Input } from '../api/deserialize.mts';
import {
	allTags,
	anyTag,
	atLeast,
	atMost,
	type Condition,
	conditionsOf,
	contains,
	equal,
	oneOf,
	startsWith,
} from '../api/conditions.mts';
import { isGiven, valuesOf } from '../api/lists.mts';
import type { World } from '../world.mts';
import { type User, UserStatus, userKey } from './person.mts';

/**
 * Users and groups by filter, from the search index. Blocked ones are included, deleted ones not unless asked for; without
 * typeEqual groups are among them. There is no emailEqual, only a prefix (docs/vendors/kaltura.md#users-and-groups).
 */
export function searchPeople(world: World, filter: Input | undefined): User[] {
	const conditions = conditionsOf(filter ?? {}, CONDITIONS);
	const includesDeleted = isGiven(filter?.statusEqual) || isGiven(filter?.statusIn);
	if (!includesDeleted) conditions.push((person) => person.status !== UserStatus.DELETED);
	return candidates(world, filter).filter((person) => conditions.every((condition) => condition(person)));
}

function candidates(world: World, filter: Input | undefined): User[] {
	const index = world.userIndex.visible();
	const ids = isGiven(filter?.idEqual)
		? [String(filter?.idEqual)]
		: isGiven(filter?.idIn)
			? valuesOf(filter?.idIn)
			: null;
	if (ids) {
		return [...new Set(ids.map(userKey))].map((id) => index.get(id)).filter((person) => person !== undefined);
	}
	const types = filter?.typeEqual ?? filter?.typeIn;
	if (isGiven(types) && !valuesOf(types).includes('0')) return index.find('type', valuesOf(types));
	return [...index.all()];
}

const CONDITIONS: Readonly<Record<string, (value: unknown) => Condition<User>>> = {
	typeEqual: equal((person) => person.type),
	typeIn: oneOf((person) => person.type),
	groupTypeEqual: equal((person) => person.type),
	groupTypeIn: oneOf((person) => person.type),
	statusEqual: equal((person) => person.status),
	statusIn: oneOf((person) => person.status),
	isAdminEqual: (value) => (person) => person.isAdmin === (value === 1),
	loginEnabledEqual: (value) => (person) => person.loginEnabled === (value === 1),
	emailLike: contains((person) => person.email),
	emailStartsWith: startsWith((person) => person.email),
	screenNameLike: contains((person) => person.screenName),
	screenNameStartsWith: startsWith((person) => person.screenName),
	idOrScreenNameStartsWith: startsWith(
		(person) => person.id,
		(person) => person.screenName,
	),
	firstNameStartsWith: startsWith((person) => person.firstName),
	lastNameStartsWith: startsWith((person) => person.lastName),
	firstNameOrLastNameStartsWith: startsWith(
		(person) => person.firstName,
		(person) => person.lastName,
	),
	tagsMultiLikeOr: anyTag((person) => person.tags),
	tagsMultiLikeAnd: allTags((person) => person.tags),
	createdAtGreaterThanOrEqual: atLeast((person) => person.createdAt),
	createdAtLessThanOrEqual: atMost((person) => person.createdAt),
	updatedAtGreaterThanOrEqual: atLeast((person) => person.updatedAt),
	updatedAtLessThanOrEqual: atMost((person) => person.updatedAt),
};
