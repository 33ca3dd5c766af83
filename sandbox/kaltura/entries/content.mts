import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { attachContent } from '../media/ingest.mts';
import type { Session } from '../sessions/session.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { change, requireEditor } from './access.mts';
import { DisplayInSearch, type Entry, EntryStatus, ReplacementStatus } from './entry.mts';

/** Only an entry without content takes some this way; otherwise updateContent replaces it (docs/vendors/kaltura.md#entries-and-their-content). */
export function addContent(world: World, session: Session, entry: Entry, resource: Input): Entry {
	requireEditor(session, entry);
	if (entry.status !== EntryStatus.NO_CONTENT) throw apiError('ENTRY_ALREADY_WITH_CONTENT');
	return attachContent(world, session, entry, resource);
}

export function updateContent(
	world: World,
	session: Session,
	entry: Entry,
	resource: Input,
	profileId?: number,
): Entry {
	requireEditor(session, entry);
	if (entry.status !== EntryStatus.NO_CONTENT) return startReplacement(world, session, entry, resource);
	const target = profileId === undefined ? entry : change(world, entry, { conversionProfileId: profileId });
	return attachContent(world, session, target, resource);
}

/**
 * New content for an entry that has some: a hidden entry takes it and replaces the old one when it is ready and approved
 * (docs/vendors/kaltura.md#entries-and-their-content, updateContent).
 */
function startReplacement(world: World, session: Session, entry: Entry, resource: Input): Entry {
	if (entry.replacingEntryId) throw apiError('ENTRY_REPLACEMENT_ALREADY_EXISTS');
	const now = world.clock.seconds();
	const hidden = world.saveEntry({
		...entry,
		id: newEntryId(),
		order: world.rowIds.next(),
		name: `${entry.name}_${now}`,
		status: EntryStatus.NO_CONTENT,
		displayInSearch: DisplayInSearch.SYSTEM,
		replacedEntryId: entry.id,
		referenceId: null,
		parentEntryId: null,
		msDuration: 0,
		createdAt: now,
		updatedAt: now,
	});
	world.entries.put({ ...hidden, rootEntryId: hidden.id });
	attachContent(world, session, hidden, resource);
	return change(world, entry, {
		replacingEntryId: hidden.id,
		replacementStatus: ReplacementStatus.NOT_READY_AND_NOT_APPROVED,
	});
}
