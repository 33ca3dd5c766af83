import type { Decision } from './decisions';
import { accessOf, type EffectiveAccess, isPrivileged } from './effective';
import type { Finding, FindingKind, FindingSettings, Severity } from './finding';
import { RISKY_PAIRS } from './permissions';
import { limitedText } from './role-scopes';
import { daysSince, idleDays, isFresh } from './sign-ins';
import { type AccessSnapshot, type AccessUser, ADMIN_ROLE, nameOf, OWNER_ROLE } from './snapshot';

/** Sign-in by single sign-on (docs/vendors/zoom.md#users-groups-roles-phones login types). */
const SSO_LOGIN = 101;

type Add = (
	kind: FindingKind,
	severity: Severity,
	sentence: string,
	evidence: Finding['evidence'],
	remedy: string,
	decisions: Decision[][],
) => void;

/** Findings about people, from what was read of them. */
export function userFindings(snapshot: AccessSnapshot, settings: FindingSettings): Finding[] {
	const access = accessOf(snapshot);
	const findings: Finding[] = [];
	for (const user of snapshot.users) {
		const rights = access(user);
		const name = nameOf(user);
		const add: Add = (kind, severity, sentence, evidence, remedy, decisions) =>
			findings.push({
				kind,
				severity,
				subject: { type: 'user', id: user.id, name, email: user.email },
				sentence: `${name} ${sentence}`,
				evidence: { role: rights.roleName, ...evidence },
				remedy,
				decisions,
			});
		if (user.status === 'pending') judgeInvitation(user, rights, settings, add);
		else if (user.status === 'inactive') judgeInactive(user, rights, add);
		else judgeActive(user, rights, settings, add);
	}
	return findings;
}

function judgeInvitation(user: AccessUser, rights: EffectiveAccess, settings: FindingSettings, add: Add): void {
	const age = daysSince(user.createdAt, Date.parse(settings.now));
	if (age === null || age <= settings.pendingDays) return;
	const severity = hasPower(rights) ? 'medium' : 'low';
	const evidence = { invitedAt: user.createdAt };
	if (user.invitationExpired) {
		add(
			'pending-for-long',
			severity,
			`has not accepted the invitation for ${age} days, and it has expired.`,
			{ ...evidence, expired: true },
			'Invite the person again. Where Zoom keeps the old invitation, remove that under User Management → Users → Pending in the web portal.',
			[['invite-again']],
		);
		return;
	}
	const unsure = user.invitationExpired === undefined ? ' If it has expired, it can only be sent again.' : '';
	add(
		'pending-for-long',
		severity,
		`has not accepted the invitation for ${age} days.`,
		evidence,
		`Withdraw the invitation, or send it again.${unsure}`,
		[['withdraw-invitation'], ['invite-again']],
	);
}

function judgeInactive({ phone }: AccessUser, rights: EffectiveAccess, add: Add): void {
	if (phone && phone.numbers + phone.plans > 0) {
		add(
			'inactive-with-phone',
			'medium',
			`is deactivated but still holds ${count(phone.numbers, 'phone number')} and ${count(phone.plans, 'calling plan')}.`,
			{ phoneNumbers: phone.numbers, callingPlans: phone.plans },
			'Take the numbers and plans back.',
			[['remove-phone']],
		);
	}
	if (hasPower(rights)) {
		const power = takingPower(rights);
		add(
			'inactive-privileged',
			'medium',
			`is deactivated but ${holdings(rights)}: the power comes back with the next activation.`,
			powerEvidence(rights),
			`${power.remedy}.`,
			power.decisions,
		);
	}
}

