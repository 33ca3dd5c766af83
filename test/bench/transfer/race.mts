import { percentile } from '../report.mts';
import type { Copy } from './copiers.mts';

/** Somebody who copies, and how. */
export interface Copier {
	name: string;
	copy(): Promise<Copy>;
}

/** How one copier fared; `failure` says why there is nothing to tell. */
export interface Result {
	name: string;
	copies: Copy[];
	failure: string | null;
}

/** Copies that take long are repeated less often, so that the whole comparison stays below half an hour. */
const FEWER_RUNS = [
	{ beyondSeconds: 90, runs: 1 },
	{ beyondSeconds: 30, runs: 3 },
];

/**
 * Runs A B C A B C …, so that what else happens on the machine hits all of them. One that fails is left out from there on,
 * and the others go on.
 */
export async function race(title: string, runs: number, copiers: readonly Copier[]): Promise<Result[]> {
	const results: Result[] = copiers.map(({ name }) => ({ name, copies: [], failure: null }));
	for (let run = 1; run <= runs; run++) {
		const said: string[] = [];
		for (const [index, { copy, name }] of copiers.entries()) {
			const result = results[index]!;
			const first = result.copies[0]?.seconds ?? 0;
			const enough = FEWER_RUNS.find(({ beyondSeconds }) => first > beyondSeconds)?.runs ?? runs;
			if (result.failure !== null || run > enough) continue;
			try {
				const one = await copy();
				result.copies.push(one);
				said.push(`${name} ${one.seconds.toFixed(2)} s`);
			} catch (error) {
				result.failure = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200);
				said.push(`${name} failed`);
			}
		}
		console.log(`  ${title}, run ${run} of ${runs}: ${said.join(', ')}`);
	}
	return results;
}

/** Median of what was measured; null where it was not. */
export function median({ copies, failure }: Result, of: (copy: Copy) => number): number | null {
	return failure === null && copies.length > 0 ? percentile(copies.map(of)) : null;
}

export const seconds = (result: Result) => median(result, (copy) => copy.seconds);
export const peakMb = (result: Result) => median(result, (copy) => copy.peakMb ?? Number.NaN);
export const growthMb = (result: Result) =>
	median(result, (copy) => (copy.peakMb ?? Number.NaN) - (copy.idleMb ?? Number.NaN));

/** `curl | curl 1198 MB/s; library 1066 MB/s (0.89); rclone not measured: …`; ratios are those to the first. */
export function speeds(bytes: number, results: readonly Result[]): string {
	const [first] = results;
	const best = first ? seconds(first) : null;
	return results
		.map((result) => {
			const taken = seconds(result);
			if (taken === null) return `${result.name} not measured: ${result.failure}`;
			const ratio = best === null || result === first ? '' : ` (${(best / taken).toFixed(2)})`;
			return `${result.name} ${Math.round(bytes / 1e6 / taken)} MB/s${ratio}`;
		})
		.join('; ');
}
