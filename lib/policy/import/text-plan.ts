import { assetStanding } from './asset-standing';
import { planAttachments } from './attachments';
import { planCaptions } from './captions';
import { chooseEntry, type ExistingEntry } from './existing-entries';
import { isFinished, isMedia, roleOf, type SortedFiles } from './files';
import type { ImportPlan, PlanInput, PlannedSegment } from './import-types';
import { outcome, type Outcome } from '../outcomes';
import type { RecordingFile, Segment } from '../recording';
import { addedTag, hasFileTag, parentReference } from './references';

/** Adds the captions and attachments that the segment's entry lacks to its plan; decides about all the others. */
export function attachTexts(
	{ recording, settings, existing, now, takeOverSeconds }: PlanInput,
	planned: PlannedSegment,
	files: SortedFiles,
	decide: (file: RecordingFile, entryId: string | null, result: Outcome) => void,
): void {
	const { entryId } = planned.parent;
	const finished = (list: RecordingFile[]) =>
		list.filter((file) => {
			if (isFinished(file)) return true;
			decide(file, entryId, outcome('files-processing', { files: 1 }));
			return false;
		});
	const standing = (asset: { status: number; createdAt: number }) =>
		assetStanding(asset, settings.failedEntries, now - takeOverSeconds);
	const captions = planCaptions(
		finished(files.transcripts),
		finished(files.closedCaptions),
		existing.captions.filter((caption) => caption.entryId === entryId),
		settings.captions,
		standing,
		now,
	);
	const attachments = planAttachments(
		finished(files.attachments),
		existing.attachments.filter((attachment) => attachment.entryId === entryId),
		recording.meetingId,
		standing,
		now,
	);
	const staysDeleted = ({ file, assetId }: { file: RecordingFile; assetId: string | null }) => {
		if (!entryId || assetId !== null || settings.deletedEntries !== 'report') return false;
		if (!planned.parent.adminTags.includes(addedTag(file.id))) return false;
		decide(file, entryId, outcome('file-deleted-in-kaltura', { file: file.id, entryId }));
		return true;
	};
	planned.captions.push(...captions.missing.filter((caption) => !staysDeleted(caption)));
	planned.attachments.push(...attachments.missing.filter((attachment) => !staysDeleted(attachment)));
	planned.surplus.push(
		...captions.surplus.map((id) => ({ kind: 'caption' as const, id })),
		...attachments.surplus.map((id) => ({ kind: 'attachment' as const, id })),
	);
	for (const { file, assetId, failed } of [...captions.present, ...attachments.present]) {
		const result = failed
			? outcome('asset-failed-in-kaltura', { file: file.id, assetId })
			: outcome('file-already-imported', { file: file.id, entryId: entryId ?? '' });
		decide(file, entryId, result);
	}
}

/** Zoom has listed the media of a segment by then, or never will (it promises twice the length of the meeting). */
const MEDIA_LISTED_AFTER_SECONDS = 24 * 3600;

/**
 * A segment of which Zoom lists no media (any more, or not yet): its texts join the entry that an earlier run made of it,
 * else the entry of the segment that was running then. Was none running, the texts wait for media of their own for a day:
 * once they hang on another entry, they stay there.
 */
export function placeTexts(
	input: PlanInput,
	segment: Segment,
	files: SortedFiles,
	withMedia: ReadonlyArray<{ segment: Segment; files: SortedFiles }>,
	plan: ImportPlan,
): void {
	const { recording, existing, now, settings } = input;
	const texts = [...files.transcripts, ...files.closedCaptions, ...files.attachments];
	if (texts.length === 0) return;
	const decide = (file: RecordingFile, entryId: string | null, result: Outcome) =>
		plan.decided.push({ file, segmentStartedAt: segment.startedAt, entryId, outcome: result });
	const referenceId = parentReference(recording.meetingUuid, segment.startedAt);
	const { entry } = chooseEntry(
		existing.entries.filter((candidate) => candidate.referenceId === referenceId && !candidate.parentEntryId),
		now,
	);
	if (entry) {
		const native = !hasFileTag(entry.adminTags);
		if (native && settings.nativeEntries === 'leave') {
			for (const file of texts)
				decide(file, entry.id, outcome('imported-by-native-integration', { entryId: entry.id }));
			return;
		}
		const planned = keptSegment(segment.startedAt, entry, native);
		attachTexts(input, planned, files, decide);
		planned.blockAutoTranscript = addsTranscript(planned, files) && !entry.blockAutoTranscript;
		plan.segments.push(planned);
		return;
	}
	const host = segmentOfTexts(segment, withMedia);
	const settled = now - Date.parse(segment.startedAt) / 1000 >= MEDIA_LISTED_AFTER_SECONDS;
	if (host && (settled || !areApart(segment, host.segment))) {
		host.files.transcripts.push(...files.transcripts);
		host.files.closedCaptions.push(...files.closedCaptions);
		host.files.attachments.push(...files.attachments);
		return;
	}
	if (host) {
		for (const file of texts) decide(file, null, outcome('media-not-there-yet', { file: file.id }));
		return;
	}
	const mediaAnywhere = recording.segments.some((other) => other.files.some((file) => isMedia(roleOf(file))));
	const code = mediaAnywhere ? 'nothing-to-attach-to' : 'media-not-there-yet';
	for (const file of texts) decide(file, null, outcome(code, { file: file.id }));
}

/** Texts without media of their own belong to the segment that was running then. */
export function segmentOfTexts<Sorted extends { segment: Segment }>(
	segment: Segment,
	withMedia: readonly Sorted[],
): Sorted | undefined {
	return withMedia.findLast((other) => other.segment.startedAt <= segment.startedAt) ?? withMedia[0];
}

/** Whether two segments surely have no moment in common; a time that Zoom left out decides nothing. */
function areApart(one: Segment, other: Segment): boolean {
	return (
		Date.parse(one.startedAt) >= Date.parse(other.endedAt) || Date.parse(one.endedAt) <= Date.parse(other.startedAt)
	);
}

function keptSegment(startedAt: string, entry: ExistingEntry, native: boolean): PlannedSegment {
	return {
		startedAt,
		part: 1,
		parts: 1,
		parent: {
			role: 'parent',
			do: 'keep',
			referenceId: entry.referenceId,
			entryId: entry.id,
			file: null,
			replacementFailed: false,
			mediaType: 'video',
			fields: null,
			status: entry.status,
			adminTags: entry.adminTags,
		},
		streams: [],
		captions: [],
		attachments: [],
		surplus: [],
		categories: [],
		blockAutoTranscript: false,
		native,
	};
}

/** Whether the segment gets a transcript of Zoom's that it did not have. */
export function addsTranscript(planned: PlannedSegment, files: SortedFiles): boolean {
	return planned.captions.some(({ file }) => files.transcripts.includes(file));
}
