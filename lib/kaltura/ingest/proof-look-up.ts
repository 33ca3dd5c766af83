import { z } from 'zod';

import type { ProofFacts, ProvableEntry } from '../../policy/proof/proof';
import type { KalturaApi } from '../api';
import { isFeatureMissing, type KalturaError } from '../errors';
import { assertGoesOn, goesOn, inParts } from '../lists';
import type { KalturaEntry, KalturaList } from '../schemas';
import { attachmentSchema, captionSchema, entrySchema, flavorSchema, parseAs, parseListOf } from '../schemas';
import type { KalturaParams } from '../wire';
import type { ResultReference } from '../result-references';
import { ref } from '../result-references';
import {
	entryFilter,
	isEmptyEntryList,
	PLACES,
	REFERENCES_PER_CRITERION,
	toExistingEntry,
	type TextKind,
} from './look-up';
import { RequestList } from './request-list';

const PAGE = 500;
/** The source flavor's params id, whatever the conversion profile. */
const SOURCE_FLAVOR_PARAMS = 0;
const FLAVOR_READY = 2;
const FLAVOR_NOT_APPLICABLE = 4;

/** Facts while they are being collected. */
interface Collected {
	entries: ProvableEntry[];
	captions: Array<ProofFacts['captions'][number]>;
	attachments: Array<ProofFacts['attachments'][number]>;
	sources: Map<string, NonNullable<ProvableEntry['source']>>;
	impossible: { captions?: string; attachments?: string };
	now: number;
}

/** A list of what hangs on entries. */
interface AssetList {
	service: string;
	objectType: string;
	filter?: KalturaParams;
	/** For texts: a plugin of Kaltura's, which an account may lack. */
	text?: TextKind;
	/** Takes in what was not seen before. @returns the page, for whether the list goes on */
	collect(value: unknown, into: Collected, isNew: (asset: { id: string }) => boolean): KalturaList<unknown>;
}

/**
 * Everything that a proof rests on, for as many references as a batch has, in one HTTP request (more only when 150
 * references have more than 500 assets). Reads only. Entries come as Kaltura's database has them now, although its index
 * says which there are; assets and flavors come from the database altogether. An entry that is not listed proves nothing,
 * so further pages of entries are not worth a request.
 * @throws {KalturaError}
 * @see docs/vendors/kaltura.md#lists, #states-of-an-entry
 */
export async function lookUpForProof(api: KalturaApi, references: readonly string[]): Promise<ProofFacts> {
	const found: Collected = {
		entries: [],
		captions: [],
		attachments: [],
		sources: new Map(),
		impossible: {},
		now: Number.NaN,
	};
	const cut: Array<{ list: AssetList; entryIds: string[]; seen: Set<string> }> = [];
	const requests = new RequestList();
	requests.add('system', 'getTime', {}, (result) => {
		if (!result.ok) throw result.error;
		found.now = parseAs(z.coerce.number(), result.value, 'system.getTime');
	});
	for (const chunk of inParts(references, REFERENCES_PER_CRITERION)) {
		for (const place of PLACES) {
			const entryIds: string[] = [];
			const pager = { pageSize: PAGE, pageIndex: 1 };
			const position = requests.add('media', 'list', { filter: entryFilter(chunk, place), pager }, (result) => {
				if (!result.ok) throw result.error;
				const { objects } = parseListOf(entrySchema, result.value, 'media.list');
				entryIds.push(...objects.map(({ id }) => id));
				found.entries.push(...objects.map(toProvableEntry));
			});
			for (const list of listsOf(place)) {
				const filter = assetFilter(list, ref(position, 'objects', '_all', 'id'));
				requests.add(list.service, 'list', { filter, pager }, (result) => {
					if (!result.ok && list.text && isFeatureMissing(result.error)) {
						found.impossible[list.text] = result.error.message;
						return;
					}
					if (!result.ok) return nothingListed(result.error, entryIds);
					const seen = new Set<string>();
					if (goesOn(list.collect(result.value, found, newTo(seen)), seen.size)) cut.push({ list, entryIds, seen });
				});
			}
		}
	}
	await requests.send(api);
	for (const { list, entryIds, seen } of cut) await readFurtherPages(api, list, entryIds, found, seen);
	const entries = found.entries.map((entry) => ({ ...entry, source: found.sources.get(entry.id) ?? null }));
	const { captions, attachments, impossible, now } = found;
	return { entries, captions, attachments, impossible, now };
}

