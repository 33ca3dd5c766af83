import type { KalturaApi } from '../../kaltura/api';
import { errorAsValue, KalturaError } from '../../kaltura/errors';
import { addAssetLists, addLookUp, goneEntries, nothingFound, type Found } from '../../kaltura/ingest/look-up';
import { addOwnerLookUp } from '../../kaltura/ingest/owners';
import { RequestList } from '../../kaltura/ingest/request-list';
import { wrongKind } from '../../kaltura/shared-ids';
import { addEmptyEntry, setParent, updateEntry } from '../../kaltura/ingest/write';
import { ref, type ResultReference } from '../../kaltura/result-references';
import { filesInWork } from '../../policy/import/files-in-work';
import { tagList } from '../../policy/import/entry-text';
import type { ExistingEntry } from '../../policy/import/existing-entries';
import { type Outcome, outcome } from '../../policy/outcomes';
import type { Recording } from '../../policy/recording';
import type { Slots } from '../../http/slots';
import { isZoomError } from '../../zoom/errors';
import type { DownloadAccess } from '../../zoom/recordings';

import { CategoryFinder } from './category-finder';
import { addContentOf, contentSize } from './content';
import { failureOf, isNoRecording } from './failure-outcomes';
import { type CarryFile, FileCarrier } from './file-carrier';
import { FileReader, type MediaReader } from './file-reader';
import { inParallel } from '../../http/in-parallel';
import { inGroups } from './in-groups';
import type { RecordingImport } from './recording-import';
import { type Doomed, Superfluous } from './superfluous';

/** What a run works with; everything that touches the world comes from here. */
export interface ImportRunDeps {
	kaltura: KalturaApi;
	/** Fresh addresses and token of one recording. */
	downloadAccess(recording: Recording): Promise<DownloadAccess>;
	/** Tracking fields of the meeting, by name; null when Zoom has forgotten the meeting. */
	trackingFields(recording: Recording): Promise<Record<string, string> | null>;
	/** Batches take turns in reading from Zoom. */
	readingTurns: Slots;
	media: MediaReader;
	/** Moves files through n8n. */
	carryFile: CarryFile;
	/** Recordings whose files travel through n8n at the same time. */
	carriedAtOnce: number;
	/** Whether only n8n's side of a firewall reaches Kaltura. */
	kalturaIsPrivate: boolean;
	/** How long Kaltura's index may lag behind its database, in milliseconds. */
	settleMs: number;
	takeOverSeconds: number;
	sleep(ms: number): Promise<void>;
	/** Epoch seconds; used only where Kaltura does not tell its own time. */
	clock(): number;
	signal: AbortSignal | undefined;
}

/** Rounds of looking again when other workers or lost answers are involved; normally there is one. */
const ROUNDS = 4;
/** Enough to use Zoom's rate while an answer takes a third of a second. */
const ZOOM_READS_IN_FLIGHT = 24;
/** Few recordings, such as one of an event, need not wait behind batches of a back catalogue. */
const FEW = 6;
/** Kaltura works through a multirequest one by one and has 60 seconds for it. */
const SUB_REQUESTS = 60;

/**
 * Brings a batch of recordings into Kaltura with as few requests as possible, each of them exactly once.
 *
 * Nothing in Kaltura is unique and its index lags, so entries are created empty, left to settle and looked for again; of
 * several with one reference the oldest wins and losers delete their own (CONTRIBUTING.md#the-heavy-parts). Content comes last, the main
 * stream's at the very end: an entry with content is a complete one, and whatever a killed run leaves is found by the next.
 */
export class ImportRun {
	private readonly categories: CategoryFinder;
	private readonly carrier: FileCarrier;
	private readonly superfluous: Superfluous;

	constructor(private readonly deps: ImportRunDeps) {
		this.categories = new CategoryFinder(deps.kaltura);
		this.superfluous = new Superfluous(deps.kaltura);
		this.carrier = new FileCarrier(deps.carryFile, deps.downloadAccess, deps.takeOverSeconds, deps.signal);
	}

