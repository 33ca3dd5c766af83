import { planAttachments, type ExistingAttachment } from './attachments';
import { planCaptions, type CaptionSettings, type ExistingCaption } from './captions';
import { chooseEntry, isEmpty, isFailed, statusName, type ExistingEntry } from './existing-entries';
import { isFinished, sortFiles, type FileSettings, type SortedFiles } from './files';
import { chooseParent } from './parent';
import { evidence, type Evidence, type Verdict } from './proof-reasons';
import type { Recording, RecordingFile, Segment } from './recording';
import { fileTag, hasFileTag, nativeReference, parentReference, streamReference } from './references';
import { segmentOfTexts } from './text-plan';

/** An entry with what tells whether its media is that of Zoom. */
export interface ProvableEntry extends ExistingEntry {
	/** Milliseconds; 0 while Kaltura does not know. */
	durationMs: number;
	/** Cut, cropped or put together in Kaltura's editor. */
	edited: boolean;
	/** The source flavor where Kaltura keeps it; `sizeBytes` null when it does not say. */
	source: { ready: boolean; sizeBytes: number | null } | null;
}

/** An asset with its size in bytes; null when Kaltura does not say. */
export type ProvableAsset<Asset> = Asset & { sizeBytes: number | null };

/** What Kaltura holds for the references of one recording, deleted things left out. */
export interface ProofFacts {
	entries: readonly ProvableEntry[];
	captions: ReadonlyArray<ProvableAsset<ExistingCaption>>;
	attachments: ReadonlyArray<ProvableAsset<ExistingAttachment>>;
	/** Epoch seconds, Kaltura's clock. */
	now: number;
}

/** Which files count, as the import was set: what it was told to leave out cannot be missed. */
export interface ProofSettings {
	files: FileSettings;
	captions: CaptionSettings;
	/** Captions that people corrected in Kaltura: they then differ from Zoom's. */
	editedCaptions: 'accept' | 'keepInZoom';
}

export interface FileProof extends Evidence {
	id: string;
	recordingType: string;
	segment: string;
	sizeBytes: number;
}

export interface Proof {
	/** `proven`: every wanted file is. `pending`: one is not yet. `not-proven`: one is missing, failed or different. */
	verdict: Verdict;
	/** The sentence of the file that decided. */
	message: string;
	files: FileProof[];
	/**
	 * Files that may go from Zoom as far as Kaltura is concerned, in the order in which they may: what is left after a stop
	 * half-way must never look like a recording of its own, so videos go last, the main one at the very end.
	 */
	provenFileIds: string[];
}

/** Tolerance of Zoom's and Kaltura's clocks about one recording (peers §4.2, I2). */
const DURATION_TOLERANCE_MS = 2000;
const ASSET_READY = 2;
const ASSET_ERROR = -1;

/**
 * Whether each file of a recording is safely in Kaltura. Reads nothing and believes nothing: an entry counts when it is
 * ready, neither deleted nor cut nor being replaced, and its source has exactly the bytes that Zoom names now (or, where
 * Kaltura keeps no source, the duration fits). Everything unclear is not proven.
 * @see reference/peers.md §4.2 (I2), cases 37–41 and 47–50
 */
