import type { Input } from '../api/deserialize.mts';
import { isGiven, matchesList, matchesRange, type Pager, searchListOf, sortRows, valuesOf } from '../api/lists.mts';
import { userKey } from '../people/person.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { DisplayInSearch, type Entry, EntryStatus } from './entry.mts';
import { findEntry, maySee } from './access.mts';
import { entryToWire } from './wire.mts';

type Filter = Input | undefined;

/** media.list and baseEntry.list over the search index: reference/kaltura-api.md §4. */
export function listEntries(
	world: World,
	session: Session,
	filter: Filter,
	pager: Pager | undefined,
	response: string,
) {
	const entries = searchEntries(world, session, withDefaults(filter));
	const sorted = sortRows(
		entries.sort((a, b) => a.order - b.order),
		filter?.orderBy,
		'-createdAt',
	);
	return searchListOf(response, sorted, pager, (found) => {
		// The index says which, the database says what: a result shows the entry as it is now, or not at all.
		const entry = findEntry(world, found.id);
		return entry ? entryToWire(world, entry, session) : null;
	});
}

export function countEntries(world: World, session: Session, filter: Filter): number {
	return searchEntries(world, session, withDefaults(filter)).length;
}

/** No status filter, but hidden entries stay hidden (§4). */
export function listByReference(world: World, session: Session, referenceId: string, pager: Pager | undefined) {
	const filter: Input = {
		objectType: 'KalturaBaseEntryFilter',
		referenceIdEqual: referenceId,
		displayInSearchNotIn: [DisplayInSearch.SYSTEM, DisplayInSearch.RECYCLED],
	};
	const entries = sortRows(searchEntries(world, session, filter), undefined, '-createdAt');
	return searchListOf('KalturaBaseEntryListResponse', entries, pager, (found) => {
		const entry = findEntry(world, found.id);
		return entry ? entryToWire(world, entry, session) : null;
	});
}

/**
 * The defaults that make entries invisible: READY only, not waiting for moderation or rejected, not hidden. They do not apply
 * with idEqual or redirectFromEntryId, and the last not when children or hidden ones are asked for (§4).
 */
function withDefaults(filter: Filter): Input {
	const given: Input = { objectType: 'KalturaMediaEntryFilter', ...filter };
	if (isGiven(given.idEqual) || isGiven(given.redirectFromEntryId)) return given;
	const has = (...names: string[]) => names.some((name) => isGiven(given[name]));
	if (!has('statusEqual', 'statusNotEqual', 'statusIn', 'statusNotIn')) given.statusEqual = String(EntryStatus.READY);
	if (!has('moderationStatusEqual', 'moderationStatusNotEqual', 'moderationStatusIn', 'moderationStatusNotIn')) {
		given.moderationStatusNotIn = '1,3';
	}
	if (!has('parentEntryIdEqual', 'idIn', 'displayInSearchEqual', 'displayInSearchIn')) {
		given.displayInSearchNotIn = [DisplayInSearch.SYSTEM, DisplayInSearch.RECYCLED];
	}
	return given;
}

function searchEntries(world: World, session: Session, filter: Input): Entry[] {
	const own = !session.isAdmin && !session.privileges.has('list') ? userKey(session.userId) : null;
	return candidates(world, filter).filter(
		(entry) =>
			entry.status !== EntryStatus.DELETED &&
			(own === null || userKey(entry.userId) === own) &&
			matches(world, entry, filter) &&
			maySee(world, session, entry),
	);
}

/** The smallest set that a look-up gives; only a filter without any of these reads the whole index. */
function candidates(world: World, filter: Input): Entry[] {
	const index = world.entryIndex.visible();
	const ids = isGiven(filter.idEqual) ? [String(filter.idEqual)] : isGiven(filter.idIn) ? valuesOf(filter.idIn) : null;
	if (ids) return [...new Set(ids)].map((id) => index.get(id)).filter((entry) => entry !== undefined);
	for (const [name, lookup] of [
		['referenceIdEqual', 'reference'],
		['referenceIdIn', 'reference'],
		['parentEntryIdEqual', 'parent'],
		['userIdEqual', 'owner'],
		['userIdIn', 'owner'],
	] as const) {
		if (!isGiven(filter[name])) continue;
		const values = name.endsWith('In') ? valuesOf(filter[name]) : [String(filter[name])];
		return index.find(lookup, lookup === 'owner' ? values.map(userKey) : values);
	}
	return [...index.all()];
}