	/** @throws {KalturaError} when Kaltura cannot be asked at all; nothing was written then */
	async run(imports: readonly RecordingImport[]): Promise<void> {
		for (let round = 0; round < ROUNDS; round++) {
			const open = imports.filter((one) => !one.ended);
			if (open.length === 0) return;
			if (round > 0) await this.deps.sleep(this.deps.settleMs * round);
			await this.round(open).catch((error: unknown) => {
				// In the first round nothing was written when Kaltura could not even be asked: the node fails as a whole.
				if (round === 0 && open.every((one) => one.untouched)) throw error;
				const failure = failureOf(error);
				for (const one of open) if (!one.ended) one.end(failure);
			});
		}
		for (const one of imports) if (!one.ended) one.end();
	}

	private async round(open: readonly RecordingImport[]): Promise<void> {
		await this.look(open);
		for (const one of open) one.answerLost = one.gaveWay = false;
		const due = open.filter(hasWork);
		await this.readZoom(due.filter((one) => one.needsZoom));
		const ready = due.filter((one) => !one.ended && hasWork(one));
		await new FileReader(this.deps.media, this.deps.kalturaIsPrivate, this.deps.signal).read(ready);

		const travelling = ready.filter((one) => one.filesToCarry.length > 0);
		await this.complete(ready.filter((one) => !travelling.includes(one)));
		await inParallel(travelling, this.deps.carriedAtOnce, (one) => this.carry(one), this.deps.signal);
	}

	/** Hours may pass while the bytes travel, so Kaltura is looked at again before anything is written. */
	private async carry(one: RecordingImport): Promise<void> {
		try {
			await this.carrier.carry(one);
			await this.look([one]);
			if (hasWork(one)) await this.complete([one]);
		} catch (error) {
			this.deps.signal?.throwIfAborted();
			one.end(failureOf(error));
		}
	}

	/** From files that are known to be readable, or lie in Kaltura already, to complete entries. */
	private async complete(ready: readonly RecordingImport[]): Promise<void> {
		await this.createEntries(ready.filter((one) => one.newEntries.length > 0));
		const created = ready.filter((one) => !one.ended && !one.answerLost && one.mineIds.size > 0);
		if (created.length > 0) {
			await this.deps.sleep(this.deps.settleMs);
			await this.look(created);
			await this.superfluous.deleteLosers(created);
		}

		const filling = ready.filter((one) => !one.ended && !one.answerLost && one.plan.kind === 'write');
		await this.categories.resolve(filling);
		for (const group of inGroups(filling, contentSize, SUB_REQUESTS)) await this.writeContent(group);
		const written = filling.filter((one) => !one.ended && !one.answerLost);
		await this.superfluous.deleteLosers(written);
		await this.superfluous.makeWay(written);
		await this.superfluous.deleteSurplusAssets(written);
		for (const one of ready) {
			const again = one.answerLost || one.gaveWay || one.plan.elsewhere || one.plan.kind === 'write';
			if (!one.ended && !again) one.end();
		}
	}

	/** One request for all of them, however many. */
	private async look(imports: readonly RecordingImport[]): Promise<void> {
		const found = nothingFound();
		const requests = new RequestList();
		const furtherPages = addLookUp(requests, referencesOf(imports), found);
		this.categories.ask(requests, imports);
		const groups = addOwnerLookUp(
			requests,
			imports.map(({ rights }) => rights.owner),
		);
		await requests.send(this.deps.kaltura);
		await furtherPages(this.deps.kaltura);
		const there = new Set(found.entries.map(({ id }) => id));
		const missing = imports.flatMap((one) => one.knownEntryIds).filter((id) => !there.has(id));
		const gone = missing.length > 0 ? await goneEntries(this.deps.kaltura, [...new Set(missing)]) : new Set<string>();
		this.replan(imports, found, gone);
		// Kaltura would make the group the owner without a word.
		for (const one of imports) {
			if (groups.has(one.rights.owner) && one.newEntries.length > 0) {
				one.end(failureOf(wrongKind('person', one.rights.owner, 'media.add')));
			}
		}
	}