export function prove(recording: Recording, facts: ProofFacts, settings: ProofSettings): Proof {
	const sorted = recording.segments.map((segment) => ({ segment, files: sortFiles(segment, settings.files) }));
	const withMedia = sorted.filter(({ files }) => files.videos.length + files.audios.length > 0);
	const known = new Map<string, Evidence>();
	const texts = sorted.map(({ segment, files }) => {
		const target = textsTarget(recording, facts, { segment, files }, withMedia);
		return { files, entry: target };
	});
	// One entry proves one file.
	const taken = new Set<string>();
	const only = withMedia.length === 1;
	for (const { segment, files } of withMedia) proveMedia({ recording, segment, files, facts, only }, taken, known);
	for (const group of byEntry(texts)) proveTexts(recording, group, facts, settings, known);

	for (const { segment, files } of sorted) {
		const wanted = wantedOf(files);
		const hasMedia = files.videos.length + files.audios.length > 0;
		const whole = hasMedia && wanted.every((file) => known.get(file.id)?.verdict === 'proven');
		for (const { file, outcome } of files.left) {
			known.set(
				file.id,
				outcome.reason === 'file-type-unknown'
					? evidence('type-unknown', {})
					: !isFinished(file)
						? evidence('zoom-processing', {})
						: evidence(whole ? 'covered' : 'segment-not-proven', {}),
			);
		}
		for (const file of segment.files) if (!known.has(file.id)) known.set(file.id, evidence('not-in-kaltura', {}));
	}
	return summary(recording, sorted, known);
}

function summary(
	recording: Recording,
	sorted: ReadonlyArray<{ segment: Segment; files: SortedFiles }>,
	known: ReadonlyMap<string, Evidence>,
): Proof {
	const files = recording.segments.flatMap((segment) =>
		segment.files.map(({ id, recordingType, fileType, sizeBytes }) => ({
			id,
			recordingType: recordingType || fileType,
			segment: segment.startedAt,
			sizeBytes,
			...known.get(id)!,
		})),
	);
	const wanted = sorted.flatMap((one) => wantedOf(one.files)).map((file) => known.get(file.id)!);
	const blocking = wanted.find(({ verdict }) => verdict === 'not-proven') ?? wanted.find(isPending);
	const unfinished = files.find(({ reason }) => reason === 'zoom-processing');
	const media = sorted.some(({ files: { videos, audios } }) => videos.length + audios.length > 0);
	const nothing = 'The recording holds no video or audio that the settings want.';
	const decided = blocking ?? unfinished;
	const verdict = decided?.verdict ?? (media ? 'proven' : 'not-proven');
	return {
		verdict,
		message: decided?.message ?? (media ? 'Every wanted file is in Kaltura.' : nothing),
		files,
		provenFileIds: sorted
			.flatMap(({ files: one }) => inOrderOfLeaving(one))
			.toSorted((a, b) => a.rank - b.rank)
			.map(({ file }) => file.id)
			.filter((id) => known.get(id)?.verdict === 'proven'),
	};
}

function isPending({ verdict }: Evidence): boolean {
	return verdict === 'pending';
}

function wantedOf(files: SortedFiles): RecordingFile[] {
	return [...files.videos, ...files.audios, ...textsOf(files)];
}

function textsOf({ transcripts, closedCaptions, attachments }: SortedFiles): RecordingFile[] {
	return [...transcripts, ...closedCaptions, ...attachments];
}

/** Audio beside video would become wanted if its video went first, so the main file of a segment is always the last. */
function inOrderOfLeaving(files: SortedFiles): Array<{ file: RecordingFile; rank: number }> {
	const media = chooseParent(files.videos, files.audios);
	const streams = media?.children ?? [];
	const others = [...files.left.map(({ file }) => file), ...textsOf(files)];
	return [
		...others.map((file) => ({ file, rank: 0 })),
		...streams.toReversed().map((file) => ({ file, rank: 1 })),
		...(media ? [{ file: media.parent, rank: 2 }] : []),
	];
}

interface MediaOfSegment {
	recording: Recording;
	segment: Segment;
	files: SortedFiles;
	facts: ProofFacts;
	/** The only segment with media. */
	only: boolean;
}