function judgeActive(user: AccessUser, rights: EffectiveAccess, settings: FindingSettings, add: Add): void {
	const idle = idleDays(user, Date.parse(settings.now), settings.loginDelayDays);
	const dormant = idle !== null && idle > settings.dormantDays;
	const fresh = isFresh(user, settings);
	const privileged = hasPower(rights);
	if (privileged) {
		const power = takingPower(rights);
		const evidence = powerEvidence(rights);
		const orDeactivate = power.decisions.flatMap((together): Decision[][] => [together, ['deactivate', ...together]]);
		if (settings.allPrivileged)
			add(
				'privileged-access',
				[OWNER_ROLE, ADMIN_ROLE].includes(rights.roleId) ? 'high' : 'medium',
				`has power over others: ${holdings(rights)}.`,
				evidence,
				`${power.remedy}, if it is not needed any more.`,
				power.decisions,
			);
		if (!fresh && user.lastLoginAt === null) {
			add(
				'privileged-never-signed-in',
				'high',
				'is privileged and has never signed in.',
				{ ...evidence, createdAt: user.createdAt, lastLoginAt: null },
				`${power.remedy}, or deactivate the user.`,
				orDeactivate,
			);
		} else if (!fresh && dormant) {
			add(
				'privileged-dormant',
				'high',
				`is privileged and has not signed in for at least ${idle} days.`,
				{ ...evidence, lastLoginAt: user.lastLoginAt, idleDays: idle },
				`${power.remedy}, or deactivate the user.`,
				orDeactivate,
			);
		}
		if (user.loginTypes.length > 0 && !user.loginTypes.includes(SSO_LOGIN)) {
			add(
				'privileged-without-sso',
				'high',
				'is privileged and signs in without single sign-on.',
				{ ...evidence, loginTypes: user.loginTypes.map(String) },
				`Require single sign-on for the domain, or ${small(power.remedy)}.`,
				power.decisions,
			);
		}
		if (!user.verified) {
			add(
				'privileged-unverified',
				'medium',
				'is privileged with an e-mail address that is not verified.',
				{ ...evidence, verified: false },
				`Have the address verified, or ${small(power.remedy)}.`,
				power.decisions,
			);
		}
	}
	if (settings.ownDomains.length > 0 && user.email && !belongs(user.email, settings.ownDomains)) {
		const power = takingPower(rights);
		add(
			privileged ? 'privileged-outside-domain' : 'outside-domain',
			privileged ? 'high' : 'low',
			`has an address outside ${settings.ownDomains.join(', ')}.`,
			{ ...(privileged ? powerEvidence(rights) : {}), email: user.email },
			privileged
				? `${power.remedy}, or move the user to an own address.`
				: 'Check whether the person still belongs here.',
			privileged ? power.decisions : [['deactivate']],
		);
	}
	if (isLicensed(user) && !fresh && (user.lastLoginAt === null || dormant)) {
		add(
			'licensed-unused',
			'low',
			`holds a licence and ${user.lastLoginAt === null ? 'has never signed in' : `has not signed in for at least ${idle} days`}.`,
			{ planType: user.planType, lastLoginAt: user.lastLoginAt },
			'Change the licence to Basic.',
			[['make-basic']],
		);
	}
	for (const { pair, why } of RISKY_PAIRS) {
		if (rights.roleId === OWNER_ROLE || rights.roleId === ADMIN_ROLE) continue;
		if (!pair.every((one) => rights.privileges?.includes(one))) continue;
		const held = pair.map((one) => limited(one, rights));
		add(
			'risky-pair',
			'high',
			`${why}: the role ${rights.roleName} holds ${held.join(' and ')}.`,
			{ privileges: held },
			'Split the role in two in Zoom, or take it away.',
			[['remove-role']],
		);
	}
	judgeByProvider(user, privileged, settings, add);
}

function judgeByProvider(user: AccessUser, privileged: boolean, settings: FindingSettings, add: Add): void {
	const known = settings.identityProvider?.(user);
	const evidence = { email: user.email, uniqueId: user.employeeUniqueId || null };
	if (known === 'left') {
		add(
			'left-in-identity-provider',
			'high',
			'is active in Zoom but has left according to the identity provider.',
			evidence,
			'Deactivate the user.',
			[['deactivate']],
		);
	} else if (known === 'unknown') {
		add(
			'not-in-identity-provider',
			privileged ? 'high' : 'medium',
			'is active in Zoom but the identity provider does not know the person.',
			evidence,
			'Deactivate the user, or correct the address.',
			[['deactivate']],
		);
	}
}

/** By the role, or by the administration of a group. */
const hasPower = (rights: EffectiveAccess) => isPrivileged(rights) || rights.administers.length > 0;

/** What takes the power of somebody away: the role alone does not, when it comes from a group as well. */
function takingPower(rights: EffectiveAccess): { remedy: string; decisions: Decision[][] } {
	if (rights.roleId === OWNER_ROLE)
		return { remedy: 'Transfer the ownership of the account in the Zoom web portal', decisions: [] };
	const together: Decision[] = [];
	const words: string[] = [];
	if (isPrivileged(rights)) {
		together.push('remove-role');
		words.push('take the role away');
	}
	if (rights.administers.length > 0) {
		together.push('remove-group-admin');
		words.push(`end the administration of ${groupsOf(rights)}`);
	}
	const remedy = words.join(' and ');
	return { remedy: remedy.charAt(0).toUpperCase() + remedy.slice(1), decisions: [together] };
}

function holdings(rights: EffectiveAccess): string {
	const role = isPrivileged(rights) ? [`keeps the role ${rights.roleName}`] : [];
	const groups = rights.administers.length > 0 ? [`still administers ${groupsOf(rights)}`] : [];
	return [...role, ...groups].join(' and ');
}

function powerEvidence(rights: EffectiveAccess): Finding['evidence'] {
	const { administers, limitedTo } = rights;
	return {
		...(administers.length > 0 ? { administers: administers.map(({ groupName }) => groupName) } : {}),
		...(limitedTo.length > 0 ? { limitedTo: limitedTo.map(({ privilege }) => limited(privilege, rights)) } : {}),
	};
}

function limited(privilege: string, { limitedTo }: EffectiveAccess): string {
	const limits = limitedTo.filter((one) => one.privilege === privilege).flatMap(({ groups }) => groups);
	return limitedText(
		privilege,
		limits.map(({ groupName }) => groupName),
	);
}

function groupsOf({ administers }: EffectiveAccess): string {
	const names = administers.map(({ groupName }) => groupName).join(', ');
	return administers.length === 1 ? `the group ${names}` : `the groups ${names}`;
}

const small = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function isLicensed({ planType, zoomOneType, planUnitedType }: AccessUser): boolean {
	return planType === 2 || !['', '0'].includes(zoomOneType) || !['', 'none'].includes(planUnitedType);
}

function belongs(email: string, domains: readonly string[]): boolean {
	const domain = email.split('@').at(-1)?.toLowerCase() ?? '';
	return domains.some((one) => domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`));
}

const count = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`;
