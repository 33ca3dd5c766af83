import { z } from 'zod';

import type { AccessGroup, AccessRole, AccessSnapshot, AccessUser, UnreadPart } from '../policy/access/snapshot';

import type { ZoomClient } from './client';
import { isZoomError } from './errors';
import { inParallel } from '../http/in-parallel';
import type { ZoomRole } from './schemas';
import { hasExpired, USER_STATUSES } from './users';

const AT_ONCE = 10;
/** The account has no Zoom Phone. */
const NO_PHONE = '2031';

export interface ReadAccessOptions {
	accountId: string;
	/** ISO; when the reading began. */
	takenAt: string;
	/** One MEDIUM call per group more. */
	groupAdmins: boolean;
	/** One phone MEDIUM call per 100 phones more. */
	phones: boolean;
}

/** What was read, before it is put into its order. */
export interface ReadAccess {
	snapshot: AccessSnapshot;
	/** Rows that had neither id nor address, which nobody could name. */
	unnamed: number;
}

/**
 * Who can do what in the account, from list calls: pages of users of three states, groups, roles, and one call per role.
 * Membership of groups and roles comes with the users, so that it costs nothing more.
 * What the app may not read is left out and named; every other failure is thrown.
 * @throws {ZoomError}
 * @see docs/vendors/directory.md#authorization-metadata, #roles-and-permissions
 */
export async function readAccess(zoom: ZoomClient, options: ReadAccessOptions): Promise<ReadAccess> {
	const degraded: AccessSnapshot['degraded'] = [];
	const unlessRefused = async <Result>(what: UnreadPart, work: () => Promise<Result>): Promise<Result | null> => {
		return await work().catch((error: unknown) => {
			if (!isZoomError(error) || !error.permissionMissing) throw error;
			degraded.push({ what, why: `${error.message} ${error.remedy}` });
			return null;
		});
	};

	const users = new Map<string, AccessUser>();
	let unnamed = 0;
	for (const status of USER_STATUSES) {
		await unlessRefused(`${status}-users`, async () => {
			for await (const { rows } of userRows(zoom, status)) {
				for (const row of rows) {
					const user = toAccessUser(row, status);
					if (user.id === '') unnamed++;
					// Whoever is activated while the lists are read is in two of them: the first one counts.
					else if (!users.has(user.id)) users.set(user.id, user);
				}
			}
		});
	}
	const groups = (await unlessRefused('groups', () => readGroups(zoom))) ?? [];
	const roles = await readRoles(zoom, unlessRefused);
	if (options.groupAdmins && groups.length > 0) {
		const idOf = new Map([...users.values()].map(({ email, id }) => [email, id]));
		await unlessRefused('group-admins', async () => {
			const found = await inParallel(groups, AT_ONCE, async ({ id }) => {
				const admins: string[] = [];
				for await (const page of zoom.groups.admins(id))
					for (const { email } of page) admins.push(idOf.get(email.toLowerCase()) ?? email.toLowerCase());
				return admins;
			});
			groups.forEach((group, index) => (group.admins = found[index]!));
		});
	}
	if (options.phones) await unlessRefused('phones', () => readPhones(zoom, users));
	return {
		snapshot: {
			version: 1,
			takenAt: options.takenAt,
			accountId: options.accountId,
			users: [...users.values()],
			groups,
			roles,
			degraded,
		},
		unnamed,
	};
}

/**
 * How these users sign in: one LIGHT call each, because lists do not tell.
 * @returns Zoom's numbers by user id; somebody who is gone meanwhile is missing
 */
export async function readLoginTypes(zoom: ZoomClient, userIds: readonly string[]): Promise<Map<string, number[]>> {
	const found = await inParallel(userIds, AT_ONCE, async (id) => {
		const types: unknown = (await zoom.users.get(id))?.login_types;
		return [id, Array.isArray(types) ? types.map(Number).filter(Number.isFinite) : null] as const;
	});
	return new Map(found.flatMap(([id, types]) => (types ? [[id, types] as const] : [])));
}

/**
 * Which of these invitations have expired: one LIGHT call each, because lists do not tell.
 * @returns by address; an invitation that is gone meanwhile is missing
 */
export async function readExpiredInvitations(
	zoom: ZoomClient,
	addresses: readonly string[],
): Promise<Map<string, boolean>> {
	const found = await inParallel(addresses, AT_ONCE, async (email) => [email, await zoom.users.get(email)] as const);
	return new Map(found.flatMap(([email, user]) => (user ? [[email, hasExpired(user)] as const] : [])));
}

/**
 * What Zoom itself says that these users may do: one LIGHT call each.
 * @returns null for somebody who is gone meanwhile
 * @throws {ZoomError}
 */
