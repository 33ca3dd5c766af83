import type { AccessChange } from './access-change';
import { accessOf, isPrivileged } from './effective';
import type { Finding, FindingKind, Severity } from './finding';
import { foldedChanges } from './folded-changes';
import { type KalturaAccess, kalturaNameOf, kalturaRightsOf } from './kaltura-access';
import { KALTURA_HIGH_RISK } from './kaltura-permissions';
import { HIGH_RISK_PRIVILEGES } from './permissions';
import type { AccessSnapshot } from './snapshot';
import { nameOf } from './snapshot';

export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

/** What the report page shows, counted once. */
export interface AccessFigures {
	users: { active: number; inactive: number; pending: number; other: number };
	/** Active owners, admins and holders of high-risk privileges. */
	privileged: Array<{ name: string; role: string; lastLoginAt: string | null; highRisk: number; groups: number }>;
	/** Active users by how long ago Zoom saw them last. */
	signIns: Array<{ label: string; users: number; privileged: number }>;
	roles: Array<{ name: string; users: number; privileges: number | null; highRisk: number }>;
	findings: Record<Severity, number>;
	kinds: Array<{ kind: FindingKind; severity: Severity; findings: Finding[] }>;
	/** What somebody decided to keep, and until when; counted nowhere else. */
	accepted: Finding[];
	/** Kaltura's side; null when the snapshot lacks it. */
	kaltura: {
		users: number;
		blocked: number;
		groups: number;
		privileged: Array<{
			name: string;
			roles: string;
			highRisk: number | null;
			manages: number;
			lastLoginAt: string | null;
		}>;
	} | null;
	/** High ones first, else in the order of the comparison; role changes folded into one. */
	changes: AccessChange[];
}

const DAY = 86_400_000;
/** A sign-in so many days ago at most; Zoom's time may be three days late. */
const AGES: ReadonlyArray<[string, number]> = [
	['10 days', 10],
	['30 days', 30],
	['90 days', 90],
	['1 year', 365],
	['longer', Infinity],
];

export function accessFigures(
	snapshot: AccessSnapshot,
	all: readonly Finding[],
	compared: readonly AccessChange[],
): AccessFigures {
	const findings = all.filter(({ accepted }) => !accepted);
	const changes = foldedChanges(compared);
	const access = accessOf(snapshot);
	const now = Date.parse(snapshot.takenAt);
	const users = { active: 0, inactive: 0, pending: 0, other: 0 };
	const privileged: AccessFigures['privileged'] = [];
	const signIns = [...AGES.map(([label]) => label), 'never'].map((label) => ({ label, users: 0, privileged: 0 }));
	const holders = new Map<string, number>();
	for (const user of snapshot.users) {
		users[user.status in users ? (user.status as keyof typeof users) : 'other']++;
		holders.set(user.roleId, (holders.get(user.roleId) ?? 0) + 1);
		if (user.status !== 'active') continue;
		const rights = access(user);
		const risky = isPrivileged(rights) || rights.administers.length > 0;
		const seen = user.lastLoginAt === null ? Number.NaN : Date.parse(user.lastLoginAt);
		const age = Number.isNaN(seen) ? AGES.length : AGES.findIndex(([, days]) => now - seen <= days * DAY);
		signIns[age]!.users++;
		if (!risky) continue;
		signIns[age]!.privileged++;
		privileged.push({
			name: nameOf(user),
			role: rights.roleName,
			lastLoginAt: user.lastLoginAt,
			highRisk: highRisk(rights.privileges),
			groups: rights.administers.length,
		});
	}
	const kinds = new Map<FindingKind, Finding[]>();
	for (const finding of findings) {
		const list = kinds.get(finding.kind);
		if (list) list.push(finding);
		else kinds.set(finding.kind, [finding]);
	}
	const rank = ({ severity }: { severity: Severity }) => SEVERITIES.indexOf(severity);
	return {
		users,
		privileged: privileged.sort((a, b) => b.highRisk - a.highRisk || (a.name < b.name ? -1 : 1)),
		signIns,
		roles: snapshot.roles
			.map(({ id, name, privileges }) => ({
				name: name || id,
				users: holders.get(id) ?? 0,
				privileges: privileges?.length ?? null,
				highRisk: highRisk(privileges),
			}))
			.sort((a, b) => b.highRisk - a.highRisk || b.users - a.users),
		findings: {
			high: findings.filter(({ severity }) => severity === 'high').length,
			medium: findings.filter(({ severity }) => severity === 'medium').length,
			low: findings.filter(({ severity }) => severity === 'low').length,
		},
		accepted: all.filter(({ accepted }) => accepted),
		kaltura: snapshot.kaltura ? kalturaFigures(snapshot.kaltura) : null,
		kinds: [...kinds]
			.map(([kind, list]) => ({
				kind,
				severity: list.reduce<Severity>(
					(worst, one) => (rank(one) < rank({ severity: worst }) ? one.severity : worst),
					'low',
				),
				findings: list,
			}))
			.sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length),
		changes: [
			...changes.filter(({ weight }) => weight === 'high'),
			...changes.filter(({ weight }) => weight !== 'high'),
		],
	};
}

function kalturaFigures(access: KalturaAccess): AccessFigures['kaltura'] {
	const rightsOf = kalturaRightsOf(access);
	const active = access.users.filter((person) => person.active);
	return {
		users: access.users.length,
		blocked: access.users.length - active.length,
		groups: access.groups.length,
		privileged: active
			.map((person) => ({ person, rights: rightsOf(person) }))
			.filter(({ rights }) => rights.privileged || rights.manages.length > 0)
			.map(({ person, rights }) => ({
				name: kalturaNameOf(person),
				roles: rights.roles.map(({ name }) => name).join(', '),
				highRisk: rights.everything ? null : rights.permissions.filter((one) => KALTURA_HIGH_RISK.has(one)).length,
				manages: rights.manages.length,
				lastLoginAt: person.lastLoginAt,
			}))
			.sort((a, b) => (b.highRisk ?? Infinity) - (a.highRisk ?? Infinity) || (a.name < b.name ? -1 : 1)),
	};
}

const highRisk = (privileges: readonly string[] | null) =>
	(privileges ?? []).filter((one) => HIGH_RISK_PRIVILEGES.has(one)).length;
