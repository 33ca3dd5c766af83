import type { Instance, RecordingFile } from '../account/model.mts';
import { issueWebhookDownloadToken } from '../account/tokens.mts';
import { shareUrl, webhookDownloadUrl } from '../downloads.mts';
import { allFiles, audioRow, fileRow, minutes } from '../routes/recording-shapes.mts';
import { isWebinar } from '../routes/meetings.mts';
import type { World } from '../world.mts';
import type { EventBuilder } from './model.mts';

export interface Operator {
	email: string;
	id: string;
}

interface RecordingEventOptions {
	/** Default: every file outside the trash. */
	files?: RecordingFile[];
	operator?: Operator;
	withToken?: boolean;
}

const WITH_TOKEN = new Set([
	'recording.completed',
	'recording.transcript_completed',
	'recording.trashed',
	'recording.recovered',
]);
const WITH_OPERATOR = new Set(['recording.trashed', 'recording.deleted', 'recording.recovered']);

/** recording.completed, .transcript_completed, .trashed, .deleted, .recovered: the object with its files. */
export function recordingEvent(
	world: World,
	event: string,
	instance: Instance,
	options: RecordingEventOptions = {},
): EventBuilder {
	const files = options.files ?? allFiles(instance).filter((file) => !file.trashedAt);
	const audio = files.filter((file) => instance.participantAudioFiles.includes(file));
	const main = files.filter((file) => !audio.includes(file));
	const ts = world.clock.now();
	return (nonce) => {
		const url = (file: RecordingFile) => webhookDownloadUrl(world, instance.uuid, file, `${ts}${nonce}`);
		const transcriptOnly = event === 'recording.transcript_completed';
		const deleted = event === 'recording.deleted';
		const row = (file: RecordingFile) => {
			const { file_extension, deleted_time: _, ...rest } = fileRow(world, instance.uuid, file, url(file));
			// Transcript and deleted events often come without the extension (docs/vendors/zoom.md#files-of-a-recording).
			return file_extension === undefined || transcriptOnly || deleted ? rest : { ...rest, file_extension };
		};
		const object = {
			uuid: instance.uuid,
			// An integer here, a string in meeting.* events (docs/vendors/zoom.md#types-on-the-wire).
			id: instance.meetingId,
			account_id: world.state.accountId,
			host_id: instance.hostId,
			topic: instance.topic,
			type: instance.type,
			start_time: instance.announcedStart ?? instance.startedAt,
			timezone: instance.timezone,
			...(deleted ? {} : { host_email: instance.hostEmail }),
			duration: minutes(instance),
			total_size: files.reduce((sum, file) => sum + (file.status === 'completed' ? file.fileSize : 0), 0),
			recording_count: files.length,
			share_url: shareUrl(world, instance.uuid),
			recording_files: main.map(row),
			...(audio.length > 0
				? { participant_audio_files: audio.map((file) => audioRow(world, instance.uuid, file, url(file))) }
				: {}),
			...(deleted ? {} : { password: instance.password }),
			...(event === 'recording.completed' ? { recording_play_passcode: instance.playPasscode, on_prem: false } : {}),
		};
		const operator = WITH_OPERATOR.has(event) ? operatorOf(world, options.operator) : {};
		// The order of keys as observed: payload first (docs/vendors/zoom.md#events-about-recordings). Nobody may rely on it.
		return {
			payload: { account_id: world.state.accountId, ...operator, object },
			event_ts: ts,
			event,
			...((options.withToken ?? WITH_TOKEN.has(event))
				? { download_token: issueWebhookDownloadToken(world, instance.uuid, instance.hostId) }
				: {}),
		};
	};
}

/** Somebody has to have done it: the account's owner unless named. */
export function operatorOf(world: World, operator?: Operator): { operator: string; operator_id: string } {
	if (operator) return { operator: operator.email, operator_id: operator.id };
	for (const user of world.state.users.values())
		if (user.role_id === '0') return { operator: user.email, operator_id: user.id };
	return { operator: '', operator_id: '' };
}

