import { z } from 'zod';

import type { KalturaAccess, KalturaPerson, KalturaRole } from '../policy/access/kaltura-access';
import type { UnreadPart } from '../policy/access/snapshot';

import type { KalturaClient } from './client';
import { isFeatureMissing } from './errors';
import { everyOf, inParts } from './lists';
import { MEMBER_ROLE } from './memberships';
import { type KalturaUser, userRoleSchema } from './schemas';
import { USER_STATUS } from './user-answers';

const ROLES = { service: 'userRole', action: 'list', schema: userRoleSchema, indexed: false } as const;
/** Active or blocked; deleted ones give nobody anything. */
const ROLE_ACTIVE = 1;
/** The partner whose roles every account has. */
const EVERY_ACCOUNT = '0';
/** Whose memberships one request brings. */
const USERS_PER_REQUEST = 1000;

/** What was read, and what the session may not read. */
export interface ReadKalturaAccess {
	access: KalturaAccess | null;
	degraded: Array<{ what: UnreadPart; why: string }>;
}

/**
 * Who can do what in the account: ten pages of 500 users, or one of groups or roles, and the memberships of 1,000 users per request.
 * What the session may not read is left out and named; every other failure is thrown.
 * @throws {KalturaError}
 * @see docs/vendors/kaltura.md#users-and-groups
 */
export async function readKalturaAccess(kaltura: KalturaClient): Promise<ReadKalturaAccess> {
	const degraded: ReadKalturaAccess['degraded'] = [];
	const unlessRefused = async <Result>(what: UnreadPart, work: () => Promise<Result>): Promise<Result | null> =>
		await work().catch((error: unknown) => {
			if (!isFeatureMissing(error)) throw error;
			degraded.push({ what, why: `${error.message} ${error.remedy}` });
			return null;
		});

	const users = await unlessRefused('kaltura-users', async () => {
		const people = new Map<string, KalturaPerson>();
		for await (const user of kaltura.users.list()) people.set(user.id.toLowerCase(), toPerson(user));
		return people;
	});
	if (users === null) return { access: null, degraded };
	const groups = await unlessRefused('kaltura-groups', async () => {
		const list: KalturaAccess['groups'] = [];
		for await (const { id, screenName, membersCount } of kaltura.groups.list())
			list.push({ id, name: screenName, members: membersCount ?? null });
		return list;
	});
	const roles = await unlessRefused('kaltura-roles', async () => {
		const list: KalturaRole[] = [];
		for await (const role of everyOf(kaltura.api, ROLES, {})) list.push(toRole(role));
		return list;
	});
	if ((groups?.length ?? 1) > 0)
		await unlessRefused('kaltura-memberships', async () => {
			const ids = [...users.values()].map(({ id }) => id);
			// One text per group, not one per membership: a university has hundreds of the one and 100,000 of the other.
			const groupIds = new Map<string, string>();
			const shared = ({ groupId }: { groupId: string }) => {
				if (!groupIds.has(groupId)) groupIds.set(groupId, groupId);
				return groupIds.get(groupId)!;
			};
			// Part by part, so that memory holds one part of all memberships of a university.
			for (const part of inParts(ids, USERS_PER_REQUEST)) {
				for (const [userId, memberships] of await kaltura.memberships.ofUsers(part)) {
					const person = users.get(userId.toLowerCase())!;
					person.groupIds = memberships.map(shared);
					person.manages = memberships.filter(({ userRole }) => userRole === MEMBER_ROLE.manager).map(shared);
				}
			}
		});
	return {
		access: {
			partnerId: String(kaltura.account.partnerId),
			users: [...users.values()],
			groups: groups ?? [],
			roles: roles ?? [],
		},
		degraded,
	};
}

/** Of a user only what a snapshot keeps. */
function toPerson(user: KalturaUser): KalturaPerson {
	const { id, email, firstName = '', lastName = '', fullName, screenName, externalId = '', status } = user;
	const others = user as Record<string, unknown>;
	return {
		id,
		email: email.trim().toLowerCase(),
		name: fullName || [firstName, lastName].filter(Boolean).join(' ') || screenName || '',
		firstName,
		lastName,
		externalId,
		active: status === USER_STATUS.active,
		admin: user.isAdmin === true,
		owner: isTrue(others.isAccountOwner),
		loginEnabled: user.loginEnabled === true,
		roleIds: String(others.roleIds ?? '')
			.split(',')
			.map((one) => one.trim())
			.filter(Boolean),
		groupIds: [],
		manages: [],
		createdAt: momentOf(user.createdAt),
		lastLoginAt: momentOf(others.lastLoginTime),
	};
}

const toRole = ({ id, name, status, partnerId, permissionNames }: z.infer<typeof userRoleSchema>): KalturaRole => ({
	id,
	name: name || id,
	active: status === ROLE_ACTIVE,
	shared: partnerId === EVERY_ACCOUNT,
	permissions: [...new Set(permissionNames.split(',').map((one) => one.trim()))].filter(Boolean),
});

const isTrue = (value: unknown) => value === true || value === 1 || value === '1';

/** Epoch seconds; 0 is never. */
function momentOf(seconds: unknown): string | null {
	const number = Number(seconds ?? 0);
	return number > 0 && number <= 8.64e12 ? new Date(number * 1000).toISOString() : null;
}
