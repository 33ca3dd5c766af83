import type { KalturaApi } from './api';
import { KalturaError, whenRefused } from './errors';
import type { KalturaCaption } from './schemas';
import { captionSchema, parseAs, parseListOf } from './schemas';
import type { KalturaParams, KalturaRequest } from './wire';
import type { ContentSource } from './requests/resources';
import { toResource } from './requests/resources';
import { ref } from './result-references';
import type { z } from 'zod';

export const CAPTION_FORMAT = { srt: '1', dfxp: '2', webvtt: '3', cap: '4', scc: '5' } as const;
/** Who made a caption; Kaltura's own Zoom integration marks its captions so. */
export const CAPTION_SOURCE = { unknown: '0', zoom: '1', webex: '2' } as const;

export interface NewCaption {
	/** English name of the language: "English", "German", … (`languageName` translates codes). */
	language: string;
	label: string;
	format: keyof typeof CAPTION_FORMAT;
	isDefault?: boolean;
	/** Per cent; 99 and above hides older captions of the same language in the player. */
	accuracy?: number;
	displayOnPlayer?: boolean;
	source?: keyof typeof CAPTION_SOURCE;
	tags?: string;
}

const SERVICE = 'caption_captionasset';

/** The three sub-requests of a new caption; `position` is that of the first in its multirequest (1-based). */
function captionRequests(entryId: string, caption: NewCaption, content: ContentSource, position = 1): KalturaRequest[] {
	const { format, source, isDefault, ...rest } = caption;
	const id = ref(position, 'id');
	return [
		{
			service: SERVICE,
			action: 'add',
			params: {
				entryId,
				captionAsset: {
					objectType: 'KalturaCaptionAsset',
					...rest,
					format: CAPTION_FORMAT[format],
					...(source === undefined ? {} : { source: CAPTION_SOURCE[source] }),
				},
			},
		},
		{
			service: SERVICE,
			action: 'setContent',
			params: { id, contentResource: toResource(content) },
			safeToRepeat: true,
		},
		// isDefault at "add" would leave the previous default in place.
		...(isDefault
			? [{ service: SERVICE, action: 'setAsDefault', params: { captionAssetId: id }, safeToRepeat: true }]
			: []),
	];
}

/** Caption assets of entries. */
export class KalturaCaptions {
	constructor(private readonly api: KalturaApi) {}

	async list(entryId: string): Promise<KalturaCaption[]> {
		const answer = await this.api.call(SERVICE, 'list', listParams('KalturaAssetFilter', entryId));
		return parseListOf(captionSchema, answer, `${SERVICE}.list`).objects;
	}

	/** Captions of several entries in few requests: a list per entry id, or why this entry's could not be read. */
	async ofEntries(entryIds: readonly string[]): Promise<Map<string, KalturaCaption[] | KalturaError>> {
		return listByEntry(this.api, entryIds, SERVICE, 'KalturaAssetFilter', captionSchema);
	}

	/**
	 * A new caption with its content, in one HTTP request. Kaltura checks the text later: a file it cannot read ends
	 * with status -1. When the content is refused, the empty caption is removed again.
	 */
	async add(entryId: string, caption: NewCaption, content: ContentSource): Promise<KalturaCaption> {
		const [added, filled, ...others] = await this.api.multi(captionRequests(entryId, caption, content));
		const asset = parseAs(captionSchema, added, `${SERVICE}.add`);
		const failure = [filled, ...others].find((answer) => answer instanceof KalturaError);
		if (filled instanceof KalturaError) await this.delete(asset.id);
		if (failure) throw failure;
		return { ...parseAs(captionSchema, filled, `${SERVICE}.setContent`), isDefault: caption.isDefault === true };
	}

	async update(captionId: string, caption: KalturaParams): Promise<KalturaCaption> {
		const answer = await this.api.call(
			SERVICE,
			'update',
			{ id: captionId, captionAsset: { ...caption, objectType: 'KalturaCaptionAsset' } },
			{ safeToRepeat: true },
		);
		return parseAs(captionSchema, answer, `${SERVICE}.update`);
	}

	/** The one caption that is shown by default; the previous one loses this. */
	async setDefault(captionId: string): Promise<void> {
		await this.api.call(SERVICE, 'setAsDefault', { captionAssetId: captionId }, { safeToRepeat: true });
	}

	/** @returns false when it did not exist (any more) */
	async delete(captionId: string): Promise<boolean> {
		return this.api
			.call(SERVICE, 'delete', { captionAssetId: captionId }, { safeToRepeat: true })
			.then(() => true, whenRefused(false, 'CAPTION_ASSET_ID_NOT_FOUND'));
	}
}

/** Assets of many entries; Kaltura wants the entry named, so each entry is one sub-request. */
export async function listByEntry<S extends z.ZodTypeAny>(
	api: KalturaApi,
	entryIds: readonly string[],
	service: string,
	objectType: string,
	schema: S,
): Promise<Map<string, Array<z.output<S>> | KalturaError>> {
	const answers = await api.batch(
		entryIds.map((entryId) => ({ service, action: 'list', params: listParams(objectType, entryId) })),
	);
	return new Map(
		entryIds.map((entryId, index) => {
			const answer = answers[index];
			return [
				entryId,
				answer instanceof KalturaError ? answer : parseListOf(schema, answer, `${service}.list`).objects,
			];
		}),
	);
}

/** An entry has at most 500 assets, which is one page. */
export function listParams(objectType: string, entryIdEqual: string): KalturaParams {
	return { filter: { objectType, entryIdEqual }, pager: { pageSize: 500 } };
}
