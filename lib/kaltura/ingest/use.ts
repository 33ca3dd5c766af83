import type { EntryInUse } from '../../policy/import/traces';
import { goesOn } from '../lists';
import { KalturaError } from '../errors';
import { categoryEntrySchema, entrySchema, parseAs, parseListOf } from '../schemas';
import { addAssetLists, nothingFound } from './look-up';
import type { RequestList } from './request-list';

/** Far more than an entry has; one that has more counts as unknown. */
const PAGE = 500;

/**
 * Asks for everything that people can have added to one entry: from the database, whatever the index knows.
 * @param read called once, after sending: the entry, or why it is not known
 */
export function addUseLookUp(
	requests: RequestList,
	entryId: string,
	read: (result: { entry: EntryInUse } | { error: KalturaError }) => void,
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
