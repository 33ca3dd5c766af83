import { HIGH_RISK_PRIVILEGES } from './permissions';
import { type AccessRole, type AccessSnapshot, type AccessUser, ADMIN_ROLE, OWNER_ROLE } from './snapshot';

/** Where a permission of a user comes from. */
export interface EffectiveAccess {
	roleId: string;
	roleName: string;
	/** Privileges of the role; null when they could not be read. The owner may do everything, whatever the list says. */
	privileges: string[] | null;
	everything: boolean;
	/** Groups that the user administers: rights on that group's members and settings only. */
	administers: Array<{ groupId: string; groupName: string }>;
	/** Privileges of the role that hold for the members of these groups only. */
	limitedTo: Array<{ privilege: string; groups: Array<{ groupId: string; groupName: string }> }>;
}

/** Looks up roles and group admins once for a whole snapshot. */
export function accessOf(snapshot: AccessSnapshot): (user: AccessUser) => EffectiveAccess {
	const roles = new Map(snapshot.roles.map((role) => [role.id, role]));
	const administers = new Map<string, EffectiveAccess['administers']>();
	const groupNames = new Map(snapshot.groups.map(({ id, name }) => [id, name]));
	for (const { id, name, admins = [] } of snapshot.groups) {
		for (const admin of admins) {
			const own = administers.get(admin);
			if (own) own.push({ groupId: id, groupName: name });
			else administers.set(admin, [{ groupId: id, groupName: name }]);
		}
	}
	return (user) => {
		const role = roles.get(user.roleId);
		return {
			roleId: user.roleId,
			roleName: role?.name ?? systemRoleName(user.roleId),
			privileges: role?.privileges ?? null,
			everything: user.roleId === OWNER_ROLE,
			administers: administers.get(user.id) ?? [],
			limitedTo: (role?.scopes ?? []).map(({ privilege, groupIds }) => ({
				privilege,
				groups: groupIds.map((groupId) => ({ groupId, groupName: groupNames.get(groupId) ?? groupId })),
			})),
		};
	};
}

/** Whether somebody counts as privileged: owner, admin, or a role with a high-risk privilege. */
export function isPrivileged({ roleId, privileges }: Pick<EffectiveAccess, 'roleId' | 'privileges'>): boolean {
	return (
		roleId === OWNER_ROLE || roleId === ADMIN_ROLE || (privileges ?? []).some((one) => HIGH_RISK_PRIVILEGES.has(one))
	);
}

/**
 * Where Zoom's own answer for a user (`GET /users/{id}/permissions`) and the computed privileges differ.
 * @returns null when they agree or when there is nothing to compare
 */
export function permissionMismatch(
	computed: EffectiveAccess,
	actual: readonly string[],
): { missing: string[]; extra: string[] } | null {
	if (computed.everything || computed.privileges === null) return null;
	const own = new Set(computed.privileges);
	const theirs = new Set(actual);
	const missing = [...own].filter((one) => !theirs.has(one)).sort();
	const extra = [...theirs].filter((one) => !own.has(one)).sort();
	return missing.length + extra.length > 0 ? { missing, extra } : null;
}

export function systemRoleName(roleId: string): string {
	return ({ '0': 'Owner', '1': 'Admin', '2': 'Member' } as Record<string, string>)[roleId] ?? roleId;
}

/** Roles that somebody can be given and that let do something risky. */
export function isPrivilegedRole(role: AccessRole): boolean {
	return isPrivileged({ roleId: role.id, privileges: role.privileges });
}
