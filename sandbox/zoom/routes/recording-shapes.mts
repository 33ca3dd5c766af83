import type { Instance, RecordingFile } from '../account/model.mts';
import { downloadUrl, playUrl, shareUrl } from '../downloads.mts';
import type { World } from '../world.mts';

/** How a recording looks in REST answers and in events (docs/vendors/zoom.md#a-recording, #files-of-a-recording, #events-about-recordings). */

/** Minutes, rounded down: often 0 for short meetings (docs/vendors/zoom.md#a-recording). */
export const minutes = (instance: Instance): number =>
	Math.floor((Date.parse(instance.endedAt) - Date.parse(instance.startedAt)) / 60_000);

export const startOf = (instance: Instance): number => Date.parse(instance.startedAt);

export const allFiles = (instance: Instance): RecordingFile[] => [...instance.files, ...instance.participantAudioFiles];

/** One row of recording_files. A TIMELINE has no play_url; an extension may be missing. */
export function fileRow(
	world: World,
	uuid: string,
	file: RecordingFile,
	url = downloadUrl(world, uuid, file),
): Record<string, unknown> {
	if (file.status === 'recording') return runningRow(world, uuid, file);
	return {
		id: file.id,
		meeting_id: uuid,
		recording_start: file.recordingStart,
		recording_end: file.status === 'completed' ? file.recordingEnd : '',
		file_type: file.fileType,
		...(file.fileExtension === undefined ? {} : { file_extension: file.fileExtension }),
		file_size: file.status === 'completed' ? file.fileSize : 0,
		...(file.fileType === 'TIMELINE' ? {} : { play_url: playUrl(world, uuid, file) }),
		...(file.status === 'completed' ? { download_url: url } : {}),
		status: file.status,
		...(file.recordingType === undefined ? {} : { recording_type: file.recordingType }),
		...(file.trashedAt === undefined ? {} : { deleted_time: file.trashedAt }),
	};
}

/** What a recording that is going on shows: a start, and empty texts. */
function runningRow(world: World, uuid: string, file: RecordingFile): Record<string, unknown> {
	const { runningFileStatus } = world.state.settings;
	return {
		id: file.id,
		meeting_id: uuid,
		recording_start: file.recordingStart,
		recording_end: '',
		file_type: '',
		file_extension: '',
		file_size: 0,
		...(runningFileStatus === 'absent' ? {} : { status: runningFileStatus }),
	};
}

export function audioRow(
	world: World,
	uuid: string,
	file: RecordingFile,
	url = downloadUrl(world, uuid, file),
): Record<string, unknown> {
	return {
		id: file.id,
		recording_start: file.recordingStart,
		recording_end: file.recordingEnd,
		file_type: file.fileType,
		file_name: file.fileName ?? '',
		file_size: file.fileSize,
		play_url: playUrl(world, uuid, file),
		download_url: url,
		status: file.status,
	};
}

/** The meeting-level object of REST answers with the given files. `type` is an integer on the wire (docs/vendors/zoom.md#types-on-the-wire). */
export function recordingRow(
	world: World,
	instance: Instance,
	files: RecordingFile[],
	audio: RecordingFile[],
): Record<string, unknown> {
	const sizes = [...files, ...audio].map((file) => (file.status === 'completed' ? file.fileSize : 0));
	return {
		uuid: instance.uuid,
		id: instance.meetingId,
		account_id: world.state.accountId,
		host_id: instance.hostId,
		topic: instance.topic,
		type: instance.type,
		start_time: instance.startedAt,
		timezone: instance.timezone,
		duration: minutes(instance),
		total_size: sizes.reduce((sum, size) => sum + size, 0),
		recording_count: files.length + audio.length,
		share_url: shareUrl(world, instance.uuid),
		recording_play_passcode: instance.playPasscode,
		auto_delete: instance.autoDeleteDate !== undefined,
		...(instance.autoDeleteDate === undefined ? {} : { auto_delete_date: instance.autoDeleteDate }),
		recording_files: files.map((file) => fileRow(world, instance.uuid, file)),
	};
}
