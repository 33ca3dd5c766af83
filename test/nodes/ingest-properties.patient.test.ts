import fc from 'fast-check';

import { shortenWaits } from '../short-waits';
import { schedules as seeded } from '../schedules';
import { IngestWorld } from './ingest-world';
import { type Schedule, schedules } from './ingest-schedule';

// Random recordings, orders of events, duplicates, lost events, faults of both vendors, and executions that are stopped, out of time
// or killed, through the real
// nodes in n8n's own contexts and over HTTP to the sandbox's servers. After one reconcile the invariants hold: every file
// once or its failure named (I1), no secret outside (I3), no stranger as owner (I4), a second run writes nothing (I6), every
// outcome has its reason (I7). The rules alone are tried a thousand times more in test/unit/policy/import/import-properties.test.ts.

const SEED = 20260302;
const RUNS = 500;
/** Sandboxes at the same time: most of a schedule is waiting. */
const LANES = 4;

// The product's own waits (back-off, pacing, Kaltura's index) pass faster; the vendors keep their time.
shortenWaits();

/** Throws what is wrong together with what plays it again. */
async function expectToHold(world: IngestWorld, schedule: Schedule): Promise<void> {
	const wrong = await world.play(schedule).catch((error: Error) => [`it broke: ${error.stack}`]);
	if (wrong.length === 0) return;
	throw new Error(`${wrong.join('\n')}\n\nPlay it again with INGEST_SCHEDULE='${JSON.stringify(schedule)}'`);
}

const replay = process.env.INGEST_SCHEDULE;

test(
	replay ? 'the schedule in INGEST_SCHEDULE' : 'random schedules through both vendors’ servers: I1, I3, I4, I6, I7',
	async () => {
		if (replay) {
			const world = await IngestWorld.start();
			return await expectToHold(world, JSON.parse(replay) as Schedule).finally(() => world.stop());
		}
		const { numRuns, seed } = seeded(RUNS, SEED);
		await Promise.all(
			Array.from({ length: LANES }, async (_, lane) => {
				const world = await IngestWorld.start();
				const property = fc.asyncProperty(schedules, (schedule) => expectToHold(world, schedule));
				// Shrinking plays hundreds of schedules: only for whoever looks for the cause.
				const endOnFailure = process.env.INGEST_SHRINK === undefined;
				await fc
					.assert(property, { numRuns: Math.ceil(numRuns / LANES), seed: seed + lane, endOnFailure })
					.finally(() => world.stop());
			}),
		);
	},
	900_000,
);
