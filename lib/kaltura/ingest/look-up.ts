import { assertGoesOn, goesOn } from '../lists';
import type { ExistingAttachment } from '../../policy/import/attachments';
import type { ExistingCaption } from '../../policy/import/captions';
import type { ExistingEntry } from '../../policy/import/existing-entries';
import type { KalturaApi } from '../api';
import { ANY_STATUS, REPLACEMENT_STATUS } from '../entries';
import { isFeatureMissing, isKalturaCode, type KalturaError } from '../errors';
import type { KalturaEntry } from '../schemas';
import { attachmentSchema, captionSchema, entrySchema, parseListOf } from '../schemas';
import type { ResultReference } from '../result-references';
import { ref } from '../result-references';
import { RequestList } from './request-list';

/** Assets that hold texts; each kind is a plugin of Kaltura's, which an account may lack. */
export type TextKind = 'captions' | 'attachments';

/** What Kaltura holds for some references; the same shape for one recording and for a whole batch. */
export interface Found {
	entries: ExistingEntry[];
	captions: ExistingCaption[];
	attachments: ExistingAttachment[];
	/** Kinds of texts that this account or role cannot have, with what Kaltura said. */
	impossible: Map<TextKind, KalturaError>;
	/** Kaltura's clock, epoch seconds; null when it does not tell. Its creation times are compared with it. */
	now: number | null;
}

/** Told of a list that could not be read. Default: throws. */
export type OnFailure = (error: KalturaError) => void;

/** Values that one criterion of Kaltura's search index takes. */
export const REFERENCES_PER_CRITERION = 150;
const PAGE = 500;

/** Ordinary entries; streams of another entry and other hidden ones; the recycle bin. */
export const PLACES = [undefined, -1, -2] as const;

/**
 * All entries that carry one of the references, and the captions and attachments of the ordinary ones, in one HTTP request
 * for up to some hundred recordings.
 * @throws {KalturaError}
 * @see docs/vendors/kaltura.md#finding-entries-and-categories
 */
export async function lookUp(api: KalturaApi, references: readonly string[]): Promise<Found> {
	const found = nothingFound();
	const requests = new RequestList();
	const overflow = addLookUp(requests, references, found);
	await requests.send(api);
	await overflow(api);
	return found;
}

/**
 * Appends the look-up to a request that also does something else.
 * @returns reads the further pages of unusually long answers; to be called after sending
 */
export function addLookUp(
	requests: RequestList,
	references: readonly string[],
	found: Found,
	onFailure: OnFailure = fail,
): (api: KalturaApi) => Promise<void> {
	const full: Array<{ references: string[]; displayInSearch: number | undefined; seen: Set<string> }> = [];
	const cut: Array<{ assets: AssetPage; entryIds: string[] }> = [];
	requests.add('system', 'getTime', {}, (result) => {
		const time = result.ok ? Number(result.value) : Number.NaN;
		if (Number.isFinite(time)) found.now = time;
	});
	for (let start = 0; start < references.length; start += REFERENCES_PER_CRITERION) {
		const chunk = references.slice(start, start + REFERENCES_PER_CRITERION);
		for (const displayInSearch of PLACES) {
			const entryIds: string[] = [];
			const position = requests.add(
				'media',
				'list',
				{ filter: entryFilter(chunk, displayInSearch), pager: { pageSize: PAGE, pageIndex: 1 } },
				(result) => {
					if (!result.ok) return onFailure(result.error);
					const list = parseListOf(entrySchema, result.value, 'media.list');
					entryIds.push(...list.objects.map(({ id }) => id));
					found.entries.push(...list.objects.map(toExistingEntry));
					const seen = new Set(entryIds);
					if (goesOn(list, seen.size)) full.push({ references: chunk, displayInSearch, seen });
				},
			);
			if (displayInSearch === undefined) {
				const ofNothing = (error: KalturaError) => entryIds.length === 0 && isEmptyEntryList(error);
				addAssetLists(
					requests,
					ref(position, 'objects', '_all', 'id'),
					found,
					(error) => (ofNothing(error) ? undefined : onFailure(error)),
					(assets) => cut.push({ assets, entryIds }),
				);
			}
		}
	}
	return async (api) => {
		for (const { assets, entryIds } of cut) await readFurtherAssets(api, assets, entryIds.join(','), found);
		for (const { references, displayInSearch, seen } of full)
			await readFurtherPages(api, references, displayInSearch, found, seen);
	};
}

/**
 * Captions and attachments of entries. Both lists come from the database, so they show what was added a moment ago.
 * @param entryIds comma list, or a reference to one
 * @param onMore told of a list that has further pages
 */
export function addAssetLists(
	requests: RequestList,
	entryIds: string | ResultReference,
	found: Assets,
	onFailure: OnFailure = fail,
	onMore: (assets: AssetPage) => void = () => undefined,
): void {
	const refused = (kind: TextKind, error: KalturaError) => {
		if (isFeatureMissing(error)) found.impossible.set(kind, error);
		else onFailure(error);
	};
	for (const kind of ['captions', 'attachments'] as const) {
		const { service, objectType } = ASSETS[kind];
		const params = assetList(objectType, entryIds, 1);
		requests.add(service, 'list', params, (result) => {
			if (!result.ok) return refused(kind, result.error);
			const seen = new Set<string>();
			if (collectAssets(kind, result.value, found, seen)) onMore({ kind, seen });
		});
	}
}

type Assets = Pick<Found, 'attachments' | 'captions' | 'impossible'>;

/** A list of assets that has further pages, and what of it was seen. */
interface AssetPage {
	kind: TextKind;
	seen: Set<string>;
}

