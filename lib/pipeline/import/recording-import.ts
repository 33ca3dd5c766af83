import type { KalturaError } from '../../kaltura/errors';
import type { Found, TextKind } from '../../kaltura/ingest/look-up';
import type { FetchFrom, UploadedContent } from '../../kaltura/ingest/write';
import type { CarriedFile } from './carrier';
import { withFilesInWork } from '../../policy/import/files-in-work';
import { isEmpty, isFailed, type ExistingEntry } from '../../policy/import/existing-entries';
import {
	filesOf,
	planImport,
	referencesOf,
	withoutFiles,
	type Existing,
	type ImportPlan,
	type ImportSettings,
	type PlannedEntry,
	type PlannedSegment,
	type Rights,
	type SurplusAsset,
} from '../../policy/import/import-plan';
import type { ErrorDetails } from '../../policy/failures';
import { outcome, type Outcome } from '../../policy/outcomes';
import { addedTag, CATEGORIES_OPEN_TAG, fileTag } from '../../policy/import/references';
import type { Recording, RecordingFile } from '../../policy/recording';
import type { chooseTransfer, TransferSetting } from '../../policy/import/transfer-choice';
import type { DownloadAccess } from '../../zoom/recordings';

/** How one file ended. */
export interface FileResult {
	outcome: Outcome;
	entryId: string | null;
	error?: ErrorDetails;
}

/** What Kaltura said, when, and how patient to be with entries of others. */
export interface Facts {
	found: Found;
	/** Entries of earlier runs that Kaltura does not know any more. */
	gone: ReadonlySet<string>;
	takeOverSeconds: number;
	/** Our own clock, epoch seconds, for a Kaltura that does not tell its time. */
	clock: number;
}

export interface Ending {
	recording: Recording;
	owner: string;
	plan: ImportPlan;
	results: ReadonlyMap<string, FileResult>;
	/** The recording as a whole ended like this, whatever its files say. */
	override: { outcome: Outcome; error?: ErrorDetails } | null;
	notes: readonly Outcome[];
	/** Entries that got their content in this run. */
	filled: ReadonlySet<string>;
	/** Something other than a file was written. */
	putRight: boolean;
	/** Sentences about what was left out on purpose. */
	leftOut: readonly string[];
	transferOf(fileId: string): object | null;
}

/**
 * One recording on its way through a run: what is known, what was written, how each of its files ended. Does no I/O; the
 * run asks it what to do and tells it what happened.
 */
export class RecordingImport {
	plan: ImportPlan = {
		kind: 'nothing',
		segments: [],
		decided: [],
		elsewhere: false,
		leftovers: [],
		superseded: [],
		duplicates: [],
	};
	access: DownloadAccess | null = null;
	/** Text files that were read, by file id. */
	readonly texts = new Map<string, string>();
	/** Media whose address was seen to answer media, and who is to move its bytes. */
	readonly ways = new Map<string, ReturnType<typeof chooseTransfer>>();
	/** Files whose bytes were brought to Kaltura through n8n. */
	private readonly uploads = new Map<string, CarriedFile>();
	/** Uploads that were not needed, because somebody else had filled the entry. */
	readonly spareUploads: string[] = [];
	/** Set once there is nothing more to do; the run leaves it alone then. */
	ended = false;
	/** An answer of this round was lost: what was written is looked for in the next. */
	answerLost = false;
	/** After a lost answer, empty entries of this recording are taken for our own, for the rest of the run. */
	private takesOver = false;

	/** Categories are assigned once in a run; what is missing was reported. */
	categoriesDone = false;
	/** An entry of ours had to give way to another worker's; what is left is looked at again. */
	gaveWay = false;

	private readonly mine = new Map<string, ExistingEntry>();
	private readonly ownAssets = new Set<string>();
	private readonly filled = new Set<string>();
	private readonly results = new Map<string, FileResult>();
	private readonly failed = new Map<string, Outcome>();
	/** Files that Zoom lists and does not have. */
	private readonly lost = new Set<string>();
	private readonly notes: Outcome[] = [];
	private override: { outcome: Outcome; error?: ErrorDetails } | null = null;
	private captionsImpossible = false;
	private readonly left: string[] = [];
	/** Entries whose own captions were held back for a transcript that Kaltura then refused. */
	readonly blockedInVain = new Set<string>();
	/** Something other than a file was written: settings of an entry, categories, a duplicate that had to go. */
	private wasPutRight = false;
	/** Admin tags as this run has written them, by entry. */
	private readonly writtenTags = new Map<string, readonly string[]>();
	/** Tags that are to be remembered in an entry's admin tags once the answers are known. */
	readonly tagsToAdd = new Map<string, Set<string>>();
	private readonly tagsToDrop = new Map<string, string>();
	private facts: Facts | null = null;
	private existing: Existing = { entries: [], captions: [], attachments: [], goneEntryIds: [] };

