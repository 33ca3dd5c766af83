import type { Input } from '../api/deserialize.mts';
import { isGiven, matchesList, matchesRange, valuesOf } from '../api/lists.mts';
import type { World } from '../world.mts';
import { type User, UserStatus, userKey } from './person.mts';

/**
 * Users and groups by filter, from the search index. Blocked ones are included, deleted ones not unless asked for; without
 * typeEqual groups are among them. There is no emailEqual, only a prefix (reference/kaltura-api.md §6).
 */
export function searchPeople(world: World, filter: Input | undefined): User[] {
	return candidates(world, filter).filter((person) => matches(person, filter));
}

function candidates(world: World, filter: Input | undefined): User[] {
	const index = world.userIndex.visible();
	const ids = isGiven(filter?.idEqual)
		? [String(filter?.idEqual)]
		: isGiven(filter?.idIn)
			? valuesOf(filter?.idIn)
			: null;
	if (ids) return [...new Set(ids.map(userKey))].map((id) => index.get(id)).filter((person) => person !== undefined);
	const types = filter?.typeEqual ?? filter?.typeIn;
	if (isGiven(types) && !valuesOf(types).includes('0')) return index.find('type', valuesOf(types));
	return [...index.all()];
}

function matches(person: User, filter: Input | undefined): boolean {
	if (!isGiven(filter?.statusEqual) && !isGiven(filter?.statusIn) && person.status === UserStatus.DELETED) return false;
	if (!filter) return true;
	const starts = (text: string | null | undefined, prefix: unknown) =>
		(text ?? '').toLowerCase().startsWith(String(prefix).toLowerCase());
	const contains = (text: string | null | undefined, part: unknown) =>
		(text ?? '').toLowerCase().includes(String(part).toLowerCase());
	const either = (prefix: unknown, ...texts: Array<string | null | undefined>) =>
		!isGiven(prefix) || texts.some((text) => starts(text, prefix));
	const tags = (person.tags ?? '').split(',').map((tag) => tag.trim().toLowerCase());
	return (
		matchesList(person.type, filter.typeEqual, filter.typeIn) &&
		matchesList(person.type, filter.groupTypeEqual, filter.groupTypeIn) &&
		matchesList(person.status, filter.statusEqual, filter.statusIn) &&
		(!isGiven(filter.isAdminEqual) || person.isAdmin === (filter.isAdminEqual === 1)) &&
		(!isGiven(filter.loginEnabledEqual) || person.loginEnabled === (filter.loginEnabledEqual === 1)) &&
		(!isGiven(filter.emailLike) || contains(person.email, filter.emailLike)) &&
		either(filter.emailStartsWith, person.email) &&
		(!isGiven(filter.screenNameLike) || contains(person.screenName, filter.screenNameLike)) &&
		either(filter.screenNameStartsWith, person.screenName) &&
		either(filter.idOrScreenNameStartsWith, person.id, person.screenName) &&
		either(filter.firstNameStartsWith, person.firstName) &&
		either(filter.lastNameStartsWith, person.lastName) &&
		either(filter.firstNameOrLastNameStartsWith, person.firstName, person.lastName) &&
		(!isGiven(filter.tagsMultiLikeOr) ||
			valuesOf(filter.tagsMultiLikeOr).some((tag) => tags.includes(tag.toLowerCase()))) &&
		(!isGiven(filter.tagsMultiLikeAnd) ||
			valuesOf(filter.tagsMultiLikeAnd).every((tag) => tags.includes(tag.toLowerCase()))) &&
		matchesRange(person.createdAt, filter.createdAtGreaterThanOrEqual, filter.createdAtLessThanOrEqual) &&
		matchesRange(person.updatedAt, filter.updatedAtGreaterThanOrEqual, filter.updatedAtLessThanOrEqual)
	);
}
