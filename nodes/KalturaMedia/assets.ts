import type { INodeProperties } from 'n8n-workflow';

import type { KalturaAttachment, KalturaCaption } from '../../lib/kaltura/schemas';

export const captionIdField: INodeProperties = {
	displayName: 'Caption ID',
	name: 'captionId',
	type: 'string',
	default: '',
	required: true,
	placeholder: '1_cd34ef56',
	description: 'ID of the caption asset, as Get Many gives it',
};

export const attachmentIdField: INodeProperties = {
	displayName: 'Attachment ID',
	name: 'attachmentId',
	type: 'string',
	default: '',
	required: true,
	placeholder: '1_ef56ab78',
	description: 'ID of the attachment asset, as Get Many gives it',
};

/** How long whoever added an asset may take to send its content; afterwards it counts as left by a run that was cut off. */
const FILLED_WITHIN_SECONDS = 600;

/** What of the assets for one file counts: those with content, or with content on its way. */
export function assetsThatCount<Asset extends { status: unknown; createdAt?: number | undefined }>(
	assets: readonly Asset[],
	now = Date.now() / 1000,
): Asset[] {
	return assets.filter(({ status, createdAt = now }) => Number(status) > 0 || now - createdAt < FILLED_WITHIN_SECONDS);
}

const STATUS_NAMES: Record<string, string> = {
	'-1': 'error',
	'0': 'queued',
	'2': 'ready',
	'3': 'deleted',
	'7': 'importing',
	'9': 'exporting',
};
const CAPTION_FORMAT_NAMES: Record<string, string> = { '1': 'srt', '2': 'dfxp', '3': 'webvtt', '4': 'cap', '5': 'scc' };
const ATTACHMENT_FORMAT_NAMES: Record<string, string> = {
	'1': 'text',
	'2': 'media',
	'3': 'document',
	'4': 'json',
	'5': 'markdown',
};

/** A caption as an item, with names instead of numbers. */
export function captionItem(caption: KalturaCaption): object {
	return {
		id: caption.id,
		entryId: caption.entryId ?? null,
		status: STATUS_NAMES[String(caption.status)] ?? String(caption.status),
		language: caption.language ?? null,
		languageCode: caption.languageCode ?? null,
		label: caption.label,
		format: CAPTION_FORMAT_NAMES[caption.format ?? ''] ?? caption.format ?? null,
		isDefault: caption.isDefault,
		accuracy: caption.accuracy ?? null,
		fromZoom: caption.source === '1',
	};
}

/** An attachment as an item, with names instead of numbers. */
export function attachmentItem(attachment: KalturaAttachment): object {
	return {
		id: attachment.id,
		entryId: attachment.entryId ?? null,
		status: STATUS_NAMES[String(attachment.status)] ?? String(attachment.status),
		filename: attachment.filename,
		title: attachment.title,
		format: ATTACHMENT_FORMAT_NAMES[attachment.format ?? ''] ?? attachment.format ?? null,
		sizeBytes: attachment.sizeInBytes ?? null,
	};
}