	constructor(
		public recording: Recording,
		readonly settings: ImportSettings,
		readonly rights: Rights,
		/** Entries that an earlier run reported for this recording, to notice when people deleted them. */
		readonly knownEntryIds: readonly string[],
		readonly transfer: TransferSetting = 'automatic',
	) {}

	get references(): string[] {
		return referencesOf(this.recording);
	}

	get mineIds(): ReadonlySet<string> {
		return new Set(this.mine.keys());
	}

	/** Whether the plan needs a file from Zoom, and so fresh addresses. */
	get needsZoom(): boolean {
		return this.plan.segments.some((segment) => filesOf(segment).length > 0);
	}

	/** Nothing of it was written in this run, nor may have been. */
	get untouched(): boolean {
		return !this.takesOver && this.mine.size + this.filled.size + this.ownAssets.size === 0;
	}

	/** Files of the plan that travel through n8n and have not arrived yet. */
	get filesToCarry(): RecordingFile[] {
		return this.plan.segments
			.flatMap(filesOf)
			.filter(({ id }) => this.ways.get(id)?.way === 'throughN8n' && !this.uploads.has(id));
	}

	/** Whether the meeting's tracking fields may say where a new entry is published, and nobody has read them. */
	get needsTrackingFields(): boolean {
		const { settings, recording } = this;
		return settings.categories.trackingFields && recording.trackingFields === undefined && this.newEntries.length > 0;
	}

	readTrackingFields(trackingFields: Record<string, string>): void {
		this.recording = { ...this.recording, trackingFields };
	}

	get newEntries(): PlannedEntry[] {
		return this.plan.segments
			.flatMap(({ parent, streams }) => [parent, ...streams])
			.filter((entry) => entry.do === 'create');
	}

	get categoryWishes(): string[] {
		return this.plan.segments.flatMap(({ categories }) => categories);
	}

	/** Takes what Kaltura answered and plans anew. Entries of this run count even when the index does not show them yet. */
	replan(facts: Facts): void {
		this.facts = facts;
		const references = new Set(this.references);
		const entries = new Map(this.mine);
		for (const entry of facts.found.entries) {
			if (references.has(entry.referenceId)) entries.set(entry.id, this.upToDate(entry));
		}
		const ofEntries = <Asset extends { id: string; entryId: string }>(assets: readonly Asset[]) => [
			...new Map(assets.filter(({ entryId }) => entries.has(entryId)).map((asset) => [asset.id, asset])).values(),
		];
		this.existing = {
			entries: [...entries.values()],
			captions: ofEntries(facts.found.captions),
			attachments: ofEntries(facts.found.attachments),
			goneEntryIds: this.knownEntryIds.filter((id) => facts.gone.has(id)),
		};
		const plan = planImport({
			recording: this.recording,
			settings: this.settings,
			rights: this.rights,
			existing: this.existing,
			now: facts.found.now ?? facts.clock,
			mine: this.mineIds,
			takeOverSeconds: this.takesOver ? 0 : facts.takeOverSeconds,
			lost: this.lost,
		});
		this.leaveOutImpossible(plan, facts.found.impossible);
		this.plan = withoutFiles(plan, this.failed);
		if (this.categoriesDone) for (const segment of this.plan.segments) segment.categories = [];
	}

	/** Texts that the account cannot have are no reason not to import the rest; nothing that time mends, so nothing repeats. */
	private leaveOutImpossible({ segments }: ImportPlan, impossible: Found['impossible']): void {
		for (const [kind, error] of impossible) {
			const files = segments.flatMap((segment) => segment[kind].map(({ file }) => file));
			for (const { id } of files) this.textNotPossible(kind, id, error);
		}
		if (this.captionsImpossible) segments.forEach(letKalturaTranscribe);
	}

