import { isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { isFinished, isMedia, roleOf, sortFiles, type FileSettings } from './files';
import type { DecidedFile, EntryFields, ImportPlan, PlanInput, PlannedSegment } from './import-types';
import { outcome, type Outcome } from '../outcomes';
import type { Recording, RecordingFile, Segment } from '../recording';
import { nativeReference, parentReference, streamReference } from './references';
import { SegmentPlanner } from './segment-plan';
import { placeTexts } from './text-plan';

export type * from './import-types';

/**
 * What is to be done so that the recording is in Kaltura once and complete: compares what Zoom has with what Kaltura has.
 * Pure: the same facts give the same plan, and facts that already fit give a plan without writes (I6).
 */
export function planImport(input: PlanInput): ImportPlan {
	const { settings } = input;
	const dead = deadFiles(input);
	const unfinished = input.recording.segments.flatMap((segment) =>
		segment.files.filter((file) => !dead.has(file) && !isFinished(file) && isAwaited(file, settings.files)),
	);
	if (unfinished.length > 0) return waitFor(input.recording, unfinished);
	const recording = withoutDead(input.recording, dead);

	const missingOf = ({ startedAt }: Segment) =>
		[...dead].flatMap(([file, { segmentStartedAt }]) => (segmentStartedAt === startedAt ? file : []));
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
		superseded: [],
		duplicates: [],
	};

	for (const [file, { segmentStartedAt, result }] of dead) {
		plan.decided.push({ file, segmentStartedAt, entryId: null, outcome: result });
	}
	for (const { segment, files } of sorted) {
		for (const { file, outcome } of files.left) {
			plan.decided.push({ file, segmentStartedAt: segment.startedAt, entryId: null, outcome });
		}
	}
	for (const { segment, files } of sorted) {
		if (files.videos.length + files.audios.length === 0)
			placeTexts({ ...input, recording }, segment, files, withMedia, plan);
	}
	for (const [index, { segment, files }] of withMedia.entries()) {
		const planned = new SegmentPlanner(
			{ ...input, recording },
			segment,
			files,
			index + 1,
			parts,
			plan,
			missingOf(segment),
		).plan(nativeWhole);
		if (planned) plan.segments.push(planned);
	}
	const makesWay = plan.superseded.some(({ by }) => by !== null);
	const writes = plan.leftovers.length > 0 || makesWay || plan.segments.some(writesSomething);
	return { ...plan, kind: writes ? 'write' : plan.elsewhere ? 'wait' : 'nothing' };
}

/**
 * Files that Zoom never finished, or lists although they are gone. They hold the others back for some days, because Zoom may
 * still be at work; then the rest is imported without them.
 */
function deadFiles({ recording, settings, now, lost }: PlanInput) {
	const dead = new Map<RecordingFile, { segmentStartedAt: string; result: Outcome }>();
	const ended = Date.parse(recording.endedAt || recording.startedAt) / 1000;
	// A time that Zoom left out decides nothing.
	if (!(now - ended >= settings.waitDaysForFiles * 86_400)) return dead;
	for (const { startedAt: segmentStartedAt, files } of recording.segments) {
		for (const file of files) {
			const state = `${file.status}, ${file.sizeBytes} bytes`;
			if (lost?.has(file.id)) {
				dead.set(file, { segmentStartedAt, result: outcome('gone-at-source', { file: file.id }) });
			} else if (!isFinished(file) && isAwaited(file, settings.files)) {
				dead.set(file, { segmentStartedAt, result: outcome('never-finished', { file: file.id, state }) });
			}
		}
	}
	return dead;
}

