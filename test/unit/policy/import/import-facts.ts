import type { ExistingCaption } from '../../../../lib/policy/import/captions';
import type { ExistingEntry } from '../../../../lib/policy/import/existing-entries';
import type { ImportSettings, PlanInput } from '../../../../lib/policy/import/import-plan';
import type { Recording, RecordingFile, Segment } from '../../../../lib/policy/recording';
import { fileTag, parentReference, streamReference, ZOOM_ENTRY_TAG } from '../../../../lib/policy/import/references';

// Facts for the tables of the import rules: a meeting on 2 March 2026 and what Kaltura may hold of it.

export const UUID = '/ajXp112QmuoKj4854875==';
export const FIRST = '2026-03-02T09:00:00Z';
export const SECOND = '2026-03-02T10:30:00Z';
/** A day after the meeting, epoch seconds. */
export const NOW = Date.parse('2026-03-03T09:00:00Z') / 1000;

const file =
	(fileType: string, recordingType: string, extension: string) =>
	(id: string, more: Partial<RecordingFile> = {}) => ({
		id,
		fileType,
		recordingType,
		extension,
		sizeBytes: 1000,
		status: 'completed',
		...more,
	});

export const video = (id: string, layout: string, more: Partial<RecordingFile> = {}) =>
	file('MP4', layout, 'mp4')(id, more);
export const SCREEN = video('f-screen', 'shared_screen_with_speaker_view');
export const SPEAKER = video('f-speaker', 'active_speaker');
export const GALLERY = video('f-gallery', 'gallery_view');
export const AUDIO = file('M4A', 'audio_only', 'm4a')('f-audio');
export const TRANSCRIPT = file('TRANSCRIPT', 'audio_transcript', 'vtt')('f-transcript');
export const CC = file('CC', 'closed_caption', 'vtt')('f-cc');
export const CHAT = file('CHAT', 'chat_file', 'txt')('f-chat');
export const POLL = file('CSV', 'poll', 'csv')('f-poll');
export const SUMMARY = file('SUMMARY', 'summary_next_steps', 'json')('f-summary');
export const TIMELINE = file('TIMELINE', 'timeline', 'json')('f-timeline');
export const THUMBNAIL = file('JPG', 'thumbnail', 'jpg')('f-thumbnail');
export const participant = (id: string, participantName: string) =>
	file('M4A', 'audio_only_each_participant', 'm4a')(id, { participantName });

export const processing = (one: RecordingFile): RecordingFile => ({ ...one, status: 'processing', sizeBytes: 0 });

export function segment(startedAt: string, ...files: RecordingFile[]): Segment {
	return { startedAt, endedAt: startedAt.replace(':00:00Z', ':45:00Z'), files };
}

export function recordingOf(segments: Segment[], more: Partial<Recording> = {}): Recording {
	return {
		accountId: 'acc',
		meetingUuid: UUID,
		meetingId: '98765432101',
		kind: 'meeting',
		type: 2,
		topic: 'Algebra I',
		host: { id: 'host1', email: 'ann@example.edu' },
		startedAt: segments[0]?.startedAt ?? FIRST,
		endedAt: SECOND,
		timezone: 'Europe/Berlin',
		complete: true,
		sizeBytes: 1,
		segments,
		...more,
	};
}

export const SETTINGS: ImportSettings = {
	files: {
		audio: 'whenNoVideo',
		transcripts: true,
		closedCaptions: true,
		chat: true,
		polls: false,
		summaries: false,
		timeline: false,
		participantAudio: false,
		otherFiles: false,
	},
	layouts: 'multiStream',
	nameTemplate: '{topic}',
	tags: [],
	adminTags: [],
	conversionProfileId: null,
	captions: {
		language: 'detect',
		fallbackLanguage: 'English',
		corrected: 'replace',
		transcriptLabel: 'Zoom_TRANSCRIPT',
		closedCaptionLabel: 'Zoom_CC',
		accuracy: 85,
	},
	categories: { meeting: ['Zoom'], webinar: ['Webinars'], createMissing: false, trackingFields: true },
	failedEntries: 'report',
	failedTries: 3,
	waitDaysForFiles: 3,
	deletedEntries: 'report',
	nativeEntries: 'leave',
};

/** An entry of ours that became ready an hour after the meeting, unless told otherwise. */
export function entryOf(id: string, referenceId: string, more: Partial<ExistingEntry> = {}): ExistingEntry {
	return {
		id,
		referenceId,
		status: '2',
		createdAt: NOW - 80_000,
		parentEntryId: null,
		adminTags: [ZOOM_ENTRY_TAG, fileTag('f-screen')],
		recycled: false,
		replacement: 'none',
		blockAutoTranscript: false,
		...more,
	};
}

export const parentEntry = (id: string, more: Partial<ExistingEntry> = {}) =>
	entryOf(id, parentReference(UUID, FIRST), more);

export const streamEntry = (
	id: string,
	fileId: string,
	parentEntryId: string | null,
	more: Partial<ExistingEntry> = {},
) =>
	entryOf(id, streamReference(UUID, fileId), { parentEntryId, adminTags: [ZOOM_ENTRY_TAG, fileTag(fileId)], ...more });

/** What Kaltura's own integration leaves: same reference, no tag of ours. */
export const nativeParent = (id: string, more: Partial<ExistingEntry> = {}) =>
	parentEntry(id, { adminTags: [ZOOM_ENTRY_TAG], ...more });

export function captionOf(id: string, entryId: string, more: Partial<ExistingCaption> = {}): ExistingCaption {
	return {
		id,
		entryId,
		label: 'Zoom_TRANSCRIPT',
		source: '1',
		isDefault: true,
		createdAt: NOW - 80_000,
		status: 2,
		...more,
	};
}

/** A question to planImport; `existing` and `settings` need only name what matters. */
export function planInput(
	recording: Recording,
	existing: Partial<PlanInput['existing']> = {},
	more: Partial<Omit<PlanInput, 'existing' | 'recording'>> = {},
): PlanInput {
	return {
		recording,
		settings: SETTINGS,
		rights: { owner: 'ann', coEditors: [], coPublishers: [], coViewers: [] },
		existing: { entries: [], captions: [], attachments: [], goneEntryIds: [], ...existing },
		now: NOW,
		mine: new Set(),
		takeOverSeconds: 60,
		...more,
	};
}
