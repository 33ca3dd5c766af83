import { Worker } from 'node:worker_threads';

const BEAT_MS = 20;
/** A process that has not beaten for so long never will again. */
const DEAD_MS = 30_000;
/** Places in the shared memory. */
const BEATS = 0;
const STOPPED = 1;

/**
 * Beats every 20 ms on the event loop and remembers its longest pause. A thread of its own listens: when the loop is
 * frozen no time limit of a test fires any more, so it ends the process, which fails the test run with these words.
 */
export class Heartbeat {
	private readonly beats = new Int32Array(new SharedArrayBuffer(8));
	private readonly watcher = new Worker(WATCHER, { eval: true, workerData: { beats: this.beats, deadMs: DEAD_MS } });
	private last = { at: performance.now(), worked: workedMs() };
	private longest = 0;
	private readonly timer = setInterval(() => this.beat(), BEAT_MS);

	constructor() {
		this.watcher.unref();
	}

	/**
	 * @returns the longest time between two beats, in milliseconds, as far as this thread was at work in it: on a machine that
	 * others use too it may just not have had its turn
	 */
	stop(): number {
		this.beat();
		clearInterval(this.timer);
		Atomics.store(this.beats, STOPPED, 1);
		Atomics.notify(this.beats, BEATS);
		return this.longest;
	}

	/** For work that never lets the event loop turn, but is known to be many small pieces. */
	beat(): void {
		const now = { at: performance.now(), worked: workedMs() };
		this.longest = Math.max(this.longest, Math.min(now.at - this.last.at, now.worked - this.last.worked));
		this.last = now;
		Atomics.add(this.beats, BEATS, 1);
		Atomics.notify(this.beats, BEATS);
	}
}

function workedMs(): number {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
}

const WATCHER = `
const { workerData: { beats, deadMs } } = require('node:worker_threads');
while (Atomics.load(beats, ${STOPPED}) === 0) {
	const seen = Atomics.load(beats, ${BEATS});
	if (Atomics.wait(beats, ${BEATS}, seen, deadMs) !== 'timed-out' || Atomics.load(beats, ${STOPPED}) !== 0) continue;
	require('node:fs').writeSync(2, 'The event loop has been frozen for ' + deadMs / 1000 + ' s: the process is ended.\\n');
	process.kill(process.pid, 'SIGKILL');
}
`;
