/** The shape's version: a snapshot of another version is refused with a sentence, never guessed at. */
export const SNAPSHOT_VERSION = 1;

/** Who can do what in one Zoom account at one moment, from list calls only. Everything is in a stable order. */
export interface AccessSnapshot {
	version: number;
	takenAt: string;
	accountId: string;
	users: AccessUser[];
	groups: AccessGroup[];
	roles: AccessRole[];
	/** What could not be read, e.g. because a scope is missing; what depends on it is left out, the rest stands. */
	degraded: Array<{
		what: 'privileges' | 'groups' | 'roles' | 'group-admins' | 'pending-users' | 'inactive-users';
		why: string;
	}>;
}

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
	/** Zoom's numbers exceed 2^53, so they are text; '' when none. */
	zoomOneType: string;
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
}

/** System roles (reference zoom-api §8). */
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
			.map((role) => ({ ...role, privileges: role.privileges?.toSorted() ?? null }))
			.sort(by(({ id }) => id)),
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

/** "Ann Lee <ann@example.edu>", or what there is of it. */
export function nameOf(user: AccessUser): string {
	const name = user.displayName || [user.firstName, user.lastName].filter(Boolean).join(' ');
	return name && user.email ? `${name} <${user.email}>` : name || user.email || user.id;
}
