import type { KalturaApi } from '../../kaltura/api';
import { addCategoryLookUp, createCategoryPath } from '../../kaltura/ingest/category-ids';
import { RequestList } from '../../kaltura/ingest/request-list';
import { levelsOf, matchCategory, type KnownCategory } from '../../policy/import/categories';
import { outcome, type Outcome } from '../../policy/outcomes';

import { failureOf } from './failure-outcomes';
import type { RecordingImport } from './recording-import';

/** Category ids of a whole run: every wish is asked for once, whatever the number of recordings. */
export class CategoryFinder {
	private readonly known: KnownCategory[] = [];
	private readonly asked = new Set<string>();
	private readonly problems = new Map<string, Outcome>();

	constructor(private readonly kaltura: KalturaApi) {}

	/** Adds the questions that the imports' wishes raise to a request that is sent anyway. */
	ask(requests: RequestList, imports: readonly RecordingImport[]): void {
		const wishes = [...new Set(imports.flatMap((one) => one.categoryWishes))].filter(
			(wish) => !this.asked.has(wish) && !wish.startsWith('id:'),
		);
		if (wishes.length === 0) return;
		for (const wish of wishes) this.asked.add(wish);
		const paths = [...new Set(wishes.flatMap(levelsOf))];
		addCategoryLookUp(
			requests,
			paths,
			wishes.filter((wish) => !wish.includes('>')),
			this.known,
		);
	}

	/** Asks what is not asked yet, and creates what is missing where the settings say so. */
	async resolve(imports: readonly RecordingImport[]): Promise<void> {
		const requests = new RequestList();
		this.ask(requests, imports);
		await requests.send(this.kaltura);
		const missing = new Set(
			imports
				.filter((one) => one.settings.categories.createMissing)
				.flatMap((one) => one.categoryWishes)
				.filter((wish) => 'missing' in matchCategory(wish, this.known)),
		);
		for (const wish of missing) {
			await createCategoryPath(this.kaltura, levelsOf(wish), this.known, matchCategory).catch((error: unknown) =>
				this.problems.set(wish, failureOf(error).outcome),
			);
		}
	}

	/** The category's id, or why there is none. */
	find(wish: string): { id: number } | { problem: Outcome } {
		const match = matchCategory(wish, this.known);
		if ('found' in match) return { id: match.found.id };
		const problem = this.problems.get(wish);
		if (problem) return { problem };
		if ('ambiguous' in match)
			return { problem: outcome('category-ambiguous', { category: wish, found: match.ambiguous }) };
		return { problem: outcome('category-missing', { category: wish }) };
	}
}
