import { apiError } from '../api/errors.mts';
import { isEntitlementBound, type Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { findEntry } from '../entries/access.mts';
import type { Category, CategoryEntry } from './category.mts';
import { createPath, findCategory } from './save.mts';

/** categoryEntry.add with its checks in their order: docs/vendors/kaltura.md#finding-entries-and-categories. */
export function assign(world: World, session: Session, entryId: string, categoryId: number): CategoryEntry {
	if (!findEntry(world, entryId)) throw apiError('INVALID_ENTRY_ID', { ID: entryId });
	const category = findCategory(world, session, categoryId);
	if (!category) throw apiError('CATEGORY_NOT_FOUND', { CAT_ID: categoryId });
	const max = world.settings.maxCategoriesPerEntry;
	if (world.categoryEntries.count('entry', entryId) >= max)
		throw apiError('MAX_CATEGORIES_FOR_ENTRY_REACHED', { MAX: max });
	if (category.privacyContexts && isEntitlementBound(world, session)) throw apiError('CANNOT_ASSIGN_ENTRY_TO_CATEGORY');
	if (world.categoryEntries.get(`${entryId} ${categoryId}`)) throw apiError('CATEGORY_ENTRY_ALREADY_EXISTS');
	return link(world, session, entryId, category);
}

export function link(world: World, session: Session, entryId: string, category: Category): CategoryEntry {
	return world.categoryEntries.put({
		categoryId: category.id,
		entryId,
		createdAt: world.clock.seconds(),
		categoryFullIds: category.fullIds,
		// Entries of a moderated category wait for approval.
		status: category.moderation === 1 ? 1 : 2,
		creatorUserId: session.userId,
	});
}

/** The deprecated entry fields: names (missing ones are created) or ids; what they list replaces the assignments. */
export function assignByField(
	world: World,
	session: Session,
	entryId: string,
	field: 'categories' | 'categoriesIds',
	list: string,
): void {
	const wanted = list
		.split(',')
		.map((value) => value.trim())
		.filter(Boolean)
		.map((value) => (field === 'categories' ? createPath(world, value) : findCategory(world, session, Number(value))))
		.filter((category) => category !== undefined);
	for (const old of world.categoryEntries.find('entry', [entryId])) {
		if (!wanted.some((category) => category.id === old.categoryId))
			world.categoryEntries.remove(`${entryId} ${old.categoryId}`);
	}
	for (const category of wanted) {
		if (!world.categoryEntries.get(`${entryId} ${category.id}`)) link(world, session, entryId, category);
	}
}
