import type { SyncItem } from './report';

/** What a dry run gave out. */
export interface DryRun {
	/** Items of its output Changed. */
	planned: ReadonlyArray<Record<string, unknown>>;
	/** Items of its output Record. */
	records: readonly object[];
}

/**
 * What the run that writes begins with: the users to change, and what is to be remembered before anything is written.
 * @param held whether the claim that lets one run write at a time is still ours
 * @throws {Error} when it is not: what was read is old by now, and storing it would forget what another run has written since
 */
export function takenUp({ planned, records }: DryRun, held: boolean): SyncItem[] {
	if (!held)
		throw new Error(
			'This run was held up so long that another one took its turn, so nothing was written or forgotten. The next run does it.',
		);
	const users = planned.flatMap(({ input }) => (Array.isArray(input) ? (input as object[]) : []));
	return [
		...records.map((json) => ({ output: 'record' as const, json })),
		...users.map((json) => ({ output: 'changed' as const, json })),
	];
}
