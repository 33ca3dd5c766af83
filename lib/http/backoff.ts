/** Longest pause between two attempts, in milliseconds. */
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt: doubling, at most 30 s, with jitter in the upper half, so that those who failed
 * together do not come back together.
 * @param attempt the one that failed, 1 = the first
 * @param random a number in [0, 1)
 * @param firstMs longest pause after the first attempt
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function backoffMs(attempt: number, random: number, firstMs = 1000): number {
	const ceiling = Math.min(LONGEST_MS, firstMs * 2 ** (attempt - 1));
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
