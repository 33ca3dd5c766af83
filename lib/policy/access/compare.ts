import type { AccessChange } from './access-change';
import { compareKaltura } from './compare-kaltura';
import { accessOf, isPrivileged, systemRoleName } from './effective';
import { HIGH_RISK_PRIVILEGES } from './permissions';
import { scopeChanges } from './role-scopes';
import { type AccessSnapshot, type AccessUser, inStableOrder, nameOf } from './snapshot';

/**
 * What changed between two snapshots of an account. Two equal accounts give an empty list whatever the order of their
 * lists; what could not be read in one of the two is not compared (a missing scope is no change).
 */
export function compareSnapshots(before: AccessSnapshot, after: AccessSnapshot): AccessChange[] {
	const old = inStableOrder(before);
	const now = inStableOrder(after);
	const unread = new Set([...old.degraded, ...now.degraded].map(({ what }) => what));
	const changes: AccessChange[] = [];
	if (!unread.has('roles')) compareRoles(...withoutIqRoles(old, now, unread), unread.has('privileges'), changes);
	if (!unread.has('groups')) compareGroups(old, now, unread.has('group-admins'), changes);
	compareUsers(old, now, unread, changes);
	return [...changes, ...compareKaltura(old.kaltura, now.kaltura, unread)];
}

/** IQ roles come from a list of their own; when one of the two snapshots lacks it, they are no news in the other. */
function withoutIqRoles(
	old: AccessSnapshot,
	now: AccessSnapshot,
	unread: ReadonlySet<string>,
): [AccessSnapshot, AccessSnapshot] {
	if (!unread.has('iq-roles')) return [old, now];
	const common = (snapshot: AccessSnapshot) => ({
		...snapshot,
		roles: snapshot.roles.filter(({ type }) => type !== 'iq'),
	});
	return [common(old), common(now)];
}

/** Whether a list of users is missing: then nobody can tell who is new or gone from who changed the list. */
const peopleUnread = (unread: ReadonlySet<string>) =>
	['active-users', 'inactive-users', 'pending-users'].some((part) => unread.has(part));

function compareUsers(
	old: AccessSnapshot,
	now: AccessSnapshot,
	unread: ReadonlySet<string>,
	changes: AccessChange[],
): void {
	const before = new Map(old.users.map((user) => [user.id, user]));
	// A pending user has no id: after accepting the invitation the same person appears with one.
	const pendingBefore = new Map(
		old.users.filter(({ status }) => status === 'pending').map((user) => [user.email, user]),
	);
	const accessBefore = accessOf(old);
	const accessNow = accessOf(now);
	const groupName = namesOf(old.groups, now.groups);
	const seen = new Set<string>();
	const present = new Set(now.users.map(({ id }) => id));
	for (const user of now.users) {
		const was = before.get(user.id) ?? (user.email ? pendingBefore.get(user.email) : undefined);
		const who = { userId: user.id, email: user.email };
		const access = accessNow(user);
		if (!was) {
			if (peopleUnread(unread)) continue;
			const weight = isPrivileged(access) ? 'high' : 'normal';
			changes.push(
				user.status === 'pending'
					? { kind: 'user-invited', weight, ...who, sentence: `${nameOf(user)} was invited (role ${access.roleName}).` }
					: {
							kind: 'user-joined',
							weight,
							...who,
							sentence: `${nameOf(user)} joined (${user.status}, role ${access.roleName}).`,
						},
			);
			continue;
		}
		seen.add(was.id);
		const wasAccess = accessBefore(was);
		if (was.status !== user.status) {
			const kind = user.status === 'active' ? 'user-activated' : 'user-deactivated';
			changes.push({
				kind,
				weight: kind === 'user-activated' && isPrivileged(access) ? 'high' : 'normal',
				...who,
				before: was.status,
				after: user.status,
				sentence: statusSentence(was, user),
			});
		}
		if (was.email !== user.email)
			changes.push({
				kind: 'email-changed',
				weight: 'normal',
				...who,
				before: was.email,
				after: user.email,
				sentence: `${nameOf(user)} had the address ${was.email || 'none'} before.`,
			});
		if (licence(was) !== licence(user)) {
			changes.push({
				kind: 'licence-changed',
				weight: 'normal',
				...who,
				before: licence(was),
				after: licence(user),
				sentence: `The licence of ${nameOf(user)} changed from ${licence(was)} to ${licence(user)}.`,
			});
		}
		if (was.roleId !== user.roleId) {
			changes.push({
				kind: 'role-of-user-changed',
				weight: isPrivileged(access) ? 'high' : 'normal',
				...who,
				roleId: user.roleId,
				before: wasAccess.roleName,
				after: access.roleName,
				sentence: `${nameOf(user)} has the role ${access.roleName} now; it was ${wasAccess.roleName}.`,
			});
		}
		if (!unread.has('groups')) {
			for (const id of user.groupIds.filter((one) => !was.groupIds.includes(one)))
				changes.push({
					kind: 'joined-group',
					weight: 'normal',
					...who,
					groupId: id,
					sentence: `${nameOf(user)} joined the group ${groupName(id)}.`,
				});
			for (const id of was.groupIds.filter((one) => !user.groupIds.includes(one)))
				changes.push({
					kind: 'left-group',
					weight: 'normal',
					...who,
					groupId: id,
					sentence: `${nameOf(user)} left the group ${groupName(id)}.`,
				});
		}
		if (!unread.has('privileges') && !unread.has('roles')) privilegeChanges(user, was, wasAccess, access, changes);
	}
	for (const user of old.users) {
		if (seen.has(user.id) || present.has(user.id) || peopleUnread(unread)) continue;
		changes.push({
			kind: 'user-left',
			weight: 'normal',
			userId: user.id,
			email: user.email,
			before: user.status,
			sentence: `${nameOf(user)} is not in the account any more (was ${user.status}, role ${accessBefore(user).roleName}).`,
		});
	}
}