	private replan(imports: readonly RecordingImport[], found: Found, gone: ReadonlySet<string>): void {
		const { takeOverSeconds } = this.deps;
		for (const one of imports) one.replan({ found, gone, takeOverSeconds, clock: this.deps.clock() });
	}

	/** The item may be hours old: what is written follows what Zoom has now, with addresses that live long enough. */
	private async readZoom(imports: readonly RecordingImport[]): Promise<void> {
		const withNewFiles: RecordingImport[] = [];
		const reading = async (one: RecordingImport) => {
			const before = new Set(one.references);
			try {
				one.readFrom(await this.deps.downloadAccess(one.recording));
				if (one.needsTrackingFields) await this.readTrackingFields(one);
			} catch (error) {
				return one.end(isNoRecording(error) ? { outcome: notShown(one.recording) } : failureOf(error));
			}
			if (one.references.every((reference) => before.has(reference))) one.replanWithSameFacts();
			else withNewFiles.push(one);
		};
		const readAll = () => inParallel(imports, ZOOM_READS_IN_FLIGHT, reading, this.deps.signal);
		await (imports.length <= FEW ? readAll() : this.deps.readingTurns.use(readAll));
		if (withNewFiles.length > 0) await this.look(withNewFiles);
	}

	/** Once per recording, before its entries are made: they decide about categories of new entries only. */
	private async readTrackingFields(one: RecordingImport): Promise<void> {
		const read = await this.deps.trackingFields(one.recording).then(
			(fields) => ({ fields: fields ?? {}, missing: [] as string[] }),
			(error: unknown) =>
				isZoomError(error) && error.missingScopes
					? { fields: {}, missing: error.missingScopes }
					: Promise.reject(error as Error),
		);
		one.readTrackingFields(read.fields);
		if (read.missing.length > 0) one.leaveOut(`Tracking fields: the Zoom app lacks ${read.missing.join(', ')}.`);
	}

	private async createEntries(imports: readonly RecordingImport[]): Promise<void> {
		for (const group of inGroups(imports, (one) => one.newEntries.length, SUB_REQUESTS)) {
			this.deps.signal?.throwIfAborted();
			const requests = new RequestList();
			const astray: Astray[] = [];
			for (const one of group) addNewEntries(requests, one, astray);
			try {
				await requests.send(this.deps.kaltura);
				await this.bringHome(astray);
			} catch (error) {
				sendingFailed(group, error);
			}
			for (const one of group) one.dropFailedFiles();
		}
	}

	private async bringHome(astray: readonly Astray[]): Promise<void> {
		const requests = new RequestList();
		const doomed: Doomed[] = [];
		for (const { one, entry, parentId, fileId } of astray) {
			if (parentId === null) {
				doomed.push({ one, entryId: entry.id });
				continue;
			}
			setParent(requests, entry.id, parentId, (result) => {
				if ('id' in result) return one.created({ ...entry, parentEntryId: parentId });
				one.fileFailed(fileId, { ...failureOf(result.error), entryId: null });
				doomed.push({ one, entryId: entry.id });
			});
		}
		await requests.send(this.deps.kaltura);
		await this.superfluous.deleteEntries(doomed);
	}

