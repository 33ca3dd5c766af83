import type { KalturaGroup, KalturaMembership, KalturaUser } from '../../lib/kaltura/schemas';
import { isBlocked } from '../../lib/kaltura/user-answers';

/** A user as an item: names instead of numbers; or as Kaltura gives it. */
export function userItem(user: KalturaUser, simplify = true): object {
	if (!simplify) return user;
	return {
		id: user.id,
		email: user.email,
		firstName: user.firstName ?? '',
		lastName: user.lastName ?? '',
		screenName: user.screenName ?? '',
		status: isBlocked(user) ? 'blocked' : 'active',
		externalId: user.externalId ?? null,
		isAdmin: user.isAdmin ?? false,
		canLogIn: user.loginEnabled ?? false,
		tags: user.tags ?? '',
		createdAt: isoDate(user.createdAt),
		updatedAt: isoDate(user.updatedAt),
	};
}

export function groupItem(group: KalturaGroup, simplify = true): object {
	if (!simplify) return group;
	return {
		id: group.id,
		name: group.screenName || group.id,
		membersCount: group.membersCount ?? null,
		tags: group.tags ?? '',
	};
}

export function membershipItem({ userId, groupId, creationMode, userRole, createdAt }: KalturaMembership): object {
	return {
		userId,
		groupId,
		role: userRole === 2 ? 'manager' : 'member',
		madeBy: creationMode === 2 ? 'automatic' : 'manual',
		createdAt: isoDate(createdAt),
	};
}

function isoDate(epochSeconds: number | undefined): string | null {
	return epochSeconds === undefined ? null : new Date(epochSeconds * 1000).toISOString();
}
