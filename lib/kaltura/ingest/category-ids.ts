import type { CategoryMatch, KnownCategory } from '../../policy/import/categories';
import type { KalturaApi } from '../api';
import { isKalturaCode, type KalturaError } from '../errors';
import type { KalturaCategory } from '../schemas';
import { categorySchema, parseAs, parseListOf } from '../schemas';
import type { RequestList } from './request-list';

const PAGE = 500;

/**
 * Asks for everything that the wishes could mean: their full paths with all levels above, and names that begin like a bare
 * wish. Which one is meant is decided by `matchCategory`.
 * @see docs/vendors/kaltura.md#finding-entries-and-categories (category.list has no exact name filter)
 */
export function addCategoryLookUp(
	requests: RequestList,
	paths: readonly string[],
	bareNames: readonly string[],
	known: KnownCategory[],
): void {
	const pager = { pageSize: PAGE, pageIndex: 1 };
	const read = (result: { ok: true; value: unknown } | { ok: false; error: KalturaError }) => {
		if (!result.ok) throw result.error;
		known.push(...parseListOf(categorySchema, result.value, 'category.list').objects.map(toKnown));
	};
	for (let start = 0; start < paths.length; start += 100) {
		const fullNameIn = paths.slice(start, start + 100).join(',');
		requests.add('category', 'list', { filter: { objectType: 'KalturaCategoryFilter', fullNameIn }, pager }, read);
	}
	for (const name of bareNames) {
		const filter = { objectType: 'KalturaCategoryFilter', nameOrReferenceIdStartsWith: name };
		requests.add('category', 'list', { filter, pager }, read);
	}
}

/**
 * Creates what is missing of a path, level by level; Kaltura has no recursive create. Another worker that was faster is no
 * failure.
 * @param levels full names from the root down, as `levelsOf` gives them
 * @throws {KalturaError}
 */
export async function createCategoryPath(
	api: KalturaApi,
	levels: readonly string[],
	known: KnownCategory[],
	match: (wish: string, known: readonly KnownCategory[]) => CategoryMatch,
): Promise<KnownCategory> {
	let parent: KnownCategory | null = null;
	for (const fullName of levels) {
		const there: CategoryMatch = match(
			fullName,
			known.filter((category) => isAtPath(category, fullName)),
		);
		const category: KnownCategory = 'found' in there ? there.found : await createLevel(api, fullName, parent);
		known.push(category);
		parent = category;
	}
	return parent!;
}

async function createLevel(api: KalturaApi, fullName: string, parent: KnownCategory | null): Promise<KnownCategory> {
	const name = fullName.slice(fullName.lastIndexOf('>') + 1);
	const category = { objectType: 'KalturaCategory', name, ...(parent ? { parentId: parent.id } : {}) };
	const added = await api.call('category', 'add', { category }).catch(async (error: unknown) => {
		if (!isKalturaCode(error, 'DUPLICATE_CATEGORY')) throw error;
		const filter = { objectType: 'KalturaCategoryFilter', fullNameEqual: fullName };
		const answer = await api.call('category', 'list', { filter });
		return parseListOf(categorySchema, answer, 'category.list').objects[0] ?? Promise.reject(error);
	});
	return toKnown(parseAs(categorySchema, added, 'category.add'));
}

function isAtPath(category: KnownCategory, fullName: string): boolean {
	return category.fullName.toLowerCase() === fullName.toLowerCase();
}

function toKnown({ id, name, fullName }: KalturaCategory): KnownCategory {
	return { id, name, fullName: fullName || name };
}
