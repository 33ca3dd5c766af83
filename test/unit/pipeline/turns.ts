import { setImmediate as settled } from 'node:timers/promises';

/** A request of a run that waits for its turn. */
interface Waiting {
	run: Run;
	carryOut(): unknown;
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

/** One execution whose every request waits until the schedule lets it go on. */
export class Run {
	cut = false;

	constructor(
		private readonly turns: Turns,
		readonly id: string,
	) {}

	/** Whoever was cut off asks for nothing any more: n8n starts no node of a stopped execution. */
	async turn<T>(action: () => T): Promise<T> {
		return await new Promise<T>((resolve, reject) => {
			if (this.cut) return;
			this.turns.waiting.push({ run: this, carryOut: action, resolve: resolve as (value: unknown) => void, reject });
		});
	}
}

/** Several runs at once, of which one makes one request at a time. */
export class Turns {
	waiting: Waiting[] = [];
	private runs = 0;

	start(work: (run: Run) => Promise<void>): void {
		// It ended as an error; whoever called it sees that.
		void work(new Run(this, String(++this.runs))).catch(() => undefined);
	}

	/** How many runs are at work. */
	get atWork(): number {
		return new Set(this.waiting.map(({ run }) => run)).size;
	}

	/** Lets one run go on to its next request. */
	async go(which: number): Promise<void> {
		const next = this.waiting[which % Math.max(1, this.waiting.length)];
		if (!next) return;
		this.waiting = this.waiting.filter((one) => one !== next);
		try {
			next.resolve(next.carryOut());
		} catch (error) {
			next.reject(error);
		}
		await settled();
	}

	/**
	 * Ends one run for good, with what it has just asked for carried out all the same, or not.
	 * @returns the run that was met
	 */
	kill(which: number, carriedOut: boolean): Run | null {
		const met = this.waiting[which % Math.max(1, this.waiting.length)];
		if (!met) return null;
		this.waiting = this.waiting.filter(({ run }) => run !== met.run);
		met.run.cut = true;
		try {
			if (carriedOut) met.carryOut();
		} catch {
			// Nobody hears what a vendor answers.
		}
		return met.run;
	}

	/** Whoever is at work ends. @param tick lets time pass between two requests */
	async quiet(tick: () => void): Promise<void> {
		await settled();
		for (let turn = 0; this.waiting.length > 0; turn++) {
			if (turn > 5000) throw new Error('The runs never end.');
			tick();
			await this.go(turn);
		}
	}
}
