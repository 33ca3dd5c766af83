import { withinAllowed } from './allowed';
import type { EnsureOptions } from './plan';
import { planUser } from './plan';
import type { Protection } from './protection';
import { losesAdmin } from './protection';
import type { Names } from './sentences';
import type { ActualUser, DesiredUser, UserPlan } from './states';

/**
 * Plans of a whole run, in order. Who is the last admin depends on the plans before: of two admins in one list only the
 * first is let go.
 */
export function planUsers(
	users: ReadonlyArray<{ desired: DesiredUser; actual: ActualUser | null }>,
	options: EnsureOptions,
	protection: Protection,
	names?: Names,
): UserPlan[] {
	const admins = new Set(protection.activeAdmins);
	return users.map(({ desired, actual }) => {
		const wished = planUser(desired, actual, options, { ...protection, activeAdmins: admins }, names);
		const plan = options.allowed ? withinAllowed(wished, options.allowed) : wished;
		if (plan.verdict === 'switched-off') return plan;
		const steps = plan.steps.map(({ step }) => step);
		if (actual && losesAdmin(actual, steps)) admins.delete(actual.id);
		return plan;
	});
}
