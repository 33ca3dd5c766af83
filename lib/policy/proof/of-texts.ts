import { planAttachments } from '../import/attachments';
import { planCaptions } from '../import/captions';
import { chooseEntry } from '../import/existing-entries';
import { isFinished, type SortedFiles } from '../import/files';
import { evidence, type Evidence } from './reasons';
import type { ProofFacts, ProofSettings } from './types';
import type { Recording, RecordingFile, Segment } from '../recording';
import { nativeReference, parentReference } from '../import/references';
import { segmentOfTexts } from '../import/text-plan';

const ASSET_READY = 2;
const ASSET_ERROR = -1;

export interface SortedSegment {
	segment: Segment;
	files: SortedFiles;
}

/** The entry that the texts of a segment belong to, found as the import finds it. */
export function textsTarget(
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
export function byEntry(
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

/** Whether each transcript, caption and attachment is a ready asset of that entry. */
export function proveTexts(
	recording: Recording,
	{ entry, files }: { entry: string | null; files: SortedFiles },
	facts: ProofFacts,
	settings: ProofSettings,
	known: Map<string, Evidence>,
): void {
	for (const file of textsOf(files)) {
		const detail = files.attachments.includes(file) ? facts.impossible.attachments : facts.impossible.captions;
		const caption = !files.attachments.includes(file);
		known.set(file.id, missingText(file, { caption, impossible: detail }, settings));
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
		{ ...settings.captions, corrected: 'keep' },
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

/** A text of which Kaltura has no asset. Whether one that the account cannot have may be given up is the admin's to say. */
function missingText(
	file: RecordingFile,
	{ caption, impossible }: { caption: boolean; impossible: string | undefined },
	settings: ProofSettings,
): Evidence {
	if (!isFinished(file)) return evidence('zoom-processing', {});
	if (holdsNothing(file, caption)) return evidence('nothing-in-it', { bytes: file.sizeBytes });
	if (impossible === undefined) return evidence('not-in-kaltura', {});
	return evidence(settings.impossibleTexts === 'giveUp' ? 'given-up' : 'not-possible', { detail: impossible });
}

/** One cue of one letter, with the header of WebVTT or the number of SRT. */
const SHORTEST_CAPTION_BYTES = 30;

/** A file without a byte, or captions that are too short for a single cue: the import leaves both out. */
function holdsNothing({ sizeBytes, sizeUnknown }: RecordingFile, caption: boolean): boolean {
	return sizeUnknown !== true && sizeBytes < (caption ? SHORTEST_CAPTION_BYTES : 1);
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

export function textsOf({ transcripts, closedCaptions, attachments }: SortedFiles): RecordingFile[] {
	return [...transcripts, ...closedCaptions, ...attachments];
}
