/**
 * The recordings of the small day, as data: what was held, what Zoom recorded, and what is special about how Zoom tells it.
 * The console sends them one at a time, the demo all in a row (day.mts).
 */
import { ANN, BO, CHLOE, DMITRI, ERIN, GINA, GUEST, HUGO, IVY, type Person } from './people.mts';

export interface SceneFile {
	/** Zoom's recording_type; Zoom's file_type follows from it. */
	recordingType: string;
	/** Name of a file in sandbox/media; default: the one that shows this recording_type. */
	media?: string;
}

export interface Scene {
	key: string;
	topic: string;
	/** One line for a menu: what is in it and what it proves. */
	note: string;
	kind: 'meeting' | 'webinar';
	/** Zoom's meeting type: 2 scheduled, 8 recurring with fixed times, 5 webinar. */
	type: number;
	/** Scenes of one series share their meeting number. */
	series?: string;
	host: Person;
	/** How long before now it began. */
	beganMinutesAgo: number;
	/** One for each time that somebody pressed "record"; it lasts as long as its media plays. */
	segments: Array<{ afterMinutes: number; files: SceneFile[] }>;
	/** The transcript of the first segment, which Zoom finishes on its own time. */
	transcript?: 'after the recording' | 'before the recording';
	/** Zoom delivers its event twice. */
	toldTwice?: boolean;
	/** Besides the host. */
	participants: Person[];
	/** Participants who were made co-hosts in the meeting. */
	coHosts?: Person[];
	alternativeHosts?: Person[];
	panelists?: Person[];
	trackingFields?: Record<string, string>;
}

const file = (recordingType: string, media?: string): SceneFile => ({ recordingType, ...(media ? { media } : {}) });
/** Layouts in the order in which one is chosen as the main one. */
export const VIDEO_LAYOUTS = ['shared_screen_with_speaker_view', 'shared_screen', 'active_speaker', 'gallery_view'];

const LECTURE: Scene = {
	key: 'lecture',
	topic: 'Photosynthesis (BIO 101)',
	note: 'Three layouts, audio and chat; the transcript follows',
	kind: 'meeting',
	type: 2,
	host: ANN,
	beganMinutesAgo: 300,
	segments: [
		{
			afterMinutes: 2,
			files: [
				'gallery_view',
				'shared_screen_with_speaker_view',
				'active_speaker',
				'audio_only',
				'chat_file',
				'timeline',
			].map((type) => file(type)),
		},
	],
	transcript: 'after the recording',
	participants: [IVY, BO, CHLOE, GUEST],
	coHosts: [IVY],
	alternativeHosts: [HUGO],
	trackingFields: { KalturaCategory: 'CS101', KalturaCategoryPath: 'MediaSpace>site>channels' },
};

const WEBINAR: Scene = {
	key: 'webinar',
	topic: 'Open Day: Studying with us',
	note: 'A webinar with panelists and a poll; its event comes twice',
	kind: 'webinar',
	type: 5,
	host: BO,
	beganMinutesAgo: 260,
	segments: [
		{
			afterMinutes: 1,
			files: [file('shared_screen_with_speaker_view', 'webinar.mp4'), file('audio_only'), file('poll')],
		},
	],
	toldTwice: true,
	participants: [GUEST],
	panelists: [GINA, CHLOE],
};

const WEEK_1: Scene = {
	key: 'week-1',
	topic: 'Statistics I, weekly lecture',
	note: 'An instance of a recurring meeting',
	kind: 'meeting',
	type: 8,
	series: 'statistics',
	host: CHLOE,
	beganMinutesAgo: 7 * 24 * 60 + 220,
	segments: [{ afterMinutes: 3, files: [file('shared_screen_with_speaker_view', 'lecture-week-1.mp4')] }],
	participants: [ANN],
};

const WEEK_2: Scene = {
	...WEEK_1,
	key: 'week-2',
	note: 'The next instance: same meeting number, other people',
	beganMinutesAgo: 220,
	segments: [{ afterMinutes: 1, files: [file('shared_screen_with_speaker_view', 'lecture-week-2.mp4')] }],
	participants: [DMITRI],
};

const TWO_PARTS: Scene = {
	key: 'two-parts',
	topic: 'Lab meeting',
	note: 'Recording stopped and started again: two parts',
	kind: 'meeting',
	type: 2,
	host: DMITRI,
	beganMinutesAgo: 180,
	segments: [
		{ afterMinutes: 0, files: [file('active_speaker', 'segment-1.mp4')] },
		{ afterMinutes: 25, files: [file('active_speaker', 'segment-2.mp4'), file('chat_file')] },
	],
	participants: [CHLOE],
};

const NEWCOMER: Scene = {
	key: 'newcomer',
	topic: 'Physics colloquium',
	note: 'Kaltura does not know the host',
	kind: 'meeting',
	type: 2,
	host: ERIN,
	beganMinutesAgo: 150,
	segments: [{ afterMinutes: 0, files: [file('shared_screen')] }],
	participants: [BO],
};

const SOUND: Scene = {
	key: 'sound',
	topic: 'Oral history interview',
	note: 'Nothing but audio, and a chat',
	kind: 'meeting',
	type: 1,
	host: ANN,
	beganMinutesAgo: 120,
	segments: [{ afterMinutes: 0, files: [file('audio_only'), file('chat_file')] }],
	participants: [BO],
};

const EARLY_TRANSCRIPT: Scene = {
	key: 'early-transcript',
	topic: 'Biology research seminar',
	note: 'The transcript is announced before its recording',
	kind: 'meeting',
	type: 2,
	host: BO,
	beganMinutesAgo: 90,
	segments: [{ afterMinutes: 0, files: [file('active_speaker'), file('audio_only')] }],
	transcript: 'before the recording',
	participants: [IVY, ANN],
};

/** In the order of the day. */
export const SCENES: readonly Scene[] = [
	LECTURE,
	WEBINAR,
	WEEK_1,
	WEEK_2,
	TWO_PARTS,
	NEWCOMER,
	SOUND,
	EARLY_TRANSCRIPT,
];