function matches(world: World, entry: Entry, filter: Input): boolean {
	const not = (value: string | number, list: unknown) => isGiven(list) && valuesOf(list).includes(String(value));
	const users = (equal: unknown, oneOf: unknown) =>
		matchesList(
			userKey(entry.userId),
			isGiven(equal) ? userKey(String(equal)) : equal,
			isGiven(oneOf) ? userKey(String(oneOf)) : oneOf,
		);
	return (
		matchesList(entry.id, filter.idEqual, filter.idIn) &&
		!not(entry.id, filter.idNotIn) &&
		matchesList(entry.status, filter.statusEqual, filter.statusIn) &&
		!not(entry.status, filter.statusNotEqual) &&
		!not(entry.status, filter.statusNotIn) &&
		matchesList(entry.moderationStatus, filter.moderationStatusEqual, filter.moderationStatusIn) &&
		!not(entry.moderationStatus, filter.moderationStatusNotEqual) &&
		!not(entry.moderationStatus, filter.moderationStatusNotIn) &&
		matchesList(entry.displayInSearch, filter.displayInSearchEqual, filter.displayInSearchIn) &&
		!((filter.displayInSearchNotIn as number[] | undefined) ?? []).includes(entry.displayInSearch) &&
		matchesList(entry.referenceId ?? '', filter.referenceIdEqual, filter.referenceIdIn) &&
		matchesList(entry.parentEntryId ?? '', filter.parentEntryIdEqual) &&
		users(filter.userIdEqual, longUserList(filter.userIdIn)) &&
		matchesList(entry.creatorId, filter.creatorIdEqual) &&
		matchesList(entry.mediaType, filter.mediaTypeEqual, filter.mediaTypeIn) &&
		matchesList(entry.sourceType, filter.sourceTypeEqual, filter.sourceTypeIn) &&
		matchesList(1, filter.typeEqual, filter.typeIn) &&
		matchesList(entry.conversionProfileId, filter.conversionProfileIdEqual) &&
		matchesList(entry.replacementStatus, filter.replacementStatusEqual, filter.replacementStatusIn) &&
		matchesList(entry.replacingEntryId ?? '', filter.replacingEntryIdEqual) &&
		matchesList(entry.replacedEntryId ?? '', filter.replacedEntryIdEqual) &&
		matchesList(entry.rootEntryId, filter.rootEntryIdEqual, filter.rootEntryIdIn) &&
		(!isGiven(filter.isRoot) || (filter.isRoot === 1) === (entry.rootEntryId === entry.id)) &&
		matchesRange(entry.createdAt, filter.createdAtGreaterThanOrEqual, filter.createdAtLessThanOrEqual) &&
		matchesRange(entry.updatedAt, filter.updatedAtGreaterThanOrEqual, filter.updatedAtLessThanOrEqual) &&
		matchesText(entry, filter) &&
		matchesRights(entry, filter) &&
		matchesCategories(world, entry, filter)
	);
}

/** userIdIn keeps its commas when it is lower-cased; only single ids are cut at 100 characters. */
function longUserList(list: unknown): unknown {
	return isGiven(list) ? valuesOf(list).map(userKey).join(',') : list;
}

