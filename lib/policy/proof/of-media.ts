import { isEmpty, isFailed, statusName } from '../import/existing-entries';
import { isFinished, type SortedFiles } from '../import/files';
import { chooseParent } from '../import/parent';
import { evidence, type Evidence, type Verdict } from './reasons';
import type { ProofFacts, ProvableEntry } from './types';
import type { Recording, RecordingFile, Segment } from '../recording';
import { fileTag, hasFileTag, nativeReference, parentReference, streamReference } from '../import/references';

/** Tolerance of Zoom's and Kaltura's clocks about one recording (docs/cleanup.md). */
const DURATION_TOLERANCE_MS = 2000;

export interface MediaOfSegment {
	recording: Recording;
	segment: Segment;
	files: SortedFiles;
	facts: ProofFacts;
	/** The only segment with media. */
	only: boolean;
}

/** Whether each video and audio file of a segment is the content of a ready entry. One entry proves one file. */
export function proveMedia(
	{ recording, segment, files, facts, only }: MediaOfSegment,
	taken: Set<string>,
	known: Map<string, Evidence>,
): void {
	const media = chooseParent(files.videos, files.audios);
	if (!media) return;
	const all = [media.parent, ...media.children];
	const lengthMs = lengthOf(segment);
	for (const file of all) {
		if (!isFinished(file)) {
			known.set(file.id, evidence('zoom-processing', {}));
			continue;
		}
		const own = entriesOf(recording, segment, file, facts).map((entry) => judge(entry, file, lengthMs, facts.entries));
		// What Kaltura's own integration made does not say which file it holds: only equal bytes do, or that there is no
		// other file of this length.
		const telling = all.length === 1 && only ? lengthMs : null;
		const native = nativeEntries(recording, segment, facts)
			.filter(({ id }) => !taken.has(id))
			.map((entry) => ({ entry, found: judge(entry, file, telling, facts.entries) }));
		const match = native.find(({ found }) => found.verdict === 'proven');
		const best = [...own, ...(match ? [match.found] : [])].toSorted(byVerdict)[0];
		if (match && best === match.found) taken.add(match.entry.id);
		// Of several native entries that do not fit, only the parent's is worth a word.
		const fallback = file === media.parent || native.length === 1 ? native[0]?.found : undefined;
		known.set(file.id, best ?? fallback ?? evidence('not-in-kaltura', {}));
	}
}

const ORDER: Record<Verdict, number> = { proven: 0, pending: 1, 'not-proven': 2 };

function byVerdict(a: Evidence, b: Evidence): number {
	return ORDER[a.verdict] - ORDER[b.verdict];
}

/** Entries of ours that say that they hold this file. */
function entriesOf(
	recording: Recording,
	segment: Segment,
	file: RecordingFile,
	{ entries }: ProofFacts,
): ProvableEntry[] {
	const parent = parentReference(recording.meetingUuid, segment.startedAt);
	const stream = streamReference(recording.meetingUuid, file.id);
	return entries.filter(
		(entry) =>
			entry.adminTags.includes(fileTag(file.id)) &&
			(entry.referenceId === stream || (entry.referenceId === parent && !entry.parentEntryId)),
	);
}

/** What Kaltura's own integration made of the segment: its parent and the streams below, or the whole meeting. */
function nativeEntries({ meetingUuid }: Recording, segment: Segment, { entries }: ProofFacts): ProvableEntry[] {
	const parent = parentReference(meetingUuid, segment.startedAt);
	const untagged = entries.filter((entry) => !hasFileTag(entry.adminTags));
	const parents = untagged.filter((entry) => entry.referenceId === parent && !entry.parentEntryId);
	const ids = new Set(parents.map(({ id }) => id));
	const rest = untagged.filter(
		(entry) =>
			entry.referenceId === nativeReference(meetingUuid) && (!entry.parentEntryId || ids.has(entry.parentEntryId)),
	);
	return [...parents, ...rest];
}

/** @param lengthMs of the recording in Zoom; null when it would not tell one file from another */
function judge(
	entry: ProvableEntry,
	file: RecordingFile,
	lengthMs: number | null,
	all: readonly ProvableEntry[],
): Evidence {
	const { id: entryId, source, durationMs } = entry;
	const status = statusName(entry.status);
	if (entry.recycled) return evidence('in-recycle-bin', { entryId });
	if (isEmpty(entry)) return evidence('no-content', { entryId });
	if (isFailed(entry)) return evidence('failed-in-kaltura', { entryId, status });
	if (entry.status === '5' || entry.status === '6') return evidence('not-released', { entryId, status });
	if (entry.status !== '2') return evidence('not-ready', { entryId, status });
	if (entry.parentEntryId && !all.some(({ id, recycled }) => id === entry.parentEntryId && !recycled)) {
		return evidence('parent-missing', { entryId });
	}
	if (entry.replacement === 'underWay') return evidence('being-replaced', { entryId });
	if (entry.edited) return evidence('trimmed-in-kaltura', { entryId });
	if (source && !source.ready) return evidence('not-ready', { entryId, status: 'source not ready' });
	if (source && source.sizeBytes !== null) {
		return source.sizeBytes === file.sizeBytes
			? evidence('same-bytes', { entryId, bytes: source.sizeBytes })
			: evidence('other-bytes', { entryId, bytes: source.sizeBytes, wanted: file.sizeBytes });
	}
	if (lengthMs === null || lengthMs <= 0 || durationMs <= 0) return evidence('nothing-to-compare', { entryId });
	const seconds = Math.round(durationMs / 1000);
	return Math.abs(durationMs - lengthMs) <= DURATION_TOLERANCE_MS
		? evidence('same-duration', { entryId, seconds })
		: evidence('other-duration', { entryId, seconds, wanted: Math.round(lengthMs / 1000) });
}

/** Milliseconds; null while the segment has no end. Pauses are part of it, so a paused recording needs its source. */
function lengthOf({ startedAt, endedAt }: Segment): number | null {
	const length = Date.parse(endedAt) - Date.parse(startedAt);
	return Number.isFinite(length) ? length : null;
}