	textNotPossible(kind: TextKind, fileId: string, { message: detail }: KalturaError): void {
		if (kind === 'captions') this.captionsImpossible = true;
		const reason = kind === 'captions' ? 'captions-not-possible' : 'attachments-not-possible';
		this.fileFailed(fileId, { outcome: outcome(reason, { file: fileId, detail }), entryId: null });
	}

	/** The recording was read again, the facts about Kaltura still hold. */
	replanWithSameFacts(): void {
		if (this.facts) this.replan(this.facts);
	}

	/** The plan without files that turned out to be unreadable; of those that Zoom has lost another one may take the lead. */
	dropFailedFiles(): void {
		if (this.lost.size > 0) this.replanWithSameFacts();
		this.plan = withoutFiles(this.plan, this.failed);
	}

	/** Assets that several workers added for one file, without the one that counts. */
	get surplusAssets(): SurplusAsset[] {
		return this.plan.segments.flatMap(({ surplus }) => surplus);
	}

	get now(): number {
		return this.facts?.found.now ?? this.facts?.clock ?? 0;
	}

	/** The index may still show an entry as empty or failed after its content was attached. */
	private upToDate(entry: ExistingEntry): ExistingEntry {
		const adminTags = this.writtenTags.get(entry.id) ?? entry.adminTags;
		const status = this.filled.has(entry.id) && (isEmpty(entry) || isFailed(entry)) ? '0' : entry.status;
		return { ...entry, status, adminTags: [...adminTags] };
	}

	/** Takes the recording as Zoom has it now; what only the meeting knows stays. */
	readFrom(access: DownloadAccess): void {
		const { trackingFields, host, kind, type } = this.recording;
		this.access = access;
		const fresh = withFilesInWork(access.recording, this.recording);
		this.recording = {
			...fresh,
			host: { ...access.recording.host, email: access.recording.host.email ?? host.email },
			...(access.recording.type === null ? { kind, type } : {}),
			...(trackingFields ? { trackingFields } : {}),
		};
	}

	get entries(): readonly ExistingEntry[] {
		return this.existing.entries;
	}

	/** Those that may be the one of their reference. */
	get competing(): ExistingEntry[] {
		return this.entries.filter(({ id }) => !this.plan.superseded.some(({ entryId }) => entryId === id));
	}

	created(entry: ExistingEntry): void {
		this.mine.set(entry.id, entry);
	}

	deleted(entryId: string): void {
		this.mine.delete(entryId);
		this.filled.delete(entryId);
		for (const [fileId, { entryId: target }] of this.results) if (target === entryId) this.results.delete(fileId);
		this.gaveWay = true;
	}

	lostAnAnswer(): void {
		this.answerLost = true;
		this.takesOver = true;
	}

	assetAdded(assetId: string): void {
		this.ownAssets.add(assetId);
	}

	contentAttached(entryId: string): void {
		this.filled.add(entryId);
		const own = this.mine.get(entryId);
		if (own) this.mine.set(entryId, { ...own, status: '0' });
	}

	/** @param as "the main stream of entry", "a caption of entry", … */
	imported(fileId: string, entryId: string, as: string): void {
		this.results.set(fileId, { outcome: outcome('file-imported', { file: fileId, entryId, as }), entryId });
	}

	/** The file is left out from now on; the rest of the recording goes on. */
	fileFailed(fileId: string, result: FileResult): void {
		this.failed.set(fileId, result.outcome);
		if (result.outcome.reason === 'gone-at-source') this.lost.add(fileId);
		this.results.set(fileId, result);
	}

	/** To be remembered in the entry's admin tags, so that the next run tries again. */
	categoryFailed(entryId: string, remark: Outcome): void {
		this.note(remark);
		this.rememberTag(entryId, CATEGORIES_OPEN_TAG);
	}

	/** The file is in Kaltura as part of the parent: if it is missing there later, somebody has deleted it. */
	addedTo(parentId: string, fileId: string): void {
		this.rememberTag(parentId, addedTag(fileId));
	}

	/** The content of the entry is being replaced by a better layout: from now on it stands for that one. */
	takesLead(entryId: string, fileId: string, insteadOf: string): void {
		this.rememberTag(entryId, fileTag(fileId));
		this.tagsToDrop.set(entryId, fileTag(insteadOf));
	}

