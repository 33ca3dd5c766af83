import type { Recording, RecordingFile } from '../../recording';

export interface ChoiceWishes {
	/** A meeting UUID; '' lets the shortest be taken. */
	meetingUuid: string;
	/** Larger files are not moved for a rehearsal, unless the recording was named. */
	mostBytes: number;
}

/** What the rehearsal is played with: the recording that was named, else the one whose smallest video (or sound) is smallest. */
export function chooseRecording(listed: readonly Recording[], wishes: ChoiceWishes): Recording | null {
	if (wishes.meetingUuid !== '') return listed.find((one) => one.meetingUuid === wishes.meetingUuid) ?? null;
	return (
		listed
			.filter((one) => one.complete && one.storedElsewhere !== true)
			.flatMap((one) => {
				const file = mediaFile(one);
				return file && file.sizeBytes <= wishes.mostBytes ? [{ one, bytes: file.sizeBytes }] : [];
			})
			.toSorted((a, b) => a.bytes - b.bytes)[0]?.one ?? null
	);
}

/** The shortest finished recording with a transcript and a chat; with one of them where none has both. */
export function chooseTexts(listed: readonly Recording[]): Recording | null {
	const texts = (one: Recording) => ['audio_transcript', 'chat_file'].filter((type) => textFile(one, type)).length;
	return (
		listed
			.filter((one) => one.complete && texts(one) > 0)
			.toSorted((a, b) => texts(b) - texts(a) || a.sizeBytes - b.sizeBytes)[0] ?? null
	);
}

export function filesOf(recording: Recording): RecordingFile[] {
	return recording.segments.flatMap(({ files }) => files);
}

/** The smallest finished video; sound where there is no video. */
export function mediaFile(recording: Recording): RecordingFile | null {
	const finished = filesOf(recording).filter(({ status, sizeBytes }) => status === 'completed' && sizeBytes > 0);
	for (const type of ['MP4', 'M4A']) {
		const smallest = finished
			.filter(({ fileType }) => fileType === type)
			.toSorted((a, b) => a.sizeBytes - b.sizeBytes)[0];
		if (smallest) return smallest;
	}
	return null;
}

export function textFile(recording: Recording, recordingType: string): RecordingFile | null {
	return filesOf(recording).find((file) => file.recordingType === recordingType && file.status === 'completed') ?? null;
}
