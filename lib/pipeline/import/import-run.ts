import { inParallel } from '../../http/in-parallel';
import { planInWords } from '../../policy/import/plan-words';
import { outcome } from '../../policy/outcomes';

import { CategoryFinder } from './category-finder';
import { failureOf } from './failure-outcomes';
import { FileCarrier } from './file-carrier';
import type { ImportRunDeps } from './import-deps';
import { CreateEntries } from './phases/create';
import { FillEntries } from './phases/fill';
import { LookUp } from './phases/look-up';
import { ReadFromZoom } from './phases/read';
import type { RecordingImport } from './recording-import';
import { Superfluous } from './superfluous';

/** Rounds of looking again when other workers or lost answers are involved; normally there is one. */
const ROUNDS = 4;

/**
 * Brings a batch of recordings into Kaltura with as few requests as possible, each of them exactly once. Each round goes
 * through the same phases: looked up → read → created → filled → settled.
 *
 * Nothing in Kaltura is unique and its index lags, so entries are created empty, left to settle and looked for again; of
 * several with one reference the oldest wins and losers delete their own (CONTRIBUTING.md#the-heavy-parts). Content comes last, the main
 * stream's at the very end: an entry with content is a complete one, and whatever a killed run leaves is found by the next.
 */
export class ImportRun {
	private readonly carrier: FileCarrier;
	private readonly superfluous: Superfluous;
	private readonly lookUp: LookUp;
	private readonly zoom: ReadFromZoom;
	private readonly creation: CreateEntries;
	private readonly filling: FillEntries;

	constructor(private readonly deps: ImportRunDeps) {
		const { kaltura, signal } = deps;
		const categories = new CategoryFinder(kaltura);
		this.superfluous = new Superfluous(kaltura);
		this.carrier = new FileCarrier(deps.carryFile, deps.downloadAccess, deps.takeOverSeconds, signal);
		this.lookUp = new LookUp(deps, categories);
		this.zoom = new ReadFromZoom(deps, this.lookUp);
		this.creation = new CreateEntries(kaltura, this.superfluous, signal);
		this.filling = new FillEntries(kaltura, categories, this.lookUp, this.superfluous, signal);
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
				for (const one of open) one.end(failure);
			});
		}
		for (const one of imports) one.end();
	}

	/** Looks at what Kaltura has and says what would be written; nothing is, and Zoom is asked for no file. */
	async tryOut(imports: readonly RecordingImport[]): Promise<void> {
		await this.lookUp.look(imports.filter((one) => !one.ended));
		for (const one of imports) {
			const writes = !one.ended && one.plan.kind === 'write';
			one.end(writes ? { outcome: outcome('only-tried', { plan: planInWords(one.plan, one.rights) }) } : undefined);
		}
	}

	private async round(open: readonly RecordingImport[]): Promise<void> {
		await this.lookUp.look(open);
		for (const one of open) one.beginRound();
		const ready = await this.zoom.read(open.filter((one) => one.hasWork()));

		const travelling = ready.filter((one) => one.filesToCarry.length > 0);
		await this.complete(ready.filter((one) => !travelling.includes(one)));
		await inParallel(travelling, this.deps.carriedAtOnce, (one) => this.carry(one), this.deps.signal);
	}

	/** Hours may pass while the bytes travel, so Kaltura is looked at again before anything is written. */
	private async carry(one: RecordingImport): Promise<void> {
		try {
			await this.carrier.carry(one);
			await this.lookUp.look([one]);
			if (one.hasWork()) await this.complete([one]);
		} catch (error) {
			this.deps.signal?.throwIfAborted();
			one.end(failureOf(error));
		}
	}

	/** From files that are known to be readable, or lie in Kaltura already, to complete entries. */
	private async complete(ready: readonly RecordingImport[]): Promise<void> {
		await this.creation.create(ready.filter((one) => one.newEntries.length > 0));
		const created = ready.filter((one) => one.goesOn && one.mineIds.size > 0);
		if (created.length > 0) {
			await this.deps.sleep(this.deps.settleMs);
			await this.lookUp.look(created);
			await this.superfluous.deleteLosers(created);
		}
		const filling = ready.filter((one) => one.goesOn && one.plan.kind === 'write');
		await this.filling.fill(filling);
		await this.settle(filling.filter((one) => one.goesOn));
		for (const one of ready) if (!one.isUnsettled) one.end();
	}

	/** *Settled*: what this run, or another one at the same time, made in vain is gone. */
	private async settle(written: readonly RecordingImport[]): Promise<void> {
		await this.superfluous.deleteLosers(written);
		await this.superfluous.makeWay(written);
		await this.superfluous.deleteSurplusAssets(written);
	}
}