	private rememberTag(entryId: string, tag: string): void {
		this.tagsToAdd.set(entryId, (this.tagsToAdd.get(entryId) ?? new Set()).add(tag));
	}

	tagsOf({ entryId, adminTags }: { entryId: string | null; adminTags: readonly string[] }): readonly string[] {
		return this.writtenTags.get(entryId ?? '') ?? adminTags;
	}

	tagsWritten(entryId: string, adminTags: readonly string[]): void {
		this.writtenTags.set(entryId, adminTags);
	}

	/** Entries of the plan whose admin tags lack something that is to be remembered, with the tags as they should be. */
	takeTags(): Array<{ entryId: string; adminTags: string[] }> {
		const entries = this.plan.segments.flatMap(({ parent, streams }) => [parent, ...streams]);
		const open = [...this.tagsToAdd].flatMap(([entryId, tags]) => {
			const entry = entries.find((one) => one.entryId === entryId);
			const before = this.tagsOf(entry ?? { entryId, adminTags: this.mine.get(entryId)?.adminTags ?? [] });
			const missing = [...tags].filter((tag) => !before.includes(tag));
			// Tags that nobody knows would be lost by writing others.
			if (missing.length === 0 || before.length === 0) return [];
			const adminTags = [...before.filter((tag) => tag !== this.tagsToDrop.get(entryId)), ...missing];
			this.tagsWritten(entryId, adminTags);
			return [{ entryId, adminTags }];
		});
		this.tagsToAdd.clear();
		this.tagsToDrop.clear();
		return open;
	}

	/** @param what a sentence about what was left out on purpose */
	leaveOut(what: string): void {
		if (!this.left.includes(what)) this.left.push(what);
	}

	putRight(): void {
		this.wasPutRight = true;
	}

	note(remark: Outcome): void {
		if (!this.notes.some(({ message }) => message === remark.message)) this.notes.push(remark);
	}

	/** Ends the recording as a whole, whatever its files say. */
	end(result?: { outcome: Outcome; error?: ErrorDetails }): void {
		if (this.ended) return;
		this.ended = true;
		// A node run may hold thousands of recordings; their texts and addresses are not needed any more.
		this.texts.clear();
		this.access = null;
		this.facts = null;
		this.override = result ?? null;
	}

	carried(fileId: string, file: CarriedFile): void {
		this.uploads.set(fileId, file);
	}

	/** Somebody else was faster: the entry has its content, the upload is of no use. */
	notNeeded(fileId: string): void {
		const upload = this.uploads.get(fileId);
		// Whoever was faster may have used this very upload.
		if (upload && !upload.takenOver) this.spareUploads.push(upload.tokenId);
	}

	/** Whether another execution may have gone on with the same upload. */
	sharesUpload(fileId: string): boolean {
		return this.uploads.get(fileId)?.takenOver === true;
	}

	/** Where Kaltura finds a file: in an upload, or behind an address. */
	contentOf(fileId: string): FetchFrom | UploadedContent | null {
		const upload = this.uploads.get(fileId);
		if (upload) return { uploadTokenId: upload.tokenId };
		return this.access?.opensEverything ? null : this.fetchFrom(fileId);
	}

	/** How the bytes of a file travelled, for people and for reports. */
	transferOf(fileId: string): object | null {
		const chosen = this.ways.get(fileId);
		return chosen ? { ...chosen, ...this.uploads.get(fileId)?.report } : null;
	}

	fetchFrom(fileId: string): FetchFrom | null {
		const url = this.access?.urls.get(fileId);
		return url ? { url, token: this.access!.token } : null;
	}

	/** How it ended, for the item that leaves the node. */
	get ending(): Ending {
		const { plan, results, override, notes, filled, recording, rights } = this;
		const transferOf = (fileId: string) => this.transferOf(fileId);
		return {
			plan,
			results,
			override,
			notes,
			filled,
			recording,
			owner: rights.owner,
			putRight: this.wasPutRight,
			leftOut: this.left,
			transferOf,
		};
	}
}

/** Where Zoom's transcript cannot be a caption, Kaltura's own captions are not held back for it. */
function letKalturaTranscribe(segment: PlannedSegment): void {
	segment.blockAutoTranscript = false;
	delete segment.parent.fields?.blockAutoTranscript;
}
