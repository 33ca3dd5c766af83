/** Runs a task for each item, at most `limit` at a time. A task handles its own failures; what it throws ends the run. */
export async function inParallel<Item>(
	items: readonly Item[],
	limit: number,
	signal: AbortSignal | undefined,
	task: (item: Item) => Promise<void>,
): Promise<void> {
	const queue = [...items];
	const worker = async () => {
		for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
			signal?.throwIfAborted();
			await task(item);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** Neighbouring items in groups whose sizes add up to at most `most`; an item that is larger alone gets its own group. */
export function inGroups<Item>(items: readonly Item[], sizeOf: (item: Item) => number, most: number): Item[][] {
	const groups: Item[][] = [];
	let room = 0;
	for (const item of items) {
		const size = sizeOf(item);
		if (size > room || groups.length === 0) {
			groups.push([]);
			room = most;
		}
		groups.at(-1)!.push(item);
		room -= size;
	}
	return groups;
}
