/** What a look-up finds a row by: one key, several, or none. */
type KeysOf<Row> = (row: Row) => string | readonly string[] | null | undefined;

/**
 * Rows by key with named look-ups, so that no request scans everything. Rows are never changed in place: a change is a new
 * row that is put, which is also what lets the search index keep older versions at no cost.
 */
export class Table<Row extends object> {
	private readonly rows = new Map<string, Row>();
	private readonly lookups = new Map<string, { keysOf: KeysOf<Row>; keys: Map<string, Set<string>> }>();
	private readonly keyOf: (row: Row) => string;

	constructor(keyOf: (row: Row) => string, lookups: Record<string, KeysOf<Row>> = {}) {
		this.keyOf = keyOf;
		for (const [name, keysOf] of Object.entries(lookups)) this.lookups.set(name, { keysOf, keys: new Map() });
	}

	get size(): number {
		return this.rows.size;
	}

	get(key: string): Row | undefined {
		return this.rows.get(key);
	}

	put(row: Row): Row {
		const key = this.keyOf(row);
		const previous = this.rows.get(key);
		for (const { keysOf, keys } of this.lookups.values()) {
			const before = previous ? listOf(keysOf(previous)) : [];
			const after = listOf(keysOf(row));
			for (const old of before) if (!after.includes(old)) drop(keys, old, key);
			for (const value of after) {
				if (before.includes(value)) continue;
				const set = keys.get(value);
				if (set) set.add(key);
				else keys.set(value, new Set([key]));
			}
		}
		this.rows.set(key, row);
		return row;
	}

	remove(key: string): void {
		const row = this.rows.get(key);
		if (!row) return;
		for (const { keysOf, keys } of this.lookups.values()) {
			for (const value of listOf(keysOf(row))) drop(keys, value, key);
		}
		this.rows.delete(key);
	}

	/** Rows whose look-up has one of these values, each once. */
	find(lookup: string, values: Iterable<string>): Row[] {
		const index = this.lookups.get(lookup);
		if (!index) throw new Error(`There is no look-up named ${lookup}`);
		const keys = new Set<string>();
		for (const value of values) for (const key of index.keys.get(value) ?? []) keys.add(key);
		return [...keys].map((key) => this.rows.get(key) as Row);
	}

	/** How many rows a look-up has for a value, without reading them. */
	count(lookup: string, value: string): number {
		return this.lookups.get(lookup)?.keys.get(value)?.size ?? 0;
	}

	all(): IterableIterator<Row> {
		return this.rows.values();
	}

	clear(): void {
		this.rows.clear();
		for (const { keys } of this.lookups.values()) keys.clear();
	}
}

function listOf(keys: string | readonly string[] | null | undefined): readonly string[] {
	return keys === null || keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys;
}

function drop(keys: Map<string, Set<string>>, value: string, key: string): void {
	const set = keys.get(value);
	set?.delete(key);
	if (set?.size === 0) keys.delete(value);
}
