import { type KalturaAccess, kalturaInStableOrder } from './kaltura-access';

/** The shape's version: a snapshot of another version is refused with a sentence, never guessed at. */
const SNAPSHOT_VERSION = 1;

/** Who can do what in one Zoom account, and in the Kaltura account beside it, at one moment, from list calls only. Everything is in a stable order. */
export interface AccessSnapshot {
	version: number;
	takenAt: string;
	accountId: string;
	users: AccessUser[];
	groups: AccessGroup[];
	roles: AccessRole[];
	/** The second application; absent when it was not asked for or may not be read. */
	kaltura?: KalturaAccess;
	/** What could not be read, e.g. because a scope is missing; what depends on it is left out, the rest stands. */
	degraded: Array<{
		what: UnreadPart;
		/** The reason of Zoom or Kaltura and what to do, as sentences; names the missing scope. */
		why: string;
	}>;
}

export type UnreadPart =
	| 'active-users'
	| 'inactive-users'
	| 'pending-users'
	| 'groups'
	| 'group-admins'
	| 'roles'
	| 'iq-roles'
	| 'privileges'
	| 'sign-in-types'
	| 'phones'
	| 'invitations'
	| 'kaltura-users'
	| 'kaltura-groups'
	| 'kaltura-roles'
	| 'kaltura-memberships';

export interface AccessUser {
	/** Zoom's id; pending users have none, so their address stands in. */
	id: string;
	/** Lower case; '' for a user without an address. */
	email: string;
	firstName: string;
	lastName: string;
	displayName: string;
	status: 'active' | 'inactive' | 'pending' | (string & {});
	/** 1 Basic, 2 Licensed, 4 unassigned without Meetings Basic, 99 none; null when Zoom says nothing. */
	planType: number | null;
	/** Zoom's numbers exceed 2^53, so they are text; '' when none, or when the list does not tell (it seldom does). */
	zoomOneType: string;
	/** United plan, '' when none. */
	planUnitedType: string;
	roleId: string;
	groupIds: string[];
	/** ISO times; null = never or unknown. last_login_time is up to three days old. */
	createdAt: string | null;
	lastLoginAt: string | null;
	verified: boolean;
	department: string;
	/** Unique id that SSO gave, for correlation with the identity provider. */
	employeeUniqueId: string;
	/** How the user signs in (101 = SSO); [] when not read. */
	loginTypes: number[];
	/** Of pending people: whether the invitation has expired; absent when it was not asked. */
	invitationExpired?: boolean;
	/** Zoom Phone; absent when it was not read. */
	phone?: { numbers: number; plans: number };
}

export interface AccessGroup {
	id: string;
	name: string;
	totalMembers: number | null;
	/** User ids; absent when not asked for. */
	admins?: string[];
}

export interface AccessRole {
	id: string;
	name: string;
	/** common, iq, … */
	type: string;
	totalMembers: number | null;
	/** null when the scope role:read:role:admin is missing. */
	privileges: string[] | null;
	/** Privileges that hold for the members of certain groups only. */
	scopes?: Array<{ privilege: string; groupIds: string[] }>;
}

/** System roles (docs/vendors/zoom.md#users-groups-roles-phones). */
export const OWNER_ROLE = '0';
export const ADMIN_ROLE = '1';
export const MEMBER_ROLE = '2';

/** Puts a snapshot into the one order, so that two equal accounts give equal snapshots. */
export function inStableOrder(snapshot: AccessSnapshot): AccessSnapshot {
	const by =
		<T>(key: (one: T) => string) =>
		(a: T, b: T) =>
			key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
	return {
		...snapshot,
		users: snapshot.users
			.map((user) => ({
				...user,
				groupIds: user.groupIds.toSorted(),
				loginTypes: user.loginTypes.toSorted((a, b) => a - b),
			}))
			.sort(by(({ id }) => id)),
		groups: snapshot.groups
			.map((group) => (group.admins ? { ...group, admins: group.admins.toSorted() } : group))
			.sort(by(({ id }) => id)),
		roles: snapshot.roles
			.map((role) => ({
				...role,
				privileges: role.privileges?.toSorted() ?? null,
				...(role.scopes
					? {
							scopes: role.scopes
								.map(({ privilege, groupIds }) => ({ privilege, groupIds: groupIds.toSorted() }))
								.sort(by(({ privilege }) => privilege)),
						}
					: {}),
			}))
			.sort(by(({ id }) => id)),
		...(snapshot.kaltura ? { kaltura: kalturaInStableOrder(snapshot.kaltura) } : {}),
		degraded: snapshot.degraded.toSorted(by(({ what }) => what)),
	};
}

/** What is wrong with something that should be a snapshot; null when it is one. */
export function snapshotProblem(value: unknown): string | null {
	if (value === null || typeof value !== 'object') return 'It is not an access snapshot but something else.';
	const { version, users, groups, roles } = value as Record<string, unknown>;
	if (typeof version !== 'number')
		return 'It is not an access snapshot: it has no version. Take a new one with Access → Snapshot.';
	if (version !== SNAPSHOT_VERSION) {
		return `It is an access snapshot of version ${version}; this node reads version ${SNAPSHOT_VERSION}. Take a new one with Access → Snapshot and compare from then on.`;
	}
	if (!Array.isArray(users) || !Array.isArray(groups) || !Array.isArray(roles))
		return 'It is an access snapshot with users, groups or roles missing; the file is probably cut off.';
	return null;
}

/** What does not fit together in a snapshot, as sentences: nothing of it is guessed at or repaired. */
export function snapshotNotes(snapshot: AccessSnapshot): string[] {
	const notes: string[] = [];
	const unread = new Set(snapshot.degraded.map(({ what }) => what));
	for (const user of snapshot.users)
		if (user.email === '')
			notes.push(`The user ${nameOf(user)} (${user.id}) has no e-mail address; it is matched by id only.`);
	const holdersOf = (ids: (user: AccessUser) => string[]) => {
		const counts = new Map<string, number>();
		for (const user of snapshot.users) for (const id of ids(user)) counts.set(id, (counts.get(id) ?? 0) + 1);
		return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	};
	if (!unread.has('groups')) {
		const known = new Set(snapshot.groups.map(({ id }) => id));
		for (const [id, holders] of holdersOf(({ groupIds }) => groupIds))
			if (!known.has(id))
				notes.push(
					`${people(holders)} the group id ${id}, which no group of the account has; it was probably deleted.`,
				);
	}
	if (!unread.has('roles')) {
		const known = new Set(snapshot.roles.map(({ id }) => id));
		for (const [id, holders] of holdersOf(({ roleId }) => [roleId]))
			if (!known.has(id))
				notes.push(
					id === ''
						? `${people(holders)} no role at all.`
						: `${people(holders)} the role id ${id}, which no role of the account has.`,
				);
		for (const { id, name, privileges } of snapshot.roles)
			if (privileges?.length === 0 && id !== MEMBER_ROLE)
				notes.push(
					id === OWNER_ROLE
						? 'Zoom lists no privileges for the Owner, who may do everything all the same.'
						: `The role ${name || id} has no privileges.`,
				);
	}
	return notes;
}

const people = (count: number) => (count === 1 ? '1 user shows' : `${count} users show`);

/** "Ann Lee <ann@example.edu>", or what there is of it. */
export function nameOf(user: AccessUser): string {
	const name = user.displayName || [user.firstName, user.lastName].filter(Boolean).join(' ');
	return name && user.email ? `${name} <${user.email}>` : name || user.email || user.id;
}
