import { assertGoesOn } from '../lists';
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
 * @see reference/kaltura-api.md §4
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
	const full: Array<{ references: string[]; displayInSearch: number | undefined }> = [];
	requests.add('system', 'getTime', {}, (result) => {
		const time = result.ok ? Number(result.value) : Number.NaN;
		if (Number.isFinite(time)) found.now = time;
	});
	for (let start = 0; start < references.length; start += REFERENCES_PER_CRITERION) {
		const chunk = references.slice(start, start + REFERENCES_PER_CRITERION);
		for (const displayInSearch of PLACES) {
			let listed = 0;
			const position = requests.add(
				'media',
				'list',
				{ filter: entryFilter(chunk, displayInSearch), pager: { pageSize: PAGE, pageIndex: 1 } },
				(result) => {
					if (!result.ok) return onFailure(result.error);
					const { objects, totalCount } = parseListOf(entrySchema, result.value, 'media.list');
					listed = objects.length;
					found.entries.push(...objects.map(toExistingEntry));
					if (objects.length < totalCount) full.push({ references: chunk, displayInSearch });
				},
			);
			if (displayInSearch === undefined) {
				const ofNothing = (error: KalturaError) => listed === 0 && isEmptyEntryList(error);
				addAssetLists(requests, ref(position, 'objects', '_all', 'id'), found, (error) =>
					ofNothing(error) ? undefined : onFailure(error),
				);
			}
		}
	}
	return async (api) => {
		for (const { references, displayInSearch } of full) await readFurtherPages(api, references, displayInSearch, found);
	};
}

/**
 * Captions and attachments of entries. Both lists come from the database, so they show what was added a moment ago.
 * @param entryIds comma list, or a reference to one
 */
export function addAssetLists(
	requests: RequestList,
	entryIds: string | ResultReference,
	found: Pick<Found, 'attachments' | 'captions' | 'impossible'>,
	onFailure: OnFailure = fail,
): void {
	const pager = { pageSize: PAGE, pageIndex: 1 };
	const filter = { entryIdIn: entryIds, statusNotIn: '3' };
	const refused = (kind: TextKind, error: KalturaError) => {
		if (isFeatureMissing(error)) found.impossible.set(kind, error);
		else onFailure(error);
	};
	requests.add(
		'caption_captionasset',
		'list',
		{ filter: { objectType: 'KalturaCaptionAssetFilter', ...filter }, pager },
		(result) => {
			if (!result.ok) return refused('captions', result.error);
			const { objects } = parseListOf(captionSchema, result.value, 'captionAsset.list');
			for (const caption of objects) {
				found.captions.push({
					id: caption.id,
					entryId: caption.entryId ?? '',
					label: caption.label,
					source: caption.source ?? '0',
					isDefault: caption.isDefault,
					createdAt: caption.createdAt ?? 0,
					status: Number(caption.status),
				});
			}
		},
	);
	requests.add(
		'attachment_attachmentasset',
		'list',
		{ filter: { objectType: 'KalturaAttachmentAssetFilter', ...filter }, pager },
		(result) => {
			if (!result.ok) return refused('attachments', result.error);
			const { objects } = parseListOf(attachmentSchema, result.value, 'attachmentAsset.list');
			for (const attachment of objects) {
				found.attachments.push({
					id: attachment.id,
					entryId: attachment.entryId ?? '',
					filename: attachment.filename,
					createdAt: attachment.createdAt ?? 0,
					status: Number(attachment.status),
				});
			}
		},
	);
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
		blockAutoTranscript: Boolean(entry.blockAutoTranscript),
		name: entry.name,
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
): Promise<void> {
	let firstBefore: string | undefined;
	for (let pageIndex = 2; ; pageIndex++) {
		const answer = await api.call('media', 'list', {
			filter: entryFilter(references, displayInSearch),
			pager: { pageSize: PAGE, pageIndex },
		});
		const { objects } = parseListOf(entrySchema, answer, 'media.list');
		assertGoesOn(firstBefore, objects[0]?.id, 'media.list');
		firstBefore = objects[0]?.id;
		found.entries.push(...objects.map(toExistingEntry));
		if (displayInSearch === undefined && objects.length > 0) {
			const assets = new RequestList();
			addAssetLists(assets, objects.map(({ id }) => id).join(','), found);
			await assets.send(api);
		}
		if (objects.length < PAGE) return;
	}
}

/** Without entries the reference to their ids is empty; servers before 2020 say that the parameter is missing. */
export function isEmptyEntryList(error: KalturaError): boolean {
	return isKalturaCode(error, 'PROPERTY_VALIDATION_CANNOT_BE_NULL', 'MISSING_MANDATORY_PARAMETER');
}

function fail(error: KalturaError): never {
	throw error;
}
