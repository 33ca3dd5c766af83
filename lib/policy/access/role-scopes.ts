import type { AccessRole } from './snapshot';

/** A privilege of a role that holds for more people, or for fewer, than before. */
export interface ScopeChange {
	privilege: string;
	widened: boolean;
	/** Ids of groups, or null for the whole account. */
	before: string[] | null;
	after: string[] | null;
}

/**
 * Which privileges that a role keeps hold elsewhere now. Zoom limits a privilege to groups by `privilege_scopes`; one that is
 * not limited any more holds for the whole account, although the list of privileges is the same as before.
 * @see https://developers.zoom.us/docs/api/rest/reference/user/methods/#operation/getRoleInformation
 */
export function scopeChanges(was: AccessRole, role: AccessRole): ScopeChange[] {
	const kept = (role.privileges ?? []).filter((privilege) => was.privileges?.includes(privilege) === true);
	return kept.flatMap((privilege) => {
		const before = groupsOf(was, privilege);
		const after = groupsOf(role, privilege);
		if (before === null && after === null) return [];
		if (before !== null && after !== null && before.join() === after.join()) return [];
		// A group that was not in it before is wider, whatever else left.
		const widened = after === null || (before !== null && after.some((groupId) => !before.includes(groupId)));
		return [{ privilege, widened, before, after }];
	});
}

function groupsOf({ scopes = [] }: AccessRole, privilege: string): string[] | null {
	const limits = scopes.filter((scope) => scope.privilege === privilege).flatMap(({ groupIds }) => groupIds);
	return limits.length === 0 ? null : [...new Set(limits)].sort();
}

/** "User:Edit", or "User:Edit (members of Staff only)" where a role limits it to groups. */
export const limitedText = (privilege: string, groupNames: readonly string[]) =>
	groupNames.length === 0 ? privilege : `${privilege} (members of ${groupNames.join(', ')} only)`;
