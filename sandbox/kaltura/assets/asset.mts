/** Asset statuses of captions and attachments, docs/vendors/kaltura.md#captions-and-attachments. */
export const AssetStatus = { ERROR: -1, QUEUED: 0, READY: 2, DELETED: 3, IMPORTING: 7 } as const;

interface Asset {
	id: string;
	entryId: string;
	order: number;
	status: number;
	version: number;
	/** Bytes. */
	sizeInBytes: number;
	tags?: string | null;
	fileExt?: string | null;
	partnerData?: string | null;
	partnerDescription?: string | null;
	description?: string | null;
	createdAt: number;
	updatedAt: number;
}

export interface CaptionAsset extends Asset {
	language: string;
	label?: string | null;
	/** "1" SRT, "2" DFXP, "3" WEBVTT, "4" CAP, "5" SCC. */
	format: string;
	isDefault: boolean;
	accuracy?: number | null;
	displayOnPlayer: boolean;
	/** "0" unknown, "1" Zoom, "2" Webex. */
	source: string;
	usage: string;
	captionParamsId?: number | null;
	parentId?: string | null;
	associatedTranscriptIds?: string | null;
}

export interface AttachmentAsset extends Asset {
	filename?: string | null;
	title?: string | null;
	/** "1" text, "2" media, "3" document, "4" JSON, "5" markdown. */
	format?: string | null;
}
