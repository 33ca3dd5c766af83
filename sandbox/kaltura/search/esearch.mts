import type { Input } from '../api/deserialize.mts';
import { matchesList, type Pager, searchListOf } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { DisplayInSearch, type Entry, EntryStatus } from '../entries/entry.mts';
import { findEntry, maySee } from '../entries/access.mts';
import { entryToWire } from '../entries/wire.mts';
import { type User, UserStatus, userKey } from '../people/person.mts';
import { findUser } from '../people/users.mts';
import { groupToWire, userToWire } from '../people/wire.mts';
import type { World } from '../world.mts';
import { matchesOperator, type SearchFields } from './operators.mts';

interface SearchParams extends Input {
	searchOperator?: Input;
	objectStatuses?: string;
	objectId?: string;
	objectIds?: string;
	orderBy?: { orderItems?: Array<{ sortField?: string; sortOrder?: string }> } & Input;
}

/** elasticsearch_esearch: docs/vendors/kaltura.md#search. Results carry the object one level deeper than a list does. */
export const eSearch: Service = {
	name: 'elasticsearch_esearch',
	actions: {
		searchUser: searchPeople('User', [0]),
		searchGroup: searchPeople('Group', [1, 2]),
		searchEntry: action({
			access: 'user',
			params: { searchParams: 'KalturaESearchEntryParams', pager: 'KalturaPager?' },
			run({ world, session }, { searchParams, pager }: { searchParams: SearchParams; pager?: Pager }) {
				const statuses = searchParams.objectStatuses;
				const found = [...entryCandidates(world, searchParams)].filter(
					(entry) =>
						entry.status !== EntryStatus.DELETED &&
						entry.displayInSearch !== DisplayInSearch.RECYCLED &&
						matchesList(entry.status, undefined, statuses) &&
						matchesList(entry.id, searchParams.objectId, searchParams.objectIds) &&
						maySee(world, session, entry) &&
						matchesOperator(searchParams.searchOperator, entryFields(world, entry)),
				);
				return searchListOf('KalturaESearchEntryResponse', inOrder(found, searchParams), pager, ({ id }) => {
					const entry = findEntry(world, id);
					return entry ? resultOf('Entry', entryToWire(world, entry, session)) : null;
				});
			},
		}),
	},
};

function searchPeople(kind: 'User' | 'Group', types: readonly number[]) {
	return action({
		access: 'admin',
		params: { searchParams: `KalturaESearch${kind}Params`, pager: 'KalturaPager?' },
		run({ world }, { searchParams, pager }: { searchParams: SearchParams; pager?: Pager }) {
			const statuses = searchParams.objectStatuses;
			const found = personCandidates(world, searchParams).filter(
				(person) =>
					// searchUser finds users of any type; searchGroup only groups.
					(kind === 'User' || types.includes(person.type)) &&
					(statuses ? matchesList(person.status, undefined, statuses) : person.status !== UserStatus.DELETED) &&
					matchesList(person.id, searchParams.objectId, searchParams.objectIds) &&
					matchesOperator(searchParams.searchOperator, personFields(world, person)),
			);
			return searchListOf(`KalturaESearch${kind}Response`, inOrder(found, searchParams), pager, ({ id }) => {
				const person = findUser(world, id);
				if (!person) return null;
				return resultOf(kind, kind === 'User' ? userToWire(world, person) : groupToWire(world, person));
			});
		},
	});
}

function resultOf(kind: string, object: object) {
	return { object, itemsData: [], objectType: `KalturaESearch${kind}Result` };
}

/**
 * A single exact item on an indexed field, or an OR of such items, is answered by look-up: resolving one owner must not
 * read 50,000 users.
 */
function personCandidates(world: World, params: SearchParams): User[] {
	const index = world.userIndex.visible();
	const exact = exactTerms(params.searchOperator);
	if (!exact?.every(({ field }) => ['user_id', 'email', 'external_id'].includes(field))) return [...index.all()];
	const found = exact.flatMap(({ field, term }) => {
		if (field === 'email') return index.find('email', [term.toLowerCase()]);
		if (field === 'external_id') return index.find('externalId', [term.toLowerCase()]);
		const person = index.get(userKey(term));
		return person ? [person] : [];
	});
	return [...new Set(found)];
}

function entryCandidates(world: World, params: SearchParams): Iterable<Entry> {
	const index = world.entryIndex.visible();
	const exact = exactTerms(params.searchOperator);
	if (exact?.every(({ field }) => field === 'reference_id'))
		return index.find(
			'reference',
			exact.map(({ term }) => term),
		);
	return index.all();
}

/** The terms of an operator that consists of exact items only and where any one is enough; otherwise null. */
function exactTerms(operator: Input | undefined): Array<{ field: string; term: string }> | null {
	const items = (operator?.searchItems ?? []) as Input[];
	const isOr = operator?.operator === 2;
	if (items.length === 0 || (items.length > 1 && !isOr) || operator?.operator === 3) return null;
	const terms = items.map((item) =>
		item.itemType === 1 && item.fieldName
			? { field: String(item.fieldName), term: String(item.searchTerm ?? '') }
			: null,
	);
	return terms.every((term) => term !== null) ? terms : null;
}

function personFields(world: World, person: User): SearchFields {
	return {
		user_id: [person.id],
		email: [person.email ?? ''],
		external_id: [person.externalId ?? ''],
		screen_name: [person.screenName],
		first_name: [person.firstName ?? ''],
		last_name: [person.lastName ?? ''],
		full_name: [person.fullName],
		user_type: [person.type],
		tags: (person.tags ?? '').split(','),
		created_at: [person.createdAt],
		updated_at: [person.updatedAt],
		get group_ids() {
			return world.memberships.find('user', [userKey(person.id)]).map((membership) => membership.groupId);
		},
	};
}

function entryFields(world: World, entry: Entry): SearchFields {
	return {
		id: [entry.id],
		name: [entry.name],
		description: [entry.description ?? ''],
		reference_id: [entry.referenceId ?? ''],
		user_id: [entry.userId],
		creator_id: [entry.creatorId],
		tags: (entry.tags ?? '').split(','),
		admin_tags: (entry.adminTags ?? '').split(','),
		parent_id: [entry.parentEntryId ?? ''],
		media_type: [entry.mediaType],
		source_type: [entry.sourceType],
		created_at: [entry.createdAt],
		updated_at: [entry.updatedAt],
		length_in_msecs: [entry.msDuration],
		entitled_users_edit: entry.entitledUsersEdit.split(','),
		entitled_users_publish: entry.entitledUsersPublish.split(','),
		entitled_users_view: entry.entitledUsersView.split(','),
		get category_ids() {
			return world.categoryEntries.find('entry', [entry.id]).map((link) => String(link.categoryId));
		},
	};
}

const SORT_FIELDS: Readonly<Record<string, string>> = {
	created_at: 'createdAt',
	updated_at: 'updatedAt',
	name: 'name',
};

function inOrder<Row extends { order: number }>(rows: Row[], params: SearchParams): Row[] {
	const item = params.orderBy?.orderItems?.[0];
	const field = SORT_FIELDS[item?.sortField ?? ''] as keyof Row | undefined;
	const sorted = rows.sort((a, b) => a.order - b.order);
	if (!field) return sorted;
	const direction = item?.sortOrder === 'desc' ? -1 : 1;
	return sorted.sort((a, b) => (a[field] < b[field] ? -direction : a[field] > b[field] ? direction : 0));
}
