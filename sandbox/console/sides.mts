/**
 * What the console looks at, in its own words: each server's state is read into one of these (zoom-side.mts,
 * kaltura-side.mts), and the page is built from both (view.mts). Times are ISO 8601.
 */
export interface ZoomSide {
	/** 1 for the first account. */
	account: number;
	/** The newest. */
	recordings: ZoomRecording[];
	/** How many older ones there are. */
	unread: number;
	deliveries: ZoomDelivery[];
	requests: WireLine[];
	/** API requests: no logins, no downloads. */
	counts: { requests: number; writes: number };
	/** Requests to the CDN that carried Zoom's token: Kaltura's own import does that in production too; nobody else may. */
	stray: { byKaltura: number; byOthers: number };
	subscriptions: number;
}

export interface ZoomRecording {
	uuid: string;
	meetingId: string;
	topic: string;
	kind: 'meeting' | 'webinar';
	/** A recurring meeting's instances share their meeting id. */
	recurring: boolean;
	host: { name: string; email: string };
	startedAt: string;
	running: boolean;
	files: ZoomFile[];
	people: Array<{ name: string; email: string; role: string }>;
}

export interface ZoomFile {
	id: string;
	segmentStart: string;
	fileType: string;
	recordingType: string;
	sizeBytes: number;
	status: string;
	trashed: boolean;
	/** SHA-256 of its bytes; '' when nobody has counted them. */
	content: string;
}

export interface ZoomDelivery {
	at: string;
	event: string;
	meetingUuid: string;
	state: 'waiting' | 'delivered' | 'retrying' | 'refused' | 'lost';
	attempts: number;
	/** HTTP status of the last attempt; negative: no answer. */
	result: number | null;
	ms: number | null;
}

/** One request as either server logged it. */
export interface WireLine {
	at: string;
	who: string;
	what: string;
	status: string;
	good: boolean;
	ms: number | null;
}

export interface KalturaSide {
	entries: KalturaEntry[];
	requests: WireLine[];
	counts: { requests: number; writes: number };
	/** Whether the "slow" fault is in. */
	slow: boolean;
}

export interface KalturaEntry {
	id: string;
	parentId: string;
	name: string;
	description: string;
	referenceId: string;
	status: number;
	mediaType: number;
	owner: string;
	rights: { edit: string[]; publish: string[]; view: string[] };
	categories: string[];
	tags: string;
	adminTags: string;
	createdAt: string;
	/** Bytes of its content; 0 while it has none. */
	sizeBytes: number;
	/** SHA-256 of its content; '' while it has none. */
	content: string;
	captions: KalturaAsset[];
	attachments: KalturaAsset[];
}

export interface KalturaAsset {
	id: string;
	label: string;
	language: string;
	languageCode: string;
	status: number;
	sizeBytes: number;
	content: string;
}
