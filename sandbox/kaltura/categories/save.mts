import { apiError, errorOfCode } from '../api/errors.mts';
import type { Input } from '../api/deserialize.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import { isEntitlementBound, type Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import type { Category } from './category.mts';

/** Fields that only categories with a privacy context may have (docs/vendors/kaltura.md#finding-entries-and-categories). */
const CONTEXT_FIELDS = [
	'owner',
	'privacy',
	'contributionPolicy',
	'appearInList',
	'inheritanceType',
	'userJoinPolicy',
	'defaultPermissionLevel',
];

/** A category that this session may see, by id and at once. */
export function findCategory(world: World, session: Session, id: number): Category | undefined {
	const category = world.categories.get(String(id));
	return category && maySeeCategory(world, session, category) ? category : undefined;
}

export function maySeeCategory(world: World, session: Session, category: Category): boolean {
	return !category.privacyContexts || !isEntitlementBound(world, session);
}

export function addCategory(world: World, session: Session, input: Input): Category {
	if (!input.name) throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: 'KalturaCategory::name' });
	validateForStorage(input, session.isAdmin);
	const parentId = Number(input.parentId ?? 0);
	if (parentId > 0 && !findCategory(world, session, parentId))
		throw apiError('PARENT_CATEGORY_NOT_FOUND', { CAT_ID: parentId });
	refuseContextFields(world, input, parentId);
	return createCategory(world, parentId, changesOf(input));
}

/** Creates without regard to who asks; a duplicate under the same parent is refused. */
export function createCategory(world: World, parentId: number, fields: Record<string, unknown>): Category {
	const parent = world.categories.get(String(parentId));
	const name = cleanName(String(fields.name));
	const fullName = parent ? `${parent.fullName}>${name}` : name;
	if (world.categories.count('fullName', fullName.toLowerCase()) > 0)
		throw apiError('DUPLICATE_CATEGORY', { CAT_NAME: fullName });
	const id = world.categoryIds.next();
	const now = world.clock.seconds();
	return world.saveCategory({
		...fields,
		...contextOf(parent, fields.privacyContext),
		id,
		parentId,
		name,
		fullName,
		fullIds: parent ? `${parent.fullIds}>${id}` : String(id),
		depth: parent ? parent.depth + 1 : 0,
		moderation: Number(fields.moderation ?? 0),
		status: 2,
		createdAt: now,
		updatedAt: now,
	});
}

/** "A>B>C" level by level, as the deprecated entry field does; the API's own add creates one level only. */
export function createPath(world: World, fullName: string): Category {
	let parentId = 0;
	let category: Category | undefined;
	let path = '';
	for (const name of fullName.split('>').map(cleanName)) {
		path = path === '' ? name : `${path}>${name}`;
		category = world.categories.find('fullName', [path.toLowerCase()])[0] ?? createCategory(world, parentId, { name });
		parentId = category.id;
	}
	return category as Category;
}

export function updateCategory(world: World, session: Session, category: Category, input: Input): Category {
	validateForStorage(input, session.isAdmin, categoryToWire(world, category));
	const { parentId: _, ...changes } = changesOf(input);
	const parent = world.categories.get(String(category.parentId));
	refuseContextFields(world, input, category.id);
	const name = changes.name === undefined ? category.name : cleanName(String(changes.name));
	const fullName = parent ? `${parent.fullName}>${name}` : name;
	const twin = world.categories.find('fullName', [fullName.toLowerCase()])[0];
	if (twin && twin.id !== category.id) throw apiError('DUPLICATE_CATEGORY', { CAT_NAME: fullName });
	const saved = world.saveCategory({
		...category,
		...changes,
		...contextOf(parent, changes.privacyContext ?? category.privacyContext),
		name,
		fullName,
		updatedAt: world.clock.seconds(),
	});
	if (fullName !== category.fullName) renameBelow(world, saved);
	return saved;
}

export function deleteCategory(world: World, category: Category): null {
	for (const child of world.categories.find('parent', [String(category.id)])) deleteCategory(world, child);
	for (const link of world.categoryEntries.find('category', [String(category.id)])) {
		world.categoryEntries.remove(`${link.entryId} ${link.categoryId}`);
	}
	world.categories.remove(String(category.id));
	world.categoryIndex.remove(String(category.id));
	return null;
}

export function categoryToWire(world: World, category: Category): Record<string, unknown> {
	const below = (id: number): number =>
		world.categoryEntries.count('category', String(id)) +
		world.categories.find('parent', [String(id)]).reduce((sum, child) => sum + below(child.id), 0);
	return {
		id: category.id,
		parentId: category.parentId,
		depth: category.depth,
		partnerId: world.partner.id,
		name: category.name,
		fullName: category.fullName,
		fullIds: category.fullIds,
		entriesCount: below(category.id),
		createdAt: category.createdAt,
		updatedAt: category.updatedAt,
		description: category.description,
		tags: category.tags,
		owner: category.owner,
		directEntriesCount: world.categoryEntries.count('category', String(category.id)),
		referenceId: category.referenceId,
		privacyContext: category.privacyContext,
		privacyContexts: category.privacyContexts,
		status: category.status,
		directSubCategoriesCount: world.categories.count('parent', String(category.id)),
		moderation: category.moderation,
		partnerData: category.partnerData,
		objectType: 'KalturaCategory',
	};
}

/** These characters separate names elsewhere (docs/vendors/kaltura.md#finding-entries-and-categories). */
function cleanName(name: string): string {
	return name.trim().replace(/[<>,]/g, '_');
}

function contextOf(
	parent: Category | undefined,
	own: unknown,
): { privacyContext: string | null; privacyContexts: string } {
	const contexts = [parent?.privacyContexts, own].filter(Boolean).join(',');
	return { privacyContext: own ? String(own) : null, privacyContexts: [...new Set(contexts.split(','))].join(',') };
}

function refuseContextFields(world: World, input: Input, withinId: number): void {
	const hasContext = Boolean(input.privacyContext) || Boolean(world.categories.get(String(withinId))?.privacyContexts);
	const field = CONTEXT_FIELDS.find((name) => input[name] !== undefined && input[name] !== null && input[name] !== '');
	if (hasContext || !field) return;
	const wire = field.replace(/[A-Z]/g, (char) => `_${char}`).toUpperCase();
	throw errorOfCode(
		`CANNOT_SET_${wire}_FIELD_WITH_NO_PRIVACY_CONTEXT`,
		`Cannot set ${field} field with no privacy context`,
	);
}

function renameBelow(world: World, parent: Category): void {
	for (const child of world.categories.find('parent', [String(parent.id)])) {
		renameBelow(world, world.saveCategory({ ...child, fullName: `${parent.fullName}>${child.name}` }));
	}
}
