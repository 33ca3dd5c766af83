import { KALTURA_HIGH_RISK } from './kaltura-permissions';

/** Who can do what in one Kaltura account, beside the Zoom account of the same snapshot. */
export interface KalturaAccess {
	partnerId: string;
	users: KalturaPerson[];
	groups: Array<{ id: string; name: string; members: number | null }>;
	roles: KalturaRole[];
}

export interface KalturaPerson {
	id: string;
	/** Lower case; '' for somebody without an address. */
	email: string;
	name: string;
	firstName: string;
	lastName: string;
	/** Of accounts that hash ids; '' otherwise. */
	externalId: string;
	/** False for somebody who is blocked. */
	active: boolean;
	/** May sign in to the management console (KMC). */
	admin: boolean;
	/** Owner of the account. */
	owner: boolean;
	loginEnabled: boolean;
	roleIds: string[];
	groupIds: string[];
	/** Of these groups the person is a manager: may take people in and out. */
	manages: string[];
	createdAt: string | null;
	/** null = never or unknown. */
	lastLoginAt: string | null;
}

export interface KalturaRole {
	id: string;
	name: string;
	/** A blocked role gives nothing until it is active again. */
	active: boolean;
	/** Of every Kaltura account, not of this one. */
	shared: boolean;
	permissions: string[];
}

/** What somebody may do in Kaltura, and through what. */
export interface KalturaRights {
	roles: Array<{ id: string; name: string }>;
	permissions: string[];
	/** The owner, and an administrator without any role of its own. */
	everything: boolean;
	/** Groups that the person manages. */
	manages: Array<{ id: string; name: string }>;
	groups: Array<{ id: string; name: string }>;
	/** Power over what belongs to others: by everything, or by a permission of high risk. */
	privileged: boolean;
}

/** Looks up roles and groups once for a whole snapshot. */
export function kalturaRightsOf({ roles, groups }: KalturaAccess): (person: KalturaPerson) => KalturaRights {
	const roleOf = new Map(roles.map((role) => [role.id, role]));
	const groupNames = new Map(groups.map(({ id, name }) => [id.toLowerCase(), name || id]));
	const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: groupNames.get(id.toLowerCase()) ?? id }));
	return ({ owner, admin, roleIds, groupIds, manages }) => {
		const held = roleIds.flatMap((id) => roleOf.get(id) ?? []).filter(({ active }) => active);
		const permissions = [...new Set(held.flatMap((role) => role.permissions))].sort();
		const everything = owner || (admin && roleIds.length === 0);
		return {
			roles: roleIds.map((id) => ({ id, name: roleOf.get(id)?.name ?? id })),
			permissions,
			everything,
			manages: named(manages),
			groups: named(groupIds),
			privileged: everything || permissions.some((one) => KALTURA_HIGH_RISK.has(one)),
		};
	};
}

/** "Ann Lee <ann@example.edu>", or what there is of it. */
export function kalturaNameOf({ id, email, name }: KalturaPerson): string {
	const address = email || id;
	return name !== '' && name.toLowerCase() !== address.toLowerCase() ? `${name} <${address}>` : address;
}

/** Puts it into the one order, so that two equal accounts give equal snapshots. */
export function kalturaInStableOrder(access: KalturaAccess): KalturaAccess {
	const by =
		<One>(key: (one: One) => string) =>
		(a: One, b: One) =>
			key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
	return {
		...access,
		users: access.users
			.map((one) => ({
				...one,
				roleIds: one.roleIds.toSorted(),
				groupIds: one.groupIds.toSorted(),
				manages: one.manages.toSorted(),
			}))
			.sort(by(({ id }) => id)),
		groups: access.groups.toSorted(by(({ id }) => id)),
		roles: access.roles.map((role) => ({ ...role, permissions: role.permissions.toSorted() })).sort(by(({ id }) => id)),
	};
}
