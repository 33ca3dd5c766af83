/** Events that came close together and start one execution. */
export interface GatheringLimits {
	/** From the start of one execution to the next; 0 starts one for every event. */
	windowMs: number;
	/** So many items are not waited with any longer. */
	most: number;
}

interface Batch<Item> {
	items: Item[];
	/** Ends the wait of the call that will start the execution. */
	start(): void;
}

/**
 * Lets events that arrive in a burst start one execution together. The first event starts its own at once; those that come
 * within the window after it wait for its end, and the call of the first of them starts the execution for all.
 *
 * It lives in the memory of one process, on purpose: Zoom has its answer by then, and what waits when a process dies is
 * taken up by *ingest-reconcile*, like any event that is lost on the way. Several webhook processes gather each for itself.
 */
export class Gathering<Item> {
	private readonly started = new Map<string, number>();
	private readonly waiting = new Map<string, Batch<Item>>();

	/** @param now in milliseconds, of a clock that never goes back */
	constructor(private readonly now: () => number = () => performance.now()) {}

	/**
	 * @param key one trigger of one workflow
	 * @returns what to start an execution with, now; null when the execution of another event takes these items along
	 */
	async gather(key: string, items: readonly Item[], { windowMs, most }: GatheringLimits): Promise<Item[] | null> {
		const batch = this.waiting.get(key);
		if (batch) {
			batch.items.push(...items);
			if (batch.items.length >= most) batch.start();
			return null;
		}
		const wait = (this.started.get(key) ?? -Infinity) + windowMs - this.now();
		if (wait <= 0 || items.length >= most) {
			this.started.set(key, this.now());
			return [...items];
		}
		const gathered: Item[] = [...items];
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, wait);
			this.waiting.set(key, {
				items: gathered,
				start: () => {
					clearTimeout(timer);
					resolve();
				},
			});
		});
		this.waiting.delete(key);
		this.started.set(key, this.now());
		return gathered;
	}

	/** Starts what waits, without waiting any longer: before the process ends. */
	startAll(): void {
		for (const { start } of this.waiting.values()) start();
	}
}
