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
	not,
	oneOf,
} from '../api/conditions.mts';
import { isGiven, type Pager, searchListOf, sortRows, valuesOf } from '../api/lists.mts';
import { userKey } from '../people/person.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { DisplayInSearch, type Entry, EntryStatus } from './entry.mts';
import { findEntry, maySee } from './access.mts';
import { entryToWire } from './wire.mts';

type Filter = Input | undefined;

/** What ordinary lists leave out. */
const HIDDEN = `${DisplayInSearch.SYSTEM},${DisplayInSearch.RECYCLED}`;

/** media.list and baseEntry.list over the search index: docs/vendors/kaltura.md#finding-entries-and-categories. */
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

/** No status filter, but hidden entries stay hidden (docs/vendors/kaltura.md#finding-entries-and-categories). */
export function listByReference(world: World, session: Session, referenceId: string, pager: Pager | undefined) {
	const filter: Input = {
		objectType: 'KalturaBaseEntryFilter',
		referenceIdEqual: referenceId,
		displayInSearchNotIn: HIDDEN,
	};
	const entries = sortRows(searchEntries(world, session, filter), undefined, '-createdAt');
	return searchListOf('KalturaBaseEntryListResponse', entries, pager, (found) => {
		const entry = findEntry(world, found.id);
		return entry ? entryToWire(world, entry, session) : null;
	});
}

/**
 * The defaults that make entries invisible: READY only, not waiting for moderation or rejected, not hidden. They do not apply
 * with idEqual or redirectFromEntryId, and the last not when children or hidden ones are asked for (docs/vendors/kaltura.md#finding-entries-and-categories).
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
		given.displayInSearchNotIn = HIDDEN;
	}
	return given;
}

function searchEntries(world: World, session: Session, filter: Input): Entry[] {
	const conditions = [...conditionsOf(filter, CONDITIONS), ...categoryConditions(world, filter)];
	if (!session.isAdmin && !session.privileges.has('list')) {
		const own = userKey(session.userId);
		conditions.push((entry) => userKey(entry.userId) === own);
	}
	return candidates(world, filter).filter(
		(entry) =>
			entry.status !== EntryStatus.DELETED &&
			conditions.every((condition) => condition(entry)) &&
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

/** Everything that a freely worded search looks at. */
const searchText = (entry: Entry) =>
	[entry.name, entry.description, entry.tags, entry.id, entry.referenceId].filter(Boolean).join(' ').toLowerCase();

function words(all: boolean): (value: unknown) => Condition<Entry> {
	return (value) => {
		const terms = String(value).toLowerCase().split(/\s+/).filter(Boolean);
		return (entry) => {
			const text = searchText(entry);
			return all ? terms.every((term) => text.includes(term)) : terms.some((term) => text.includes(term));
		};
	};
}

/** Ids of users are compared like ids of users: 100 characters, without regard to case. */
const owners: (value: unknown) => Condition<Entry> = (value) => {
	const ids = new Set(valuesOf(value).map(userKey));
	return (entry) => ids.has(userKey(entry.userId));
};

const nameTerms =
	(all: boolean): ((value: unknown) => Condition<Entry>) =>
	(value) => {
		const parts = valuesOf(value).map((part) => contains<Entry>((entry) => entry.name)(part));
		return (entry) => (all ? parts.every((part) => part(entry)) : parts.some((part) => part(entry)));
	};

