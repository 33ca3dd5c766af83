import type { Finding, FindingKind, FindingSettings, Severity } from './finding';
import {
	type KalturaAccess,
	kalturaNameOf,
	type KalturaPerson,
	type KalturaRights,
	kalturaRightsOf,
} from './kaltura-access';
import { KALTURA_HIGH_RISK } from './kaltura-permissions';
import { kalturaIdentity, standingInZoom } from './same-person';
import { daysSince } from './sign-ins';
import type { AccessSnapshot } from './snapshot';

/** Kaltura's console is where its roles and administrators are changed; nothing here does it. */
const IN_KMC = 'in the Kaltura management console, under Administration';

/** Findings about Kaltura's side of a snapshot; none when it was not read. All of them are ended by hand in Kaltura. */
export function kalturaFindings(snapshot: AccessSnapshot, settings: FindingSettings): Finding[] {
	const { kaltura } = snapshot;
	if (!kaltura) return [];
	const unread = new Set(snapshot.degraded.map(({ what }) => what));
	const rightsOf = kalturaRightsOf(kaltura);
	const inZoom = standingInZoom(snapshot.users);
	const zoomRead = !['active-users', 'inactive-users'].some((part) => unread.has(part as 'active-users'));
	const findings: Finding[] = [];
	for (const person of kaltura.users) {
		const rights = rightsOf(person);
		if (!hasPower(rights)) continue;
		const name = kalturaNameOf(person);
		const add: Add = (kind, severity, sentence, evidence, remedy) =>
			findings.push({
				kind,
				severity,
				subject: { type: 'kaltura-user', id: person.id, name, email: person.email },
				sentence: `${name} ${sentence}`,
				evidence: { ...powerEvidence(rights), ...evidence },
				remedy,
				decisions: [],
			});
		judge(person, rights, { settings, zoom: zoomRead ? inZoom(person) : 'unknown' }, add);
	}
	return [...findings, ...accountFindings(kaltura, unread)];
}

type Add = (
	kind: FindingKind,
	severity: Severity,
	sentence: string,
	evidence: Finding['evidence'],
	remedy: string,
) => void;

function judge(
	person: KalturaPerson,
	rights: KalturaRights,
	{ settings, zoom }: { settings: FindingSettings; zoom: 'active' | 'left' | 'unknown' },
	add: Add,
): void {
	const power = holdings(rights);
	if (!person.active) {
		add(
			'kaltura-blocked-privileged',
			'medium',
			`is blocked in Kaltura but ${power}: the power comes back when the block ends.`,
			{ status: 'blocked' },
			`Take it away ${IN_KMC}.`,
		);
		return;
	}
	if (settings.allPrivileged)
		add(
			'privileged-access',
			rights.everything ? 'high' : 'medium',
			`${power} in Kaltura.`,
			{},
			`Take it away ${IN_KMC}, if it is not needed any more.`,
		);
	const provider = settings.identityProvider?.(kalturaIdentity(person));
	if (zoom === 'left' || provider === 'left')
		add(
			'kaltura-power-of-leaver',
			'high',
			`${power} in Kaltura but has left according to ${provider === 'left' ? 'the identity provider' : 'Zoom, where the person is deactivated'}.`,
			{ email: person.email || null },
			`Block the user or take the power away ${IN_KMC}.`,
		);
	else if (provider === 'unknown')
		add(
			'kaltura-power-unknown-to-provider',
			'high',
			`${power} in Kaltura but the identity provider does not know the person.`,
			{ email: person.email || null },
			`Block the user ${IN_KMC}, or correct the address.`,
		);
	const idle = daysSince(person.lastLoginAt, Date.parse(settings.now));
	const age = daysSince(person.createdAt, Date.parse(settings.now));
	const fresh = age !== null && age <= settings.graceDays;
	// Kaltura notes sign-ins to its console only, so that nothing is said of people who cannot sign in there.
	if (person.loginEnabled && rights.privileged && !fresh && (idle === null || idle > settings.dormantDays))
		add(
			'kaltura-privileged-dormant',
			'high',
			idle === null
				? `${power} in Kaltura and has never signed in to its console.`
				: `${power} in Kaltura and has not signed in to its console for ${idle} days.`,
			{ lastLoginAt: person.lastLoginAt },
			`Take the role away ${IN_KMC}.`,
		);
	const domain = person.email.split('@')[1] ?? '';
	const own = settings.ownDomains.map((one) => one.toLowerCase());
	if (own.length > 0 && domain !== '' && !own.some((one) => domain === one || domain.endsWith(`.${one}`)))
		add(
			'kaltura-privileged-outside-domain',
			'high',
			`${power} in Kaltura with an address outside ${settings.ownDomains.join(', ')}.`,
			{ email: person.email },
			`Take it away ${IN_KMC}, or move the user to an own address.`,
		);
}

