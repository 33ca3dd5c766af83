/** Lets so many tasks run at the same time; the others wait in the order in which they came. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	constructor(most: number) {
		this.free = most;
	}

	async use<T>(task: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((go) => this.waiting.push(go));
		try {
			return await task();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}
}
