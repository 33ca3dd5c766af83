import type { RecordingFile } from '../recording';

/**
 * Zoom's layouts from the most to the least useful as the main stream, in the order of Kaltura's own integration.
 * @see docs/vendors/kaltura-integration.md#kinds-of-files
 */
const PREFERENCE = [
	'shared_screen_with_speaker_view(cc)',
	'shared_screen_with_speaker_view',
	'shared_screen_with_gallery_view',
	'shared_screen',
	'speaker_view',
	'active_speaker',
	'gallery_view',
	'audio_only',
];

/** Layouts that Kaltura's own integration imports; it drops every other one without a word (docs/fault-cases.md, W6). */
export function isKnownLayout(recordingType: string): boolean {
	return PREFERENCE.includes(recordingType.toLowerCase());
}

/**
 * Which file of a segment becomes the parent entry; the others become its streams. Layouts that nobody knows yet rank
 * last and are kept. Videos rank before audio, so audio leads only a segment without video.
 */
export function chooseParent(
	videos: readonly RecordingFile[],
	audios: readonly RecordingFile[] = [],
): { parent: RecordingFile; children: RecordingFile[] } | null {
	const [parent, ...children] = [...videos.toSorted(byPreference), ...audios.toSorted(byPreference)];
	return parent ? { parent, children } : null;
}

/** Whether a layout is a better main stream than another; equals and two unknown ones are not. */
export function outranks(one: RecordingFile, other: RecordingFile): boolean {
	return rank(one) < rank(other);
}

/** Unknown layouts in alphabetical order, equals by id, so that every run and every worker chooses the same parent. */
function byPreference(a: RecordingFile, b: RecordingFile): number {
	return rank(a) - rank(b) || compare(a.recordingType, b.recordingType) || compare(a.id, b.id);
}

function rank(file: RecordingFile): number {
	const index = PREFERENCE.indexOf(file.recordingType.toLowerCase());
	return index < 0 ? PREFERENCE.length : index;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