export async function readPermissions(
	zoom: ZoomClient,
	userIds: readonly string[],
): Promise<Map<string, string[] | null>> {
	const found = await inParallel(userIds, AT_ONCE, async (id) => {
		const permissions = await zoom.users.permissions(id).catch((error: unknown) => {
			if (isZoomError(error, '1001', '1010')) return null;
			throw error;
		});
		return [id, permissions] as const;
	});
	return new Map(found);
}

async function readGroups(zoom: ZoomClient): Promise<AccessGroup[]> {
	const groups: AccessGroup[] = [];
	for await (const page of zoom.groups.list())
		for (const { id, name, total_members } of page) groups.push({ id, name, totalMembers: total_members ?? null });
	return groups;
}

async function readRoles(
	zoom: ZoomClient,
	unlessRefused: <Result>(what: UnreadPart, work: () => Promise<Result>) => Promise<Result | null>,
): Promise<AccessRole[]> {
	const listed = await unlessRefused('roles', () => zoom.roles.list());
	if (listed === null) return [];
	const iq = (await unlessRefused('iq-roles', () => zoom.roles.list('iq'))) ?? [];
	const known = new Set(listed.map(({ id }) => id));
	const all = [...listed, ...iq.filter(({ id }) => !known.has(id))];
	const withPrivileges = await unlessRefused('privileges', () =>
		inParallel(all, AT_ONCE, async (role) => toAccessRole(role, await zoom.roles.get(role.id))),
	);
	return withPrivileges ?? all.map((role) => toAccessRole(role, null));
}

async function readPhones(zoom: ZoomClient, users: Map<string, AccessUser>): Promise<void> {
	const byEmail = new Map([...users.values()].map((user) => [user.email, user]));
	const listing = async () => {
		for await (const page of zoom.phone.list()) {
			for (const { id, email, phone_numbers, calling_plans } of page) {
				const user = users.get(id) ?? byEmail.get(email.toLowerCase());
				if (user) user.phone = { numbers: phone_numbers.length, plans: calling_plans.length };
			}
		}
	};
	await listing().catch((error: unknown) => {
		// An account without Zoom Phone has nobody with a number: there is nothing that was not read.
		if (!isZoomError(error, NO_PHONE)) throw error;
	});
}

/** A role that was deleted between the list and its own call keeps what the list said. */
function toAccessRole(listed: ZoomRole, own: ZoomRole | null): AccessRole {
	const scopes: unknown = own?.privilege_scopes;
	return {
		id: listed.id,
		name: listed.name,
		type: listed.type || 'common',
		totalMembers: listed.total_members ?? own?.total_members ?? null,
		privileges: own ? own.privileges : null,
		...(Array.isArray(scopes) && scopes.length > 0
			? {
					scopes: (scopes as Array<{ permission_id?: unknown; group_ids?: unknown }>).map((scope) => ({
						privilege: String(scope.permission_id ?? ''),
						groupIds: Array.isArray(scope.group_ids) ? scope.group_ids.map(String) : [],
					})),
				}
			: {}),
	};
}

/** A row of the user list as Zoom gives it. */
type UserRow = Record<string, unknown>;

/**
 * The user list without the schema that other rooms read it with: of 20,000 rows only what a snapshot keeps is copied, and
 * memory stays flat.
 */
function userRows(zoom: ZoomClient, status: string) {
	let nameless = 0;
	return zoom.api.pages('/users', {
		doing: `list the ${status} users`,
		query: { status },
		rows: 'users',
		schema: z.custom<UserRow>((row) => row !== null && typeof row === 'object'),
		keyOf: (row) => textOf(row.id) || textOf(row.email).toLowerCase() || `nameless ${nameless++}`,
		pageSize: 2000,
	});
}

/** Text that Zoom also sends as a number, as null, or not at all. */
const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';

const numberOf = (value: unknown): number | null => {
	const number = textOf(value) === '' ? Number.NaN : Number(value);
	return Number.isFinite(number) ? number : null;
};

/** Pending people have no id, so their address stands in for it. */
function toAccessUser(row: UserRow, status: string): AccessUser {
	const email = textOf(row.email).toLowerCase();
	return {
		id: textOf(row.id) || email,
		email,
		firstName: textOf(row.first_name),
		lastName: textOf(row.last_name),
		displayName: textOf(row.display_name),
		status: textOf(row.status) || status,
		planType: numberOf(row.type),
		zoomOneType: textOf(row.zoom_one_type),
		planUnitedType: textOf(row.plan_united_type),
		roleId: textOf(row.role_id),
		groupIds: Array.isArray(row.group_ids) ? row.group_ids.map(textOf) : [],
		createdAt: textOf(row.user_created_at) || textOf(row.created_at) || null,
		lastLoginAt: textOf(row.last_login_time) || null,
		verified: Number(row.verified) === 1,
		department: textOf(row.dept),
		employeeUniqueId: textOf(row.employee_unique_id),
		loginTypes: [],
	};
}
