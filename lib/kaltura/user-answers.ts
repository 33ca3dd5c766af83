import { isKalturaCode } from './errors';
import type { KalturaUser } from './schemas';
import { parseAs, userSchema } from './schemas';

export const USER_STATUS = { blocked: 0, active: 1, deleted: 2 } as const;
export const USER_TYPE = { user: 0, group: 1, applicativeGroup: 2 } as const;

/** True for people; `user.get` and unfiltered lists also return groups. */
export function isPerson(user: KalturaUser): boolean {
	return user.type === USER_TYPE.user;
}

/** True for a user who exists but may not log in or own anything new: Kaltura's own integration counts them as missing. */
export function isBlocked(user: KalturaUser): boolean {
	return user.status === USER_STATUS.blocked;
}

/** The answer of user.get; null when there is no such user. @throws {KalturaError} every other error */
export function orMissing(answer: unknown): KalturaUser | null {
	if (isKalturaCode(answer, 'INVALID_USER_ID', 'USER_NOT_FOUND')) return null;
	const user = parseAs(userSchema, answer, 'user.get');
	return user.status === USER_STATUS.deleted ? null : user;
}
