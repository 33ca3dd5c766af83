import { accessOf, type EffectiveAccess } from './effective';
import { type AccessSnapshot, type AccessUser, nameOf } from './snapshot';

/** Somebody of a snapshot, as far as decisions are concerned. */
export interface KnownUser {
	id: string;
	email: string;
	status: string;
	name: string;
	roleName: string;
	lastLoginAt: string | null;
	administers: EffectiveAccess['administers'];
}

/** What a file of decisions is checked against, so that an id that a spreadsheet has changed is not applied to nobody. */
export interface KnownSubjects {
	/** By Zoom id (address of pending people). */
	users: ReadonlyMap<string, KnownUser>;
	/** Names by id. */
	groups: ReadonlyMap<string, string>;
	/** Members by id of the role. */
	roles: ReadonlyMap<string, { name: string; members: readonly KnownUser[] }>;
}

export function knownSubjects(snapshot: AccessSnapshot): KnownSubjects {
	const access = accessOf(snapshot);
	const byRole = new Map<string, KnownUser[]>();
	const users = new Map<string, KnownUser>();
	for (const user of snapshot.users) {
		const known = knownUser(user, access(user));
		users.set(user.id, known);
		const members = byRole.get(user.roleId);
		if (members) members.push(known);
		else byRole.set(user.roleId, [known]);
	}
	return {
		users,
		groups: new Map(snapshot.groups.map(({ id, name }) => [id, name])),
		roles: new Map(snapshot.roles.map(({ id, name }) => [id, { name: name || id, members: byRole.get(id) ?? [] }])),
	};
}

function knownUser(user: AccessUser, { roleName, administers }: EffectiveAccess): KnownUser {
	const { id, email, status, lastLoginAt } = user;
	return { id, email, status, name: nameOf(user), roleName, lastLoginAt, administers };
}

/** How somebody stands, for a reviewer: "is active, has the role Member, signed in on 2026-11-20". */
export function standing({ status, roleName, lastLoginAt }: KnownUser): string {
	const signedIn = lastLoginAt === null ? 'has never signed in' : `signed in on ${lastLoginAt.slice(0, 10)}`;
	return `${status}, role ${roleName}, ${signedIn}`;
}
