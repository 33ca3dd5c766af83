import { z } from 'zod';

/**
 * Zoom's answers as far as we read them. Lenient on purpose: fields that a product decision does not hang on are
 * optional, unknown fields and values pass, and numbers may come as text. Strictness would turn a new field of Zoom's
 * into an outage of ours.
 * @see reference zoom-api §5, §7, §8
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

export const zoomRecordingFile = z
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
		recording_files: list(zoomRecordingFile),
		participant_audio_files: list(zoomRecordingFile),
		download_access_token: text,
	})
	.passthrough();
export type ZoomRecording = z.infer<typeof zoomRecording>;

/** `GET /meetings/{id|uuid}/transcript`. */
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
		cms_user_id: text,
		employee_unique_id: text,
		group_ids: list(z.string()),
	})
	.passthrough();
export type ZoomUser = z.infer<typeof zoomUser>;
