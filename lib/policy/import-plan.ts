import { assetStanding } from './asset-standing';
import { planAttachments, type ExistingAttachment, type PlannedAttachment } from './attachments';
import { planCaptions, type CaptionSettings, type ExistingCaption, type PlannedCaption } from './captions';
import { wishedCategories, type CategorySettings } from './categories';
import { chooseEntry, isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { entryDescription, entryName, tagList } from './entry-text';
import { isFinished, isMedia, roleOf, sortFiles, type FileSettings, type SortedFiles } from './files';
import { outcome, type Outcome } from './outcomes';
import { chooseParent, isKnownLayout } from './parent';
import type { Recording, RecordingFile, Segment } from './recording';
import {
	CATEGORIES_OPEN_TAG,
	fileTag,
	hasFileTag,
	nativeReference,
	parentReference,
	streamReference,
	ZOOM_ENTRY_TAG,
} from './references';

/** Everything an admin decides about importing. */
export interface ImportSettings {
	files: FileSettings;
	/** `multiStream`: further layouts are streams of one entry. `separateEntries`: each is an entry of its own. */
	layouts: 'multiStream' | 'separateEntries';
	nameTemplate: string;
	tags: string[];
	adminTags: string[];
	/** null: the account's default. */
	conversionProfileId: number | null;
	captions: CaptionSettings;
	categories: CategorySettings;
	/** Entries that Kaltura could not import or convert. */
	failedEntries: 'importAgain' | 'report';
	/** Entries that people deleted in Kaltura. */
	deletedEntries: 'importAgain' | 'report';
	/** What Kaltura's own integration left out: late transcripts, chat, layouts it does not know. */
	nativeEntries: 'complete' | 'leave';
}

/** Whose the entry is and who else may do what; Kaltura user ids, as Owner Resolver found them. */
export interface Rights {
	owner: string;
	coEditors: string[];
	coPublishers: string[];
	coViewers: string[];
}

/** What Kaltura holds for the references of one recording, in every status but deleted. */
export interface Existing {
	entries: ExistingEntry[];
	captions: ExistingCaption[];
	attachments: ExistingAttachment[];
	/** Entries that an earlier run made and that Kaltura does not know any more. */
	goneEntryIds: string[];
}

/** The texts and settings of a new entry. Keys are Kaltura's property names; absent ones are not sent. */
export interface EntryFields {
	name: string;
	description: string;
	tags?: string;
	adminTags: string;
	userId: string;
	entitledUsersEdit?: string;
	entitledUsersPublish?: string;
	entitledUsersView?: string;
	conversionProfileId?: number;
	blockAutoTranscript?: boolean;
}

/**
 * One entry of the plan. `create`: no entry yet. `fill`: an entry without content, left by a killed run. `replace`: its
 * content failed and is fetched again. `keep`: nothing to do with its content.
 */
export interface PlannedEntry {
	role: 'parent' | 'separate' | 'stream';
	do: 'create' | 'fill' | 'keep' | 'replace';
	referenceId: string;
	/** null only with `create`. */
	entryId: string | null;
	/** The recording file that is or becomes its content; null for an entry whose file is unknown or gone from Zoom. */
	file: RecordingFile | null;
	mediaType: 'audio' | 'video';
	/** For `create`, and for `fill` of a nameless placeholder of Kaltura's own integration. */
	fields: EntryFields | null;
	/** Status that Kaltura shows, '' for `create`. */
	status: string;
	/** Existing admin tags, for those who must add one. */
	adminTags: string[];
}

export interface PlannedSegment {
	startedAt: string;
	part: number;
	parts: number;
	parent: PlannedEntry;
	streams: PlannedEntry[];
	captions: PlannedCaption[];
	attachments: PlannedAttachment[];
	/** Categories to assign, as wished; empty once an entry has its content, so that people's changes stay. */
	categories: string[];
	/** An existing entry gets its first Zoom transcript now: its automatic captions must be held back. */
	blockAutoTranscript: boolean;
	native: boolean;
}

/** A file whose outcome is known without writing anything. */
export interface DecidedFile {
	file: RecordingFile;
	segmentStartedAt: string;
	entryId: string | null;
	outcome: Outcome;
}

export interface ImportPlan {
	/** `write`: something is missing in Kaltura. `nothing`: all is decided. `wait`: come back later. */
	kind: 'nothing' | 'wait' | 'write';
	segments: PlannedSegment[];
	decided: DecidedFile[];
	/** Some entry is being filled by another worker: look again in a moment. */
	elsewhere: boolean;
	/** Empty duplicates of ours that a killed run left behind, to be deleted. */
	leftovers: string[];
	/** Entries with content beside the one that counts, made in the same hour: a race that nobody noticed in time. */
	duplicates: string[];
}

export interface PlanInput {
	recording: Recording;
	settings: ImportSettings;
	rights: Rights;
	existing: Existing;
	/** Epoch seconds, as Kaltura counts them: it is compared with Kaltura's creation times. */
	now: number;
	/** Entries that this very run created, or that a lost answer of it must have created. */
	mine: ReadonlySet<string>;
	/** An empty entry that somebody else created is left to its creator for this long. */
	takeOverSeconds: number;
}

/** Kaltura's own integration fills its placeholders within this time, or never (its grace period). */
const NATIVE_GRACE_SECONDS = 3 * 3600;

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

class SegmentPlanner {
	private readonly startedAt: string;

	constructor(
		private readonly input: PlanInput,
		segment: Segment,
		private readonly files: SortedFiles,
		private readonly part: number,
		private readonly parts: number,
		private readonly plan_: ImportPlan,
	) {
		this.startedAt = segment.startedAt;
	}

	/** @returns null when the segment needs no entry of ours; the outcome of its files is decided then */
	plan(nativeWhole: ExistingEntry[]): PlannedSegment | null {
		const { recording, settings, existing, now } = this.input;
		const media = chooseParent(this.files.videos, this.files.audios);
		if (!media) return null;
		const referenceId = parentReference(recording.meetingUuid, this.startedAt);
		const found = chooseEntry(
			existing.entries.filter((entry) => entry.referenceId === referenceId && !entry.parentEntryId),
			now,
		);
		this.plan_.leftovers.push(...found.leftovers);
		this.plan_.duplicates.push(...found.duplicates);
		const entry = found.entry ?? (found.recycled ? null : nativeWhole.shift()) ?? null;
		const everything = [...this.files.videos, ...this.files.audios, ...this.texts()];

		if (!entry && settings.deletedEntries === 'report' && (found.recycled || existing.goneEntryIds.length > 0)) {
			const entryId = found.recycled?.id ?? existing.goneEntryIds[0]!;
			const change = found.recycled ? 'moved to the recycle bin' : 'deleted';
			for (const file of everything) this.decide(file, entryId, outcome('changed-in-kaltura', { entryId, change }));
			return null;
		}
		if (!entry) return this.segmentWith(this.newEntry('parent', referenceId, media.parent), media.children, false);

		const ours = hasFileTag(entry.adminTags);
		if (ours && this.isBeingFilled(entry)) {
			for (const file of everything) this.leaveTo(entry, file);
			return null;
		}
		if (!ours && isEmpty(entry)) {
			if (now - entry.createdAt < NATIVE_GRACE_SECONDS) {
				for (const file of everything)
					this.decide(file, entry.id, outcome('native-import-running', { entryId: entry.id }));
				return null;
			}
			const placeholder = this.existingEntry('parent', entry, media.parent, 'fill');
			placeholder.fields = this.fieldsFor('', media.parent);
			return this.segmentWith(placeholder, media.children, false);
		}
		if (!ours && !isFailed(entry)) return this.nativeSegment(entry, media);
		if (!ours && settings.failedEntries === 'report') {
			const failed = outcome('import-failed-in-kaltura', { entryId: entry.id, status: entry.status });
			for (const file of everything) this.decide(file, entry.id, failed);
			return this.bareSegment(this.existingEntry('parent', entry, null), true);
		}

		const all = [media.parent, ...media.children];
		const tagged = all.find((file) => entry.adminTags.includes(fileTag(file.id))) ?? null;
		// An entry of ours whose file is gone from Zoom keeps its content; what is left are its streams.
		const file = tagged ?? (ours ? null : media.parent);
		const parent = this.existingEntry('parent', entry, file);
		return this.segmentWith(
			parent,
			all.filter((other) => other !== file),
			false,
		);
	}

	/** What Kaltura's own integration imported stays as it is; on request, what it leaves out is added. */
	private nativeSegment(
		entry: ExistingEntry,
		{ parent, children }: { parent: RecordingFile; children: RecordingFile[] },
	): PlannedSegment | null {
		const native = outcome('imported-by-native-integration', { entryId: entry.id });
		const complete = this.input.settings.nativeEntries === 'complete';
		const known = [parent, ...children].filter((file) => file === parent || isKnownLayout(file.recordingType));
		for (const file of complete ? known : [parent, ...children, ...this.texts()]) this.decide(file, entry.id, native);
		const streams = complete ? children.filter((file) => !isKnownLayout(file.recordingType)) : [];
		const kept = { ...this.existingEntry('parent', entry, null), do: 'keep' as const };
		return complete ? this.segmentWith(kept, streams, true) : this.bareSegment(kept, true);
	}

	private bareSegment(parent: PlannedEntry, native: boolean): PlannedSegment {
		return {
			startedAt: this.startedAt,
			part: this.part,
			parts: this.parts,
			parent,
			streams: [],
			captions: [],
			attachments: [],
			categories: [],
			blockAutoTranscript: false,
			native,
		};
	}

	private segmentWith(parent: PlannedEntry, others: RecordingFile[], native: boolean): PlannedSegment {
		const { recording, settings, existing } = this.input;
		const planned = this.bareSegment(parent, native);
		for (const file of others) {
			const stream = this.stream(file, parent.entryId);
			if (stream) planned.streams.push(stream);
		}
		const isNew = parent.do === 'create' || parent.do === 'fill';
		if ((isNew && !native) || parent.adminTags.includes(CATEGORIES_OPEN_TAG)) {
			planned.categories = wishedCategories(recording, settings.categories);
		}
		attachTexts(this.input, planned, this.files, (file, entryId, result) => this.decide(file, entryId, result));
		if (addsTranscript(planned, this.files)) {
			if (parent.fields) parent.fields.blockAutoTranscript = true;
			else planned.blockAutoTranscript = !existing.entries.find(({ id }) => id === parent.entryId)?.blockAutoTranscript;
		}
		if (parent.do === 'keep' && parent.file) this.decideKept(parent);
		for (const stream of planned.streams) if (stream.do === 'keep' && stream.file) this.decideKept(stream);
		return planned;
	}

	private stream(file: RecordingFile, parentEntryId: string | null): PlannedEntry | null {
		const { recording, settings, existing, now } = this.input;
		const role = settings.layouts === 'separateEntries' ? 'separate' : 'stream';
		const referenceId = streamReference(recording.meetingUuid, file.id);
		const found = chooseEntry(
			existing.entries.filter(
				(entry) => entry.referenceId === referenceId && (!entry.parentEntryId || entry.parentEntryId === parentEntryId),
			),
			now,
		);
		this.plan_.leftovers.push(...found.leftovers);
		this.plan_.duplicates.push(...found.duplicates);
		if (found.entry && this.isBeingFilled(found.entry)) {
			this.leaveTo(found.entry, file);
			return null;
		}
		if (found.entry) return this.existingEntry(found.entry.parentEntryId ? 'stream' : 'separate', found.entry, file);
		const gone = found.recycled?.id ?? (parentEntryId ? existing.goneEntryIds[0] : undefined);
		if (gone && settings.deletedEntries === 'report') {
			this.decide(file, gone, outcome('changed-in-kaltura', { entryId: gone, change: 'deleted' }));
			return null;
		}
		return this.newEntry(role, referenceId, file);
	}

	private leaveTo(entry: ExistingEntry, file: RecordingFile): void {
		this.plan_.elsewhere = true;
		this.decide(file, entry.id, outcome('imported-elsewhere', { entryId: entry.id }));
	}

	/** Another worker created it a moment ago and is about to attach its content. */
	private isBeingFilled(entry: ExistingEntry): boolean {
		const { now, mine, takeOverSeconds } = this.input;
		return isEmpty(entry) && !mine.has(entry.id) && now - entry.createdAt < takeOverSeconds;
	}

	private newEntry(role: PlannedEntry['role'], referenceId: string, file: RecordingFile): PlannedEntry {
		return {
			role,
			do: 'create',
			referenceId,
			entryId: null,
			file,
			mediaType: mediaTypeOf(file),
			fields: this.fieldsFor(role === 'parent' ? '' : file.recordingType, file),
			status: '',
			adminTags: [],
		};
	}

	private existingEntry(
		role: PlannedEntry['role'],
		entry: ExistingEntry,
		file: RecordingFile | null,
		action?: PlannedEntry['do'],
	): PlannedEntry {
		const again = this.input.settings.failedEntries === 'importAgain' && !entry.replacing;
		const needed = isEmpty(entry) ? 'fill' : isFailed(entry) && again ? 'replace' : 'keep';
		return {
			role,
			do: file ? (action ?? needed) : 'keep',
			referenceId: entry.referenceId,
			entryId: entry.id,
			file,
			mediaType: file ? mediaTypeOf(file) : 'video',
			fields: null,
			status: entry.status,
			adminTags: entry.adminTags,
		};
	}

	private fieldsFor(layout: string, file: RecordingFile): EntryFields {
		const { recording, settings, rights } = this.input;
		const facts = { recording, segmentStartedAt: this.startedAt, part: this.part, parts: this.parts, layout };
		const tags = tagList(settings.tags);
		return {
			name: entryName(settings.nameTemplate, facts),
			description: entryDescription(recording, this.startedAt),
			...(tags ? { tags } : {}),
			adminTags: tagList([ZOOM_ENTRY_TAG, fileTag(file.id), ...settings.adminTags]),
			userId: rights.owner,
			...people('entitledUsersEdit', rights.coEditors),
			...people('entitledUsersPublish', rights.coPublishers),
			...people('entitledUsersView', rights.coViewers),
			...(settings.conversionProfileId === null ? {} : { conversionProfileId: settings.conversionProfileId }),
		};
	}

	private texts(): RecordingFile[] {
		return [...this.files.transcripts, ...this.files.closedCaptions, ...this.files.attachments];
	}

	private decideKept(entry: PlannedEntry): void {
		const entryId = entry.entryId!;
		const failed = isFailed({ status: entry.status });
		this.decide(
			entry.file!,
			entryId,
			failed
				? outcome('import-failed-in-kaltura', { entryId, status: entry.status })
				: outcome('file-already-imported', { file: entry.file!.id, entryId }),
		);
	}

	private decide(file: RecordingFile, entryId: string | null, result: Outcome): void {
		this.plan_.decided.push({ file, segmentStartedAt: this.startedAt, entryId, outcome: result });
	}
}

/** Adds the captions and attachments that the segment's entry lacks to its plan; decides about all the others. */
function attachTexts(
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
	);
	const attachments = planAttachments(
		finished(files.attachments),
		existing.attachments.filter((attachment) => attachment.entryId === entryId),
		recording.meetingId,
		standing,
	);
	planned.captions.push(...captions.missing);
	planned.attachments.push(...attachments.missing);
	for (const { file, assetId, failed } of [...captions.present, ...attachments.present]) {
		const result = failed
			? outcome('asset-failed-in-kaltura', { file: file.id, assetId })
			: outcome('file-already-imported', { file: file.id, entryId: entryId ?? '' });
		decide(file, entryId, result);
	}
}

