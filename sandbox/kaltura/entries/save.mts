import type { Input } from '../api/deserialize.mts';
import { apiError, notYours } from '../api/errors.mts';
import { isGiven } from '../api/lists.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import { assignByField } from '../categories/assign.mts';
import { ensureUser, ensureUsers } from '../people/users.mts';
import type { Session } from '../sessions/session.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { findEntry, isUser, requireEditor } from './access.mts';
import { DisplayInSearch, type Entry, EntryStatus, ReplacementStatus } from './entry.mts';
import { entryToWire } from './wire.mts';

/** media.add / baseEntry.add: docs/vendors/kaltura.md#entries-and-their-content, #finding-entries-and-categories. */
export function addEntry(world: World, session: Session, input: Input): Entry {
	validateForStorage(input, session.isAdmin);
	const now = world.clock.seconds();
	const fields = readFields(world, session, input);
	const parentEntryId = fields.parentEntryId || null;
	if (parentEntryId) {
		refuseInfoOfChild(input, '');
		// On add the parent is not validated up front; a missing one surfaces like this (docs/vendors/kaltura.md#entries-and-their-content).
		if (!findEntry(world, parentEntryId)) throw apiError('INTERNAL_SERVERL_ERROR');
	}
	const id = newEntryId();
	const userId = fields.userId ?? (session.userId === '' ? '' : ensureUser(world, session.userId));
	const template = fields.templateEntryId ? findEntry(world, String(fields.templateEntryId)) : undefined;
	const entry: Entry = {
		...(template && {
			description: template.description,
			tags: template.tags,
			entitledUsersEdit: template.entitledUsersEdit,
			entitledUsersPublish: template.entitledUsersPublish,
		}),
		mediaType: 1,
		sourceType: '1',
		entitledUsersEdit: template?.entitledUsersEdit ?? '',
		entitledUsersPublish: template?.entitledUsersPublish ?? '',
		entitledUsersView: '',
		conversionProfileId: defaultProfileId(world),
		accessControlId: 1,
		licenseType: -1,
		partnerSortValue: 0,
		displayInSearch: DisplayInSearch.PARTNER_ONLY,
		...fields,
		name: fields.name || `${world.partner.id}_${now}`,
		id,
		rootEntryId: id,
		order: world.rowIds.next(),
		userId,
		creatorId: String(fields.creatorId ?? userId),
		parentEntryId,
		...(parentEntryId !== null && {
			displayInSearch: DisplayInSearch.SYSTEM,
			...shareWithParentOwner(world, parentEntryId, userId, fields),
		}),
		status: EntryStatus.NO_CONTENT,
		moderationStatus: 6,
		replacementStatus: ReplacementStatus.NONE,
		version: 0,
		plays: 0,
		views: 0,
		width: 0,
		height: 0,
		msDuration: 0,
		createdAt: now,
		updatedAt: now,
	};
	const saved = world.saveEntry(entry);
	assignFields(world, session, saved, input);
	return saved;
}

/** Partial update: what is not sent stays, null is stored as empty, "x__null" clears (docs/vendors/kaltura.md#values). */
export function updateEntry(world: World, session: Session, entry: Entry, input: Input): Entry {
	requireEditor(session, entry);
	validateForStorage(input, session.isAdmin, entryToWire(world, entry, session));
	const isOwner = session.isAdmin || isUser(session, entry.userId);
	const touchesRights = ['entitledUsersEdit', 'entitledUsersPublish'].some((name) => input[name] !== undefined);
	if (touchesRights && !isOwner) throw notYours();
	const fields = readFields(world, session, input, entry);
	if (fields.conversionProfileId !== undefined && entry.status !== EntryStatus.NO_CONTENT) {
		if (fields.conversionProfileId !== entry.conversionProfileId) {
			throw apiError('PROPERTY_VALIDATION_ENTRY_STATUS', {
				PROP_NAME: 'KalturaBaseEntry::conversionProfileId',
				STATUS: entry.status,
			});
		}
	}
	const parentEntryId =
		fields.parentEntryId === undefined ? (entry.parentEntryId ?? null) : fields.parentEntryId || null;
	if (parentEntryId) checkParent(world, entry, parentEntryId, input);
	const saved = world.saveEntry({
		...entry,
		...fields,
		name: fields.name === undefined ? entry.name : fields.name,
		parentEntryId,
		...(parentEntryId && {
			displayInSearch: DisplayInSearch.SYSTEM,
			...shareWithParentOwner(world, parentEntryId, fields.userId ?? entry.userId, { ...entry, ...fields }),
		}),
		updatedAt: world.clock.seconds(),
	});
	assignFields(world, session, saved, input);
	return saved;
}

/** What a client set; nothing stands for "not sent", never `undefined`. */
type Fields = { [Name in keyof Entry]?: Exclude<Entry[Name], undefined> } & Record<string, unknown>;

