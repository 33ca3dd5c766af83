/** Time as the sandbox sees it: the machine's clock plus whatever a test added, so that an hour's token ages in no time. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** ISO 8601 with seconds and "Z", as Zoom writes times. */
	iso(at?: number): string;
	/** Runs the task once the clock reaches the moment; several tasks run in the order of their moments. */
	schedule(at: number, task: () => void): () => void;
	/** Moves the clock forward and runs what became due. */
	advance(seconds: number): void;
	readonly offset: number;
	/** Back to the machine's time; what was scheduled is dropped. */
	reset(): void;
	stop(): void;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

export function createClock(startOffset = 0): Clock {
	let offset = startOffset;
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	let tasks: Array<{ at: number; run: () => void }> = [];
	const now = () => Date.now() + offset;

	function arm() {
		clearTimeout(timer);
		const next = tasks[0];
		// A delivery under way at the stop would otherwise schedule its retry and keep the process for minutes.
		if (!next || stopped) return;
		timer = setTimeout(runDue, Math.min(Math.max(next.at - now(), 0), LONGEST_TIMEOUT));
	}
	function runDue() {
		const due = tasks.filter((task) => task.at <= now());
		tasks = tasks.filter((task) => task.at > now());
		for (const task of due) task.run();
		arm();
	}
	return {
		now,
		iso: (at = now()) => isoSeconds(at),
		schedule(at, run) {
			const task = { at, run };
			tasks.push(task);
			tasks.sort((a, b) => a.at - b.at);
			arm();
			return () => {
				tasks = tasks.filter((other) => other !== task);
				arm();
			};
		},
		advance(seconds) {
			offset += seconds * 1000;
			runDue();
		},
		get offset() {
			return offset;
		},
		reset() {
			clearTimeout(timer);
			offset = 0;
			tasks = [];
		},
		stop() {
			stopped = true;
			clearTimeout(timer);
			tasks = [];
		},
	};
}

export const isoSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
