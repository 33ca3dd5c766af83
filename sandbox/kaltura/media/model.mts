/** One rendition of an entry's media; the source keeps the bytes exactly as they came. */
export interface FlavorAsset {
	id: string;
	entryId: string;
	order: number;
	/** 0 is the source. */
	flavorParamsId: number;
	isOriginal: boolean;
	status: number;
	version: number;
	sizeInBytes: number;
	width: number;
	height: number;
	/** Kilobits per second. */
	bitrate: number;
	fileExt: string;
	containerFormat: string;
	tags: string;
	/** On failure the message of the job (docs/vendors/kaltura.md#states-of-an-entry). */
	description?: string;
	createdAt: number;
	updatedAt: number;
}

/** A URL that a worker downloads for an asset or an entry; plain data, survives a restart. */
export interface ImportJob {
	/** Id of the entry or of the caption asset. */
	id: string;
	target: 'entry' | 'caption';
	url: string;
	/** Whole header lines, "Authorization: Bearer …". */
	headerLines: string[];
	shouldRedirect: boolean;
	attempts: number;
	createdAt: number;
}

/** A place to upload a file to, in one piece or in chunks. */
export interface UploadToken {
	id: string;
	userId: string;
	status: number;
	fileName?: string | null;
	fileSize?: number | null;
	/** Bytes that are there without a gap. */
	uploadedFileSize: number;
	autoFinalize: boolean;
	/** What gets the file as soon as it is complete: attached before the upload ended. */
	attachedTo: { objectType: 'entry' | 'caption' | 'attachment'; id: string } | null;
	createdAt: number;
	updatedAt: number;
}
