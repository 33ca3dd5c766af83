import type { KalturaApi } from './api';
import { listByEntry, listParams } from './captions';
import { KalturaError, whenRefused } from './errors';
import type { KalturaAttachment } from './schemas';
import { attachmentSchema, parseAs, parseListOf } from './schemas';
import type { KalturaRequest } from './wire';
import type { ContentSource } from './requests/resources';
import { toResource } from './requests/resources';
import { ref } from './result-references';
import { withoutForbiddenCharacters } from './wire';

export const ATTACHMENT_FORMAT = { text: '1', media: '2', document: '3', json: '4', markdown: '5' } as const;

export interface NewAttachment {
	filename: string;
	title?: string;
	format: keyof typeof ATTACHMENT_FORMAT;
	/** Without the dot. */
	fileExt?: string;
	tags?: string;
	description?: string;
}

const SERVICE = 'attachment_attachmentasset';

/** The two sub-requests of a new attachment; `position` is that of the first in its multirequest (1-based). */
function attachmentRequests(
	entryId: string,
	attachment: NewAttachment,
	content: ContentSource,
	position = 1,
): KalturaRequest[] {
	const { format, filename, fileExt, description, title, tags } = attachment;
	const extension = fileExt ?? /\.([A-Za-z0-9]{1,10})$/.exec(filename)?.[1];
	return [
		{
			service: SERVICE,
			action: 'add',
			params: {
				entryId,
				attachmentAsset: {
					objectType: 'KalturaAttachmentAsset',
					filename: withoutForbiddenCharacters(filename).replace(/[\r\n]+/g, ' '),
					title: title ?? filename,
					format: ATTACHMENT_FORMAT[format],
					fileExt: extension,
					tags,
					partnerDescription: description,
				},
			},
		},
		{
			service: SERVICE,
			action: 'setContent',
			params: { id: ref(position, 'id'), contentResource: toResource(content) },
			safeToRepeat: true,
		},
	];
}

/** Attachment assets of entries: chat files, slides, … */
export class KalturaAttachments {
	constructor(private readonly api: KalturaApi) {}

	async list(entryId: string): Promise<KalturaAttachment[]> {
		const answer = await this.api.call(SERVICE, 'list', listParams('KalturaAttachmentAssetFilter', entryId));
		return parseListOf(attachmentSchema, answer, `${SERVICE}.list`).objects;
	}

	/** Attachments of several entries in few requests: a list per entry id, or why this entry's could not be read. */
	async ofEntries(entryIds: readonly string[]): Promise<Map<string, KalturaAttachment[] | KalturaError>> {
		return listByEntry(this.api, entryIds, SERVICE, 'KalturaAttachmentAssetFilter', attachmentSchema);
	}

	/**
	 * A new attachment with its content, in one HTTP request. Kaltura downloads a URL within the call and sends no
	 * headers with it, so text is better given as text. When the content is refused, the empty attachment is removed.
	 */
	async add(entryId: string, attachment: NewAttachment, content: ContentSource): Promise<KalturaAttachment> {
		const [added, filled] = await this.api.multi(attachmentRequests(entryId, attachment, content));
		const asset = parseAs(attachmentSchema, added, `${SERVICE}.add`);
		if (filled instanceof KalturaError) {
			await this.delete(asset.id);
			throw filled;
		}
		return parseAs(attachmentSchema, filled, `${SERVICE}.setContent`);
	}

	/** @returns false when it did not exist (any more) */
	async delete(attachmentId: string): Promise<boolean> {
		return this.api
			.call(SERVICE, 'delete', { attachmentAssetId: attachmentId }, { safeToRepeat: true })
			.then(() => true, whenRefused(false, 'ATTACHMENT_ASSET_ID_NOT_FOUND'));
	}
}