const ASSETS = {
	captions: { service: 'caption_captionasset', objectType: 'KalturaCaptionAssetFilter' },
	attachments: { service: 'attachment_attachmentasset', objectType: 'KalturaAttachmentAssetFilter' },
} as const;

function assetList(objectType: string, entryIdIn: string | ResultReference, pageIndex: number) {
	return { filter: { objectType, entryIdIn, statusNotIn: '3' }, pager: { pageSize: PAGE, pageIndex } };
}

/** @returns whether the list has further pages */
function collectAssets(kind: TextKind, value: unknown, found: Assets, seen: Set<string>): boolean {
	const isNew = ({ id }: { id: string }) => !seen.has(id) && seen.add(id);
	const common = (asset: {
		id: string;
		entryId?: string | undefined;
		createdAt?: number | undefined;
		tags: string;
	}) => ({
		id: asset.id,
		entryId: asset.entryId ?? '',
		createdAt: asset.createdAt ?? 0,
		tags: asset.tags,
	});
	if (kind === 'captions') {
		const list = parseListOf(captionSchema, value, 'captionAsset.list');
		for (const asset of list.objects.filter(isNew)) {
			const { label, source = '0', isDefault, status } = asset;
			const sizeBytes = asset.sizeInBytes ?? null;
			found.captions.push({ ...common(asset), label, source, isDefault, status: Number(status), sizeBytes });
		}
		return goesOn(list, seen.size);
	}
	const list = parseListOf(attachmentSchema, value, 'attachmentAsset.list');
	for (const asset of list.objects.filter(isNew)) {
		found.attachments.push({ ...common(asset), filename: asset.filename, status: Number(asset.status) });
	}
	return goesOn(list, seen.size);
}

async function readFurtherAssets(
	api: KalturaApi,
	{ kind, seen }: AssetPage,
	entryIds: string,
	found: Assets,
): Promise<void> {
	const { service, objectType } = ASSETS[kind];
	for (let pageIndex = 2; ; pageIndex++) {
		const before = seen.size;
		const answer = await api.call(service, 'list', assetList(objectType, entryIds, pageIndex));
		if (!collectAssets(kind, answer, found, seen) || seen.size === before) return;
	}
}

export function nothingFound(): Found {
	return { entries: [], captions: [], attachments: [], impossible: new Map(), now: null };
}

/** Which of these entries Kaltura does not know any more. Reads the database, not the index. */
export async function goneEntries(api: KalturaApi, entryIds: readonly string[]): Promise<Set<string>> {
	const gone = new Set<string>();
	const requests = new RequestList();
	for (const entryId of entryIds) {
		requests.add('baseEntry', 'get', { entryId }, (result) => {
			if (result.ok) return;
			if (!isKalturaCode(result.error, 'ENTRY_ID_NOT_FOUND')) throw result.error;
			gone.add(entryId);
		});
	}
	await requests.send(api);
	return gone;
}

export function toExistingEntry(entry: KalturaEntry): ExistingEntry {
	const failed = Number(entry.replacementStatus) === REPLACEMENT_STATUS.failed;
	return {
		id: entry.id,
		referenceId: entry.referenceId,
		status: String(entry.status),
		createdAt: entry.createdAt,
		parentEntryId: entry.parentEntryId || null,
		adminTags: entry.adminTags
			.split(',')
			.map((tag) => tag.trim())
			.filter(Boolean),
		recycled: entry.displayInSearch === -2,
		replacement: !entry.replacingEntryId ? 'none' : failed ? 'failed' : 'underWay',
		blockAutoTranscript: entry.blockAutoTranscript === true,
		name: entry.name,
		edited: Array.isArray(entry.operationAttributes) && entry.operationAttributes.length > 0,
	};
}

/** Entries of these references in one of the places, whatever their status but deleted. */
export function entryFilter(references: readonly string[], displayInSearch: number | undefined) {
	return {
		objectType: 'KalturaMediaEntryFilter',
		referenceIdIn: references.join(','),
		...ANY_STATUS,
		...(displayInSearch === undefined ? {} : { displayInSearchEqual: displayInSearch }),
		// The oldest first, so that a list cut by the page size still holds the entries that count.
		orderBy: '+createdAt',
	};
}

async function readFurtherPages(
	api: KalturaApi,
	references: readonly string[],
	displayInSearch: number | undefined,
	found: Found,
	seen: Set<string>,
): Promise<void> {
	let firstBefore: string | undefined;
	for (let pageIndex = 2; ; pageIndex++) {
		const answer = await api.call('media', 'list', {
			filter: entryFilter(references, displayInSearch),
			pager: { pageSize: PAGE, pageIndex },
		});
		const list = parseListOf(entrySchema, answer, 'media.list');
		assertGoesOn(firstBefore, list.objects[0]?.id, 'media.list');
		firstBefore = list.objects[0]?.id;
		const objects = list.objects.filter(({ id }) => !seen.has(id) && seen.add(id));
		found.entries.push(...objects.map(toExistingEntry));
		if (displayInSearch === undefined && objects.length > 0) {
			const entryIds = objects.map(({ id }) => id).join(',');
			const assets = new RequestList();
			const cut: AssetPage[] = [];
			addAssetLists(assets, entryIds, found, fail, (page) => cut.push(page));
			await assets.send(api);
			for (const page of cut) await readFurtherAssets(api, page, entryIds, found);
		}
		if (!goesOn(list, seen.size)) return;
	}
}

/** Without entries the reference to their ids is empty; servers before 2020 say that the parameter is missing. */
export function isEmptyEntryList(error: KalturaError): boolean {
	return isKalturaCode(error, 'PROPERTY_VALIDATION_CANNOT_BE_NULL', 'MISSING_MANDATORY_PARAMETER');
}

function fail(error: KalturaError): never {
	throw error;
}
