import { createHash } from 'node:crypto';
import { fileId, meetingNumber, meetingUuid, type UuidShape } from '../account/ids.mts';
import type { Content, Instance, Meeting, Participant, RecordingFile } from '../account/model.mts';
import type { State } from '../account/state.mts';
import { isoSeconds } from '../clock.mts';
import type { MediaLibrary } from '../media.mts';

/** One file as a data set or the control API describes it. */
export interface FilePlan {
	/** Zoom's recording_type; decides type and extension unless they are given. */
	recordingType?: string;
	fileType?: string;
	/** null: Zoom leaves it out (docs/vendors/zoom.md#files-of-a-recording). */
	fileExtension?: string | null;
	/** Name in sandbox/media. */
	media?: string;
	text?: string;
	/** Made on the fly, any size. */
	bytes?: number;
	seed?: string;
	status?: RecordingFile['status'];
	/** Listed size; default: the true one. A lie makes a size mismatch. */
	fileSize?: number;
	id?: string;
	fileName?: string;
}

export interface SegmentPlan {
	/** Seconds after the start of the meeting; default: right after the previous segment, with a pause of a minute. */
	offsetSeconds?: number;
	/** Default: what the longest media file of the segment plays, else 60. */
	seconds?: number;
	files: FilePlan[];
	/** One participant's audio each. */
	participantAudio?: FilePlan[];
}

export interface MeetingPlan {
	topic: string;
	type: number;
	hostId: string;
	hostEmail: string;
	startedAt: number;
	timezone?: string;
	/** Names the meeting: the same seed is the same number and, with `startedAt`'s instance name, the same UUID. */
	seed: string;
	/** Tells instances of one meeting apart. */
	instance?: string;
	uuid?: string;
	uuidShape?: UuidShape;
	meetingId?: number;
	segments: SegmentPlan[];
	agenda?: string;
	trackingFields?: Record<string, string>;
	alternativeHosts?: string[];
	invitees?: string[];
	panelists?: Array<{ email: string; name: string }>;
	participants?: Participant[];
	roleChanges?: Instance['roleChanges'];
	announcedStart?: string;
	autoDeleteDate?: string;
	refusesDeletion?: 3303 | 3310;
	running?: boolean;
	/** What was scheduled is gone: GET /meetings answers 404/3001. */
	expired?: boolean;
}

/** What a recording_type is made of when nothing else is said (docs/vendors/zoom.md#files-of-a-recording). */
function formOf(recordingType: string | undefined): { fileType: string; fileExtension: string; media: string } {
	switch (recordingType) {
		case 'audio_only':
		case 'audio_interpretation':
			return { fileType: 'M4A', fileExtension: 'M4A', media: 'audio_only.m4a' };
		case 'audio_transcript':
			return { fileType: 'TRANSCRIPT', fileExtension: 'VTT', media: 'transcript.vtt' };
		case 'closed_caption':
			return { fileType: 'CC', fileExtension: 'VTT', media: 'closed_caption.vtt' };
		case 'chat_file':
			return { fileType: 'CHAT', fileExtension: 'TXT', media: 'chat.txt' };
		case 'timeline':
			return { fileType: 'TIMELINE', fileExtension: 'JSON', media: 'timeline.json' };
		case 'poll':
			return { fileType: 'CSV', fileExtension: 'CSV', media: 'poll.csv' };
		case 'summary':
		case 'summary_next_steps':
		case 'summary_smart_chapters':
			return { fileType: 'SUMMARY', fileExtension: 'JSON', media: 'summary.json' };
		case 'active_speaker':
		case 'gallery_view':
		case 'shared_screen':
		case 'shared_screen_with_speaker_view':
			return { fileType: 'MP4', fileExtension: 'MP4', media: `${recordingType}.mp4` };
		default:
			return { fileType: 'MP4', fileExtension: 'MP4', media: 'shared_screen_with_speaker_view.mp4' };
	}
}

function contentOf(plan: FilePlan, media: string, seed: string): Content {
	if (plan.text !== undefined) return { kind: 'text', text: plan.text };
	if (plan.bytes !== undefined) return { kind: 'generated', seed: plan.seed ?? seed, bytes: plan.bytes };
	return { kind: 'media', name: plan.media ?? media };
}

export function planFile(
	library: MediaLibrary,
	plan: FilePlan,
	seed: string,
	start: number,
	end: number,
): RecordingFile {
	const form = formOf(plan.recordingType);
	const content = contentOf(plan, form.media, seed);
	const extension = plan.fileExtension === undefined ? form.fileExtension : plan.fileExtension;
	return {
		id: plan.id ?? fileId(seed),
		recordingStart: isoSeconds(start),
		recordingEnd: isoSeconds(end),
		fileType: plan.fileType ?? form.fileType,
		...(extension === null ? {} : { fileExtension: extension }),
		fileSize: plan.fileSize ?? library.size(content),
		...(plan.recordingType === undefined ? {} : { recordingType: plan.recordingType }),
		status: plan.status ?? 'completed',
		content,
		...(plan.fileName === undefined ? {} : { fileName: plan.fileName }),
	};
}

