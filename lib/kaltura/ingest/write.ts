import type { PlannedAttachment } from '../../policy/import/attachments';
import type { EntryFields, PlannedEntry } from '../../policy/import/import-plan';
import type { ExistingEntry } from '../../policy/import/existing-entries';
import { approvalOf, MEDIA_TYPE } from '../entries';
import { toResource } from '../requests/resources';
import { isKalturaCode, type KalturaError } from '../errors';
import { attachmentSchema, captionSchema, entrySchema, parseAs } from '../schemas';
import type { ResultReference } from '../result-references';
import { ref } from '../result-references';
import type { KalturaParams } from '../wire';
import { toExistingEntry } from './look-up';
import type { RequestList, StepResult } from './request-list';

// One function per thing that is written. Each adds its sub-requests and says what came of them.

/** KalturaSourceType URL, as Kaltura's own integration writes. */
const SOURCE_TYPE_URL = '5';

/** Where Kaltura fetches a file: secret, lives only inside one run. */
export interface FetchFrom {
	url: string;
	/** '' when the URL needs none. */
	token: string;
}

/** A file that lies in Kaltura already, under an upload token. */
export interface UploadedContent {
	uploadTokenId: string;
}

/** The id of what was written, or the error. */
export type Written = { id: string } | { error: KalturaError };

/** `removed`: another worker, which had added the same file, took ours away before its content came. */
export type WrittenAsset = Written | { removed: true };

/**
 * An entry without content. Nothing in Kaltura is unique, so content follows only when it is sure that this entry is the
 * one that counts.
 * @param parentEntryId an id, or a reference to an earlier sub-request; null for an entry of its own
 * @returns position of the sub-request
 */
export function addEmptyEntry(
	requests: RequestList,
	entry: PlannedEntry,
	fields: EntryFields,
	parentEntryId: string | ResultReference | null,
	read: (result: { entry: ExistingEntry } | { error: KalturaError }) => void,
): number {
	const params: KalturaParams = {
		entry: {
			objectType: 'KalturaMediaEntry',
			...fields,
			mediaType: MEDIA_TYPE[entry.mediaType],
			sourceType: SOURCE_TYPE_URL,
			referenceId: entry.referenceId,
			...(parentEntryId ? { parentEntryId } : {}),
		},
	};
	return requests.add('media', 'add', params, (result) => {
		if (!result.ok) return read({ error: result.error });
		read({ entry: toExistingEntry(parseAs(entrySchema, result.value, 'media.add')) });
	});
}

/** Puts an entry below another one, as its stream. */
export function setParent(
	requests: RequestList,
	entryId: string,
	parentEntryId: string,
	read: (result: Written) => void,
): void {
	const params = { entryId, baseEntry: { objectType: 'KalturaMediaEntry', parentEntryId } };
	requests.add('baseEntry', 'update', params, (result) => read(result.ok ? { id: entryId } : result));
}

/** Changes properties of an entry; keys that are absent stay as they are. */
export function updateEntry(
	requests: RequestList,
	entryId: string,
	fields: Partial<EntryFields>,
	read: (result: Written) => void,
): void {
	const params = { entryId, baseEntry: { objectType: 'KalturaMediaEntry', ...fields } };
	requests.add('baseEntry', 'update', params, (result) => read(result.ok ? { id: entryId } : result));
}

/**
 * Tells Kaltura to fetch an entry's content. That it is there already, from an answer that was lost or from another worker,
 * is success.
 * @param again for an entry whose content failed: a replacement, which some accounts hold for approval
 * @param replacementFailed a replacement of before has failed; Kaltura takes no other while it stands
 */
export function addContent(
	requests: RequestList,
	entryId: string,
	from: FetchFrom | UploadedContent,
	{ again, replacementFailed }: { again: boolean; replacementFailed: boolean },
	read: (result: Written & { wasThere?: boolean }) => void,
): void {
	const action = again ? 'updateContent' : 'addContent';
	let obstacle: KalturaError | null = null;
	if (again && replacementFailed) {
		requests.add('media', 'cancelReplace', { entryId }, (result) => {
			if (!result.ok) obstacle = result.error;
		});
	}
	const position = requests.add('media', action, { entryId, resource: fileResource(from) }, (result) => {
		if (result.ok) return read({ id: entryId });
		const there = isKalturaCode(result.error, 'ENTRY_ALREADY_WITH_CONTENT', 'ENTRY_REPLACEMENT_ALREADY_EXISTS');
		if (there && obstacle) return read({ error: obstacle });
		read(there ? { id: entryId, wasThere: true } : result);
	});
	// An account without approval has replaced the content already; nothing is lost when it says so.
	if (again) requests.add('media', 'approveReplace', approvalOf(position), () => undefined);
}

export interface CaptionText {
	label: string;
	/** KalturaLanguage name. */
	language: string;
	/** KalturaCaptionType on the wire. */
	format: string;
	isDefault: boolean;
	accuracy: number;
	fileExt: string;
	content: string;
	assetId: string | null;
	/** Say which file it holds. */
	tags: string;
}

