import { ADMIN, MEMBER, OWNER } from './differences';
import type { ActualUser, DesiredUser, Step } from './states';

export interface Protection {
	/**
	 * Zoom's id or address of the user that the app acts as; it is never deactivated or demoted. null: the app acts as nobody;
	 * undefined: Zoom did not say, so it may be anybody who has a role.
	 */
	appUser: string | null | undefined;
	/** Ids of everybody with the Admin role who is active. */
	activeAdmins: ReadonlySet<string>;
}

export const changesRole = ({ kind }: Step) => kind === 'unassign-role' || kind === 'assign-role';

/** Whether somebody with the Admin role loses it, or access altogether. */
export function losesAdmin(actual: ActualUser, steps: readonly Step[]): boolean {
	const leaves = actual.status === 'active' && steps.some(({ kind }) => kind === 'deactivate');
	return actual.roleId === ADMIN && (leaves || steps.some(changesRole));
}

/** Why the plan may not be carried out, as a sentence; null when it may. */
export function protectionProblem(
	desired: DesiredUser,
	actual: ActualUser,
	changes: readonly Step[],
	endsInactive: boolean,
	protection: Protection,
): string | null {
	const losesRole = changes.some(changesRole);
	const leaves = endsInactive && actual.status === 'active';
	if (actual.roleId === OWNER && (losesRole || leaves))
		return `${actual.email} is the owner of the Zoom account; Ensure never deactivates or demotes the owner.`;
	if (desired.roleId === OWNER && actual.roleId !== OWNER) return OWNER_IS_NOT_ASSIGNED;
	const app = protection.appUser?.toLowerCase();
	if (app && [actual.id, actual.email].some((one) => one.toLowerCase() === app) && (losesRole || leaves)) {
		return `${actual.email} is the user that this app acts as; deactivating or demoting it would lock the app out.`;
	}
	if (protection.appUser === undefined && (losesRole || leaves) && actual.roleId !== MEMBER && actual.roleId !== '') {
		return `${actual.email} has a role, and Zoom did not tell which user this app acts as; it could be this one. Run it again when Zoom answers GET /users/me.`;
	}
	const isLastAdmin = protection.activeAdmins.has(actual.id) && protection.activeAdmins.size <= 1;
	if (actual.roleId === ADMIN && (losesRole || leaves) && isLastAdmin) {
		return `${actual.email} is the last active admin; give somebody else the Admin role first.`;
	}
	return null;
}

export const OWNER_IS_NOT_ASSIGNED =
	'The owner of a Zoom account cannot be changed through Ensure; transfer the ownership in the Zoom web portal.';

/**
 * Whether a run may change so many users; a broken list must not deactivate a university.
 * @param users how many the account has
 */
export function tooManyUsers(
	changed: number,
	users: number,
	limit: { most: number; mostShare: number },
): string | null {
	if (changed > limit.most)
		return `This run would change ${changed} users; the limit is ${limit.most}. Nothing was changed. Look at the plan (dry run), then raise Most Users Changed.`;
	const share = users === 0 ? 1 : changed / users;
	// One user is a wish, not an accident.
	if (changed > 1 && share > limit.mostShare) {
		return `This run would change ${changed} users where the account has ${users} active ones (${percent(share)}); the limit is ${percent(limit.mostShare)}. Nothing was changed. Look at the plan (dry run), then raise Most of the Account Changed.`;
	}
	return null;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