function readFields(world: World, session: Session, input: Input, current?: Entry): Fields {
	const { categories: _c, categoriesIds: _i, type: _t, msDuration: _d, ...fields } = changesOf(input);
	const text = (name: string) =>
		typeof fields[name] === 'string' ? cleanText(world, String(fields[name])) : fields[name];
	for (const name of ['name', 'description'] as const) if (fields[name] !== undefined) fields[name] = text(name);
	if (fields.userId !== undefined) fields.userId = readOwner(world, session, String(fields.userId ?? ''), current);
	for (const list of ['entitledUsersEdit', 'entitledUsersPublish', 'entitledUsersView']) {
		// The list replaces what was there; unknown users are created (docs/vendors/kaltura.md#finding-entries-and-categories).
		if (fields[list] !== undefined) fields[list] = ensureUsers(world, String(fields[list] ?? ''));
	}
	checkProfile(world, fields.conversionProfileId);
	checkDisplay(fields.displayInSearch, current);
	for (const date of ['startDate', 'endDate']) if (fields[date] === -1) fields[date] = null;
	return fields as Partial<Entry> & Record<string, unknown>;
}

function readOwner(world: World, session: Session, userId: string, current: Entry | undefined): string {
	const isChange = !current || current.userId.toLowerCase() !== userId.toLowerCase();
	if (!session.isAdmin && isChange && !isUser(session, userId)) throw notYours();
	return userId === '' ? '' : ensureUser(world, userId);
}

/** The partner's setting decides about text that looks like HTML; "block" is a bare internal error (docs/vendors/kaltura.md#errors). */
function cleanText(world: World, text: string): string {
	if (world.settings.htmlInText === 'accept' || !/<[a-z!/][^>]*>/i.test(text)) return text;
	if (world.settings.htmlInText === 'block') throw apiError('INTERNAL_SERVERL_ERROR');
	return text.replace(/<[a-z!/][^>]*>/gi, '');
}

function checkProfile(world: World, id: unknown): void {
	if (!isGiven(id) || id === -1) return;
	if (!world.conversionProfiles.get(String(id))) throw apiError('CONVERSION_PROFILE_ID_NOT_FOUND', { ID: String(id) });
}

function checkDisplay(value: unknown, current: Entry | undefined): void {
	if (value === undefined || value === current?.displayInSearch) return;
	if (![1, -1, -2].includes(value as number))
		throw apiError('ENTRY_DISPLAY_IN_SEARCH_VALUE_NOT_ALLOWED', { VALUE: String(value) });
}

function checkParent(world: World, entry: Entry, parentEntryId: string, input: Input): void {
	refuseInfoOfChild(input, entry.id);
	if (!findEntry(world, parentEntryId)) throw apiError('PARENT_ENTRY_ID_NOT_FOUND', { ENTRY_ID: parentEntryId });
	for (let id: string | null | undefined = parentEntryId; id; id = world.entries.get(id)?.parentEntryId) {
		if (id === entry.id) throw apiError('CYCLE_IN_PARENTAGE');
	}
}

/** These belong to the parent and may not be sent together with parentEntryId (docs/vendors/kaltura.md#entries-and-their-content). */
function refuseInfoOfChild(input: Input, entryId: string): void {
	const forbidden = ['categories', 'categoriesIds', 'accessControlId', 'startDate', 'endDate'];
	if (!forbidden.some((name) => isGiven(input[name]))) return;
	throw apiError('ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN', { ENTRY_ID: entryId });
}

/** When the child belongs to somebody else, the parent's owner may do everything with it (docs/vendors/kaltura.md#entries-and-their-content). */
function shareWithParentOwner(
	world: World,
	parentEntryId: string,
	userId: string,
	fields: Partial<Entry>,
): Pick<Partial<Entry>, 'entitledUsersEdit' | 'entitledUsersPublish' | 'entitledUsersView'> {
	const owner = world.entries.get(parentEntryId)?.userId ?? '';
	if (owner === '' || owner.toLowerCase() === userId.toLowerCase()) return {};
	const add = (list: string | undefined) => ensureUsers(world, [list ?? '', owner].join(','));
	return {
		entitledUsersEdit: add(fields.entitledUsersEdit),
		entitledUsersPublish: add(fields.entitledUsersPublish),
		entitledUsersView: add(fields.entitledUsersView),
	};
}

/** The deprecated fields create missing categories; in a privacy context they are refused (docs/vendors/kaltura.md#finding-entries-and-categories). */
function assignFields(world: World, session: Session, entry: Entry, input: Input): void {
	for (const field of ['categories', 'categoriesIds'] as const) {
		if (!isGiven(input[field])) continue;
		if (session.privileges.has('privacycontext')) throw apiError('ENTRY_CATEGORY_FIELD_IS_DEPRECATED');
		assignByField(world, session, entry.id, field, String(input[field]));
	}
}

export function defaultProfileId(world: World): number {
	for (const profile of world.conversionProfiles.all()) if (profile.isDefault) return profile.id;
	return -1;
}