/** A caption track of Zoom's. Its text travels inside the request, so no second party has to fetch anything. */
export function addCaption(
	requests: RequestList,
	entryId: string,
	{ content, assetId, ...asset }: CaptionText,
	read: (result: WrittenAsset) => void,
): void {
	const captionAsset = { objectType: 'KalturaCaptionAsset', ...asset, source: '1', usage: '0', displayOnPlayer: true };
	const readAsset = writtenAsset((value) => parseAs(captionSchema, value, 'captionAsset.setContent'), read);
	addAsset(
		requests,
		'caption_captionasset',
		{ entryId, captionAsset },
		assetId,
		toResource({ text: content }),
		readAsset,
	);
	if (assetId === null) return;
	// After the content: tags of a text that did not come would make it look like the present one.
	const written = { objectType: 'KalturaCaptionAsset', tags: asset.tags };
	requests.add('caption_captionasset', 'update', { id: assetId, captionAsset: written }, () => undefined);
}

/** @param content text, or where Kaltura finds it */
export function addAttachment(
	requests: RequestList,
	entryId: string,
	{ filename, title, format, fileExt, tags, assetId }: PlannedAttachment,
	content: string | FetchFrom | UploadedContent,
	read: (result: WrittenAsset) => void,
): void {
	const attachmentAsset = { objectType: 'KalturaAttachmentAsset', filename, title, format, fileExt, tags };
	const resource = typeof content === 'string' ? toResource({ text: content }) : fileResource(content);
	const readAsset = writtenAsset((value) => parseAs(attachmentSchema, value, 'attachmentAsset.setContent'), read);
	addAsset(requests, 'attachment_attachmentasset', { entryId, attachmentAsset }, assetId, resource, readAsset);
}

/** "Already assigned" is success: somebody, or an earlier run, was faster (docs/fault-cases.md, W11). */
export function assignCategory(
	requests: RequestList,
	entryId: string,
	categoryId: number,
	read: (result: Written) => void,
): void {
	const params = { categoryEntry: { objectType: 'KalturaCategoryEntry', entryId, categoryId } };
	requests.add('categoryEntry', 'add', params, (result) => {
		const done = result.ok || isKalturaCode(result.error, 'CATEGORY_ENTRY_ALREADY_EXISTS');
		read(done ? { id: String(categoryId) } : result);
	});
}

/** "Not found" is success: it is gone. */
export function deleteEntry(requests: RequestList, entryId: string, read: (result: Written) => void): void {
	requests.add('media', 'delete', { entryId }, (result) => {
		const gone = result.ok || isKalturaCode(result.error, 'ENTRY_ID_NOT_FOUND');
		read(gone ? { id: entryId } : result);
	});
}

/** An upload whose bytes nobody needs any more; Kaltura itself would remove it after seven days. */
export function deleteUpload(requests: RequestList, uploadTokenId: string): void {
	requests.add('uploadToken', 'delete', { uploadTokenId }, () => undefined);
}

/** "Not found" is success: another worker removed it. */
export function deleteAsset(
	requests: RequestList,
	service: 'attachment_attachmentasset' | 'caption_captionasset',
	id: string,
	read: (result: Written) => void,
): void {
	const params = service === 'caption_captionasset' ? { captionAssetId: id } : { attachmentAssetId: id };
	requests.add(service, 'delete', params, (result) => {
		const gone = result.ok || isGone(result.error);
		read(gone ? { id } : result);
	});
}

function writtenAsset(parse: (value: unknown) => { id: string }, read: (result: WrittenAsset) => void) {
	return (result: StepResult) => {
		if (result.ok) return read({ id: parse(result.value).id });
		read(isGone(result.error) ? { removed: true } : result);
	};
}

function isGone(error: KalturaError): boolean {
	return isKalturaCode(error, 'CAPTION_ASSET_ID_NOT_FOUND', 'ATTACHMENT_ASSET_ID_NOT_FOUND');
}

/** Adds the asset (unless an empty one is there) and sets its content; both must succeed. */
function addAsset(
	requests: RequestList,
	service: string,
	params: KalturaParams,
	assetId: string | null,
	contentResource: KalturaParams,
	read: (result: StepResult) => void,
): void {
	let failed: KalturaError | null = null;
	let id: unknown = assetId;
	if (assetId === null) {
		id = ref(
			requests.add(service, 'add', params, (result) => {
				if (!result.ok) failed = result.error;
			}),
			'id',
		);
	}
	// When adding failed, this runs with an empty id and fails too; the first error is the one that explains.
	requests.add(service, 'setContent', { id, contentResource }, (result) =>
		read(failed ? { ok: false, error: failed } : result),
	);
}

function fileResource(from: FetchFrom | UploadedContent): KalturaParams {
	if ('uploadTokenId' in from) return toResource(from);
	return toResource({ url: from.url, headers: from.token ? [`Authorization: Bearer ${from.token}`] : [] });
}
