import { apiError, notYours } from '../api/errors.mts';
import { isEntitlementBound, type Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { type Entry, EntryStatus } from './entry.mts';

/** An entry that is there for this caller, by id and at once (docs/vendors/kaltura.md#lists: `get` does not lag). */
export function requireEntry(world: World, session: Session, id: string): Entry {
	const entry = findEntry(world, id);
	if (!entry || !maySee(world, session, entry)) throw apiError('ENTRY_ID_NOT_FOUND', { ENTRY_ID: id });
	return entry;
}

export function findEntry(world: World, id: string): Entry | undefined {
	const entry = world.entries.get(id);
	return entry && entry.status !== EntryStatus.DELETED ? entry : undefined;
}

/** Entries in categories with a privacy context are hidden from sessions bound by entitlement, except to their people. */
export function maySee(world: World, session: Session, entry: Entry): boolean {
	if (!isEntitlementBound(world, session) || isPersonOf(session, entry)) return true;
	return !world.categoryEntries
		.find('entry', [entry.id])
		.some((link) => world.categories.get(String(link.categoryId))?.privacyContexts);
}

function isPersonOf(session: Session, entry: Entry): boolean {
	const people = [entry.userId, entry.entitledUsersEdit, entry.entitledUsersPublish, entry.entitledUsersView];
	return people.flatMap((list) => list.split(',')).some((id) => isUser(session, id));
}

export function isUser(session: Session, id: string): boolean {
	return session.userId !== '' && session.userId.toLowerCase() === id.trim().toLowerCase();
}

/** A user session edits its own entries, those it is entitled to edit, and those its KS names (docs/vendors/kaltura.md#a-session-that-ended, #privileges). */
export function requireEditor(session: Session, entry: Entry): void {
	const edit = session.privileges.get('edit')?.split('/') ?? [];
	const isEntitled = entry.entitledUsersEdit.split(',').some((id) => isUser(session, id));
	// A session without a user owns what it added itself: nobody's entries.
	const isNobody = session.userId === '' && entry.userId === '';
	const mayEdit =
		session.isAdmin ||
		isNobody ||
		isUser(session, entry.userId) ||
		isEntitled ||
		edit.includes('*') ||
		edit.includes(entry.id);
	if (!mayEdit) throw notYours();
}

/** Stores changes on top of the entry as it is by now. */
export function change(world: World, entry: Entry, changes: Partial<Entry>): Entry {
	const current = world.entries.get(entry.id) ?? entry;
	return world.saveEntry({ ...current, ...changes, updatedAt: world.clock.seconds() });
}
