import { readKalturaAccess } from '../../kaltura/access';
import type { KalturaClient } from '../../kaltura/client';
import { accessOf, isPrivileged } from '../../policy/access/effective';
import { type AccessSnapshot, inStableOrder, snapshotNotes } from '../../policy/access/snapshot';
import { readAccess, readExpiredInvitations, readLoginTypes } from '../../zoom/access-snapshot';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';

export interface SnapshotWishes {
	accountId: string;
	/** One call per group more. */
	groupAdmins: boolean;
	/** One call per 100 phones more. */
	phones: boolean;
	/** One call per privileged user more. */
	signInTypes: boolean;
	/** One call per pending user more. */
	expiredInvitations: boolean;
	/** Read as the second application; null leaves it out. */
	kaltura: KalturaClient | null;
}

/** Who can do what now, and how many of each there are. */
export async function takeSnapshot(
	zoom: ZoomClient,
	{ signInTypes, expiredInvitations, kaltura, ...wanted }: SnapshotWishes,
): Promise<{ snapshot: AccessSnapshot; summary: object }> {
	const { snapshot, unnamed } = await readAccess(zoom, { ...wanted, takenAt: new Date().toISOString() });
	const asked = expiredInvitations ? await withExpiredInvitations(zoom, snapshot) : snapshot;
	const complete = signInTypes ? await withSignInTypes(zoom, asked) : asked;
	const ordered = inStableOrder(kaltura ? await withKaltura(kaltura, complete) : complete);
	const count = (status: string) => ordered.users.filter((user) => user.status === status).length;
	return {
		snapshot: ordered,
		summary: {
			version: ordered.version,
			accountId: ordered.accountId,
			takenAt: ordered.takenAt,
			users: ordered.users.length,
			activeUsers: count('active'),
			inactiveUsers: count('inactive'),
			pendingUsers: count('pending'),
			groups: ordered.groups.length,
			roles: ordered.roles.length,
			...(ordered.kaltura
				? {
						kalturaUsers: ordered.kaltura.users.length,
						kalturaGroups: ordered.kaltura.groups.length,
						kalturaRoles: ordered.kaltura.roles.length,
					}
				: {}),
			degraded: ordered.degraded,
			notes: [
				...(unnamed > 0 ? [`Rows of the user lists with neither id nor address, which are left out: ${unnamed}.`] : []),
				...snapshotNotes(ordered),
			],
		},
	};
}

/** How privileged users sign in; without the permission to ask, the snapshot says so and is worth less. */
async function withSignInTypes(zoom: ZoomClient, read: AccessSnapshot): Promise<AccessSnapshot> {
	const access = accessOf(read);
	const privileged = new Set(
		read.users.filter((user) => {
			const rights = access(user);
			return user.status === 'active' && (isPrivileged(rights) || rights.administers.length > 0);
		}),
	);
	const ids = [...privileged].map(({ id }) => id);
	const types = await unlessRefused(readLoginTypes(zoom, ids));
	const typesOf = (id: string) => (typeof types === 'string' ? [] : (types.get(id) ?? []));
	const users = read.users.map((user) => (privileged.has(user) ? { ...user, loginTypes: typesOf(user.id) } : user));
	const missing = typeof types === 'string' ? [{ what: 'sign-in-types' as const, why: types }] : [];
	return { ...read, users, degraded: [...read.degraded, ...missing] };
}

/** Zoom withdraws no invitation that has expired, so nobody shall be told to do that. */
async function withExpiredInvitations(zoom: ZoomClient, read: AccessSnapshot): Promise<AccessSnapshot> {
	const pending = read.users.filter(({ status, email }) => status === 'pending' && email !== '');
	const addresses = pending.map(({ email }) => email);
	const expired = await unlessRefused(readExpiredInvitations(zoom, addresses));
	if (typeof expired === 'string')
		return { ...read, degraded: [...read.degraded, { what: 'invitations', why: expired }] };
	const users = read.users.map((user) => {
		const has = user.status === 'pending' ? expired.get(user.email) : undefined;
		return has === undefined ? user : { ...user, invitationExpired: has };
	});
	return { ...read, users };
}

async function withKaltura(kaltura: KalturaClient, read: AccessSnapshot): Promise<AccessSnapshot> {
	const { access, degraded } = await readKalturaAccess(kaltura);
	return { ...read, ...(access ? { kaltura: access } : {}), degraded: [...read.degraded, ...degraded] };
}

/** What was read, or as a text why it may not be read. */
async function unlessRefused<Read extends object>(reading: Promise<Read>): Promise<Read | string> {
	return await reading.catch((error: unknown) => {
		if (!isZoomError(error) || !error.permissionMissing) throw error;
		return `${error.message} ${error.remedy}`;
	});
}
