import { accessOf, isPrivileged, isPrivilegedRole } from './effective';
import { HIGH_RISK_PRIVILEGES, RISKY_PAIRS } from './permissions';
import { type AccessSnapshot, type AccessUser, ADMIN_ROLE, MEMBER_ROLE, nameOf, OWNER_ROLE } from './snapshot';

export type FindingKind =
	| 'privileged-never-signed-in'
	| 'privileged-dormant'
	| 'privileged-without-sso'
	| 'privileged-unverified'
	| 'privileged-outside-domain'
	| 'outside-domain'
	| 'pending-for-long'
	| 'licensed-unused'
	| 'inactive-with-phone'
	| 'single-owner-or-admin'
	| 'risky-pair'
	| 'empty-group'
	| 'empty-role'
	| 'role-wider-than-used'
	| 'not-in-identity-provider'
	| 'left-in-identity-provider';

export type Severity = 'high' | 'medium' | 'low';

export interface Finding {
	kind: FindingKind;
	severity: Severity;
	/** What it is about: a user, group or role id, or the account. */
	subject: { type: 'user' | 'group' | 'role' | 'account'; id: string; name: string; email?: string };
	sentence: string;
	/** The facts behind it, for a reviewer. */
	evidence: Record<string, string | number | boolean | null | string[]>;
	remedy: string;
}

export interface FindingSettings {
	/** Now, ISO. The rule has no clock of its own. */
	now: string;
	/** Days without a sign-in after which somebody counts as dormant. */
	dormantDays: number;
	/** Days after which an invitation is pending for long. */
	pendingDays: number;
	/** New users are not judged for so many days. */
	graceDays: number;
	/** Zoom's last_login_time may be so many days old. */
	loginDelayDays: number;
	/** Domains that belong to the organisation; [] does not judge domains. */
	ownDomains: readonly string[];
	/** How the identity provider knows somebody; null does not compare. */
	identityProvider: ((user: AccessUser) => 'active' | 'left' | 'unknown') | null;
}

export const DEFAULT_FINDING_SETTINGS: Omit<FindingSettings, 'now'> = {
	dormantDays: 90,
	pendingDays: 30,
	graceDays: 14,
	loginDelayDays: 3,
	ownDomains: [],
	identityProvider: null,
};

const DAY = 86_400_000;
/** Sign-in by single sign-on (docs/vendors/zoom.md#users-groups-roles-phones login types). */
const SSO_LOGIN = 101;

/**
 * What a reviewer should look at, most serious first. Each finding says its evidence and what to do.
 * Facts that the snapshot does not hold (phone, sign-in types, group admins, privileges) give no finding rather than a guess.
 */
