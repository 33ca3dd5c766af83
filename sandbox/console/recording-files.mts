/** How a recording's files are called on the page, and whether one has arrived. */
import type { ZoomFile } from './sides.mts';

const LAYOUTS: Record<string, string> = {
	'shared_screen_with_speaker_view(CC)': 'Screen + speaker (CC)',
	shared_screen_with_speaker_view: 'Screen + speaker',
	shared_screen_with_gallery_view: 'Screen + gallery',
	active_speaker: 'Speaker',
	gallery_view: 'Gallery',
	shared_screen: 'Screen',
	audio_only: 'Audio',
	audio_transcript: 'Transcript',
	closed_caption: 'Closed captions',
	chat_file: 'Chat',
	poll: 'Polls',
	timeline: 'Timeline',
	summary: 'Summary',
	host_video: 'Host video',
	sign_interpretation: 'Sign interpretation',
};
const LAYOUT_ORDER = Object.keys(LAYOUTS);
/** Place of a layout among the streams; unknown ones come last. */
export const layoutRank = (recordingType: string): number => {
	const rank = LAYOUT_ORDER.indexOf(recordingType);
	return rank < 0 ? LAYOUT_ORDER.length : rank;
};

export const fileLabel = (file: ZoomFile) =>
	LAYOUTS[file.recordingType] ?? (file.recordingType.replaceAll('_', ' ') || file.fileType);

/** By hash; bytes that the sandbox makes on the fly are told by their number. */
export const sameBytes = (file: ZoomFile, there: { sizeBytes: number; content: string }) =>
	there.content !== '' && (file.content === '' ? file.sizeBytes === there.sizeBytes : file.content === there.content);