const SOURCES: AssetList = {
	service: 'flavorasset',
	objectType: 'KalturaFlavorAssetFilter',
	filter: { flavorParamsIdEqual: SOURCE_FLAVOR_PARAMS },
	collect(value, { sources }, isNew) {
		const page = parseListOf(flavorSchema, value, 'flavorAsset.list');
		for (const { entryId, status, sizeInBytes } of page.objects.filter(isNew)) {
			if (entryId === undefined || Number(status) === FLAVOR_NOT_APPLICABLE) continue;
			// Kaltura writes 0 for what it has not measured; no recording is that short.
			sources.set(entryId, { ready: Number(status) === FLAVOR_READY, sizeBytes: sizeInBytes || null });
		}
		return page;
	},
};

const CAPTIONS: AssetList = {
	service: 'caption_captionasset',
	objectType: 'KalturaCaptionAssetFilter',
	text: 'captions',
	collect(value, { captions }, isNew) {
		const page = parseListOf(captionSchema, value, 'captionAsset.list');
		for (const asset of page.objects.filter(isNew)) {
			captions.push({
				...identityOf(asset),
				label: asset.label,
				source: asset.source ?? '0',
				isDefault: asset.isDefault,
			});
		}
		return page;
	},
};

const ATTACHMENTS: AssetList = {
	service: 'attachment_attachmentasset',
	objectType: 'KalturaAttachmentAssetFilter',
	text: 'attachments',
	collect(value, { attachments }, isNew) {
		const page = parseListOf(attachmentSchema, value, 'attachmentAsset.list');
		for (const asset of page.objects.filter(isNew))
			attachments.push({ ...identityOf(asset), filename: asset.filename });
		return page;
	},
};

/** Texts hang on ordinary entries only, and what is in the recycle bin proves nothing. */
function listsOf(place: (typeof PLACES)[number]): AssetList[] {
	if (place === undefined) return [SOURCES, CAPTIONS, ATTACHMENTS];
	return place === -1 ? [SOURCES] : [];
}

function assetFilter({ objectType, filter = {} }: AssetList, entryIdIn: string | ResultReference): KalturaParams {
	return { objectType, entryIdIn, statusNotIn: '3', ...filter };
}

async function readFurtherPages(
	api: KalturaApi,
	list: AssetList,
	entryIds: readonly string[],
	found: Collected,
	seen: Set<string>,
): Promise<void> {
	const filter = assetFilter(list, entryIds.join(','));
	let firstBefore: string | undefined;
	for (let pageIndex = 2; ; pageIndex++) {
		const answer = await api.call<{ objects?: Array<{ id?: string }> }>(list.service, 'list', {
			filter,
			pager: { pageSize: PAGE, pageIndex },
		});
		const first = answer.objects?.[0]?.id;
		assertGoesOn(firstBefore, first, `${list.service}.list`);
		firstBefore = first;
		if (!goesOn(list.collect(answer, found, newTo(seen)), seen.size)) return;
	}
}

/** A row may come again on the next page, when something was added in between. */
function newTo(seen: Set<string>): (asset: { id: string }) => boolean {
	return ({ id }) => !seen.has(id) && seen.add(id) !== undefined;
}

/** Without entries the reference to their ids is empty, which Kaltura refuses. */
function nothingListed(error: KalturaError, entryIds: readonly string[]): void {
	if (entryIds.length === 0 && isEmptyEntryList(error)) return;
	throw error;
}

function identityOf(asset: {
	id: string;
	entryId?: string | undefined;
	status: number | string;
	createdAt?: number | undefined;
	sizeInBytes?: number | undefined;
	tags: string;
}) {
	return {
		id: asset.id,
		entryId: asset.entryId ?? '',
		status: Number(asset.status),
		createdAt: asset.createdAt ?? 0,
		sizeBytes: asset.sizeInBytes ?? null,
		tags: asset.tags,
	};
}

function toProvableEntry(entry: KalturaEntry): ProvableEntry {
	const existing = toExistingEntry(entry);
	return {
		...existing,
		durationMs: entry.msDuration || entry.duration * 1000,
		edited: existing.edited === true,
		source: null,
	};
}
