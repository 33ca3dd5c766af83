import { z } from 'zod';

import type { EntryInUse } from '../../policy/import/traces';
import type { KalturaApi } from '../api';
import { everyOf, goesOn } from '../lists';
import { isKalturaCode, KalturaError } from '../errors';
import { categoryEntrySchema, entrySchema, parseAs, parseListOf, playlistSchema } from '../schemas';
import { addAssetLists, nothingFound } from './look-up';
import type { RequestList } from './request-list';

/** Far more than an entry has; one that has more counts as unknown. */
const PAGE = 500;

/** Kaltura has no search for the playlists of an entry, so all are read; of more than these nothing is known. */
const PLAYLISTS_READ = 5000;
/** Lists of entries by hand, and paths. What a dynamic playlist finds, it finds in the successor too. */
const BY_HAND = '3,102';

/**
 * How many playlists name each of these entries; null for all when there are too many to read, or one does not show its content.
 * @throws {KalturaError}
 * @see docs/vendors/kaltura.md#playlists-and-cue-points
 */
export async function playlistsWith(
	api: KalturaApi,
	entryIds: readonly string[],
	most = PLAYLISTS_READ,
): Promise<Map<string, number | null>> {
	const found = new Map<string, number | null>(entryIds.map((id) => [id, 0]));
	const unknown = () => new Map(entryIds.map((id) => [id, null]));
	const source = { service: 'playlist', action: 'list', schema: playlistSchema, indexed: true };
	let read = 0;
	for await (const { playlistContent } of everyOf(api, source, { playListTypeIn: BY_HAND })) {
		if (playlistContent === undefined || ++read > most) return unknown();
		const named = new Set(playlistContent.split(',').map((id) => id.trim()));
		for (const [id, times] of found) if (named.has(id)) found.set(id, times! + 1);
	}
	return found;
}

/**
 * Asks for everything that people can have added to one entry: from the database, whatever the index knows.
 * @param read called once, after sending: the entry, or why it is not known
 */
export function addUseLookUp(
	requests: RequestList,
	entryId: string,
	read: (result: { entry: Omit<EntryInUse, 'playlists'> } | { error: KalturaError }) => void,
): void {
	let failure: KalturaError | null = null;
	const failed = (error: KalturaError) => (failure ??= error);
	const found = nothingFound();
	const use: Partial<EntryInUse> = {};
	requests.add('media', 'get', { entryId }, (result) => {
		if (!result.ok) return void failed(result.error);
		const entry = parseAs(entrySchema, result.value, 'media.get');
		use.owner = entry.userId;
		use.description = entry.description ?? '';
		use.tags = entry.tags;
		use.coEditors = listOf(entry.entitledUsersEdit);
		use.coPublishers = listOf(entry.entitledUsersPublish);
		use.coViewers = listOf(entry.entitledUsersView);
		use.plays = entry.plays ?? null;
	});
	addAssetLists(requests, entryId, found, failed, () => failed(cut('captionAsset.list')));
	requests.add('cuepoint_cuepoint', 'count', { filter: { entryIdEqual: entryId } }, (result) => {
		if (result.ok) use.cuePoints = parseAs(z.coerce.number().int(), result.value, 'cuePoint.count');
		// An account without the plugin has none; one whose role may not ask may have some.
		else if (isKalturaCode(result.error, 'SERVICE_DOES_NOT_EXISTS', 'FEATURE_FORBIDDEN')) use.cuePoints = 0;
		else if (isKalturaCode(result.error, 'SERVICE_FORBIDDEN')) use.cuePoints = null;
		else failed(result.error);
	});
	const categories = { filter: { entryIdEqual: entryId }, pager: { pageSize: PAGE } };
	requests.add('categoryEntry', 'list', categories, (result) => {
		if (result.ok) {
			const list = parseListOf(categoryEntrySchema, result.value, 'categoryEntry.list');
			if (goesOn(list, list.objects.length)) failed(cut('categoryEntry.list'));
			use.categoryIds = list.objects.map(({ categoryId }) => categoryId);
		} else failed(result.error);
		const { captions, attachments } = found;
		read(failure ? { error: failure } : { entry: { ...use, captions, attachments } as EntryInUse });
	});
}

function cut(request: string): KalturaError {
	return new KalturaError({ code: 'UNEXPECTED_ANSWER', request, args: { DETAIL: 'the list has further pages' } });
}

function listOf(commaList: string): string[] {
	return commaList
		.split(',')
		.map((one) => one.trim())
		.filter(Boolean);
}
