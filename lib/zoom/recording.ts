import type { Recording, RecordingFile, Segment } from '../policy/recording';

import type { ZoomRecording, ZoomRecordingFile } from './schemas';

/** Meeting types of webinars; everything else, unknown types included, is treated as a meeting, as Kaltura does. */
const WEBINAR_TYPES = new Set([5, 6, 9]);

const EXTENSION_OF_FILE_TYPE: Record<string, string> = {
	MP4: 'mp4',
	M4A: 'm4a',
	CHAT: 'txt',
	CHAT_MESSAGE: 'txt',
	TRANSCRIPT: 'vtt',
	CC: 'vtt',
	CSV: 'csv',
	TB: 'json',
	TIMELINE: 'json',
	SUMMARY: 'json',
	JPG: 'jpg',
};

/**
 * Zoom's recording as the item that flows through the workflows. Takes both the REST answer and the `object` of a
 * `recording.*` event, and leaves out every token, passcode and URL.
 * @param zoom parsed with the schema `zoomRecording`
 * @see docs/vendors/zoom.md#a-recording, #files-of-a-recording, #events-about-recordings
 */
export function toRecording(zoom: ZoomRecording): Recording {
	const segments = toSegments(zoom);
	const files = segments.flatMap((segment) => segment.files);
	const startedAt = segments[0]?.startedAt ?? zoom.start_time;
	const summedSize = files.reduce((sum, file) => sum + file.sizeBytes, 0);
	return {
		accountId: zoom.account_id,
		meetingUuid: zoom.uuid,
		meetingId: zoom.id,
		kind: zoom.type !== undefined && WEBINAR_TYPES.has(zoom.type) ? 'webinar' : 'meeting',
		type: zoom.type ?? null,
		topic: zoom.topic,
		host: { id: zoom.host_id, email: zoom.host_email || null },
		startedAt,
		endedAt: latest(segments.map((segment) => segment.endedAt)) || startedAt,
		timezone: zoom.timezone,
		complete: files.length > 0 && files.every(isFinished),
		sizeBytes: zoom.total_size ?? summedSize,
		segments,
		...(isStoredElsewhere(zoom) ? { storedElsewhere: true } : {}),
		...vanishes(zoom),
	};
}

/**
 * When Zoom deletes the recording by itself. It names a day without a time zone: the first moment of it counts.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings
 */
function vanishes({ auto_delete: planned, auto_delete_date: day }: ZoomRecording): { vanishesAt?: string } {
	const time = Date.parse(day);
	return planned === true && Number.isFinite(time) ? { vanishesAt: new Date(time).toISOString() } : {};
}

/**
 * Hybrid and on-premise accounts name the storage, or give a path in place of an address.
 * @see https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings
 */
function isStoredElsewhere(zoom: ZoomRecording): boolean {
	if (zoom.external_storage_addr !== '') return true;
	const files = zoom.recording_files;
	return files.length > 0 && files.every(({ download_url, file_path }) => download_url === '' && file_path !== '');
}

/**
 * Files by `recording_start`, oldest segment first. The start is kept as Zoom writes it, because Kaltura's reference ids
 * are made of exactly this text. A file without a start, and one participant's audio (which begins when the participant
 * joins), belong to the segment that was running.
 */
function toSegments(zoom: ZoomRecording): Segment[] {
	const ids = fileIds(zoom);
	const byStart = new Map<string, ZoomRecordingFile[]>();
	const startsOf = (files: ZoomRecordingFile[]) => files.map((file) => file.recording_start).filter(Boolean);
	const mainStarts = startsOf(zoom.recording_files);
	const starts = mainStarts.length > 0 ? mainStarts : startsOf(zoom.participant_audio_files);
	for (const start of starts) byStart.set(start, []);
	const ordered = [...byStart.keys()].sort(byTime);
	const fallback = ordered[0] ?? zoom.start_time;
	const put = (start: string, file: ZoomRecordingFile) => byStart.set(start, [...(byStart.get(start) ?? []), file]);

	for (const file of zoom.recording_files) put(file.recording_start || fallback, file);
	const participantFiles = new Set(zoom.participant_audio_files);
	for (const file of participantFiles) {
		const running = ordered.filter((start) => byTime(start, file.recording_start || start) <= 0).at(-1);
		put(running ?? fallback, file);
	}
	return [...byStart]
		.sort(([a], [b]) => byTime(a, b))
		.map(([startedAt, files]) => ({
			startedAt,
			endedAt: latest(files.map((file) => file.recording_end)) || startedAt,
			files: files.flatMap((file) => {
				const id = ids.get(file);
				return id === undefined ? [] : toFile(file, id, participantFiles.has(file));
			}),
		}));
}

/**
 * The ids of a recording's files. Old CC and TIMELINE rows have none and get `<file_type>-<recording_start>`; where that
 * would be one name for two files, the later ones get a number, because what shares an id would be stored once.
 */
export function fileIds(zoom: ZoomRecording): ReadonlyMap<ZoomRecordingFile, string> {
	const files = [...zoom.recording_files, ...zoom.participant_audio_files];
	const first = files.flatMap(({ recording_start }) => recording_start || []).toSorted(byTime)[0] ?? zoom.start_time;
	const given = new Set<string>();
	const ids = new Map<ZoomRecordingFile, string>();
	for (const file of files) {
		// A row that repeats an id is the same file once more.
		if (file.id !== '' && given.has(file.id)) continue;
		const name = file.id || `${file.file_type}-${file.recording_start || first}`;
		let id = name;
		for (let number = 2; given.has(id); number++) id = `${name}-${number}`;
		given.add(id);
		ids.set(file, id);
	}
	return ids;
}

function toFile(file: ZoomRecordingFile, id: string, ofParticipant: boolean): RecordingFile {
	return {
		id,
		fileType: file.file_type,
		recordingType: file.recording_type || (ofParticipant ? 'audio_only_each_participant' : ''),
		extension: extensionOf(file),
		sizeBytes: file.file_size ?? 0,
		...(file.file_size === undefined ? { sizeUnknown: true } : {}),
		// Old CC and TIMELINE rows carry no status; Zoom lists them only when they are there. A row without a type is a
		// recording that still runs.
		status: file.status || (file.file_type === '' && file.recording_type === '' ? 'processing' : 'completed'),
		...(ofParticipant && file.file_name ? { participantName: file.file_name } : {}),
	};
}

/** Lower case without the dot; derived from the type where Zoom leaves it out (transcript and deletion events). */
function extensionOf(file: ZoomRecordingFile): string {
	if (file.file_extension) return file.file_extension.toLowerCase().replace(/^\./, '');
	if (file.recording_type === 'thumbnail') return 'jpg';
	const derived = EXTENSION_OF_FILE_TYPE[file.file_type.toUpperCase()];
	return derived ?? (/^[a-z\d]{1,5}$/i.test(file.file_type) ? file.file_type.toLowerCase() : '');
}

/** Media without a size is still being written, whatever its status says. Small text files may really be empty. */
function isFinished(file: RecordingFile): boolean {
	const media = file.fileType === 'MP4' || file.fileType === 'M4A';
	return file.status === 'completed' && !(media && file.sizeBytes === 0);
}

function byTime(a: string, b: string): number {
	return Date.parse(a) - Date.parse(b) || a.localeCompare(b);
}

function latest(times: string[]): string {
	return times.filter(Boolean).sort(byTime).at(-1) ?? '';
}
