/** How many random schedules a test runs, and with which seed, which is printed: `SEED=… npm test -- <file>` repeats it. */
export function schedules(numRuns: number, seed: number): { numRuns: number; seed: number } {
	const chosen = { numRuns, seed: Number(process.env.SEED ?? seed) };
	process.stderr.write(`${expect.getState().currentTestName}: ${chosen.numRuns} schedules, SEED=${chosen.seed}\n`);
	return chosen;
}
