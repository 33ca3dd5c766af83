import type { Clock } from './clock.mts';

/** A job of the batch layer that is due at a time; plain data, so that it survives a restart. */
export interface Job {
	kind: string;
	dueAt: number;
	id: string;
}

/**
 * Kaltura's batch workers: imports, conversions, bulk jobs. Jobs run when due on the server's clock, at most `lanes` at a
 * time per kind, and stay listed until they are finished: a restart runs unfinished ones again.
 */
export class Scheduler {
	private readonly waiting = new Map<string, Job>();
	private readonly running = new Map<string, Job>();
	private readonly handlers = new Map<string, { lanes: number; run: (id: string) => Promise<void> | void }>();
	private timer: NodeJS.Timeout | undefined;
	private stopped = false;
	private readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	handle(kind: string, lanes: number, run: (id: string) => Promise<void> | void): void {
		this.handlers.set(kind, { lanes, run });
	}

	/** One job per kind and id; adding it again moves it. */
	add(kind: string, id: string, delayMs: number): void {
		this.waiting.set(`${kind} ${id}`, { kind, id, dueAt: this.clock.now() + delayMs });
		this.wake();
	}

	cancel(kind: string, id: string): void {
		this.waiting.delete(`${kind} ${id}`);
	}

	/** Runs what is due and sets the timer for the next; called again when the clock is moved. */
	wake(): void {
		if (this.stopped) return;
		clearTimeout(this.timer);
		let next = Infinity;
		for (const [key, job] of this.waiting) {
			if (job.dueAt > this.clock.now()) next = Math.min(next, job.dueAt);
			else if (this.hasLane(job.kind)) this.start(key, job);
		}
		if (next < Infinity) this.timer = setTimeout(() => this.wake(), Math.min(next - this.clock.now() + 1, 2 ** 31 - 1));
	}

	pending(): Job[] {
		return [...this.running.values(), ...this.waiting.values()];
	}

	restore(jobs: readonly Job[]): void {
		for (const job of jobs) this.waiting.set(`${job.kind} ${job.id}`, job);
	}

	clear(): void {
		this.waiting.clear();
		clearTimeout(this.timer);
	}

	stop(): void {
		this.stopped = true;
		clearTimeout(this.timer);
	}

	private hasLane(kind: string): boolean {
		const busy = [...this.running.values()].filter((job) => job.kind === kind).length;
		return busy < (this.handlers.get(kind)?.lanes ?? 0);
	}

	private start(key: string, job: Job): void {
		const handler = this.handlers.get(job.kind);
		if (!handler) throw new Error(`No worker for jobs of kind ${job.kind}`);
		this.waiting.delete(key);
		this.running.set(key, job);
		// Off the current stack: a job must never finish inside the API call that queued it.
		setImmediate(() => {
			void Promise.resolve()
				.then(() => (this.stopped ? undefined : handler.run(job.id)))
				.catch((error: unknown) => console.error(`sandbox Kaltura: job ${key} failed`, error))
				.finally(() => {
					this.running.delete(key);
					this.wake();
				});
		});
	}
}