function withoutDead(recording: Recording, dead: ReadonlyMap<RecordingFile, unknown>): Recording {
	if (dead.size === 0) return recording;
	const segments = recording.segments.map((segment) => ({
		...segment,
		files: segment.files.filter((file) => !dead.has(file)),
	}));
	return { ...recording, segments };
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
		const { insteadOf } = segment.parent;
		if (main && insteadOf && segment.parent.do === 'replace' && failed.has(main.id)) {
			// The layout that leads so far goes on leading.
			drop(main, failed.get(main.id)!);
			decided.push(keptLead(segment, insteadOf));
			segments.push({
				...segment,
				parent: { ...segment.parent, do: 'keep', file: null },
				streams: segment.streams.filter(({ file }) => file !== insteadOf),
			});
			continue;
		}
		if (main && failed.has(main.id)) {
			const cause = failed.get(main.id)!;
			const blocked = cause.status === 'waiting' ? cause : outcome('main-file-failed', { file: main.id });
			for (const file of everything) drop(file, failed.get(file.id) ?? blocked);
			continue;
		}
		for (const file of everything) if (!keep(file)) drop(file, failed.get(file.id)!);
		const captions = segment.captions.filter(({ file }) => keep(file));
		// Kaltura's own captions are held back for a transcript that comes, not for one that could not be used.
		const transcript = captions.some(({ file }) => roleOf(file) === 'transcript');
		const { parent } = segment;
		segments.push({
			...segment,
			parent: transcript || !parent.fields ? parent : { ...parent, fields: withoutBlock(parent.fields) },
			blockAutoTranscript: segment.blockAutoTranscript && transcript,
			streams: segment.streams.filter(({ do: action, file }) => action === 'keep' || keep(file)),
			captions,
			attachments: segment.attachments.filter(({ file }) => keep(file)),
		});
	}
	return { ...plan, segments, decided };
}

function keptLead({ startedAt, parent }: PlannedSegment, file: RecordingFile): DecidedFile {
	const entryId = parent.entryId;
	return {
		file,
		segmentStartedAt: startedAt,
		entryId,
		outcome: outcome('file-already-imported', { file: file.id, entryId: entryId! }),
	};
}

function withoutBlock(fields: EntryFields): EntryFields {
	const rest = { ...fields };
	delete rest.blockAutoTranscript;
	return rest;
}

/** Files of a segment that the plan is about to write. */
export function filesOf(segment: PlannedSegment): RecordingFile[] {
	const entries = [segment.parent, ...segment.streams].filter(({ do: action }) => action !== 'keep');
	const files = [...entries, ...segment.captions, ...segment.attachments].map(({ file }) => file);
	return files.filter((file) => file !== null);
}

function writesSomething(segment: PlannedSegment): boolean {
	return (
		[segment.parent, ...segment.streams].some(({ do: action, rename }) => action !== 'keep' || rename !== undefined) ||
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
	// A row without a type is whatever is still being recorded.
	const untyped = file.fileType === '' && file.recordingType === '';
	return untyped || role === 'video' || (role === 'audio' && wanted.audio !== 'never');
}

function waitFor(recording: Recording, unfinished: readonly RecordingFile[]): ImportPlan {
	const processing = outcome('files-processing', { files: unfinished.length });
	const decided = recording.segments.flatMap((segment) =>
		segment.files.map((file) => ({ file, segmentStartedAt: segment.startedAt, entryId: null, outcome: processing })),
	);
	return { kind: 'wait', segments: [], decided, elsewhere: false, leftovers: [], superseded: [], duplicates: [] };
}

/**
 * Entries that the integration of before 2021 made for whole meetings: they carry no segment, so the first of them stands
 * for the first segment, and so on. Later segments are not skipped because of them (docs/fault-cases.md, W3).
 */
function nativeWholeMeetings({ recording, existing }: PlanInput): ExistingEntry[] {
	return existing.entries
		.filter((entry) => entry.referenceId === nativeReference(recording.meetingUuid) && !entry.parentEntryId)
		.filter((entry) => !entry.recycled && !isEmpty(entry) && !isFailed(entry))
		.toSorted((a, b) => a.createdAt - b.createdAt);
}