export function findingsOf(snapshot: AccessSnapshot, settings: FindingSettings): Finding[] {
	const findings: Finding[] = [];
	const access = accessOf(snapshot);
	const now = Date.parse(settings.now);
	const unread = new Set(snapshot.degraded.map(({ what }) => what));
	for (const user of snapshot.users) {
		const rights = access(user);
		const privileged = isPrivileged(rights) || rights.administers.length > 0;
		const about = { type: 'user' as const, id: user.id, name: nameOf(user), email: user.email };
		const add = (
			kind: FindingKind,
			severity: Severity,
			sentence: string,
			evidence: Finding['evidence'],
			remedy: string,
		) =>
			findings.push({
				kind,
				severity,
				subject: about,
				sentence,
				evidence: { role: rights.roleName, ...evidence },
				remedy,
			});
		const age = daysSince(user.createdAt, now);
		const fresh = age !== null && age <= settings.graceDays;

		if (user.status === 'pending') {
			if (age !== null && age > settings.pendingDays) {
				add(
					'pending-for-long',
					privileged ? 'medium' : 'low',
					`${about.name} has not accepted the invitation for ${age} days.`,
					{ invitedAt: user.createdAt },
					'Withdraw the invitation, or send it again.',
				);
			}
			continue;
		}
		if (user.status === 'inactive') {
			const phone = user.phone;
			if (phone && phone.numbers + phone.plans > 0) {
				add(
					'inactive-with-phone',
					'medium',
					`${about.name} is deactivated but still holds ${count(phone.numbers, 'phone number')} and ${count(phone.plans, 'calling plan')}.`,
					{ phoneNumbers: phone.numbers, callingPlans: phone.plans },
					'Take the numbers and plans back.',
				);
			}
			continue;
		}

		const idle = idleDays(user, now, settings.loginDelayDays);
		if (!fresh && privileged && user.lastLoginAt === null) {
			add(
				'privileged-never-signed-in',
				'high',
				`${about.name} is privileged and has never signed in.`,
				{ createdAt: user.createdAt, lastLoginAt: null },
				'Take the role away, or deactivate the user.',
			);
		} else if (!fresh && privileged && idle !== null && idle > settings.dormantDays) {
			add(
				'privileged-dormant',
				'high',
				`${about.name} is privileged and has not signed in for at least ${idle} days.`,
				{ lastLoginAt: user.lastLoginAt, idleDays: idle },
				'Take the role away, or deactivate the user.',
			);
		}
		if (privileged && user.loginTypes.length > 0 && !user.loginTypes.includes(SSO_LOGIN)) {
			add(
				'privileged-without-sso',
				'high',
				`${about.name} is privileged and signs in without single sign-on.`,
				{ loginTypes: user.loginTypes.map(String) },
				'Require single sign-on for the domain, or take the role away.',
			);
		}
		if (privileged && !user.verified) {
			add(
				'privileged-unverified',
				'medium',
				`${about.name} is privileged with an e-mail address that is not verified.`,
				{ verified: false },
				'Have the address verified, or take the role away.',
			);
		}
		if (settings.ownDomains.length > 0 && user.email && !belongs(user.email, settings.ownDomains)) {
			add(
				privileged ? 'privileged-outside-domain' : 'outside-domain',
				privileged ? 'high' : 'low',
				`${about.name} has an address outside ${settings.ownDomains.join(', ')}.`,
				{ email: user.email },
				privileged
					? 'Take the role away, or move the user to an own address.'
					: 'Check whether the person still belongs here.',
			);
		}
		if (isLicensed(user) && !fresh && (user.lastLoginAt === null || (idle !== null && idle > settings.dormantDays))) {
			add(
				'licensed-unused',
				'low',
				`${about.name} holds a licence and ${user.lastLoginAt === null ? 'has never signed in' : `has not signed in for at least ${idle} days`}.`,
				{ planType: user.planType, lastLoginAt: user.lastLoginAt },
				'Change the licence to Basic.',
			);
		}
		for (const { pair, why } of RISKY_PAIRS) {
			if (rights.roleId === OWNER_ROLE || rights.roleId === ADMIN_ROLE) continue;
			if (pair.every((one) => rights.privileges?.includes(one))) {
				add(
					'risky-pair',
					'high',
					`${about.name} ${why}: the role ${rights.roleName} holds ${pair.join(' and ')}.`,
					{ privileges: [...pair] },
					'Split the role in two.',
				);
			}
		}
		const known = settings.identityProvider?.(user);
		if (known === 'left') {
			add(
				'left-in-identity-provider',
				'high',
				`${about.name} is active in Zoom but has left according to the identity provider.`,
				{ email: user.email, uniqueId: user.employeeUniqueId || null },
				'Deactivate the user.',
			);
		} else if (known === 'unknown') {
			add(
				'not-in-identity-provider',
				privileged ? 'high' : 'medium',
				`${about.name} is active in Zoom but the identity provider does not know the person.`,
				{ email: user.email, uniqueId: user.employeeUniqueId || null },
				'Deactivate the user, or correct the address.',
			);
		}
	}
	accountFindings(snapshot, settings, unread, findings);
	const order: Severity[] = ['high', 'medium', 'low'];
	return findings.sort(
		(a, b) =>
			order.indexOf(a.severity) - order.indexOf(b.severity) ||
			compareText(a.kind, b.kind) ||
			compareText(a.subject.name, b.subject.name) ||
			compareText(a.subject.id, b.subject.id),
	);
}

function accountFindings(
	snapshot: AccessSnapshot,
	settings: FindingSettings,
	unread: ReadonlySet<string>,
	findings: Finding[],
): void {
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
				});
			}
		}
	}
	if (unread.has('roles')) return;
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
		const fresh = people.some(({ createdAt }) => {
			const age = daysSince(createdAt, now);
			return age !== null && age <= settings.graceDays;
		});
		if (edits.length > 0 && people.length > 0 && !used && !fresh && !unread.has('active-users')) {
			findings.push({
				kind: 'role-wider-than-used',
				severity: 'medium',
				subject,
				sentence: `The role ${role.name} may ${edits.join(', ')}, but ${people.length === 1 ? 'its only member has not' : `none of its ${people.length} members has`} signed in within ${settings.dormantDays} days.`,
				evidence: { privileges: edits, members: people.length, dormantDays: settings.dormantDays },
				remedy: 'Narrow the role to Read, or take it from its members.',
			});
		}
	}
}

/** Days that somebody has surely not signed in: the figure of Zoom may be some days old. */
function idleDays(user: AccessUser, now: number, delayDays: number): number | null {
	const days = daysSince(user.lastLoginAt, now);
	return days === null ? null : Math.max(0, days - delayDays);
}

function daysSince(iso: string | null, now: number): number | null {
	const at = iso === null ? Number.NaN : Date.parse(iso);
	return Number.isNaN(at) ? null : Math.floor((now - at) / DAY);
}

function isLicensed({ planType, zoomOneType, planUnitedType }: AccessUser): boolean {
	return planType === 2 || !['', '0'].includes(zoomOneType) || !['', 'none'].includes(planUnitedType);
}

function belongs(email: string, domains: readonly string[]): boolean {
	const domain = email.split('@').at(-1)?.toLowerCase() ?? '';
	return domains.some((one) => domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`));
}

function countBy(values: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

const count = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`;
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
