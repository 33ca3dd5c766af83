import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import {
	isGiven,
	listOf,
	matchesList,
	matchesRange,
	type Pager,
	searchListOf,
	sortRows,
	valuesOf,
} from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { assign } from './assign.mts';
import type { Category, CategoryEntry } from './category.mts';
import { addCategory, categoryToWire, deleteCategory, findCategory, maySeeCategory, updateCategory } from './save.mts';

function requireCategory(world: World, session: Session, id: number): Category {
	const category = findCategory(world, session, id);
	if (!category) throw apiError('CATEGORY_NOT_FOUND', { CAT_ID: id });
	return category;
}

/** category: docs/vendors/kaltura.md#finding-entries-and-categories. Lists come from the search index; there is no nameEqual. */
export const category: Service = {
	name: 'category',
	actions: {
		add: action({
			access: 'admin',
			params: { category: 'KalturaCategory' },
			run: ({ world, session }, args: { category: Input }) =>
				categoryToWire(world, addCategory(world, session, args.category)),
		}),
		get: action({
			access: 'widget',
			params: { id: 'int' },
			run: ({ world, session }, { id }: { id: number }) => categoryToWire(world, requireCategory(world, session, id)),
		}),
		update: action({
			access: 'admin',
			params: { id: 'int', category: 'KalturaCategory' },
			run({ world, session }, args: { id: number; category: Input }) {
				const current = requireCategory(world, session, args.id);
				return categoryToWire(world, updateCategory(world, session, current, args.category));
			},
		}),
		delete: action({
			access: 'admin',
			params: { id: 'int', moveEntriesToParentCategory: 'KalturaNullableBoolean?' },
			run: ({ world, session }, { id }: { id: number }) => deleteCategory(world, requireCategory(world, session, id)),
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaCategoryFilter?', pager: 'KalturaFilterPager?' },
			run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const found = candidates(world, filter).filter(
					(candidate) => matches(candidate, filter) && maySeeCategory(world, session, candidate),
				);
				// Without a pager a page is as long as pages get (1500); with one the usual default applies.
				const defaults = pager ? { size: 30, max: 500 } : { size: 1500, max: 1500 };
				return searchListOf(
					'KalturaCategoryListResponse',
					sortRows(found, filter?.orderBy, '+createdAt'),
					pager,
					({ id }) => {
						const current = world.categories.get(String(id));
						return current ? categoryToWire(world, current) : null;
					},
					defaults,
				);
			},
		}),
	},
};

function candidates(world: World, filter: Input | undefined): Category[] {
	const index = world.categoryIndex.visible();
	if (isGiven(filter?.fullNameEqual)) return index.find('fullName', [String(filter?.fullNameEqual).toLowerCase()]);
	if (isGiven(filter?.fullNameIn))
		return index.find(
			'fullName',
			valuesOf(filter?.fullNameIn).map((name) => name.toLowerCase()),
		);
	if (isGiven(filter?.parentIdEqual)) return index.find('parent', [String(filter?.parentIdEqual)]);
	return [...index.all()];
}