/** One test per filter property of docs/vendors/kaltura.md#finding-entries-and-categories. */
const CONDITIONS: Readonly<Record<string, (value: unknown) => Condition<Entry>>> = {
	idEqual: equal((entry) => entry.id),
	idIn: oneOf((entry) => entry.id),
	idNotIn: not(oneOf((entry) => entry.id)),
	statusEqual: equal((entry) => entry.status),
	statusNotEqual: not(equal((entry) => entry.status)),
	statusIn: oneOf((entry) => entry.status),
	statusNotIn: not(oneOf((entry) => entry.status)),
	moderationStatusEqual: equal((entry) => entry.moderationStatus),
	moderationStatusNotEqual: not(equal((entry) => entry.moderationStatus)),
	moderationStatusIn: oneOf((entry) => entry.moderationStatus),
	moderationStatusNotIn: not(oneOf((entry) => entry.moderationStatus)),
	displayInSearchEqual: equal((entry) => entry.displayInSearch),
	displayInSearchIn: oneOf((entry) => entry.displayInSearch),
	displayInSearchNotIn: not(oneOf((entry) => entry.displayInSearch)),
	referenceIdEqual: equal((entry) => entry.referenceId ?? ''),
	referenceIdIn: oneOf((entry) => entry.referenceId ?? ''),
	parentEntryIdEqual: equal((entry) => entry.parentEntryId ?? ''),
	userIdEqual: owners,
	userIdIn: owners,
	userIdNotIn: not(owners),
	creatorIdEqual: equal((entry) => entry.creatorId),
	mediaTypeEqual: equal((entry) => entry.mediaType),
	mediaTypeIn: oneOf((entry) => entry.mediaType),
	sourceTypeEqual: equal((entry) => entry.sourceType),
	sourceTypeIn: oneOf((entry) => entry.sourceType),
	// All entries here are media clips, type 1.
	typeEqual: equal(() => 1),
	typeIn: oneOf(() => 1),
	conversionProfileIdEqual: equal((entry) => entry.conversionProfileId),
	replacementStatusEqual: equal((entry) => entry.replacementStatus),
	replacementStatusIn: oneOf((entry) => entry.replacementStatus),
	replacingEntryIdEqual: equal((entry) => entry.replacingEntryId ?? ''),
	replacedEntryIdEqual: equal((entry) => entry.replacedEntryId ?? ''),
	rootEntryIdEqual: equal((entry) => entry.rootEntryId),
	rootEntryIdIn: oneOf((entry) => entry.rootEntryId),
	isRoot: (value) => (entry) => (value === 1) === (entry.rootEntryId === entry.id),
	createdAtGreaterThanOrEqual: atLeast((entry) => entry.createdAt),
	createdAtLessThanOrEqual: atMost((entry) => entry.createdAt),
	updatedAtGreaterThanOrEqual: atLeast((entry) => entry.updatedAt),
	updatedAtLessThanOrEqual: atMost((entry) => entry.updatedAt),
	nameEqual: equal((entry) => entry.name),
	nameLike: contains((entry) => entry.name),
	nameMultiLikeOr: nameTerms(false),
	nameMultiLikeAnd: nameTerms(true),
	descriptionLike: contains((entry) => entry.description),
	tagsLike: allTags((entry) => entry.tags),
	tagsMultiLikeOr: anyTag((entry) => entry.tags),
	tagsMultiLikeAnd: allTags((entry) => entry.tags),
	adminTagsLike: allTags((entry) => entry.adminTags),
	adminTagsMultiLikeOr: anyTag((entry) => entry.adminTags),
	adminTagsMultiLikeAnd: allTags((entry) => entry.adminTags),
	freeText: words(true),
	searchTextMatchAnd: words(true),
	searchTextMatchOr: words(false),
	entitledUsersEditMatchOr: anyTag((entry) => entry.entitledUsersEdit),
	entitledUsersEditMatchAnd: allTags((entry) => entry.entitledUsersEdit),
	entitledUsersPublishMatchOr: anyTag((entry) => entry.entitledUsersPublish),
	entitledUsersPublishMatchAnd: allTags((entry) => entry.entitledUsersPublish),
	entitledUsersViewMatchOr: anyTag((entry) => entry.entitledUsersView),
	entitledUsersViewMatchAnd: allTags((entry) => entry.entitledUsersView),
};

/** Categories are asked for by id or full name; either matches whatever lies below as well. */
function categoryConditions(world: World, filter: Input): Array<Condition<Entry>> {
	const linksOf = (entry: Entry) => world.categoryEntries.find('entry', [entry.id]).filter((link) => link.status === 2);
	const isBelow = (entry: Entry, id: string) =>
		linksOf(entry).some((link) => link.categoryFullIds.split('>').includes(id));
	const isNamed = (entry: Entry, name: string) =>
		linksOf(entry).some((link) => {
			const fullName = world.categories.get(String(link.categoryId))?.fullName.toLowerCase() ?? '';
			return fullName === name.toLowerCase() || fullName.startsWith(`${name.toLowerCase()}>`);
		});
	const any = (test: typeof isBelow) => (value: unknown) => (entry: Entry) =>
		valuesOf(value).some((one) => test(entry, one));
	const all = (test: typeof isBelow) => (value: unknown) => (entry: Entry) =>
		valuesOf(value).every((one) => test(entry, one));
	return conditionsOf(filter, {
		categoriesIdsMatchOr: any(isBelow),
		categoryAncestorIdIn: any(isBelow),
		categoriesIdsMatchAnd: all(isBelow),
		categoriesFullNameIn: any(isNamed),
		categoriesMatchOr: any(isNamed),
		categoriesMatchAnd: all(isNamed),
	});
}
