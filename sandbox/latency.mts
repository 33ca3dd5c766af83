import { setTimeout as wait } from 'node:timers/promises';

/**
 * How long an answer takes, in milliseconds: always the same, or anything between two. Between real servers there is
 * always some: what two workflows read and write in turn shows only then.
 */
export type Latency = number | { from: number; to: number; seed?: number };

/** Pauses of one server. The same seed gives the same pauses, in the order of the requests. */
export class Pauses {
	private drawn = 0;

	/** Half of it before the work and half after, so that others see the work before its answer is there. */
	async around<T>(latency: Latency, work: () => Promise<T>): Promise<T> {
		const half = this.next(latency) / 2;
		if (half === 0) return await work();
		await wait(half);
		try {
			return await work();
		} finally {
			await wait(half);
		}
	}

	private next(latency: Latency): number {
		if (typeof latency === 'number') return latency;
		const { from, to, seed = 1 } = latency;
		return from + (to - from) * fraction(seed + ++this.drawn * 0x9e3779b9);
	}
}

/** Mulberry32's mixing step: an even fraction of 1 out of any number. */
function fraction(number: number): number {
	let mixed = Math.imul(number ^ (number >>> 15), number | 1);
	mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
