import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { type Pager, valuesOf } from '../api/lists.mts';
import { type Action, action, type Service } from '../api/service.mts';
import { attachContent } from '../media/ingest.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { change, findEntry, maySee, requireEditor, requireEntry } from './access.mts';
import { DisplayInSearch, type Entry, EntryStatus } from './entry.mts';
import { countEntries, listByReference, listEntries } from './list.mts';
import { addContent, updateContent } from './content.mts';
import { approveReplacement, cancelReplacement } from './replacement.mts';
import { addEntry, updateEntry } from './save.mts';
import { entryToWire } from './wire.mts';

/** Deleting takes the children with it: they are parts of the parent. */
function deleteEntry(world: World, session: Session, entry: Entry): null {
	requireEditor(session, entry);
	world.scheduler.cancel('import', entry.id);
	world.scheduler.cancel('convert', entry.id);
	world.imports.remove(entry.id);
	for (const flavor of world.flavors.find('entry', [entry.id])) world.contents.delete(flavor.id);
	for (const link of world.categoryEntries.find('entry', [entry.id])) {
		world.categoryEntries.remove(`${link.entryId} ${link.categoryId}`);
	}
	change(world, entry, { status: EntryStatus.DELETED });
	for (const child of world.entries.find('parent', [entry.id])) {
		if (child.status !== EntryStatus.DELETED) deleteEntry(world, session, child);
	}
	return null;
}