/**
 * A segment of which Zoom lists no media (any more, or not yet): its texts join the entry that an earlier run made of it,
 * else the entry of the segment that was running then.
 */
function placeTexts(
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
	const host = withMedia.findLast((other) => other.segment.startedAt <= segment.startedAt) ?? withMedia[0];
	if (host) {
		host.files.transcripts.push(...files.transcripts);
		host.files.closedCaptions.push(...files.closedCaptions);
		host.files.attachments.push(...files.attachments);
		return;
	}
	const mediaAnywhere = recording.segments.some((other) => other.files.some((file) => isMedia(roleOf(file))));
	const code = mediaAnywhere ? 'nothing-to-attach-to' : 'media-not-there-yet';
	for (const file of texts) decide(file, null, outcome(code, { file: file.id }));
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
			mediaType: 'video',
			fields: null,
			status: entry.status,
			adminTags: entry.adminTags,
		},
		streams: [],
		captions: [],
		attachments: [],
		categories: [],
		blockAutoTranscript: false,
		native,
	};
}

function addsTranscript(planned: PlannedSegment, files: SortedFiles): boolean {
	return planned.captions.some(({ file }) => files.transcripts.includes(file));
}

function mediaTypeOf(file: RecordingFile): 'audio' | 'video' {
	return roleOf(file) === 'audio' ? 'audio' : 'video';
}

/** Comma list without repetitions; no key at all when empty, so that nothing existing is cleared. */
function people<Key extends string>(key: Key, userIds: readonly string[]): { [name in Key]?: string } {
	const unique = [...new Map(userIds.map((id) => [id.trim().toLowerCase(), id.trim()])).values()].filter(Boolean);
	return (unique.length ? { [key]: unique.join(',') } : {}) as { [name in Key]?: string };
}