/** Adds an instance and, when it is new, the meeting that it belongs to. */
export function addRecording(state: State, library: MediaLibrary, plan: MeetingPlan): Instance {
	const meetingId = plan.meetingId ?? meetingNumber(plan.seed);
	const name = `${plan.seed} ${plan.instance ?? ''}`;
	const uuid = plan.uuid ?? meetingUuid(name, plan.uuidShape);
	const files: RecordingFile[] = [];
	const participantAudioFiles: RecordingFile[] = [];
	let at = plan.startedAt;
	plan.segments.forEach((segment, index) => {
		const start = segment.offsetSeconds === undefined ? at : plan.startedAt + segment.offsetSeconds * 1000;
		const end = start + Math.round(segment.seconds ?? playedSeconds(library, segment)) * 1000;
		const make = (file: FilePlan, position: number, kind: string) =>
			planFile(library, file, `${uuid} ${kind} ${index}.${position}`, start, end);
		files.push(...segment.files.map((file, position) => make(file, position, 'file')));
		const audio = segment.participantAudio ?? [];
		participantAudioFiles.push(
			...audio.map((file, position) => make({ recordingType: 'audio_only', ...file }, position, 'audio')),
		);
		at = end + 60_000;
	});
	const ends = files.map((file) => Date.parse(file.recordingEnd));
	const instance: Instance = {
		uuid,
		meetingId,
		hostId: plan.hostId,
		hostEmail: plan.hostEmail,
		topic: plan.topic,
		type: plan.type,
		startedAt: isoSeconds(plan.startedAt),
		endedAt: isoSeconds(Math.max(plan.startedAt, ...ends)),
		...(plan.announcedStart === undefined ? {} : { announcedStart: plan.announcedStart }),
		timezone: plan.timezone ?? 'Europe/Berlin',
		...(plan.running ? { running: true } : {}),
		files,
		participantAudioFiles,
		participants: plan.participants ?? [],
		roleChanges: plan.roleChanges ?? [],
		password: passcode(uuid, 8),
		playPasscode: passcode(`${uuid} play`, 32),
		...(plan.autoDeleteDate === undefined ? {} : { autoDeleteDate: plan.autoDeleteDate }),
		...(plan.refusesDeletion === undefined ? {} : { refusesDeletion: plan.refusesDeletion }),
		settings: recordingSettings(),
	};
	state.instances.set(uuid, instance);
	const uuids = (state.uuidsByMeeting.get(meetingId) ?? []).filter((one) => one !== uuid);
	uuids.push(uuid);
	uuids.sort((a, b) => Date.parse(state.instances.get(a)!.startedAt) - Date.parse(state.instances.get(b)!.startedAt));
	state.uuidsByMeeting.set(meetingId, uuids);
	if (!state.meetings.has(meetingId)) state.meetings.set(meetingId, scheduled(plan, instance));
	return instance;
}

function scheduled(plan: MeetingPlan, instance: Instance): Meeting {
	const panelistId = (email: string) => createHash('sha256').update(email).digest('base64url').slice(0, 22);
	return {
		id: instance.meetingId,
		topic: plan.topic,
		type: plan.type,
		hostId: plan.hostId,
		...(plan.agenda === undefined ? {} : { agenda: plan.agenda }),
		timezone: instance.timezone,
		startTime: instance.announcedStart ?? instance.startedAt,
		duration: 60,
		alternativeHosts: plan.alternativeHosts ?? [],
		invitees: plan.invitees ?? [],
		trackingFields: Object.entries(plan.trackingFields ?? {}).map(([field, value]) => ({
			field,
			value,
			visible: true,
		})),
		panelists: (plan.panelists ?? []).map((panelist) => ({ id: panelistId(panelist.email), ...panelist })),
		...(plan.expired ? { expired: true } : {}),
	};
}

/** End minus start must be what the file plays: proofs compare durations within two seconds. */
function playedSeconds(library: MediaLibrary, segment: SegmentPlan): number {
	const played = segment.files.map((file) => {
		const name =
			file.text === undefined && file.bytes === undefined ? (file.media ?? formOf(file.recordingType).media) : '';
		return /\.(mp4|m4a)$/.test(name) ? library.seconds(name) : 0;
	});
	return Math.max(...played) || 60;
}

/** Passcodes hold characters that hurt in URLs and shells (docs/vendors/zoom.md#downloads). */
const passcode = (seed: string, length: number) =>
	`${createHash('sha256')
		.update(seed)
		.digest('base64url')
		.slice(0, length - 3)}$&=`;

const recordingSettings = () => ({
	share_recording: 'internally',
	recording_authentication: false,
	viewer_download: false,
	on_demand: false,
	approval_type: 2,
	send_email_to_host: false,
	show_social_share_buttons: false,
	auto_delete: false,
});