/** Actions that media and baseEntry share; only the name and class of the entry parameter differ. */
function sharedActions(given: { input: string; type: string; filter: string; list: string }): Record<string, Action> {
	return {
		get: action({
			access: 'widget',
			params: { entryId: 'string', version: 'int?' },
			run: ({ world, session }, { entryId }: { entryId: string }) =>
				entryToWire(world, requireEntry(world, session, entryId), session),
		}),
		update: action({
			access: 'user',
			params: { entryId: 'string', [given.input]: given.type },
			run({ world, session }, args: { entryId: string; [input: string]: unknown }) {
				const entry = requireEntry(world, session, args.entryId);
				return entryToWire(world, updateEntry(world, session, entry, args[given.input] as Input), session);
			},
		}),
		delete: action({
			access: 'user',
			params: { entryId: 'string' },
			run: ({ world, session }, { entryId }: { entryId: string }) =>
				deleteEntry(world, session, requireEntry(world, session, entryId)),
		}),
		list: action({
			access: 'widget',
			params: { filter: `${given.filter}?`, pager: 'KalturaFilterPager?' },
			run: ({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) =>
				listEntries(world, session, filter, pager, given.list),
		}),
		count: action({
			access: 'widget',
			params: { filter: `${given.filter}?` },
			run: ({ world, session }, { filter }: { filter?: Input }) => countEntries(world, session, filter),
		}),
		addContent: action({
			access: 'user',
			// Only media lets it be left out, and then there is nothing to add.
			params: { entryId: 'string', resource: given.input === 'mediaEntry' ? 'KalturaResource?' : 'KalturaResource' },
			run({ world, session }, { entryId, resource }: { entryId: string; resource?: Input }) {
				if (!resource) throw apiError('INTERNAL_SERVERL_ERROR');
				const entry = requireEntry(world, session, entryId);
				return entryToWire(world, addContent(world, session, entry, resource), session);
			},
		}),
		updateContent: action({
			access: 'user',
			params: {
				entryId: 'string',
				resource: 'KalturaResource',
				conversionProfileId: 'int?',
				advancedOptions: 'KalturaEntryReplacementOptions?',
			},
			run(
				{ world, session },
				{ entryId, resource, conversionProfileId }: { entryId: string; resource: Input; conversionProfileId?: number },
			) {
				const entry = requireEntry(world, session, entryId);
				return entryToWire(world, updateContent(world, session, entry, resource, conversionProfileId), session);
			},
		}),
		approve: moderation(2),
		reject: moderation(3),
	};
}

function moderation(moderationStatus: number): Action {
	return action({
		access: 'admin',
		params: { entryId: 'string' },
		run({ world, session }, { entryId }: { entryId: string }) {
			change(world, requireEntry(world, session, entryId), { moderationStatus });
			return null;
		},
	});
}

function replacement(step: (world: World, entry: Entry) => Entry): Action {
	return action({
		access: 'user',
		params: { entryId: 'string' },
		run({ world, session }, { entryId }: { entryId: string }) {
			const entry = requireEntry(world, session, entryId);
			requireEditor(session, entry);
			return entryToWire(world, step(world, entry), session);
		},
	});
}

function recycleBin(displayInSearch: number): Action {
	return action({
		access: 'user',
		params: { entryId: 'string' },
		run({ world, session }, { entryId }: { entryId: string }) {
			const entry = requireEntry(world, session, entryId);
			requireEditor(session, entry);
			return entryToWire(world, change(world, entry, { displayInSearch }), session);
		},
	});
}

const urlResource = (url: string): Input => ({ objectType: 'KalturaUrlResource', url });

export const media: Service = {
	name: 'media',
	actions: {
		...sharedActions({
			input: 'mediaEntry',
			type: 'KalturaMediaEntry',
			filter: 'KalturaMediaEntryFilter',
			list: 'KalturaMediaListResponse',
		}),
		add: action({
			access: 'user',
			params: { entry: 'KalturaMediaEntry' },
			run: ({ world, session }, { entry }: { entry: Input }) =>
				entryToWire(world, addEntry(world, session, entry), session),
		}),
		addFromUrl: action({
			access: 'user',
			params: { mediaEntry: 'KalturaMediaEntry', url: 'string' },
			run({ world, session }, { mediaEntry, url }: { mediaEntry: Input; url: string }) {
				const entry = addEntry(world, session, mediaEntry);
				return entryToWire(world, attachContent(world, session, entry, urlResource(url)), session);
			},
		}),
		addFromUploadedFile: action({
			access: 'user',
			params: { mediaEntry: 'KalturaMediaEntry', uploadTokenId: 'string' },
			run({ world, session }, { mediaEntry, uploadTokenId }: { mediaEntry: Input; uploadTokenId: string }) {
				const entry = addEntry(world, session, mediaEntry);
				const resource = { objectType: 'KalturaUploadedFileTokenResource', token: uploadTokenId };
				return entryToWire(world, attachContent(world, session, entry, resource), session);
			},
		}),
		approveReplace: replacement(approveReplacement),
		cancelReplace: replacement(cancelReplacement),
	},
};

export const baseEntry: Service = {
	name: 'baseEntry',
	actions: {
		...sharedActions({
			input: 'baseEntry',
			type: 'KalturaBaseEntry',
			filter: 'KalturaBaseEntryFilter',
			list: 'KalturaBaseEntryListResponse',
		}),
		add: action({
			access: 'user',
			params: { entry: 'KalturaBaseEntry', type: 'string?' },
			run: ({ world, session }, { entry }: { entry: Input }) =>
				entryToWire(world, addEntry(world, session, entry), session),
		}),
		listByReferenceId: action({
			access: 'widget',
			params: { refId: 'string', pager: 'KalturaFilterPager?' },
			run: ({ world, session }, { refId, pager }: { refId: string; pager?: Pager }) =>
				listByReference(world, session, refId, pager),
		}),
		getByIds: action({
			access: 'widget',
			params: { entryIds: 'string' },
			run: ({ world, session }, { entryIds }: { entryIds: string }) =>
				valuesOf(entryIds)
					.map((id) => findEntry(world, id))
					.filter((entry) => entry !== undefined && maySee(world, session, entry))
					.map((entry) => entryToWire(world, entry as Entry, session)),
		}),
		recycle: recycleBin(DisplayInSearch.RECYCLED),
		restoreRecycled: recycleBin(DisplayInSearch.PARTNER_ONLY),
	},
};