/** Names are compared in lower case: the index lower-cases them (docs/vendors/kaltura.md#finding-entries-and-categories). */
function matches(candidate: Category, filter: Input | undefined): boolean {
	if (!filter) return true;
	const fullName = candidate.fullName.toLowerCase();
	const startsWith = (text: string | null | undefined, prefix: unknown) =>
		(text ?? '').toLowerCase().startsWith(String(prefix).toLowerCase());
	const { fullNameStartsWith, fullNameStartsWithIn, nameOrReferenceIdStartsWith, freeText } = filter;
	return (
		matchesList(candidate.id, filter.idEqual, filter.idIn) &&
		!(isGiven(filter.idNotIn) && valuesOf(filter.idNotIn).includes(String(candidate.id))) &&
		matchesList(candidate.parentId, filter.parentIdEqual, filter.parentIdIn) &&
		matchesList(candidate.depth, filter.depthEqual) &&
		matchesList(candidate.status, filter.statusEqual, filter.statusIn) &&
		(!isGiven(filter.fullNameEqual) || fullName === String(filter.fullNameEqual).toLowerCase()) &&
		(!isGiven(filter.fullNameIn) || valuesOf(filter.fullNameIn).some((name) => name.toLowerCase() === fullName)) &&
		(!isGiven(fullNameStartsWith) || startsWith(candidate.fullName, fullNameStartsWith)) &&
		(!isGiven(fullNameStartsWithIn) || valuesOf(fullNameStartsWithIn).some((name) => startsWith(fullName, name))) &&
		(!isGiven(filter.fullIdsEqual) || candidate.fullIds === filter.fullIdsEqual) &&
		(!isGiven(filter.fullIdsStartsWith) || candidate.fullIds.startsWith(String(filter.fullIdsStartsWith))) &&
		(!isGiven(filter.ancestorIdIn) ||
			valuesOf(filter.ancestorIdIn).some((id) => candidate.fullIds.split('>').includes(id))) &&
		matchesList(candidate.referenceId ?? '', filter.referenceIdEqual) &&
		(!isGiven(nameOrReferenceIdStartsWith) ||
			startsWith(candidate.name, nameOrReferenceIdStartsWith) ||
			startsWith(candidate.referenceId, nameOrReferenceIdStartsWith)) &&
		(!isGiven(freeText) ||
			`${fullName} ${candidate.description ?? ''}`.toLowerCase().includes(String(freeText).toLowerCase())) &&
		matchesRange(candidate.createdAt, filter.createdAtGreaterThanOrEqual, filter.createdAtLessThanOrEqual) &&
		matchesRange(candidate.updatedAt, filter.updatedAtGreaterThanOrEqual, filter.updatedAtLessThanOrEqual)
	);
}

/** categoryEntry: docs/vendors/kaltura.md#finding-entries-and-categories. Lists come from the database and do not lag. */
export const categoryEntry: Service = {
	name: 'categoryEntry',
	actions: {
		add: action({
			access: 'user',
			params: { categoryEntry: 'KalturaCategoryEntry' },
			run({ world, session }, args: { categoryEntry: Input }) {
				const { entryId, categoryId } = args.categoryEntry;
				for (const [name, value] of Object.entries({ entryId, categoryId })) {
					if (!isGiven(value))
						throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: `KalturaCategoryEntry::${name}` });
				}
				return linkToWire(assign(world, session, String(entryId), Number(categoryId)));
			},
		}),
		delete: action({
			access: 'user',
			params: { entryId: 'string', categoryId: 'int' },
			run({ world }, { entryId, categoryId }: { entryId: string; categoryId: number }) {
				const key = `${entryId} ${categoryId}`;
				if (!world.categoryEntries.get(key)) throw apiError('ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY');
				world.categoryEntries.remove(key);
				return null;
			},
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaCategoryEntryFilter?', pager: 'KalturaFilterPager?' },
			run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const { entryIdEqual, entryIdIn, categoryIdEqual, categoryIdIn } = filter ?? ({} as Partial<Input>);
				const isFiltered = [entryIdEqual, entryIdIn, categoryIdEqual, categoryIdIn].some(isGiven);
				if (!isFiltered && !session.isAdmin) throw apiError('MUST_FILTER_ON_ENTRY_OR_CATEGORY');
				const links = linksOf(world, filter).filter(
					(link) =>
						matchesList(link.entryId, entryIdEqual, entryIdIn) &&
						matchesList(link.categoryId, categoryIdEqual, categoryIdIn) &&
						matchesList(link.status, filter?.statusEqual, filter?.statusIn) &&
						matchesRange(link.createdAt, filter?.createdAtGreaterThanOrEqual, filter?.createdAtLessThanOrEqual),
				);
				return listOf(
					'KalturaCategoryEntryListResponse',
					sortRows(links, filter?.orderBy, '+createdAt'),
					pager,
					linkToWire,
				);
			},
		}),
	},
};

function linksOf(world: World, filter: Input | undefined): CategoryEntry[] {
	const entries = filter?.entryIdEqual ?? filter?.entryIdIn;
	if (isGiven(entries)) return world.categoryEntries.find('entry', valuesOf(entries));
	const categories = filter?.categoryIdEqual ?? filter?.categoryIdIn;
	if (isGiven(categories)) return world.categoryEntries.find('category', valuesOf(categories));
	return [...world.categoryEntries.all()];
}

function linkToWire(link: CategoryEntry) {
	return { ...link, objectType: 'KalturaCategoryEntry' };
}