function matchesText(entry: Entry, filter: Input): boolean {
	const contains = (text: string | null | undefined, term: unknown) =>
		(text ?? '').toLowerCase().includes(String(term).toLowerCase());
	const all = [entry.name, entry.description, entry.tags, entry.id, entry.referenceId].filter(Boolean).join(' ');
	const words = (terms: unknown) => String(terms).split(/\s+/).filter(Boolean);
	return (
		(!isGiven(filter.nameEqual) || entry.name === filter.nameEqual) &&
		(!isGiven(filter.nameLike) || contains(entry.name, filter.nameLike)) &&
		(!isGiven(filter.descriptionLike) || contains(entry.description, filter.descriptionLike)) &&
		matchesTerms(entry.name, filter.nameMultiLikeOr, filter.nameMultiLikeAnd) &&
		(!isGiven(filter.tagsLike) || hasTag(entry.tags, String(filter.tagsLike))) &&
		matchesTags(entry.tags, filter.tagsMultiLikeOr, filter.tagsMultiLikeAnd) &&
		(!isGiven(filter.adminTagsLike) || hasTag(entry.adminTags, String(filter.adminTagsLike))) &&
		matchesTags(entry.adminTags, filter.adminTagsMultiLikeOr, filter.adminTagsMultiLikeAnd) &&
		(!isGiven(filter.freeText) || words(filter.freeText).every((word) => contains(all, word))) &&
		(!isGiven(filter.searchTextMatchAnd) || words(filter.searchTextMatchAnd).every((word) => contains(all, word))) &&
		(!isGiven(filter.searchTextMatchOr) || words(filter.searchTextMatchOr).some((word) => contains(all, word)))
	);
}

function matchesTerms(text: string, anyOf: unknown, allOf: unknown): boolean {
	const contains = (term: string) => text.toLowerCase().includes(term.toLowerCase());
	return (!isGiven(anyOf) || valuesOf(anyOf).some(contains)) && (!isGiven(allOf) || valuesOf(allOf).every(contains));
}

function hasTag(tags: string | null | undefined, wanted: string): boolean {
	return (tags ?? '').split(',').some((tag) => tag.trim().toLowerCase() === wanted.trim().toLowerCase());
}

function matchesTags(tags: string | null | undefined, anyOf: unknown, allOf: unknown): boolean {
	const has = (tag: string) => hasTag(tags, tag);
	return (!isGiven(anyOf) || valuesOf(anyOf).some(has)) && (!isGiven(allOf) || valuesOf(allOf).every(has));
}

function matchesRights(entry: Entry, filter: Input): boolean {
	return (['Edit', 'Publish', 'View'] as const).every((right) =>
		matchesTags(
			entry[`entitledUsers${right}`],
			filter[`entitledUsers${right}MatchOr`],
			filter[`entitledUsers${right}MatchAnd`],
		),
	);
}

function matchesCategories(world: World, entry: Entry, filter: Input): boolean {
	const anyIds = filter.categoriesIdsMatchOr;
	const allIds = filter.categoriesIdsMatchAnd;
	const names = filter.categoriesFullNameIn ?? filter.categoriesMatchOr;
	const allNames = filter.categoriesMatchAnd;
	const ancestors = filter.categoryAncestorIdIn;
	if (![anyIds, allIds, names, allNames, ancestors].some(isGiven)) return true;
	const links = world.categoryEntries.find('entry', [entry.id]).filter((link) => link.status === 2);
	const ids = links.map((link) => String(link.categoryId));
	const path = new Set(links.flatMap((link) => link.categoryFullIds.split('>')));
	const fullNames = ids.map((id) => world.categories.get(id)?.fullName.toLowerCase() ?? '');
	// Category id filters match whatever lies below as well.
	const inAny = (list: unknown) => valuesOf(list).some((id) => path.has(id));
	const named = (name: string) =>
		fullNames.some((full) => full === name.toLowerCase() || full.startsWith(`${name.toLowerCase()}>`));
	return (
		(!isGiven(anyIds) || inAny(anyIds)) &&
		(!isGiven(ancestors) || inAny(ancestors)) &&
		(!isGiven(allIds) || valuesOf(allIds).every((id) => path.has(id))) &&
		(!isGiven(names) || valuesOf(names).some(named)) &&
		(!isGiven(allNames) || valuesOf(allNames).every(named))
	);
}
