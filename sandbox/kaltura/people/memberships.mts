import { apiError } from '../api/errors.mts';
import type { World } from '../world.mts';
import { CreationMode, type Membership, type User, UserStatus, UserType, userKey } from './person.mts';
import { findUser } from './users.mts';

/** The membership of a user in a group, or undefined. */
export function findMembership(world: World, userId: string, groupId: string): Membership | undefined {
	return world.memberships
		.find('user', [userKey(userId)])
		.find((membership) => userKey(membership.groupId) === userKey(groupId));
}

/** groupUser.add with its checks: docs/vendors/kaltura.md#users-and-groups. */
export function addMembership(
	world: World,
	given: { userId: string; groupId: string; creationMode?: number; userRole?: number },
): Membership {
	const user = findUser(world, given.userId);
	if (!user || user.type !== UserType.USER) throw apiError('USER_NOT_FOUND');
	const group = findUser(world, given.groupId);
	if (!group || group.type === UserType.USER) throw apiError('GROUP_NOT_FOUND');
	if (findMembership(world, user.id, group.id)) throw apiError('GROUP_USER_ALREADY_EXISTS');
	if (group.type === UserType.GROUP && countGroups(world, user) >= world.settings.maxGroupsPerUser) {
		throw apiError('USER_EXCEEDED_MAX_GROUPS');
	}
	const now = world.clock.seconds();
	const membership: Membership = {
		id: world.rowIds.next(),
		userId: user.id,
		groupId: group.id,
		creationMode: given.creationMode ?? CreationMode.MANUAL,
		userRole: given.userRole ?? 1,
		createdAt: now,
		updatedAt: now,
	};
	countMembers(world, group.id, +1);
	return world.memberships.put(membership);
}

/**
 * groupUser.delete looks at no type; the last error really ends in "EXISTS".
 * @see https://github.com/kaltura/server/blob/master/api_v3/services/GroupUserService.php deleteAction
 */
export function removeMembership(world: World, userId: string, groupId: string): void {
	if (!findUser(world, userId)) throw apiError('INVALID_USER_ID');
	if (!findUser(world, groupId)) throw apiError('GROUP_NOT_FOUND');
	const membership = findMembership(world, userId, groupId);
	if (!membership) throw apiError('GROUP_USER_DOES_NOT_EXISTS', { GROUP_ID: groupId, USER_ID: userId });
	dropMembership(world, membership);
}

function dropMembership(world: World, membership: Membership): void {
	world.memberships.remove(String(membership.id));
	countMembers(world, membership.groupId, -1);
}

/** Of a user, or of a group. */
export function removeAllMemberships(world: World, person: User): void {
	const lookup = person.type === UserType.USER ? 'user' : 'group';
	for (const membership of world.memberships.find(lookup, [userKey(person.id)])) dropMembership(world, membership);
}

/** Applicative groups do not count towards the limit. */
function countGroups(world: World, user: User): number {
	const memberships = world.memberships.find('user', [userKey(user.id)]);
	return memberships.filter((membership) => world.users.get(userKey(membership.groupId))?.type === UserType.GROUP)
		.length;
}

function countMembers(world: World, groupId: string, change: number): void {
	const group = world.users.get(userKey(groupId));
	if (!group || group.status === UserStatus.DELETED) return;
	// Not a change that the search index would have to learn.
	world.users.put({ ...group, membersCount: Math.max(0, group.membersCount + change) });
}
