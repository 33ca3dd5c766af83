import { readFileSync } from 'node:fs';

import { findEntry } from '../entries/access.mts';
import { defaultProfileId } from '../entries/save.mts';
import { type Entry, EntryStatus } from '../entries/entry.mts';
import { convert, failImport, receiveContent } from '../media/ingest.mts';
import { change } from '../entries/access.mts';
import { ensureSource, FlavorStatus } from '../media/flavor.mts';
import { ensureUser } from '../people/users.mts';
import { contentOf } from '../store/content.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';

/**
 * What POST /_sandbox/entries/{id} does to an entry. Plain properties (status, moderationStatus, name, referenceId, …) are
 * set as they are; the rest are things that happen to entries.
 */
export interface EntryChange extends Partial<Entry> {
	/** Keeps it from going on: its jobs are taken away. */
	stuck?: boolean;
	/** As if its import had failed with this message. */
	failImport?: string;
	failConversion?: boolean;
	/** As if somebody cut it in the editor: new duration, new version. */
	trimTo?: { msDuration: number };
	/** As if somebody had uploaded other media: new version and other bytes. */
	replaceContent?: { text?: string; file?: string };
	/** Deletes the source flavor, as a conversion profile without source does. */
	dropSource?: boolean;
	/** Finishes whatever it waits for, now. */
	finish?: boolean;
	/** As if somebody had marked so many chapters in it. */
	chapters?: number;
	/** As if somebody had put it last into a new playlist of this name. */
	inPlaylist?: string;
}

export function changeEntry(world: World, id: string, wanted: EntryChange): Entry | null {
	const entry = world.entries.get(id);
	if (!entry) return null;
	const {
		stuck,
		failImport: failure,
		failConversion,
		trimTo,
		replaceContent,
		dropSource,
		finish,
		chapters = 0,
		inPlaylist,
		...properties
	} = wanted;
	if (stuck || failConversion || failure) stopJobs(world, id);
	if (failure) failImport(world, id, failure);
	if (failConversion) {
		world.flavors.put({
			...ensureSource(world, id),
			status: FlavorStatus.ERROR,
			description: 'Conversion engine failed',
		});
		change(world, entry, { status: EntryStatus.ERROR_CONVERTING });
	}
	if (trimTo) trim(world, id, trimTo.msDuration);
	if (replaceContent) {
		const bytes = replaceContent.file
			? readFileSync(replaceContent.file)
			: Buffer.from(replaceContent.text ?? 'replaced');
		receiveContent(world, edit(world, id, {}), contentOf(bytes, 'replaced.mp4'));
	}
	const createdAt = world.clock.seconds();
	for (let left = chapters; left > 0; left--) {
		world.cuePoints.put({ id: newEntryId(), entryId: id, cuePointType: 'thumbCuePoint.Thumb', status: 1, createdAt });
	}
	if (inPlaylist !== undefined) {
		const playlistContent = [newEntryId(), id].join(',');
		world.playlists.put({ id: newEntryId(), name: inPlaylist, playlistType: 3, playlistContent, createdAt });
	}
	if (dropSource) {
		const source = ensureSource(world, id);
		world.flavors.put({ ...source, status: FlavorStatus.DELETED });
		world.contents.delete(source.id);
	}
	if (finish) {
		stopJobs(world, id);
		convert(world, id);
	}
	if (properties.status === EntryStatus.DELETED) stopJobs(world, id);
	return Object.keys(properties).length > 0 ? change(world, entry, properties) : (world.entries.get(id) ?? null);
}

/** A cut makes new flavors, the source included: they are as much smaller as the entry is shorter. */
function trim(world: World, id: string, msDuration: number): void {
	const before = world.entries.get(id)?.msDuration ?? 0;
	const clip = { offset: 0, duration: msDuration, objectType: 'KalturaClipAttributes' };
	edit(world, id, { msDuration, operationAttributes: [clip] });
	const share = before > 0 ? Math.min(1, msDuration / before) : 1;
	for (const flavor of world.flavors.find('entry', [id])) {
		world.flavors.put({ ...flavor, sizeInBytes: Math.round(flavor.sizeInBytes * share) });
	}
}

function edit(world: World, id: string, changes: Partial<Entry>): Entry {
	const entry = world.entries.get(id) as Entry;
	for (const flavor of world.flavors.find('entry', [id])) {
		world.flavors.put({ ...flavor, version: entry.version + 1, updatedAt: world.clock.seconds() });
	}
	return change(world, entry, { ...changes, version: entry.version + 1, editedAt: world.clock.seconds() });
}

function stopJobs(world: World, id: string): void {
	for (const kind of ['import', 'convert', 'skipped-import']) world.scheduler.cancel(kind, id);
	world.imports.remove(id);
}

/**
 * POST /_sandbox/entries: an entry that somebody else put there (Kaltura's own integration, a person), with any field set,
 * createdAt included. `text` or `file` give it content.
 */
export function seedEntry(world: World, given: Partial<Entry> & { text?: string; file?: string }): Entry {
	const { text, file, ...fields } = given;
	const id = fields.id ?? newEntryId();
	const now = world.clock.seconds();
	const userId = fields.userId ? ensureUser(world, fields.userId) : '';
	const entry: Entry = {
		order: world.rowIds.next(),
		name: 'Seeded entry',
		creatorId: userId,
		status: EntryStatus.READY,
		moderationStatus: 6,
		rootEntryId: id,
		replacementStatus: 0,
		displayInSearch: fields.parentEntryId ? -1 : 1,
		conversionProfileId: defaultProfileId(world),
		accessControlId: 1,
		entitledUsersEdit: '',
		entitledUsersPublish: '',
		entitledUsersView: '',
		licenseType: -1,
		version: 0,
		partnerSortValue: 0,
		mediaType: 1,
		sourceType: '5',
		plays: 0,
		views: 0,
		width: 640,
		height: 360,
		msDuration: 0,
		createdAt: now,
		updatedAt: now,
		...fields,
		id,
		userId,
	};
	world.entryIndex.load(entry);
	world.entries.put(entry);
	const bytes = file ? readFileSync(file) : text === undefined ? null : Buffer.from(text);
	if (bytes) receiveContent(world, entry, contentOf(bytes, file ?? 'seeded.mp4'));
	return findEntry(world, id) ?? entry;
}
