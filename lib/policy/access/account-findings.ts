import { isPrivilegedRole } from './effective';
import type { Finding, FindingSettings } from './finding';
import { HIGH_RISK_PRIVILEGES } from './permissions';
import { limitedText } from './role-scopes';
import { idleDays, isFresh } from './sign-ins';
import {
	type AccessRole,
	type AccessSnapshot,
	type AccessUser,
	ADMIN_ROLE,
	MEMBER_ROLE,
	nameOf,
	OWNER_ROLE,
} from './snapshot';

/** Findings about the account, its groups and its roles, from what was read of them. */
export function accountFindings(snapshot: AccessSnapshot, settings: FindingSettings): Finding[] {
	const findings: Finding[] = [];
	const unread = new Set(snapshot.degraded.map(({ what }) => what));
	const active = snapshot.users.filter(({ status }) => status === 'active');
	const keyHolders = active.filter(({ roleId }) => roleId === OWNER_ROLE || roleId === ADMIN_ROLE);
	if (keyHolders.length <= 1 && snapshot.users.length > 0 && !unread.has('active-users')) {
		const only = keyHolders[0];
		findings.push({
			kind: 'single-owner-or-admin',
			severity: 'high',
			subject: { type: 'account', id: snapshot.accountId, name: `the account ${snapshot.accountId}` },
			sentence: only ? `${nameOf(only)} is the only active owner or admin.` : 'Nobody who is active is owner or admin.',
			evidence: { ownersAndAdmins: keyHolders.map(nameOf) },
			remedy: 'Give a second person the Admin role, so that an absence does not lock the account.',
			decisions: [],
		});
	}
	if (!unread.has('groups')) {
		const members = countBy(snapshot.users.flatMap(({ groupIds }) => groupIds));
		for (const { id, name, totalMembers } of snapshot.groups) {
			if ((members.get(id) ?? 0) === 0 && !totalMembers) {
				findings.push({
					kind: 'empty-group',
					severity: 'low',
					subject: { type: 'group', id, name },
					sentence: `The group ${name} has no members.`,
					evidence: { members: 0 },
					remedy: 'Delete the group, or fill it.',
					decisions: [['delete-group']],
				});
			}
		}
	}
	return unread.has('roles') ? findings : [...findings, ...roleFindings(snapshot, settings, unread)];
}

function roleFindings(snapshot: AccessSnapshot, settings: FindingSettings, unread: ReadonlySet<string>): Finding[] {
	const findings: Finding[] = [];
	const groupNames = new Map(snapshot.groups.map(({ id, name }) => [id, name]));
	const groupName = (id: string) => groupNames.get(id) ?? id;
	const holders = new Map<string, AccessUser[]>();
	for (const user of snapshot.users) {
		const people = holders.get(user.roleId);
		if (people) people.push(user);
		else holders.set(user.roleId, [user]);
	}
	for (const role of snapshot.roles) {
		if ([OWNER_ROLE, ADMIN_ROLE, MEMBER_ROLE].includes(role.id)) continue;
		const subject = { type: 'role' as const, id: role.id, name: role.name };
		const people = holders.get(role.id) ?? [];
		if (people.length === 0 && !role.totalMembers) {
			findings.push({
				kind: 'empty-role',
				severity: isPrivilegedRole(role) ? 'medium' : 'low',
				subject,
				sentence: `Nobody has the role ${role.name}.`,
				evidence: { members: 0 },
				remedy: 'Delete the role.',
				decisions: [['delete-role']],
			});
			continue;
		}
		const edits = (role.privileges ?? []).filter((one) => one.endsWith(':Edit') && HIGH_RISK_PRIVILEGES.has(one));
		const now = Date.parse(settings.now);
		const used = people.some((user) => {
			const idle = idleDays(user, now, settings.loginDelayDays);
			return user.status === 'active' && idle !== null && idle <= settings.dormantDays;
		});
		// Somebody who has just got the account has had no time to use the role.
		const fresh = people.some((user) => isFresh(user, settings));
		if (edits.length > 0 && people.length > 0 && !used && !fresh && !unread.has('active-users')) {
			findings.push({
				kind: 'role-wider-than-used',
				severity: 'medium',
				subject,
				sentence: `The role ${role.name} may ${edits.join(', ')}, but ${people.length === 1 ? 'its only member has not' : `none of its ${people.length} members has`} signed in within ${settings.dormantDays} days.`,
				evidence: {
					privileges: edits.map((one) => limitedText(one, limitsOf(role, one).map(groupName))),
					members: people.length,
					dormantDays: settings.dormantDays,
				},
				remedy: 'Narrow the role to Read in Zoom, or take it from its members.',
				decisions: [['remove-role']],
			});
		}
	}
	return findings;
}

function countBy(values: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

const limitsOf = ({ scopes = [] }: AccessRole, privilege: string): string[] =>
	scopes.filter((scope) => scope.privilege === privilege).flatMap(({ groupIds }) => groupIds);
