import type { KalturaError } from '../../kaltura/errors';
import type { Found, TextKind } from '../../kaltura/ingest/look-up';
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
import { outcome, type Outcome } from '../../policy/outcomes';
import { addedTag, CATEGORIES_OPEN_TAG, fileTag } from '../../policy/import/references';
import type { Recording, RecordingFile } from '../../policy/recording';
import type { TransferSetting } from '../../policy/import/transfer-choice';
import type { DownloadAccess } from '../../zoom/recordings';

import { EntryTags } from './entry-tags';
import { failureOf } from './failure-outcomes';
import { FileWays } from './file-ways';
import { type Ending, type FileResult, RecordingReport, type WholeResult } from './recording-report';

/** What Kaltura said, when, and how patient to be with entries of others. */
export interface Facts {
	found: Found;
	/** Entries of earlier runs that Kaltura does not know any more. */
	gone: ReadonlySet<string>;
	takeOverSeconds: number;
	/** Our own clock, epoch seconds, for a Kaltura that does not tell its time. */
	clock: number;
}

/** Why a recording is looked at again in the next round. */
type Unsettled = 'answerLost' | 'gaveWay';

/**
 * One recording on its way through a run: what is known, what was written, how each of its files ended. Does no I/O; the
 * phases ask it what to do and tell it what happened, and nothing of it changes elsewhere.
 */
export class RecordingImport {
	readonly files = new FileWays();
	readonly report = new RecordingReport();
	private currentPlan: ImportPlan = {
		kind: 'nothing',
		segments: [],
		decided: [],
		elsewhere: false,
		leftovers: [],
		superseded: [],
		duplicates: [],
	};
	/** Set once there is nothing more to do; the run leaves it alone then. */
	private hasEnded = false;
	/** An answer was lost, or an entry of ours gave way to another worker's: what there is shows in the next round. */
	private unsettled: Unsettled | null = null;
	/** After a lost answer, empty entries of this recording are taken for our own, for the rest of the run. */
	private takesOver = false;
	/** Categories are assigned once in a run; what is missing was reported. */
	private categoriesDone = false;

	private readonly mine = new Map<string, ExistingEntry>();
	private readonly ownAssets = new Set<string>();
	private readonly filled = new Set<string>();
	private readonly failed = new Map<string, Outcome>();
	/** Files that Zoom lists and does not have. */
	private readonly lost = new Set<string>();
	private override: WholeResult | null = null;
	private captionsImpossible = false;
	/** Entries whose own captions were held back for a transcript that Kaltura then refused. */
	private blockedInVain: string[] = [];
	private readonly tags = new EntryTags();
	private facts: Facts | null = null;
	private existing: Existing = { entries: [], captions: [], attachments: [], goneEntryIds: [] };

	constructor(
		private currentRecording: Recording,
		readonly settings: ImportSettings,
		readonly rights: Rights,
		/** Entries that an earlier run reported for this recording, to notice when people deleted them. */
		readonly knownEntryIds: readonly string[],
		readonly transfer: TransferSetting = 'automatic',
	) {}

	get recording(): Recording {
		return this.currentRecording;
	}

	get plan(): ImportPlan {
		return this.currentPlan;
	}

	get ended(): boolean {
		return this.hasEnded;
	}

	/** Whether the phases that follow in this round may go on with it. */
	get goesOn(): boolean {
		return !this.hasEnded && this.unsettled !== 'answerLost';
	}

	/** Whether something may have changed that this round has not seen. */
	get isUnsettled(): boolean {
		return this.unsettled !== null || this.plan.elsewhere || this.plan.kind === 'write';
	}

	/** Whether anything is to be written. What needs nothing ends; what another worker is doing stays for the next round. */
	hasWork(): boolean {
		if (this.hasEnded) return false;
		if (this.plan.kind === 'write') return true;
		if (!this.plan.elsewhere) this.end();
		return false;
	}

