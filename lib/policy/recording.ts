/**
 * The item that flows through every workflow: one meeting instance with its recorded files, as Zoom has it now.
 * Zoom's answers and events are normalised into this shape once, in lib/zoom/recording.ts. It never holds tokens,
 * passcodes or download URLs, because n8n stores every item in its database.
 * @see CONTRIBUTING.md#three-walks-through-the-house
 */
export interface Recording {
	accountId: string;
	/** Meeting UUID, raw base64 as Zoom gives it; may hold "/", "+" and "=". */
	meetingUuid: string;
	/** Meeting number as text: it can exceed 2^31 and Zoom sends it as string or number. */
	meetingId: string;
	kind: 'meeting' | 'webinar';
	/** Zoom's numeric meeting type (1, 2, 3, 4, 7, 8, 99; webinars 5, 6, 9; 96 My Notes). */
	type: number | null;
	topic: string;
	host: { id: string; email: string | null };
	/** Earliest recording_start, ISO 8601 with "Z". `start_time` can be the first occurrence of a series, so it is not used. */
	startedAt: string;
	endedAt: string;
	timezone: string;
	/** False while a file is still processing (or has no size yet). */
	complete: boolean;
	sizeBytes: number;
	segments: Segment[];
	/** Set when the files lie on storage outside Zoom's cloud (hybrid or on-premise accounts), so that nobody can download them. */
	storedElsewhere?: boolean | undefined;
	/** When Zoom deletes the recording by itself, ISO 8601; missing where nothing is planned. */
	vanishesAt?: string | undefined;
	/**
	 * When the recording was read from Zoom (ISO 8601); missing on items that an event brought. Lets the pipeline skip
	 * reading again what a feeder has just listed.
	 */
	readAt?: string;
	/** Present when the meeting was read as well: LMS categories and per-meeting rules live here. */
	trackingFields?: Record<string, string> | undefined;
}

/** One stretch between "start recording" and "stop recording": files that share a recording_start. */
export interface Segment {
	startedAt: string;
	endedAt: string;
	files: RecordingFile[];
}

export interface RecordingFile {
	/** Zoom's id; files without one (old CC and TIMELINE rows) get `<file_type>-<recording_start>`. */
	id: string;
	/** MP4, M4A, CHAT, TRANSCRIPT, CC, CSV, TIMELINE, SUMMARY, … unknown values pass through. */
	fileType: string;
	/** Layout or purpose, e.g. shared_screen_with_speaker_view; '' when Zoom names none. Unknown values pass through. */
	recordingType: string;
	/** Lower case, without the dot; derived from the type when Zoom leaves it out. */
	extension: string;
	sizeBytes: number;
	/** Zoom named no size, so that 0 bytes do not mean that it is empty (old rows of texts). */
	sizeUnknown?: boolean | undefined;
	/** "completed", "processing", … */
	status: string;
	/** Only for one participant's audio (recordingType audio_only_each_participant): the name that Zoom shows. */
	participantName?: string | undefined;
}
