import type { PlannedPerson } from './plan-figures';

export interface LicenceBalance {
	/** People who get a meeting licence, and who lose one (Zoom takes it from whoever is deactivated). */
	given: number;
	freed: number;
	/** How many the account owns and uses; null when nobody said. */
	owned: number | null;
	used: number | null;
	/** How many more are needed than there will be; null when that is not known. */
	short: number | null;
}

const LICENSED = 'Licensed';

/**
 * What a plan does to the account's meeting licences. Leavers go first, so what they free counts.
 * @param owned as the contract says: Zoom tells apps nothing of it; 0 or null: unknown
 * @param used people who have one now, as Zoom counts them; null: unknown
 */
export function licenceBalance(
	people: readonly PlannedPerson[],
	owned: number | null,
	used: number | null,
): LicenceBalance {
	const changes = people
		.filter(({ outcome }) => outcome === 'planned')
		.flatMap(({ steps }) => steps.flatMap((step) => step.changes ?? []))
		.filter(({ field }) => field === 'type');
	const given = changes.filter(({ from, to }) => to === LICENSED && from !== LICENSED).length;
	const freed = changes.filter(({ from, to }) => from === LICENSED && to !== LICENSED).length;
	const known = owned !== null && owned > 0 && used !== null;
	return {
		given,
		freed,
		owned: owned !== null && owned > 0 ? owned : null,
		used,
		short: known ? Math.max(0, used + given - freed - owned) : null,
	};
}

/** As a sentence for whoever decides; null when no licence changes hands. */
export function licenceText({ given, freed, owned, used, short }: LicenceBalance): string | null {
	if (given + freed === 0) return null;
	const change = `Licences: ${given} given, ${freed} freed.`;
	if (owned === null || used === null || short === null) return change;
	const have = `The account has ${owned} and uses ${used}`;
	return short === 0
		? `${change} ${have}; that is enough.`
		: `${change} ${have}: ${short} too few, so Zoom will refuse the last ${short}. Free or buy licences first.`;
}
