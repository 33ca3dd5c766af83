/**
 * Chance that can be played again: everything that the sandbox draws comes from a seed, which it prints.
 */
export interface Dice {
	readonly seed: number;
	/** 0 up to, but not including, 1. */
	next(): number;
	/** True in this share of cases, 0 to 1. */
	chance(share: number): boolean;
	/** One of them, each as likely. */
	one<T>(of: readonly T[]): T;
}

/** How the servers behave: as observed, or with everything that the vendors' documents allow. */
export type Mood = 'calm' | 'hostile';

/** mulberry32: small, fast, and good enough to surprise a client. */
export function createDice(seed: number): Dice {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		seed,
		next,
		chance: (share) => next() < share,
		one: (of) => of[Math.floor(next() * of.length)]!,
	};
}

/** A seed that is short enough to be typed again. */
export const newSeed = (): number => Math.floor(Math.random() * 1_000_000_000);