	beginRound(): void {
		this.unsettled = null;
	}

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
		return this.plan.segments.flatMap(filesOf).filter(({ id }) => this.files.isToBeCarried(id));
	}

	/** Whether the meeting's tracking fields may say where a new entry is published, and nobody has read them. */
	get needsTrackingFields(): boolean {
		const { settings, recording } = this;
		return settings.categories.trackingFields && recording.trackingFields === undefined && this.newEntries.length > 0;
	}

	readTrackingFields(trackingFields: Record<string, string>): void {
		this.currentRecording = { ...this.recording, trackingFields };
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
		this.currentPlan = withoutFiles(plan, this.failed);
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
		this.currentPlan = withoutFiles(this.plan, this.failed);
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
		const adminTags = this.tags.of(entry.id, entry.adminTags);
		const status = this.filled.has(entry.id) && (isEmpty(entry) || isFailed(entry)) ? '0' : entry.status;
		return { ...entry, status, adminTags: [...adminTags] };
	}

	/** Takes the recording as Zoom has it now; what only the meeting knows stays. */
	readFrom(access: DownloadAccess): void {
		const { trackingFields, host, kind, type } = this.recording;
		this.files.open(access);
		const fresh = withFilesInWork(access.recording, this.recording);
		this.currentRecording = {
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
		this.report.entryDeleted(entryId);
		this.unsettled ??= 'gaveWay';
	}

	/** A write whose answer was lost may have happened: the next round looks before anything is repeated. */
	sendingFailed(error: KalturaError): void {
		if (error.effect !== 'unknown') return this.end(failureOf(error));
		this.unsettled = 'answerLost';
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

	/** The file is left out from now on; the rest of the recording goes on. */
	fileFailed(fileId: string, result: FileResult): void {
		this.failed.set(fileId, result.outcome);
		if (result.outcome.reason === 'gone-at-source') this.lost.add(fileId);
		this.report.fileEnded(fileId, result);
	}

	/** To be remembered in the entry's admin tags, so that the next run tries again. */
	categoryFailed(entryId: string, remark: Outcome): void {
		this.report.note(remark);
		this.tags.remember(entryId, CATEGORIES_OPEN_TAG);
	}

	/** The file is in Kaltura as part of the parent: if it is missing there later, somebody has deleted it. */
	addedTo(parentId: string, fileId: string): void {
		this.tags.remember(parentId, addedTag(fileId));
	}

	/** The content of the entry is being replaced by a better layout: from now on it stands for that one. */
	takesLead(entryId: string, fileId: string, insteadOf: string): void {
		this.tags.remember(entryId, fileTag(fileId), fileTag(insteadOf));
	}

	tagsWritten(entryId: string, adminTags: readonly string[]): void {
		this.tags.wrote(entryId, adminTags);
	}

	/** Entries whose admin tags lack something that is to be remembered, with the tags as they should be. */
	takeTags(): Array<{ entryId: string; adminTags: string[] }> {
		const entries = this.plan.segments.flatMap(({ parent, streams }) => [parent, ...streams]);
		return this.tags.take((entryId) => {
			const entry = entries.find((one) => one.entryId === entryId) ?? this.mine.get(entryId);
			return entry?.adminTags ?? [];
		});
	}

	/** A transcript was refused: Kaltura's own captions need not wait for it. */
	transcriptRefused(entryId: string): void {
		this.blockedInVain.push(entryId);
	}

	takeBlockedInVain(): string[] {
		const entries = [...new Set(this.blockedInVain)];
		this.blockedInVain = [];
		return entries;
	}

	categoriesAssigned(): void {
		this.categoriesDone = true;
	}

	/** Ends the recording as a whole, whatever its files say. */
	end(result?: WholeResult): void {
		if (this.hasEnded) return;
		this.hasEnded = true;
		this.files.close();
		this.facts = null;
		this.override = result ?? null;
	}

	/** How it ended, for the item that leaves the node. */
	get ending(): Ending {
		const { plan, override, filled, recording, rights } = this;
		const { results, notes, leftOut, wasPutRight: putRight } = this.report;
		const transferOf = (fileId: string) => this.files.transferOf(fileId);
		return {
			plan,
			results,
			override,
			notes,
			filled,
			recording,
			owner: rights.owner,
			putRight,
			leftOut,
			transferOf,
		};
	}
}

/** Where Zoom's transcript cannot be a caption, Kaltura's own captions are not held back for it. */
function letKalturaTranscribe(segment: PlannedSegment): void {
	segment.blockAutoTranscript = false;
	delete segment.parent.fields?.blockAutoTranscript;
}
