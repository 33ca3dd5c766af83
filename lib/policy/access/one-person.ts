import { accessOf } from './effective';
import { type KalturaPerson, kalturaNameOf, kalturaRightsOf } from './kaltura-access';
import { KALTURA_HIGH_RISK } from './kaltura-permissions';
import { HIGH_RISK_PRIVILEGES } from './permissions';
import { limitedText } from './role-scopes';
import { kalturaPersonOf } from './same-person';
import { type AccessSnapshot, type AccessUser, nameOf } from './snapshot';

/** Something that somebody may do, and what gives it. */
export interface Ability {
	where: 'Zoom' | 'Kaltura';
	what: string;
	why: string;
	highRisk: boolean;
}

/** How many entries of Kaltura somebody has rights on; null where it was not asked. */
export interface EntitledEntries {
	owns: number;
	edits: number;
	publishes: number;
	views: number;
}

/** What one person can do and why, in Zoom and in Kaltura. */
export interface PersonAccess {
	name: string;
	/** Null where the person is not there. */
	zoom: {
		id: string;
		email: string;
		status: string;
		role: string;
		lastLoginAt: string | null;
		groups: string[];
	} | null;
	kaltura: { id: string; active: boolean; roles: string[]; lastLoginAt: string | null; groups: string[] } | null;
	/** Where the person is active: of the others nothing can be used until the next activation. */
	usable: { Zoom: boolean; Kaltura: boolean };
	abilities: Ability[];
}

/** Whom a reader means, by address or id in Zoom or in Kaltura, in any case. */
export function findPerson(
	snapshot: AccessSnapshot,
	written: string,
): { user: AccessUser | null; person: KalturaPerson | null } | null {
	const key = written.trim().toLowerCase();
	if (key === '') return null;
	const user = snapshot.users.find(({ id, email }) => email === key || id.toLowerCase() === key) ?? null;
	const people = snapshot.kaltura?.users ?? [];
	const named = people.filter(({ id, email }) => id.toLowerCase() === key || email === key);
	const person = (user && kalturaPersonOf(people)(user)) ?? (named.length === 1 ? named[0]! : null);
	if (user || !person) return user || person ? { user, person } : null;
	// Who was named by the ID in Kaltura may have another address in Zoom.
	const same = kalturaPersonOf([person]);
	return { user: snapshot.users.find((one) => same(one) !== null) ?? null, person };
}

/** @param user of this snapshot @param person of this snapshot */
export function personAccess(
	snapshot: AccessSnapshot,
	{ user, person }: { user: AccessUser | null; person: KalturaPerson | null },
): PersonAccess {
	const groupNames = new Map(snapshot.groups.map(({ id, name }) => [id, name || id]));
	const rights = user ? accessOf(snapshot)(user) : null;
	const kaltura = person && snapshot.kaltura ? kalturaRightsOf(snapshot.kaltura)(person) : null;
	return {
		name: user ? nameOf(user) : person ? kalturaNameOf(person) : '',
		zoom:
			user && rights
				? {
						id: user.id,
						email: user.email,
						status: user.status,
						role: rights.roleName,
						lastLoginAt: user.lastLoginAt,
						groups: user.groupIds.map((id) => groupNames.get(id) ?? id),
					}
				: null,
		kaltura:
			person && kaltura
				? {
						id: person.id,
						active: person.active,
						roles: kaltura.roles.map(({ name }) => name),
						lastLoginAt: person.lastLoginAt,
						groups: kaltura.groups.map(({ name }) => name),
					}
				: null,
		usable: { Zoom: user?.status === 'active', Kaltura: person?.active === true },
		abilities: [...(rights ? inZoom(rights) : []), ...(person && kaltura ? inKaltura(snapshot, person) : [])],
	};
}

function inZoom({
	everything,
	privileges,
	roleName,
	limitedTo,
	administers,
}: ReturnType<ReturnType<typeof accessOf>>): Ability[] {
	const where = 'Zoom';
	const limits = (privilege: string) =>
		limitedTo.filter((one) => one.privilege === privilege).flatMap(({ groups }) => groups.map((one) => one.groupName));
	return [
		...(everything ? [{ where, what: 'Everything', why: 'owner of the account', highRisk: true } as const] : []),
		...(everything ? [] : (privileges ?? [])).map((privilege): Ability => {
			const what = limitedText(privilege, limits(privilege));
			return { where, what, why: `role ${roleName}`, highRisk: HIGH_RISK_PRIVILEGES.has(privilege) };
		}),
		...administers.map(({ groupName }): Ability => {
			const what = `Members and settings of the group ${groupName}`;
			return { where, what, why: 'administers the group', highRisk: true };
		}),
	];
}

function inKaltura({ kaltura }: AccessSnapshot, person: KalturaPerson): Ability[] {
	const where = 'Kaltura';
	const rights = kalturaRightsOf(kaltura!)(person);
	const held = kaltura!.roles.filter(({ id, active }) => active && person.roleIds.includes(id));
	const everything = person.owner ? 'owner of the account' : 'administrator without a role of its own';
	return [
		...(rights.everything ? [{ where, what: 'Everything', why: everything, highRisk: true } as const] : []),
		...(rights.everything ? [] : rights.permissions).map((permission): Ability => {
			const through = held.filter(({ permissions }) => permissions.includes(permission)).map(({ name }) => name);
			const why = `${through.length === 1 ? 'role' : 'roles'} ${through.join(', ')}`;
			return { where, what: permission, why, highRisk: KALTURA_HIGH_RISK.has(permission) };
		}),
		...rights.manages.map(({ name }): Ability => {
			return { where, what: `Members of the group ${name}`, why: 'manages the group', highRisk: true };
		}),
	];
}
