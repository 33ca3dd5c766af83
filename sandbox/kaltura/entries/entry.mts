/** Statuses, docs/vendors/kaltura.md#states-of-an-entry; numbers on the wire. */
export const EntryStatus = {
	ERROR_IMPORTING: -2,
	ERROR_CONVERTING: -1,
	IMPORT: 0,
	PRECONVERT: 1,
	READY: 2,
	DELETED: 3,
	PENDING: 4,
	MODERATE: 5,
	BLOCKED: 6,
	NO_CONTENT: 7,
} as const;

export const ReplacementStatus = {
	NONE: 0,
	APPROVED_BUT_NOT_READY: 1,
	READY_BUT_NOT_APPROVED: 2,
	NOT_READY_AND_NOT_APPROVED: 3,
	FAILED: 4,
} as const;

/** RECYCLED and SYSTEM entries are left out of ordinary lists (docs/vendors/kaltura.md#finding-entries-and-categories). */
export const DisplayInSearch = { RECYCLED: -2, SYSTEM: -1, PARTNER_ONLY: 1 } as const;

/** A media entry as stored; `toWire` in wire.mts shows it as the API does. */
export interface Entry {
	id: string;
	/** Order of creation; breaks ties of createdAt. */
	order: number;
	name: string;
	description?: string | null;
	userId: string;
	creatorId: string;
	tags?: string | null;
	adminTags?: string | null;
	status: number;
	moderationStatus: number;
	createdAt: number;
	updatedAt: number;
	referenceId?: string | null;
	parentEntryId?: string | null;
	rootEntryId: string;
	replacingEntryId?: string | null;
	replacedEntryId?: string | null;
	replacementStatus: number;
	displayInSearch: number;
	conversionProfileId: number;
	accessControlId: number;
	startDate?: number | null;
	endDate?: number | null;
	entitledUsersEdit: string;
	entitledUsersPublish: string;
	entitledUsersView: string;
	licenseType: number;
	version: number;
	partnerSortValue: number;
	partnerData?: string | null;
	mediaType: number;
	sourceType: string;
	application?: string | null;
	applicationVersion?: string | null;
	blockAutoTranscript?: boolean | null;
	creditUserName?: string | null;
	creditUrl?: string | null;
	plays: number;
	views: number;
	width: number;
	height: number;
	/** Milliseconds. */
	msDuration: number;
	/** How it was cut in the editor; empty for media as it came. */
	operationAttributes?: object[];
	/** Where the user trimmed or replaced the media later on, for the console. */
	editedAt?: number;
}