	private async writeContent(group: readonly RecordingImport[]): Promise<void> {
		this.deps.signal?.throwIfAborted();
		const requests = new RequestList();
		for (const one of group) addContentOf(requests, one, this.categories);
		const found = nothingFound();
		const parentIds = group.flatMap((one) => one.plan.segments.map(({ parent }) => parent.entryId!)).filter(Boolean);
		// Once more after the content, for workers whose index lagged longer than we waited. That this look fails is no
		// failure of what was written.
		let blind: KalturaError | null = null;
		const furtherPages = addLookUp(requests, referencesOf(group), found, (error) => (blind = error));
		if (parentIds.length > 0) addAssetLists(requests, parentIds.join(','), found, (error) => (blind = error));
		try {
			await requests.send(this.deps.kaltura);
		} catch (error) {
			return sendingFailed(group, error);
		}
		for (const one of group) one.categoriesDone = true;
		if (!blind) await furtherPages(this.deps.kaltura).catch((error: unknown) => (blind = errorAsValue(error)));
		await this.superfluous.removeSpareUploads(group);
		await this.rememberInTags(group);
		if (blind) for (const one of group) one.end();
		else this.replan(group, found, new Set());
	}

	private async rememberInTags(group: readonly RecordingImport[]): Promise<void> {
		const requests = new RequestList();
		for (const one of group) {
			for (const { entryId, adminTags } of one.takeTags()) {
				updateEntry(requests, entryId, { adminTags: tagList(adminTags) }, () => undefined);
			}
			for (const entryId of one.blockedInVain) {
				updateEntry(requests, entryId, { blockAutoTranscript: false }, () => undefined);
			}
			one.blockedInVain.clear();
		}
		await requests.send(this.deps.kaltura);
	}
}

/**
 * A stream whose parent was not there when Kaltura came to it (refused, or created only by a repetition): an ordinary entry
 * that everybody would see, unless it is put below its parent or deleted.
 */
interface Astray {
	one: RecordingImport;
	entry: ExistingEntry;
	parentId: string | null;
	fileId: string;
}

/** Ends what needs nothing; what another worker is doing stays open for the next round. */
function hasWork(one: RecordingImport): boolean {
	if (one.plan.kind === 'write') return true;
	if (!one.plan.elsewhere) one.end();
	return false;
}

function addNewEntries(requests: RequestList, one: RecordingImport, astray: Astray[]): void {
	for (const { parent, streams } of one.plan.segments) {
		let parentId = parent.entryId;
		let parentReference: string | ResultReference | null = parentId;
		const failed = (fileId: string, error: KalturaError) =>
			one.fileFailed(fileId, { ...failureOf(error), entryId: null });
		if (parent.do === 'create') {
			const position = addEmptyEntry(requests, parent, parent.fields!, null, (result) => {
				if ('error' in result) return failed(parent.file!.id, result.error);
				parentId = result.entry.id;
				one.created(result.entry);
			});
			parentReference = ref(position, 'id');
		}
		for (const stream of streams.filter((entry) => entry.do === 'create')) {
			const below = stream.role === 'stream' ? parentReference : null;
			addEmptyEntry(requests, stream, stream.fields!, below, (result) => {
				if ('error' in result) return failed(stream.file!.id, result.error);
				if (stream.role === 'stream' && !result.entry.parentEntryId) {
					astray.push({ one, entry: result.entry, parentId, fileId: stream.file!.id });
				} else one.created(result.entry);
			});
		}
	}
}

/** A write whose answer was lost may have happened: the next round looks before anything is repeated. */
function sendingFailed(group: readonly RecordingImport[], error: unknown): void {
	if (!(error instanceof KalturaError)) throw error;
	for (const one of group) {
		if (error.effect === 'unknown') one.lostAnAnswer();
		else one.end(failureOf(error));
	}
}

function referencesOf(imports: readonly RecordingImport[]): string[] {
	return [...new Set(imports.flatMap((one) => one.references))];
}

/** A recording that Zoom does not show by its UUID: gone, or not finished when a listing or event told of files in work. */
function notShown(recording: Recording): Outcome {
	return outcome(filesInWork(recording).length > 0 ? 'not-in-zoom-yet' : 'no-recording', recording);
}