function accountFindings({ partnerId, users, groups, roles }: KalturaAccess, unread: ReadonlySet<string>): Finding[] {
	const findings: Finding[] = [];
	const keys = users.filter(({ active, admin, owner, loginEnabled }) => active && loginEnabled && (admin || owner));
	if (users.length > 0 && keys.length <= 1 && !unread.has('kaltura-users'))
		findings.push({
			kind: 'kaltura-single-admin',
			severity: 'medium',
			subject: { type: 'kaltura-account', id: partnerId, name: `the Kaltura account ${partnerId}` },
			sentence: keys[0]
				? `${kalturaNameOf(keys[0])} is the only active administrator of Kaltura's console.`
				: "Nobody who is active administers Kaltura's console.",
			evidence: { admins: keys.map(kalturaNameOf) },
			remedy: `Give a second person a role ${IN_KMC}, so that an absence does not lock the account.`,
			decisions: [],
		});
	for (const { id, name, members } of unread.has('kaltura-groups') ? [] : groups)
		if (members === 0 && !users.some(({ groupIds }) => groupIds.includes(id)))
			findings.push({
				kind: 'kaltura-empty-group',
				severity: 'low',
				subject: { type: 'kaltura-group', id, name: name || id },
				sentence: `The Kaltura group ${name || id} has no members.`,
				evidence: { members: 0 },
				remedy: 'Delete the group in Kaltura, or fill it.',
				decisions: [],
			});
	const held = new Set(users.flatMap(({ roleIds }) => roleIds));
	for (const { id, name, permissions, shared, active } of unread.has('kaltura-roles') ? [] : roles) {
		const risky = permissions.filter((one) => KALTURA_HIGH_RISK.has(one));
		if (shared || !active || held.has(id) || unread.has('kaltura-users')) continue;
		findings.push({
			kind: 'kaltura-empty-role',
			severity: risky.length > 0 ? 'medium' : 'low',
			subject: { type: 'kaltura-role', id, name },
			sentence: `Nobody has the Kaltura role ${name}.`,
			evidence: { members: 0, permissions: risky },
			remedy: `Delete the role ${IN_KMC}.`,
			decisions: [],
		});
	}
	return findings;
}

const hasPower = ({ privileged, manages }: KalturaRights) => privileged || manages.length > 0;

/** "is owner of the account", "has the role Content Manager", "manages the group Lecturers". */
function holdings({ everything, roles, manages, privileged }: KalturaRights): string {
	const names = (list: ReadonlyArray<{ name: string }>) => list.map(({ name }) => name).join(', ');
	const parts = [
		everything
			? 'may do everything'
			: privileged && roles.length > 0
				? `has the ${roles.length === 1 ? 'role' : 'roles'} ${names(roles)}`
				: '',
		manages.length > 0 ? `manages the ${manages.length === 1 ? 'group' : 'groups'} ${names(manages)}` : '',
	];
	return parts.filter(Boolean).join(' and ');
}

function powerEvidence({ everything, roles, manages }: KalturaRights): Finding['evidence'] {
	return {
		kalturaRoles: roles.map(({ name }) => name),
		...(everything ? { everything } : {}),
		...(manages.length > 0 ? { manages: manages.map(({ name }) => name) } : {}),
	};
}
