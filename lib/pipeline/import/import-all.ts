import { inParallel } from '../../http/in-parallel';
import { errorDetails, failedOutcome } from '../../policy/failures';
import { firstToVanish } from '../../policy/import/vanishing';
import { outcome, type Outcome } from '../../policy/outcomes';

import type { ImportRunDeps } from './import-deps';
import { ImportRun } from './import-run';
import { inGroups } from './in-groups';
import type { RecordingImport } from './recording-import';

/** Recordings of one look-up: few enough for Kaltura to answer at once, enough to need few requests. */
const BATCH = 100;
/** While one batch reads from Zoom, others wait for Kaltura's index to settle, or write. */
const BATCHES_IN_FLIGHT = 5;

/** A recording, and whether somebody only wants to know what would happen to it. */
export interface WantedImport {
	one: RecordingImport;
	onlyTried: boolean;
}

/** Why a batch could not even begin, and what that means for each of its recordings. */
export interface FailedBatch {
	error: Error;
	outcome: Outcome;
}

/**
 * Imports any number of recordings, batch by batch, and tries out those of which only that is wanted. Each recording says how
 * it ended; a batch that could not even begin does not stop the others.
 * @returns the recordings of batches that failed as a whole
 * @throws when the run was stopped
 */
export async function importAll(
	wanted: readonly WantedImport[],
	deps: ImportRunDeps,
): Promise<ReadonlyMap<RecordingImport, FailedBatch>> {
	const failed = new Map<RecordingImport, FailedBatch>();
	for (const { one } of wanted) {
		const { meetingUuid } = one.recording;
		if (one.rights.owner === '') one.end({ outcome: outcome('owner-missing', { meetingUuid }) });
	}
	const batchesOf = (onlyTried: boolean) =>
		inGroups(
			wanted
				.filter((each) => each.onlyTried === onlyTried)
				.map(({ one }) => one)
				.toSorted((a, b) => firstToVanish(a.recording, b.recording)),
			() => 1,
			BATCH,
		).map((imports) => ({ imports, onlyTried }));
	await inParallel(
		[...batchesOf(false), ...batchesOf(true)],
		BATCHES_IN_FLIGHT,
		async ({ imports, onlyTried }) => {
			const run = new ImportRun(deps);
			await (onlyTried ? run.tryOut(imports) : run.run(imports)).catch((error: Error) => {
				const outcome = failedOutcome({ ...errorDetails(error), message: error.message });
				for (const one of imports) failed.set(one, { error, outcome });
			});
		},
		deps.signal,
	);
	deps.signal?.throwIfAborted();
	return failed;
}