type Access = ReturnType<ReturnType<typeof accessOf>>;

function privilegeChanges(
	user: AccessUser,
	was: AccessUser,
	before: Access,
	after: Access,
	changes: AccessChange[],
): void {
	const old = new Set(before.privileges ?? []);
	const now = new Set(after.privileges ?? []);
	const through = was.roleId === user.roleId ? `the changed role ${after.roleName}` : `the role ${after.roleName}`;
	for (const privilege of [...now].filter((one) => !old.has(one)).sort()) {
		changes.push({
			kind: 'privilege-gained',
			weight: HIGH_RISK_PRIVILEGES.has(privilege) ? 'high' : 'normal',
			userId: user.id,
			email: user.email,
			privilege,
			through,
			sentence: `${nameOf(user)} gained ${privilege} through ${through}.`,
		});
	}
	for (const privilege of [...old].filter((one) => !now.has(one)).sort()) {
		const lostThrough =
			was.roleId === user.roleId ? `the changed role ${after.roleName}` : `leaving the role ${before.roleName}`;
		changes.push({
			kind: 'privilege-lost',
			weight: 'normal',
			userId: user.id,
			email: user.email,
			privilege,
			through: lostThrough,
			sentence: `${nameOf(user)} lost ${privilege} through ${lostThrough}.`,
		});
	}
}

function compareRoles(
	old: AccessSnapshot,
	now: AccessSnapshot,
	privilegesUnread: boolean,
	changes: AccessChange[],
): void {
	const before = new Map(old.roles.map((role) => [role.id, role]));
	for (const role of now.roles) {
		const was = before.get(role.id);
		before.delete(role.id);
		if (!was) {
			const risky = (role.privileges ?? []).some((one) => HIGH_RISK_PRIVILEGES.has(one));
			changes.push({
				kind: 'role-added',
				weight: risky ? 'high' : 'normal',
				roleId: role.id,
				sentence: `The role ${role.name} is new (${role.privileges === null ? 'privileges unread' : count(role.privileges.length, 'privilege')}).`,
			});
			continue;
		}
		if (was.name !== role.name)
			changes.push({
				kind: 'role-renamed',
				weight: 'normal',
				roleId: role.id,
				before: was.name,
				after: role.name,
				sentence: `The role ${was.name} is called ${role.name} now.`,
			});
		if (privilegesUnread || was.privileges === null || role.privileges === null) continue;
		for (const privilege of role.privileges.filter((one) => !was.privileges!.includes(one))) {
			changes.push({
				kind: 'role-gained-privilege',
				weight: HIGH_RISK_PRIVILEGES.has(privilege) ? 'high' : 'normal',
				roleId: role.id,
				privilege,
				through: `the changed role ${role.name}`,
				sentence: `The role ${role.name} gained ${privilege}.`,
			});
		}
		for (const privilege of was.privileges.filter((one) => !role.privileges!.includes(one))) {
			changes.push({
				kind: 'role-lost-privilege',
				weight: 'normal',
				roleId: role.id,
				privilege,
				through: `the changed role ${role.name}`,
				sentence: `The role ${role.name} lost ${privilege}.`,
			});
		}
		for (const { privilege, widened, before: from, after: to } of scopeChanges(was, role)) {
			const where = (groupIds: string[] | null) =>
				groupIds === null
					? 'the whole account'
					: groupIds.map((id) => now.groups.find((group) => group.id === id)?.name ?? id).join(', ');
			changes.push({
				kind: widened ? 'role-scope-widened' : 'role-scope-narrowed',
				// Whoever could act on one group may act on others now: as grave as a new privilege.
				weight: widened ? 'high' : 'normal',
				roleId: role.id,
				privilege,
				before: where(from),
				after: where(to),
				sentence: `In the role ${role.name}, ${privilege} holds for ${where(to)} now; before it was ${where(from)}.`,
			});
		}
	}
	for (const role of before.values())
		changes.push({
			kind: 'role-removed',
			weight: 'normal',
			roleId: role.id,
			sentence: `The role ${role.name} is gone.`,
		});
}

