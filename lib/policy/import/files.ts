import { outcome, type Outcome } from '../outcomes';
import type { RecordingFile, Segment } from '../recording';

/** What a recording file is good for in Kaltura, whatever Zoom calls it this year. */
export type FileRole =
	| 'video'
	| 'audio'
	| 'transcript'
	| 'closedCaptions'
	| 'chat'
	| 'polls'
	| 'summary'
	| 'timeline'
	| 'participantAudio'
	| 'thumbnail'
	| 'other';

/** Which files the admin wants, by the names of the node's switches. */
export interface FileSettings {
	/** `whenNoVideo` keeps audio only of segments without video, as Kaltura's own integration does since 2021. */
	audio: 'always' | 'never' | 'whenNoVideo';
	transcripts: boolean;
	closedCaptions: boolean;
	chat: boolean;
	polls: boolean;
	summaries: boolean;
	timeline: boolean;
	participantAudio: boolean;
	/** Files of a type that nobody knows yet become attachments instead of being reported as skipped. */
	otherFiles: boolean;
}

const VIDEO_EXTENSIONS = new Set(['mp4', 'm4v', 'mov', 'webm', 'mkv']);
const AUDIO_EXTENSIONS = new Set(['m4a', 'mp3', 'wav', 'aac', 'ogg']);

/**
 * Decides by file type first, then by recording type, then by extension: Zoom leaves each of them out now and then, and
 * adds new recording types without notice.
 * @see docs/vendors/zoom.md#files-of-a-recording
 */
export function roleOf(file: RecordingFile): FileRole {
	const fileType = file.fileType.toUpperCase();
	const recordingType = file.recordingType.toLowerCase();
	const extension = file.extension.toLowerCase();
	if (recordingType === 'audio_only_each_participant') return 'participantAudio';
	if (recordingType === 'thumbnail' || fileType === 'JPG' || extension === 'jpg') return 'thumbnail';
	if (fileType === 'MP4') return 'video';
	if (fileType === 'TRANSCRIPT' || recordingType === 'audio_transcript') return 'transcript';
	if (fileType === 'CC' || recordingType === 'closed_caption' || recordingType === 'cc_transcript')
		return 'closedCaptions';
	if (fileType === 'CHAT' || fileType === 'CHAT_MESSAGE' || recordingType === 'chat_file') return 'chat';
	if (fileType === 'M4A') return 'audio';
	if (recordingType === 'poll' || (fileType === 'CSV' && recordingType === '')) return 'polls';
	if (fileType === 'SUMMARY' || recordingType.startsWith('summary')) return 'summary';
	if (fileType === 'TIMELINE' || fileType === 'TB' || recordingType === 'timeline') return 'timeline';
	if (VIDEO_EXTENSIONS.has(extension)) return 'video';
	if (AUDIO_EXTENSIONS.has(extension)) return 'audio';
	return 'other';
}

/**
 * Whether Zoom has finished the file. Text rows of old recordings carry neither status nor size, so an empty status is
 * only doubted for media, which is never finished with zero bytes.
 */
export function isFinished(file: RecordingFile): boolean {
	const status = file.status.toLowerCase();
	if (status !== '' && status !== 'completed') return false;
	return file.sizeBytes > 0 || !isMedia(roleOf(file));
}

export function isMedia(role: FileRole): boolean {
	return role === 'video' || role === 'audio';
}

export interface SortedFiles {
	videos: RecordingFile[];
	audios: RecordingFile[];
	transcripts: RecordingFile[];
	closedCaptions: RecordingFile[];
	attachments: RecordingFile[];
	/** Every file that the settings leave out, with the reason: nothing is dropped silently. */
	left: Array<{ file: RecordingFile; outcome: Outcome }>;
}

/** Sorts the files of one segment into what becomes an entry, a caption, an attachment, or stays in Zoom. */
export function sortFiles(segment: Segment, wanted: FileSettings): SortedFiles {
	const sorted: SortedFiles = {
		videos: [],
		audios: [],
		transcripts: [],
		closedCaptions: [],
		attachments: [],
		left: [],
	};
	const hasVideo = segment.files.some((file) => roleOf(file) === 'video');
	const leave = (file: RecordingFile, kind: string) =>
		sorted.left.push({ file, outcome: outcome('file-not-wanted', { file: file.id, kind }) });
	for (const file of segment.files) {
		const role = roleOf(file);
		switch (role) {
			case 'video':
				sorted.videos.push(file);
				break;
			case 'audio':
				if (wanted.audio === 'always' || (wanted.audio === 'whenNoVideo' && !hasVideo)) sorted.audios.push(file);
				else if (wanted.audio === 'never') leave(file, 'Audio');
				else sorted.left.push({ file, outcome: outcome('audio-beside-video', { file: file.id }) });
				break;
			case 'transcript':
				if (wanted.transcripts) sorted.transcripts.push(file);
				else leave(file, 'Zoom Transcription');
				break;
			case 'closedCaptions':
				if (wanted.closedCaptions) sorted.closedCaptions.push(file);
				else leave(file, 'Closed Captions');
				break;
			case 'thumbnail':
				leave(file, 'Thumbnails');
				break;
			case 'other':
				if (wanted.otherFiles) sorted.attachments.push(file);
				else
					sorted.left.push({
						file,
						outcome: outcome('file-type-unknown', { file: file.id, fileType: file.fileType || file.extension }),
					});
				break;
			default:
				if (wanted[ATTACHED[role].setting]) sorted.attachments.push(file);
				else leave(file, ATTACHED[role].label);
		}
	}
	return sorted;
}

const ATTACHED = {
	chat: { setting: 'chat', label: 'Chat' },
	polls: { setting: 'polls', label: 'Polls' },
	summary: { setting: 'summaries', label: 'Summaries' },
	timeline: { setting: 'timeline', label: 'Timeline' },
	participantAudio: { setting: 'participantAudio', label: 'Participant Audio' },
} as const satisfies Partial<Record<FileRole, { setting: keyof FileSettings; label: string }>>;
