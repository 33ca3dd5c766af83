import { z } from 'zod';

/**
 * Zoom's answers as far as we read them. Lenient on purpose: fields that a product decision does not hang on are
 * optional, unknown fields and values pass, and numbers may come as text. Strictness would turn a new field of Zoom's
 * into an outage of ours.
 * @see docs/vendors/zoom.md#recordings, #people-of-a-meeting, #users-groups-roles-phones
 */

/** Text that Zoom also sends as a number or null. */
const text = z
	.union([z.string(), z.number(), z.null()])
	.optional()
	.transform((value) => (value ?? '') + '');
/** A number that Zoom also sends as text; undefined when it is neither. */
const number = z
	.unknown()
	.transform((value) => (value === null || value === undefined || value === '' ? Number.NaN : Number(value)))
	.transform((value) => (Number.isFinite(value) ? value : undefined));
/** A list that Zoom also leaves out or sends as null. */
const list = <T extends z.ZodTypeAny>(row: T) =>
	z
		.union([z.array(row), z.null()])
		.optional()
		.transform((value) => value ?? []);

const zoomRecordingFile = z
	.object({
		id: text,
		recording_start: text,
		recording_end: text,
		file_type: text,
		file_extension: text,
		file_size: number,
		file_name: text,
		recording_type: text,
		status: text,
		download_url: text,
		file_path: text,
		deleted_time: text,
	})
	.passthrough();
export type ZoomRecordingFile = z.infer<typeof zoomRecordingFile>;

/** One meeting instance with its files, from `GET …/recordings` or the `object` of a `recording.*` event. */
export const zoomRecording = z
	.object({
		uuid: z.string().min(1),
		id: text,
		account_id: text,
		host_id: text,
		host_email: text,
		topic: text,
		type: number,
		start_time: text,
		timezone: text,
		duration: number,
		total_size: number,
		external_storage_addr: text,
		auto_delete: z.unknown(),
		auto_delete_date: text,
		recording_files: list(zoomRecordingFile),
		participant_audio_files: list(zoomRecordingFile),
		download_access_token: text,
	})
	.passthrough();
export type ZoomRecording = z.infer<typeof zoomRecording>;

/** `GET /meetings/{id|uuid}/transcript`. */
export const zoomRecordingSettings = z.object({ share_recording: text }).passthrough();

export const zoomTranscript = z
	.object({
		meeting_id: text,
		meeting_topic: text,
		host_id: text,
		transcript_created_time: text,
		can_download: z.boolean().optional(),
		download_url: text,
		download_restriction_reason: text,
	})
	.passthrough();

/** A row of any of the participant lists, which name the same things differently. */
export const zoomParticipant = z
	.object({
		id: text,
		participant_user_id: text,
		user_id: text,
		registrant_id: text,
		name: text,
		user_name: text,
		user_email: text,
		email: text,
		join_time: text,
		leave_time: text,
		duration: number,
		status: text,
		role: text,
		internal_user: z.boolean().optional(),
	})
	.passthrough();
export type ZoomParticipant = z.infer<typeof zoomParticipant>;

export const zoomPanelist = z.object({ id: text, email: text, name: text }).passthrough();

/** `GET /meetings/{id}` and `GET /webinars/{id}`. */
export const zoomMeeting = z
	.object({
		uuid: text,
		id: text,
		host_id: text,
		assistant_id: text,
		topic: text,
		type: number,
		settings: z
			.object({ alternative_hosts: text, alternative_host_manage_cloud_recording: z.boolean().optional() })
			.passthrough()
			.optional(),
		tracking_fields: list(z.object({ field: text, value: text }).passthrough()),
	})
	.passthrough();
export type ZoomMeeting = z.infer<typeof zoomMeeting>;

/** A user; rows of pending users have no id. */
export const zoomUser = z
	.object({
		id: text,
		email: text,
		first_name: text,
		last_name: text,
		display_name: text,
		type: number,
		status: text,
		role_id: text,
		dept: text,
		job_title: text,
		cms_user_id: text,
		employee_unique_id: text,
		/** Digits; up to 2^59, beyond what a number holds. */
		zoom_one_type: text,
		plan_united_type: text,
		group_ids: list(z.string()),
	})
	.passthrough();
export type ZoomUser = z.infer<typeof zoomUser>;

/** What `POST /users` gives; the id of somebody whose account was unlinked is empty. */
export const zoomCreatedUser = z.object({ id: text, email: text, type: number }).passthrough();

export const zoomGroup = z.object({ id: z.string(), name: text, total_members: number }).passthrough();
export type ZoomGroup = z.infer<typeof zoomGroup>;

/** A member of a group or role; pending people have no id. */
export const zoomMember = z
	.object({ id: text, email: text, first_name: text, last_name: text, type: number })
	.passthrough();
export type ZoomMember = z.infer<typeof zoomMember>;

export const zoomGroupAdmin = z.object({ email: text, name: text }).passthrough();
export type ZoomGroupAdmin = z.infer<typeof zoomGroupAdmin>;

/** `privileges` only when the role is read by itself. */
export const zoomRole = z
	.object({
		id: z.string(),
		name: text,
		description: text,
		type: text,
		total_members: number,
		privileges: list(z.string()),
	})
	.passthrough();
export type ZoomRole = z.infer<typeof zoomRole>;

/** `ids` of those who were added: separated by commas, and empty when nobody was. */
export const zoomAddedIds = z.object({ ids: text }).passthrough();

/** A row of `GET /phone/users`, or `GET /phone/users/{id}`, which names the site by id only. */
export const zoomPhoneUser = z
	.object({
		id: text,
		email: text,
		extension_number: text,
		status: text,
		site_id: text,
		site: z.object({ id: text, name: text }).passthrough().optional(),
		calling_plans: list(z.object({ type: number }).passthrough()),
		phone_numbers: list(z.object({ id: text, number: text }).passthrough()),
	})
	.passthrough();
export type ZoomPhoneUser = z.infer<typeof zoomPhoneUser>;

export const zoomPhoneSite = z.object({ id: text, name: text, site_code: text }).passthrough();
export type ZoomPhoneSite = z.infer<typeof zoomPhoneSite>;

export const zoomCallingPlan = z
	.object({ type: number, name: text, available: number, assigned: number, subscribed: number })
	.passthrough();
export type ZoomCallingPlan = z.infer<typeof zoomCallingPlan>;

export const zoomPhoneNumber = z
	.object({
		id: text,
		number: text,
		number_type: text,
		status: text,
		assignee: z.object({ id: text }).passthrough().optional(),
	})
	.passthrough();
export type ZoomPhoneNumber = z.infer<typeof zoomPhoneNumber>;
