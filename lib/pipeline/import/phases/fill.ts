import type { KalturaApi } from '../../../kaltura/api';
import { errorAsValue, type KalturaError } from '../../../kaltura/errors';
import { addAssetLists, addLookUp, nothingFound } from '../../../kaltura/ingest/look-up';
import { RequestList } from '../../../kaltura/ingest/request-list';
import { updateEntry } from '../../../kaltura/ingest/write';
import { tagList } from '../../../policy/import/entry-text';

import type { CategoryFinder } from '../category-finder';
import { addContentOf, contentSize } from '../content';

import { inGroups, SUB_REQUESTS } from '../in-groups';
import type { RecordingImport } from '../recording-import';
import type { Superfluous } from '../superfluous';
import { type LookUp, referencesOf } from './look-up';

/** *Filled*: rights, categories, texts and streams, and the main stream last. */
export class FillEntries {
	constructor(
		private readonly kaltura: KalturaApi,
		private readonly categories: CategoryFinder,
		private readonly lookUp: LookUp,
		private readonly superfluous: Superfluous,
		private readonly signal: AbortSignal | undefined,
	) {}

	async fill(imports: readonly RecordingImport[]): Promise<void> {
		await this.categories.resolve(imports);
		for (const group of inGroups(imports, contentSize, SUB_REQUESTS)) await this.writeContent(group);
	}

	private async writeContent(group: readonly RecordingImport[]): Promise<void> {
		this.signal?.throwIfAborted();
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
			await requests.send(this.kaltura);
		} catch (error) {
			const failure = errorAsValue(error);
			for (const one of group) one.sendingFailed(failure);
			return;
		}
		for (const one of group) one.categoriesAssigned();
		if (!blind) await furtherPages(this.kaltura).catch((error: unknown) => (blind = errorAsValue(error)));
		await this.superfluous.removeSpareUploads(group);
		await this.rememberInTags(group);
		if (blind) for (const one of group) one.end();
		else this.lookUp.replan(group, found, new Set());
	}

	private async rememberInTags(group: readonly RecordingImport[]): Promise<void> {
		const requests = new RequestList();
		for (const one of group) {
			for (const { entryId, adminTags } of one.takeTags()) {
				updateEntry(requests, entryId, { adminTags: tagList(adminTags) }, () => undefined);
			}
			for (const entryId of one.takeBlockedInVain()) {
				updateEntry(requests, entryId, { blockAutoTranscript: false }, () => undefined);
			}
		}
		await requests.send(this.kaltura);
	}
}
