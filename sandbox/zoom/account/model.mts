/**
 * The account's records. Users, groups, roles and phone are kept under the wire's field names, so that an answer is a
 * selection of fields; recordings are kept in our own words because every answer dresses them differently.
 */
export interface User {
	id: string;
	email: string;
	first_name: string;
	last_name: string;
	display_name: string;
	/** 1 Basic, 2 Licensed, 4 unassigned, 99 none (docs/vendors/zoom.md#users-groups-roles-phones). */
	type: number;
	status: 'active' | 'inactive' | 'pending';
	role_id: string;
	pmi: number;
	timezone: string;
	verified: 0 | 1;
	user_created_at: string;
	group_ids: string[];
	primary_group_id?: string;
	im_group_ids?: string[];
	division_ids?: string[];
	last_login_time?: string | undefined;
	last_client_version?: string;
	dept?: string;
	job_title?: string;
	company?: string;
	cost_center?: string;
	location?: string;
	manager?: string;
	language?: string;
	pronouns?: string;
	pronouns_option?: number;
	host_key?: string;
	use_pmi?: boolean;
	vanity_url?: string;
	about_me?: string;
	linkedin_url?: string;
	employee_unique_id?: string;
	cms_user_id?: string;
	phone_country?: string;
	phone_number?: string;
	phone_numbers?: Array<{ code: string; country: string; label: string; number: string; verified: boolean }>;
	custom_attributes?: Array<{ key: string; name: string; value: string }>;
	login_types?: number[];
	/** Digits: goes beyond 2^53. */
	zoom_one_type?: string;
	plan_united_type?: string;
	/** Not on the wire as such: what several rules look at. */
	flags?: {
		/** The invitation of a pending user ran out: 400/1120. */
		invitationExpired?: boolean;
		/** A Zoom Room: cannot be (de)activated or deleted, 400/200. */
		zoomRoom?: boolean;
		/** 400/1000. */
		callQueueManager?: boolean;
		/** Zoom Events need a transfer target, 400/300. */
		zoomEvents?: boolean;
		/** DELETE says 404/1001 although reading finds the user. */
		unremovable?: boolean;
	};
	/** Moments (ms) of recent e-mail changes: at most three in 24 hours. */
	email_changes?: number[];
	/** Sign-in sessions, revoked by DELETE /users/{id}/token. */
	sessions?: number;
	password?: string;
	phone?: PhoneProfile;
}

export interface PhoneProfile {
	phone_user_id: string;
	extension_id: string;
	extension_number: number;
	site_id: string;
	status: 'activate' | 'deactivate' | 'pending';
	calling_plans: number[];
	emergency_address_id?: string;
	settings: Record<string, unknown>;
	policy: Record<string, unknown>;
}

export interface Group {
	id: string;
	name: string;
	admin_ids: string[];
}

export interface Role {
	id: string;
	name: string;
	description: string;
	type: 'common' | 'iq';
	privileges: string[];
	privilege_scopes?: Array<{ permission_id: string; group_ids: string[] }>;
	sub_account_privileges?: { second_level: number };
}

export interface PhoneAccount {
	enabled: boolean;
	sites: Array<{ id: string; name: string; site_code: number; country: { code: string; name: string } }>;
	numbers: Array<{
		id: string;
		number: string;
		number_type: 'toll' | 'tollfree';
		site_id: string;
		assignee_id?: string;
	}>;
	/** assigned is counted, not stored. */
	calling_plans: Array<{ type: number; name: string; subscribed: number }>;
}

/** Where the bytes of a recording file come from. */
export type Content =
	| { kind: 'media'; name: string }
	| { kind: 'text'; text: string }
	/** Made on the fly from the seed, whatever the size; nothing on disk. */
	| { kind: 'generated'; seed: string; bytes: number };

export interface RecordingFile {
	id: string;
	recordingStart: string;
	recordingEnd: string;
	/** MP4, M4A, CHAT, TRANSCRIPT, CC, CSV, TIMELINE, SUMMARY, … */
	fileType: string;
	fileExtension?: string;
	fileSize: number;
	recordingType?: string;
	/** "recording": it runs right now, and nothing of it is known but its start. */
	status: 'completed' | 'processing' | 'failed' | 'recording';
	content: Content;
	/** In the trash since. Deleted files are removed altogether. */
	trashedAt?: string;
	/** Only for one participant's audio. */
	fileName?: string;
}

export interface Participant {
	/** Zoom user id when signed in, else ''. */
	id: string;
	name: string;
	email: string;
	/** Unique in this meeting; a re-join has another. */
	userId: string;
	joinTime: string;
	leaveTime: string;
	internal: boolean;
	role: 'host' | 'attendee' | 'panelist';
	inWaitingRoom?: boolean;
	breakoutRoomId?: string;
}

/** One held instance of a meeting or webinar, with what was recorded. */
export interface Instance {
	uuid: string;
	meetingId: number;
	hostId: string;
	/** Webhooks carry it even when the user is gone; lists never do. */
	hostEmail: string;
	topic: string;
	/** 1, 2, 3, 4, 7, 8, 99; webinars 5, 6, 9. */
	type: number;
	startedAt: string;
	endedAt: string;
	/** What webhooks call start_time: the first occurrence of a series (docs/vendors/zoom.md#events-about-recordings). */
	announcedStart?: string;
	timezone: string;
	running?: boolean;
	files: RecordingFile[];
	participantAudioFiles: RecordingFile[];
	participants: Participant[];
	/** Ever promoted, told by webhook only (docs/vendors/zoom.md#people-of-a-meeting). */
	roleChanges: Array<{ email: string; name: string; userId: string; at: string; oldRole: string; newRole: string }>;
	password: string;
	playPasscode: string;
	autoDeleteDate?: string;
	/** Deleting is refused with this code. */
	refusesDeletion?: 3303 | 3310;
	settings: Record<string, unknown>;
}

/** What was scheduled: the thing that GET /meetings/{id} and /webinars/{id} answer. */
export interface Meeting {
	id: number;
	topic: string;
	type: number;
	hostId: string;
	agenda?: string;
	timezone: string;
	startTime: string;
	duration: number;
	alternativeHosts: string[];
	invitees: string[];
	trackingFields: Array<{ field: string; value: string; visible: boolean }>;
	panelists: Array<{ id: string; email: string; name: string }>;
	assistantId?: string;
	/** No longer in Zoom: 404/3001. */
	expired?: boolean;
}
