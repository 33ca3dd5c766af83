/**
 * Calls that do not depend on each other, at most `width` under way at once; the rate limits of the account still pace
 * them. The first failure ends the run: nothing more is started, and it is thrown when what was under way has ended.
 * @returns results in the order of the items
 */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	width: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	let failed = false;
	const worker = async () => {
		while (next < items.length && !failed) {
			const index = next++;
			results[index] = await work(items[index]!, index).catch((error: unknown) => {
				failed = true;
				return Promise.reject(error);
			});
		}
	};
	const outcomes = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, worker));
	const failure = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failure) throw failure.reason;
	return results;
}
