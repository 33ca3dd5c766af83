import type { ActualUser, DesiredUser } from '../../policy/people/states';
import type { Pledges } from '../../zoom/pledges';
import { enabledForAMoment, logOutOwed } from '../../zoom/pledges';

import type { RunSettings } from './run-settings';

/** Somebody of a list, and what Zoom has of the person. */
interface Wished {
	desired: DesiredUser;
	actual: ActualUser | null;
}

/**
 * Whom a run that was cut off (a killed process, a power failure) enabled for a moment and did not disable: they are to be
 * inactive again, unless their row says otherwise now.
 */
export async function withThoseLeftEnabled(people: readonly Wished[], pledges: Pledges): Promise<Wished[]> {
	const ids = people.flatMap(({ actual }) => actual?.id || []);
	const left = new Set(await pledges.left(ids.map(enabledForAMoment)));
	if (left.size === 0) return [...people];
	return await Promise.all(
		people.map(async ({ desired, actual }) => {
			if (!actual || !left.has(enabledForAMoment(actual.id))) return { desired, actual };
			// Cut off before it began or after it was over; or the row has another wish now.
			const over = actual.status !== 'active' || desired.status === 'active';
			if (over) await pledges.keep(enabledForAMoment(actual.id));
			return over ? { desired, actual } : { desired: { status: 'inactive' as const, ...desired }, actual };
		}),
	);
}

/** Whom an earlier run deactivated without being able to prove that the sessions have ended too. */
export async function withLogOutsOwed(people: Wished[], { plan }: RunSettings, pledges: Pledges): Promise<Wished[]> {
	if (!plan.logOutOnDeactivate) return people;
	const out = people.flatMap(({ desired, actual }) =>
		actual?.status === 'inactive' && desired.status !== 'active' ? actual.id : [],
	);
	const owed = new Set(await pledges.maybeLeft(out.map(logOutOwed)));
	if (owed.size === 0) return people;
	return people.map(({ desired, actual }) =>
		actual && owed.has(logOutOwed(actual.id))
			? { desired, actual: { ...actual, logOutOwed: true } }
			: { desired, actual },
	);
}
