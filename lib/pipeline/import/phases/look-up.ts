import { addLookUp, goneEntries, nothingFound, type Found } from '../../../kaltura/ingest/look-up';
import { addOwnerLookUp } from '../../../kaltura/ingest/owners';
import { RequestList } from '../../../kaltura/ingest/request-list';
import { wrongKind } from '../../../kaltura/shared-ids';

import type { CategoryFinder } from '../category-finder';
import { failureOf } from '../failure-outcomes';
import type { ImportRunDeps } from '../import-deps';
import type { RecordingImport } from '../recording-import';

/** *Looked up*: what Kaltura has of the recordings, and so what is to be written. Writes nothing. */
export class LookUp {
	constructor(
		private readonly deps: Pick<ImportRunDeps, 'clock' | 'kaltura' | 'takeOverSeconds'>,
		private readonly categories: CategoryFinder,
	) {}

	/** One request for all of them, however many. */
	async look(imports: readonly RecordingImport[]): Promise<void> {
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

	/** Takes what another request has found along the way. */
	replan(imports: readonly RecordingImport[], found: Found, gone: ReadonlySet<string>): void {
		const { takeOverSeconds } = this.deps;
		for (const one of imports) one.replan({ found, gone, takeOverSeconds, clock: this.deps.clock() });
	}
}

export function referencesOf(imports: readonly RecordingImport[]): string[] {
	return [...new Set(imports.flatMap((one) => one.references))];
}
