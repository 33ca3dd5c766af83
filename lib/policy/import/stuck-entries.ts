import { chooseEntry, isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { meetingUuidOf } from '../owner/reassign';
import { hasFileTag } from './references';

/** What is wrong with an entry that came from Zoom and is not READY. */
export type StuckState =
	/** Kaltura could not import or convert it, or found a virus. */
	| 'failed'
	/** Importing or converting for longer than anything takes. */
	| 'stuck'
	/** Made by us, without content, and nobody is filling it any more. */
	| 'abandoned'
	/** On its way, or somebody else's. */
	| 'normal';

const ON_ITS_WAY = new Set(['0', '1', '4']);

/** @param ages in seconds: after which an entry counts as stuck, and an empty one as abandoned */
export function stuckState(
	entry: ExistingEntry,
	now: number,
	ages: { stuckSeconds: number; abandonedSeconds: number },
): StuckState {
	const age = now - entry.createdAt;
	if (isFailed(entry)) return entry.replacement === 'underWay' ? 'normal' : 'failed';
	if (ON_ITS_WAY.has(entry.status)) return age >= ages.stuckSeconds ? 'stuck' : 'normal';
	// Entries of Kaltura's own integration and of people carry no tag of ours: they are never called abandoned.
	if (isEmpty(entry) && hasFileTag(entry.adminTags)) return age >= ages.abandonedSeconds ? 'abandoned' : 'normal';
	return 'normal';
}

export type Removal = { remove: true; because: 'lost-a-race' | 'recording-gone' } | { remove: false; because: string };

/**
 * Whether an abandoned entry may be deleted. Only what is empty, ours and of no use to anybody: another entry of the same
 * reference counts, or Zoom has no recording any more with which it could be filled.
 * @param rivals every entry with the same reference, this one included
 * @param recordingGone null when Zoom could not be asked
 */
export function removalOf(
	entry: ExistingEntry,
	rivals: readonly ExistingEntry[],
	recordingGone: boolean | null,
	now: number,
): Removal {
	if (!isEmpty(entry)) return { remove: false, because: 'It has content.' };
	if (!hasFileTag(entry.adminTags)) return { remove: false, because: 'It was not made by this package.' };
	const { entry: counts } = chooseEntry(rivals, now);
	if (counts !== null && counts.id !== entry.id && !isEmpty(counts)) return { remove: true, because: 'lost-a-race' };
	if (recordingUuidOf(entry) === null) return { remove: false, because: 'Its reference names no recording.' };
	if (recordingGone === null)
		return { remove: false, because: 'Zoom could not say whether the recording still exists.' };
	if (recordingGone) return { remove: true, because: 'recording-gone' };
	return { remove: false, because: 'The recording is still in Zoom: the next run fills the entry.' };
}

/**
 * The meeting UUID in the reference of a parent (`Zoom_<uuid><recording_start>`) or of one of our streams
 * (`Zoom_<uuid>_<file id>`; a UUID is base64 and holds no underscore); null when the reference is nobody's.
 */
export function recordingUuidOf({ referenceId }: Pick<ExistingEntry, 'referenceId'>): string | null {
	return meetingUuidOf(referenceId)?.replace(/_[^_]*$/, '') || null;
}
