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

/** Sub-requests of one multirequest: Kaltura works through them one by one and has 60 seconds for all. */
export const SUB_REQUESTS = 60;
