import { isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { isFinished, isMedia, roleOf, sortFiles, type FileSettings } from './files';
import type { ImportPlan, PlanInput, PlannedSegment } from './import-types';
import { outcome, type Outcome } from '../outcomes';
import type { Recording, RecordingFile } from '../recording';
import { nativeReference, parentReference, streamReference } from './references';
import { SegmentPlanner } from './segment-plan';
import { placeTexts } from './text-plan';

export type * from './import-types';

/**
 * What is to be done so that the recording is in Kaltura once and complete: compares what Zoom has with what Kaltura has.
 * Pure: the same facts give the same plan, and facts that already fit give a plan without writes (I6).
 */
export function planImport(input: PlanInput): ImportPlan {
	const { recording, settings } = input;
	const unfinished = recording.segments.flatMap((segment) =>
		segment.files.filter((file) => !isFinished(file) && isAwaited(file, settings.files)),
	);
	if (unfinished.length > 0) return waitFor(recording, unfinished);

	const sorted = recording.segments.map((segment) => ({ segment, files: sortFiles(segment, settings.files) }));
	const withMedia = sorted.filter(({ files }) => files.videos.length + files.audios.length > 0);
	const parts = withMedia.length;
	const nativeWhole = nativeWholeMeetings(input);
	const plan: ImportPlan = {
		kind: 'nothing',
		segments: [],
		decided: [],
		elsewhere: false,
		leftovers: [],
		duplicates: [],
	};

	for (const { segment, files } of sorted) {
		for (const { file, outcome } of files.left) {
			plan.decided.push({ file, segmentStartedAt: segment.startedAt, entryId: null, outcome });
		}
	}
	for (const { segment, files } of sorted) {
		if (files.videos.length + files.audios.length === 0) placeTexts(input, segment, files, withMedia, plan);
	}
	for (const [index, { segment, files }] of withMedia.entries()) {
		const planned = new SegmentPlanner(input, segment, files, index + 1, parts, plan).plan(nativeWhole);
		if (planned) plan.segments.push(planned);
	}
	const writes = plan.leftovers.length > 0 || plan.segments.some(writesSomething);
	return { ...plan, kind: writes ? 'write' : plan.elsewhere ? 'wait' : 'nothing' };
}

/** References to ask Kaltura for; every entry that the recording may have is found by one of them. */
export function referencesOf(recording: Recording): string[] {
	const references = [nativeReference(recording.meetingUuid)];
	for (const segment of recording.segments) {
		references.push(parentReference(recording.meetingUuid, segment.startedAt));
		for (const file of segment.files) {
			if (isMedia(roleOf(file))) references.push(streamReference(recording.meetingUuid, file.id));
		}
	}
	return [...new Set(references)];
}

/** The plan without files that could not be read; a segment whose main file is among them waits as a whole. */
export function withoutFiles(plan: ImportPlan, failed: ReadonlyMap<string, Outcome>): ImportPlan {
	if (failed.size === 0) return plan;
	const decided = [...plan.decided];
	const segments: PlannedSegment[] = [];
	for (const segment of plan.segments) {
		const main = segment.parent.do === 'keep' ? null : segment.parent.file;
		const keep = (file: RecordingFile | null) => !file || !failed.has(file.id);
		const drop = (file: RecordingFile, result: Outcome) =>
			decided.push({ file, segmentStartedAt: segment.startedAt, entryId: null, outcome: result });
		const everything = filesOf(segment);
		if (main && failed.has(main.id)) {
			const cause = failed.get(main.id)!;
			const blocked = cause.status === 'waiting' ? cause : outcome('main-file-failed', { file: main.id });
			for (const file of everything) drop(file, failed.get(file.id) ?? blocked);
			continue;
		}
		for (const file of everything) if (!keep(file)) drop(file, failed.get(file.id)!);
		segments.push({
			...segment,
			streams: segment.streams.filter(({ do: action, file }) => action === 'keep' || keep(file)),
			captions: segment.captions.filter(({ file }) => keep(file)),
			attachments: segment.attachments.filter(({ file }) => keep(file)),
		});
	}
	return { ...plan, segments, decided };
}

/** Files of a segment that the plan is about to write. */
export function filesOf(segment: PlannedSegment): RecordingFile[] {
	const entries = [segment.parent, ...segment.streams].filter(({ do: action }) => action !== 'keep');
	const files = [...entries, ...segment.captions, ...segment.attachments].map(({ file }) => file);
	return files.filter((file) => file !== null);
}

export function writesSomething(segment: PlannedSegment): boolean {
	return (
		[segment.parent, ...segment.streams].some((entry) => entry.do !== 'keep') ||
		segment.captions.length > 0 ||
		segment.attachments.length > 0 ||
		segment.surplus.length > 0 ||
		segment.categories.length > 0 ||
		segment.blockAutoTranscript
	);
}

/** Unfinished media holds the whole recording back: the parent cannot be chosen before all layouts are there. */
function isAwaited(file: RecordingFile, wanted: FileSettings): boolean {
	const role = roleOf(file);
	return role === 'video' || (role === 'audio' && wanted.audio !== 'never');
}

function waitFor(recording: Recording, unfinished: readonly RecordingFile[]): ImportPlan {
	const processing = outcome('files-processing', { files: unfinished.length });
	const decided = recording.segments.flatMap((segment) =>
		segment.files.map((file) => ({ file, segmentStartedAt: segment.startedAt, entryId: null, outcome: processing })),
	);
	return { kind: 'wait', segments: [], decided, elsewhere: false, leftovers: [], duplicates: [] };
}

/**
 * Entries that the integration of before 2021 made for whole meetings: they carry no segment, so the first of them stands
 * for the first segment, and so on. Later segments are not skipped because of them (W3).
 */
function nativeWholeMeetings({ recording, existing }: PlanInput): ExistingEntry[] {
	return existing.entries
		.filter((entry) => entry.referenceId === nativeReference(recording.meetingUuid) && !entry.parentEntryId)
		.filter((entry) => !entry.recycled && !isEmpty(entry) && !isFailed(entry))
		.toSorted((a, b) => a.createdAt - b.createdAt);
}
