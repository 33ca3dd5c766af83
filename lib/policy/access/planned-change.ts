import { type AccessSnapshot, type AccessUser, OWNER_ROLE } from './snapshot';

/** What somebody thinks of changing in Zoom for one person; '' and [] leave it as it is. */
export interface PlannedChange {
	status: 'active' | 'inactive' | '';
	/** Name or id of a role. */
	role: string;
	endAdministrations: boolean;
	/** Names or ids of groups. */
	joinGroups: readonly string[];
	leaveGroups: readonly string[];
}

export const NOTHING_PLANNED: PlannedChange = {
	status: '',
	role: '',
	endAdministrations: false,
	joinGroups: [],
	leaveGroups: [],
};

export const isPlanned = ({ status, role, endAdministrations, joinGroups, leaveGroups }: PlannedChange): boolean =>
	status !== '' || role !== '' || endAdministrations || joinGroups.length + leaveGroups.length > 0;

/**
 * The account as it would be. Nothing is guessed: a role or group that is not there, or somebody whom Zoom does not let be
 * changed so, is a sentence instead.
 */
export function withPlannedChange(
	snapshot: AccessSnapshot,
	user: AccessUser,
	change: PlannedChange,
): { snapshot: AccessSnapshot; user: AccessUser; problems: string[] } {
	const problems: string[] = [];
	const named = (what: string, list: ReadonlyArray<{ id: string; name: string }>, written: string): string | null => {
		const found = list.find(({ id, name }) => id === written || name.toLowerCase() === written.trim().toLowerCase());
		if (!found) problems.push(`Zoom has no ${what} ${written}.`);
		return found?.id ?? null;
	};
	const role = change.role === '' ? null : named('role', snapshot.roles, change.role);
	const join = change.joinGroups.flatMap((one) => named('group', snapshot.groups, one) ?? []);
	const leave = change.leaveGroups.flatMap((one) => named('group', snapshot.groups, one) ?? []);
	if (user.roleId === OWNER_ROLE && (role !== null || change.status === 'inactive'))
		problems.push('The owner keeps role and account until the ownership is transferred in the Zoom web portal.');
	if (user.status === 'pending' && (role !== null || change.status !== ''))
		problems.push('Somebody who has not accepted the invitation yet can be changed only afterwards.');
	const changed: AccessUser = {
		...user,
		status: change.status || user.status,
		roleId: role ?? user.roleId,
		groupIds: [...new Set([...user.groupIds, ...join])].filter((id) => !leave.includes(id)),
	};
	const groups = change.endAdministrations
		? snapshot.groups.map((group) =>
				group.admins ? { ...group, admins: group.admins.filter((id) => id !== user.id) } : group,
			)
		: snapshot.groups;
	const users = snapshot.users.map((one) => (one.id === user.id ? changed : one));
	return { snapshot: { ...snapshot, users, groups }, user: changed, problems };
}
