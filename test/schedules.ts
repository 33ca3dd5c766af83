interface Schedules {
	numRuns: number;
	seed: number;
}

/** How many random schedules a test runs, and with which seed, which is printed: `SEED=… npm test -- <file>` repeats it. */
export function schedules(numRuns: number, seed: number): Schedules {
	const chosen = { numRuns, seed: Number(process.env.SEED ?? seed) };
	process.stderr.write(`${expect.getState().currentTestName}: ${chosen.numRuns} schedules, SEED=${chosen.seed}\n`);
	return chosen;
}

/** The same for schedules that go through servers: `npm run test:fast` runs a share of them, `npm test` all. */
export function schedulesThroughServers(numRuns: number, seed: number): Schedules {
	return schedules(Math.ceil(numRuns * Number(process.env.SCHEDULES_SHARE ?? 1)), seed);
}