function compareGroups(old: AccessSnapshot, now: AccessSnapshot, adminsUnread: boolean, changes: AccessChange[]): void {
	const before = new Map(old.groups.map((group) => [group.id, group]));
	const people = new Map([...old.users, ...now.users].map((user) => [user.id, nameOf(user)]));
	for (const group of now.groups) {
		const was = before.get(group.id);
		before.delete(group.id);
		if (!was)
			changes.push({
				kind: 'group-added',
				weight: 'normal',
				groupId: group.id,
				sentence: `The group ${group.name} is new.`,
			});
		else if (was.name !== group.name)
			changes.push({
				kind: 'group-renamed',
				weight: 'normal',
				groupId: group.id,
				before: was.name,
				after: group.name,
				sentence: `The group ${was.name} is called ${group.name} now.`,
			});
		if (adminsUnread || !group.admins || (was && !was.admins)) continue;
		const admins = was?.admins ?? [];
		for (const id of group.admins.filter((one) => !admins.includes(one)))
			changes.push({
				kind: 'group-admin-added',
				weight: 'high',
				userId: id,
				groupId: group.id,
				sentence: `${people.get(id) ?? id} administers the group ${group.name} now.`,
			});
		for (const id of admins.filter((one) => !group.admins!.includes(one)))
			changes.push({
				kind: 'group-admin-removed',
				weight: 'normal',
				userId: id,
				groupId: group.id,
				sentence: `${people.get(id) ?? id} does not administer the group ${group.name} any more.`,
			});
	}
	for (const group of before.values())
		changes.push({
			kind: 'group-removed',
			weight: 'normal',
			groupId: group.id,
			sentence: `The group ${group.name} is gone.`,
		});
}

function statusSentence(was: AccessUser, user: AccessUser): string {
	if (was.status === 'pending' && user.status === 'active')
		return `${nameOf(user)} accepted the invitation and is active now.`;
	if (user.status === 'active') return `${nameOf(user)} was activated again (was ${was.status}).`;
	return `${nameOf(user)} is ${user.status} now (was ${was.status}).`;
}

function namesOf(...lists: Array<Array<{ id: string; name: string }>>): (id: string) => string {
	const names = new Map(lists.flat().map(({ id, name }) => [id, name]));
	return (id) => names.get(id) ?? systemRoleName(id);
}

const PLANS: Record<number, string> = { 1: 'Basic', 2: 'Licensed', 4: 'Unassigned without Meetings Basic', 99: 'None' };

/** The licence in words: "Licensed", "Licensed + Zoom One 16". */
export function licence({
	planType,
	zoomOneType,
	planUnitedType,
}: Pick<AccessUser, 'planType' | 'zoomOneType' | 'planUnitedType'>): string {
	const plan = planType === null ? 'unknown' : (PLANS[planType] ?? `type ${planType}`);
	const one = zoomOneType && zoomOneType !== '0' ? ` + Zoom One ${zoomOneType}` : '';
	const united = planUnitedType && planUnitedType !== 'none' ? ` + Zoom United ${planUnitedType}` : '';
	return plan + one + united;
}

const count = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`;
