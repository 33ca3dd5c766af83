import type { Clock } from './clock.mts';
import { Table } from './table.mts';

/**
 * The search index behind list and eSearch. Writes reach it later than the database (docs/vendors/kaltura.md#lists): a list
 * right after an add may miss the object, or match it by what it was before. `get` by id never looks here.
 */
export class SearchIndex<Row extends object> {
	private queue: Array<{ at: number; key: string; row: Row | null }> = [];
	private done = 0;
	private readonly documents: Table<Row>;
	private readonly keyOf: (row: Row) => string;
	private readonly clock: Clock;
	private readonly lagMs: () => number;

	constructor(
		clock: Clock,
		lagMs: () => number,
		keyOf: (row: Row) => string,
		lookups: ConstructorParameters<typeof Table<Row>>[1],
	) {
		this.clock = clock;
		this.lagMs = lagMs;
		this.keyOf = keyOf;
		this.documents = new Table(keyOf, lookups);
	}

	/** Queues a new version of a row; without lag it is visible to the next query. */
	put(row: Row): void {
		this.queue.push({ at: this.clock.now() + this.lagMs(), key: this.keyOf(row), row });
	}

	remove(key: string): void {
		this.queue.push({ at: this.clock.now() + this.lagMs(), key, row: null });
	}

	/** Puts a row in at once: data sets are there before anybody asks. */
	load(row: Row): void {
		this.documents.put(row);
	}

	/** What a query sees now. */
	visible(): Table<Row> {
		const now = this.clock.now();
		while (this.done < this.queue.length && (this.queue[this.done]?.at ?? Infinity) <= now) {
			const { key, row } = this.queue[this.done++] as { at: number; key: string; row: Row | null };
			if (row) this.documents.put(row);
			else this.documents.remove(key);
		}
		if (this.done > 10_000 || this.done === this.queue.length) {
			this.queue = this.queue.slice(this.done);
			this.done = 0;
		}
		return this.documents;
	}

	/** Writes that queries do not see yet. */
	lagging(): number {
		this.visible();
		return this.queue.length - this.done;
	}

	/** Everything becomes visible (POST /_sandbox/index). */
	flush(): void {
		for (const write of this.queue) write.at = 0;
		this.visible();
	}

	clear(): void {
		this.queue = [];
		this.done = 0;
		this.documents.clear();
	}
}
