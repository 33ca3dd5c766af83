import type { Instance, RecordingFile } from '../account/model.mts';
import { refuse } from '../account/refusals.mts';
import { DAY } from '../clock.mts';
import { type Answer, noContent, ok } from '../wire/answer.mts';
import { type EventBuilder } from '../webhooks/model.mts';
import { recordingEvent } from '../webhooks/events.mts';
import type { Call, Handlers, World } from '../world.mts';
import { allFiles } from './recording-shapes.mts';
import { findInstance } from './recordings.mts';

/** Trash, delete, recover, settings: docs/vendors/zoom.md#trash. */

/** Recovery is possible for this long after trashing. */
const TRASH_LIFE = 30 * DAY;

/** Puts files into the trash; the event tells which. */
export function trashFiles(world: World, instance: Instance, files: RecordingFile[]): EventBuilder {
	const event = recordingEvent(world, 'recording.trashed', instance, { files: [...files] });
	for (const file of files) file.trashedAt ??= world.clock.iso();
	return event;
}

export function recoverFiles(world: World, instance: Instance, files: RecordingFile[]): EventBuilder {
	for (const file of files) delete file.trashedAt;
	return recordingEvent(world, 'recording.recovered', instance, { files: [...files] });
}

/** Deletes files for good. The instance stays known to past_meetings; its recording is gone with its last file. */
export function removeRecording(world: World, instance: Instance, files: RecordingFile[]): EventBuilder {
	const event = recordingEvent(world, 'recording.deleted', instance, { files: [...files] });
	instance.files = instance.files.filter((file) => !files.includes(file));
	instance.participantAudioFiles = instance.participantAudioFiles.filter((file) => !files.includes(file));
	return event;
}

const hasFiles = (instance: Instance) => allFiles(instance).length > 0;

function remove(call: Call, instance: Instance, files: RecordingFile[]): Answer {
	const { world } = call;
	const action = call.query.get('action') ?? 'trash';
	if (action !== 'trash' && action !== 'delete') throw refuse.invalidFields('action');
	if (instance.refusesDeletion === 3310) throw refuse.simulive();
	if (instance.running || instance.refusesDeletion === 3303) throw refuse.uncompletedMeeting();
	const event = action === 'trash' ? trashFiles(world, instance, files) : removeRecording(world, instance, files);
	world.webhooks.emit(event);
	return noContent;
}

/** What is there to act on: trashing needs something outside the trash, deleting may empty the trash. */
function present(call: Call, instance: Instance): RecordingFile[] {
	const files = allFiles(instance);
	return call.query.get('action') === 'delete' ? files : files.filter((file) => !file.trashedAt);
}

function recover(call: Call, instance: Instance, files: RecordingFile[]): void {
	const { world } = call;
	if (call.body.action !== 'recover') throw refuse.invalidFields('action');
	const recoverable = files.filter(
		(file) => file.trashedAt && world.clock.now() - Date.parse(file.trashedAt) <= TRASH_LIFE,
	);
	if (recoverable.length === 0) throw refuse.noRecording();
	if (world.state.settings.cloudStorageFull) throw refuse.noStorage();
	world.webhooks.emit(recoverFiles(world, instance, recoverable));
}

function oneFile(call: Call, instance: Instance): RecordingFile {
	const file = allFiles(instance).find((one) => one.id === call.params.recordingId);
	if (!file) throw refuse.noRecording();
	return file;
}

const SETTINGS = [
	'share_recording',
	'recording_authentication',
	'authentication_option',
	'authentication_domains',
	'authentication_name',
	'viewer_download',
	'password',
	'on_demand',
	'approval_type',
	'send_email_to_host',
	'show_social_share_buttons',
	'topic',
	'auto_delete',
	'auto_delete_date',
];

export const recordingChangeHandlers: Handlers = {
	'DELETE /meetings/{meetingId}/recordings': (call) => {
		const instance = findInstance(
			call,
			call.params.meetingId!,
			refuse.noRecording,
			(one) => present(call, one).length > 0,
		);
		return remove(call, instance, present(call, instance));
	},

	'DELETE /meetings/{meetingId}/recordings/{recordingId}': (call) => {
		const instance = findInstance(call, call.params.meetingId!, refuse.noRecording, hasFiles);
		const file = oneFile(call, instance);
		if (!present(call, instance).includes(file)) throw refuse.noRecording();
		return remove(call, instance, [file]);
	},

	// 200 here, 204 for the single file (docs/vendors/zoom.md#types-on-the-wire).
	'PUT /meetings/{meetingUUID}/recordings/status': (call) => {
		const instance = findInstance(call, call.params.meetingUUID!, refuse.noRecording, hasFiles);
		recover(call, instance, allFiles(instance));
		return ok({});
	},

	'PUT /meetings/{meetingId}/recordings/{recordingId}/status': (call) => {
		const instance = findInstance(call, call.params.meetingId!, refuse.noRecording, hasFiles);
		recover(call, instance, [oneFile(call, instance)]);
		return noContent;
	},

	'PATCH /meetings/{meetingId}/recordings/settings': (call) => {
		const instance = findInstance(call, call.params.meetingId!, refuse.noRecording, hasFiles);
		for (const [name, value] of Object.entries(call.body)) {
			// Unknown names are passed over, as Zoom does.
			if (!SETTINGS.includes(name)) continue;
			if (name === 'share_recording' && !['publicly', 'internally', 'none'].includes(value as string))
				throw refuse.invalidFields(name);
			if (name === 'password') {
				if (typeof value !== 'string' || (value !== '' && (value.length < 8 || value.length > 10)))
					throw refuse.invalidFields(name);
				instance.password = value;
			} else if (name === 'topic') {
				instance.topic = String(value);
			} else {
				instance.settings[name] = value;
			}
		}
		return noContent;
	},

	'DELETE /meetings/{meetingId}/transcript': (call) => {
		const instance = findInstance(call, call.params.meetingId!, refuse.noTranscript, (one) =>
			one.files.some((file) => file.fileType === 'TRANSCRIPT' && !file.trashedAt),
		);
		removeRecording(
			call.world,
			instance,
			instance.files.filter((file) => file.fileType === 'TRANSCRIPT'),
		);
		return noContent;
	},
};
