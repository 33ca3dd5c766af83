/** A user or a group: both live in one id space (docs/vendors/kaltura.md#users-and-groups). */
export interface User {
	id: string;
	order: number;
	/** 0 user, 1 group, 2 applicative group. */
	type: number;
	/** 0 blocked, 1 active, 2 deleted. */
	status: number;
	screenName: string;
	fullName: string;
	firstName?: string | null;
	lastName?: string | null;
	email?: string | null;
	externalId?: string | null;
	isAdmin: boolean;
	loginEnabled: boolean;
	tags?: string | null;
	description?: string | null;
	partnerData?: string | null;
	language?: string | null;
	company?: string | null;
	title?: string | null;
	createdAt: number;
	updatedAt: number;
	/** Groups only: protected (1) ones are left alone by groupUser.sync. */
	userMode: number;
	processStatus: number;
	/** Groups made by groupUser.sync carry the capability SYNCED_GROUP. */
	synced: boolean;
	membersCount: number;
	[property: string]: unknown;
}

export const UserType = { USER: 0, GROUP: 1, APPLICATIVE_GROUP: 2 } as const;
export const UserStatus = { BLOCKED: 0, ACTIVE: 1, DELETED: 2 } as const;
/** How a membership came to be: sync removes only automatic ones (docs/vendors/kaltura.md#users-and-groups). */
export const CreationMode = { MANUAL: 1, AUTOMATIC: 2 } as const;

/** A user in a group ("groupUser"). */
export interface Membership {
	id: number;
	userId: string;
	groupId: string;
	creationMode: number;
	/** 1 member, 2 manager. */
	userRole: number;
	createdAt: number;
	updatedAt: number;
}

/** A job of the batch layer that somebody can ask about. Status: 0 pending, 1 queued, 3 processing, 5 finished, 6 failed. */
export interface BulkUpload {
	id: number;
	status: number;
	uploadedBy: string;
	uploadedOn: number;
	fileName: string;
	lines: BulkLine[];
	/** One per line once the job ran: error text, or null. */
	results: Array<string | null>;
}

/** A line of the bulk file that groupUser.sync and CSV uploads produce. */
export interface BulkLine {
	action: 'add' | 'remove';
	userId: string;
	groupId: string;
	createGroup: boolean;
	creationMode: number;
	userRole: number;
}

/** Look-ups truncate ids at 100 characters and ignore case, as MySQL does (docs/vendors/kaltura.md#users-and-groups). */
export function userKey(id: string): string {
	// Short ids are nearly all of them, and this is asked for millions of times.
	return (id.length <= 100 ? id : [...id].slice(0, 100).join('')).toLowerCase();
}