/** Schema form: object = new, old_object = old. The example calls the second recording_file and swaps them (docs/vendors/zoom.md#events). */
export function renamedEvent(
	world: World,
	instance: Instance,
	oldTopic: string,
	form: 'schema' | 'example' = 'schema',
): EventBuilder {
	const ts = world.clock.now();
	const about = (topic: string) => ({
		uuid: instance.uuid,
		id: instance.meetingId,
		topic,
		type: instance.type,
		host_id: instance.hostId,
	});
	const objects =
		form === 'schema'
			? { object: about(instance.topic), old_object: about(oldTopic) }
			: { object: about(oldTopic), recording_file: about(instance.topic) };
	return () => ({
		event: 'recording.renamed',
		event_ts: ts,
		payload: { account_id: world.state.accountId, ...operatorOf(world), time_stamp: String(ts), ...objects },
	});
}

/** recording.started, .stopped, .paused, .resumed: about the first segment; its end is empty until it has one. */
export function recordingStateEvent(world: World, event: string, instance: Instance): EventBuilder {
	const { recordingStart = instance.startedAt, recordingEnd = instance.endedAt } = instance.files[0] ?? {};
	const over = event === 'recording.stopped';
	const object = {
		...meetingObject(instance),
		id: instance.meetingId,
		recording_file: { recording_start: recordingStart, recording_end: over ? recordingEnd : '' },
	};
	return () => ({ event, event_ts: world.clock.now(), payload: { account_id: world.state.accountId, object } });
}

const meetingObject = (instance: Instance) => ({
	id: String(instance.meetingId) as string | number,
	uuid: instance.uuid,
	host_id: instance.hostId,
	topic: instance.topic,
	type: instance.type,
	start_time: instance.startedAt,
	timezone: instance.timezone,
	duration: minutes(instance),
});

/** meeting.started, meeting.ended, webinar.ended: a meeting's id is a string, a webinar's an integer (docs/vendors/zoom.md#events). */
export function meetingEvent(world: World, what: 'started' | 'ended', instance: Instance): EventBuilder {
	const webinar = isWebinar(instance.type);
	const object = {
		...meetingObject(instance),
		...(webinar ? { id: instance.meetingId, practice_session: false } : {}),
		...(what === 'ended' ? { end_time: instance.endedAt } : {}),
	};
	return () => ({
		event: `${webinar ? 'webinar' : 'meeting'}.${what}`,
		event_ts: world.clock.now(),
		payload: { account_id: world.state.accountId, object },
	});
}

/** Told once, in the meeting: the only source of co-hosts (docs/vendors/zoom.md#people-of-a-meeting). */
export function roleChangedEvent(
	world: World,
	instance: Instance,
	change: Instance['roleChanges'][number],
): EventBuilder {
	const webinar = isWebinar(instance.type);
	const participant = {
		user_id: change.userId,
		user_name: change.name,
		email: change.email,
		participant_user_id: world.state.userIdByEmail.get(change.email.toLowerCase()) ?? '',
		participant_uuid: `${change.userId}-participant`,
		registrant_id: '',
		date_time: change.at,
		old_role: change.oldRole,
		new_role: change.newRole,
	};
	return () => ({
		event: `${webinar ? 'webinar' : 'meeting'}.participant_role_changed`,
		event_ts: Date.parse(change.at),
		payload: { account_id: world.state.accountId, object: { ...meetingObject(instance), participant } },
	});
}

/** recording.batch_trashed, .batch_deleted, .batch_recovered. */
export function batchEvent(world: World, event: string, instances: Instance[]): EventBuilder {
	const object =
		event === 'recording.batch_trashed'
			? { meeting_uuids: instances.map(({ uuid }) => uuid) }
			: {
					meetings: instances.map((instance) => ({
						meeting_uuid: instance.uuid,
						recording_file_ids: allFiles(instance).map(({ id }) => id),
					})),
				};
	const operation = event === 'recording.batch_trashed' ? { operation: 'trash_user_recordings' } : {};
	return () => ({
		event,
		event_ts: world.clock.now(),
		payload: { account_id: world.state.accountId, ...operatorOf(world), ...operation, object },
	});
}