function proveMedia(
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
	if (entry.replacing) return evidence('being-replaced', { entryId });
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

interface SortedSegment {
	segment: Segment;
	files: SortedFiles;
}

/** The entry that the texts of a segment belong to, found as the import finds it. */
function textsTarget(
	recording: Recording,
	facts: ProofFacts,
	own: SortedSegment,
	withMedia: readonly SortedSegment[],
): string | null {
	const entry = parentOf(recording, own.segment, facts);
	if (entry || own.files.videos.length + own.files.audios.length > 0) return entry;
	const host = segmentOfTexts(own.segment, withMedia);
	return host ? parentOf(recording, host.segment, facts) : null;
}

function parentOf(recording: Recording, segment: Segment, { entries, now }: ProofFacts): string | null {
	const reference = parentReference(recording.meetingUuid, segment.startedAt);
	const top = entries.filter(({ parentEntryId }) => !parentEntryId);
	const { entry } = chooseEntry(
		top.filter(({ referenceId }) => referenceId === reference),
		now,
	);
	if (entry) return entry.id;
	const whole = chooseEntry(
		top.filter(({ referenceId }) => referenceId === nativeReference(recording.meetingUuid)),
		now,
	);
	return whole.entry?.id ?? null;
}

/** Texts of several segments may share an entry; they are numbered over all of them. */
function byEntry(
	texts: ReadonlyArray<{ files: SortedFiles; entry: string | null }>,
): Array<{ entry: string | null; files: SortedFiles }> {
	const groups = new Map<string | null, SortedFiles>();
	for (const { files, entry } of texts) {
		const group = groups.get(entry);
		if (!group) {
			groups.set(entry, {
				...files,
				transcripts: [...files.transcripts],
				closedCaptions: [...files.closedCaptions],
				attachments: [...files.attachments],
			});
			continue;
		}
		group.transcripts.push(...files.transcripts);
		group.closedCaptions.push(...files.closedCaptions);
		group.attachments.push(...files.attachments);
	}
	return [...groups].map(([entry, files]) => ({ entry, files }));
}

function proveTexts(
	recording: Recording,
	{ entry, files }: { entry: string | null; files: SortedFiles },
	facts: ProofFacts,
	settings: ProofSettings,
	known: Map<string, Evidence>,
): void {
	for (const file of textsOf(files)) {
		known.set(file.id, evidence(isFinished(file) ? 'not-in-kaltura' : 'zoom-processing', {}));
	}
	if (entry === null) return;
	const ready = ({ status }: { status: number }) => (status === ASSET_READY ? 'present' : 'failed');
	const finished = (list: RecordingFile[]) => list.filter(isFinished);
	const ofEntry = <Asset extends { entryId: string }>(assets: readonly Asset[]) =>
		assets.filter((asset) => asset.entryId === entry);
	const captions = ofEntry(facts.captions);
	const attachments = ofEntry(facts.attachments);
	const tracks = planCaptions(
		finished(files.transcripts),
		finished(files.closedCaptions),
		captions,
		settings.captions,
		ready,
	);
	for (const { file, assetId } of tracks.present) {
		const asset = captions.find(({ id }) => id === assetId)!;
		known.set(file.id, judgeAsset(asset, file, settings.editedCaptions === 'keepInZoom', 'caption-there'));
	}
	const attached = planAttachments(finished(files.attachments), attachments, recording.meetingId, ready);
	for (const { file, assetId } of attached.present) {
		const asset = attachments.find(({ id }) => id === assetId)!;
		known.set(file.id, judgeAsset(asset, file, true, 'attachment-there'));
	}
}

function judgeAsset(
	{ id: assetId, status, sizeBytes }: { id: string; status: number; sizeBytes: number | null },
	file: RecordingFile,
	sameBytes: boolean,
	there: 'attachment-there' | 'caption-there',
): Evidence {
	if (status === ASSET_ERROR) return evidence('asset-failed', { assetId });
	if (status !== ASSET_READY) return evidence('asset-not-ready', { assetId });
	// Old rows of Zoom name no size.
	if (sizeBytes === 0 && file.sizeBytes > 0) return evidence('asset-empty', { assetId });
	if (sameBytes && sizeBytes !== null && file.sizeBytes > 0 && sizeBytes !== file.sizeBytes) {
		return evidence('asset-differs', { assetId, bytes: sizeBytes, wanted: file.sizeBytes });
	}
	return evidence(there, { assetId });
}
