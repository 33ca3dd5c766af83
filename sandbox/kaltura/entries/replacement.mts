import { apiError } from '../api/errors.mts';
import { FlavorStatus } from '../media/flavor.mts';
import type { World } from '../world.mts';
import { change } from './access.mts';
import { type Entry, EntryStatus, ReplacementStatus } from './entry.mts';

/** @see https://github.com/kaltura/server/blob/master/api_v3/lib/KalturaEntryService.php approveReplace */
export function approveReplacement(world: World, entry: Entry): Entry {
	if (entry.replacementStatus === ReplacementStatus.NOT_READY_AND_NOT_APPROVED) {
		return change(world, entry, { replacementStatus: ReplacementStatus.APPROVED_BUT_NOT_READY });
	}
	if (entry.replacementStatus === ReplacementStatus.READY_BUT_NOT_APPROVED) return replace(world, entry);
	if (entry.replacementStatus === ReplacementStatus.APPROVED_BUT_NOT_READY) return entry;
	throw apiError('ENTRY_ID_NOT_REPLACED', { ENTRY_ID: entry.id });
}

export function cancelReplacement(world: World, entry: Entry): Entry {
	const hidden = entry.replacingEntryId ? world.entries.get(entry.replacingEntryId) : undefined;
	if (hidden) change(world, hidden, { status: EntryStatus.DELETED });
	return change(world, entry, { replacingEntryId: null, replacementStatus: ReplacementStatus.NONE });
}

/** Called whenever an entry became ready or failed: it may be the hidden one of a replacement. */
export function finishReplacement(world: World, entryId: string): void {
	const hidden = world.entries.get(entryId);
	const replaced = hidden?.replacedEntryId ? world.entries.get(hidden.replacedEntryId) : undefined;
	if (!hidden || !replaced || replaced.replacingEntryId !== hidden.id) return;
	const hasFailed = hidden.status === EntryStatus.ERROR_IMPORTING || hidden.status === EntryStatus.ERROR_CONVERTING;
	if (hasFailed) change(world, replaced, { replacementStatus: ReplacementStatus.FAILED });
	else if (hidden.status !== EntryStatus.READY) return;
	else if (replaced.replacementStatus === ReplacementStatus.APPROVED_BUT_NOT_READY) replace(world, replaced);
	else change(world, replaced, { replacementStatus: ReplacementStatus.READY_BUT_NOT_APPROVED });
}

function replace(world: World, entry: Entry): Entry {
	const hidden = world.entries.get(entry.replacingEntryId ?? '') as Entry;
	for (const flavor of world.flavors.find('entry', [entry.id])) {
		world.flavors.put({ ...flavor, status: FlavorStatus.DELETED });
		world.contents.delete(flavor.id);
	}
	for (const flavor of world.flavors.find('entry', [hidden.id])) {
		world.flavors.put({ ...flavor, entryId: entry.id, version: entry.version + 1 });
	}
	change(world, hidden, { status: EntryStatus.DELETED });
	return change(world, entry, {
		replacingEntryId: null,
		replacementStatus: ReplacementStatus.NONE,
		status: EntryStatus.READY,
		version: entry.version + 1,
		width: hidden.width,
		height: hidden.height,
		msDuration: hidden.msDuration,
		editedAt: world.clock.seconds(),
	});
}
