import { isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { roleOf } from './files';
import { outranks } from './parent';
import { fileTag, hasFileTag, SET_ASIDE_TAG } from './references';
import type { RecordingFile } from '../recording';

// Zoom may show a file days after the others of its segment. Then the segment ends as if everything had come at once.

/** Later, people have linked, published and edited what is there; a file that comes after that becomes a stream. */
const CHANGED_WITHIN_SECONDS = 14 * 86_400;

/**
 * What becomes of an entry that holds one layout when a better one has come. `changes`: its content is fetched anew, and the
 * layout that led so far becomes a stream. `begins`: it has no content yet, and gets that of the better one. `waits`: not while
 * Kaltura is still at work on it.
 * @param now epoch seconds
 */
export function leadOf(
	entry: ExistingEntry,
	leading: RecordingFile,
	better: RecordingFile,
	now: number,
): 'begins' | 'changes' | 'stays' | 'waits' {
	const videos = roleOf(leading) === 'video' && roleOf(better) === 'video';
	if (!videos || !outranks(better, leading)) return 'stays';
	if (isEmpty(entry)) return 'begins';
	if (isFailed(entry) || !isYoung(entry, now)) return 'stays';
	// Somebody has cut it, or is giving it other content.
	if (entry.edited || entry.replacement === 'failed') return 'stays';
	return entry.replacement === 'underWay' || entry.status !== '2' ? 'waits' : 'changes';
}

/**
 * Entries of ours that hold the sound alone although the segment has a video by now. The kind of an entry cannot be changed in
 * Kaltura, so another entry takes their place. What a person renamed or cut stays; what else people did is looked at before
 * anything is deleted (`tracesOfPeople`).
 * @param files of the segment, wanted or not
 * @param names that we would have given
 */
export function supersededAudio(
	entries: readonly ExistingEntry[],
	files: readonly RecordingFile[],
	names: readonly string[],
	now: number,
): ExistingEntry[] {
	const tagsOfAudio = files.filter((file) => roleOf(file) === 'audio').map(({ id }) => fileTag(id));
	return entries.filter(
		(entry) =>
			!entry.recycled &&
			!isEmpty(entry) &&
			!entry.adminTags.includes(SET_ASIDE_TAG) &&
			hasFileTag(entry.adminTags) &&
			entry.adminTags.some((tag) => tagsOfAudio.includes(tag)) &&
			entry.name !== undefined &&
			names.includes(entry.name) &&
			!entry.edited &&
			entry.replacement === 'none' &&
			isYoung(entry, now),
	);
}

function isYoung({ createdAt }: ExistingEntry, now: number): boolean {
	return now - createdAt < CHANGED_WITHIN_SECONDS;
}
