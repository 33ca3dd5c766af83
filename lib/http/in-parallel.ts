/**
 * Work that does not depend on each other, at most `width` under way at once. The first failure ends the run: nothing more
 * is started, and it is thrown when what was under way has ended, so that nothing goes on behind the caller's back.
 * @param signal whose abortion ends the run like a failure
 * @returns results in the order of the items
 */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	width: number,
	work: (item: Item, index: number) => Promise<Result>,
	signal?: AbortSignal | undefined,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	let failed = false;
	const worker = async () => {
		while (next < items.length && !failed) {
			const index = next++;
			const one = async () => {
				signal?.throwIfAborted();
				return await work(items[index]!, index);
			};
			results[index] = await one().catch((error: unknown) => {
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
