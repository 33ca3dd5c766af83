import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError } from './errors';
import type { ZoomUser } from './schemas';
import { zoomUser } from './schemas';

/** Zoom allows 2000 rows per page here (300 elsewhere). */
const PAGE_SIZE = 2000;

export type UserStatus = 'active' | 'inactive' | 'pending';

/** The account's people. */
export class Users {
	constructor(private readonly api: ZoomApi) {}

	/**
	 * One user with `cms_user_id` (the Kaltura user id, where the account's SAML set-up maintains it). One LIGHT call.
	 * @param user id or e-mail address
	 * @returns null when the person is not, or no longer, in the account
	 * @throws {ZoomError} `1120` the person's invitation expired
	 */
	async get(user: string): Promise<ZoomUser | null> {
		const doing = `read the user ${user}`;
		const outcome = await this.api.get(`/users/${encodeURIComponent(user)}`, { doing }).then(
			(answer) => ({ user: parseAnswer(doing, zoomUser, answer) }),
			(error: unknown) => ({ error }),
		);
		if (!('error' in outcome)) return outcome.user;
		// 1010: the user is in another account now.
		if (isZoomError(outcome.error, '1001', '1010')) return null;
		throw outcome.error;
	}

	/**
	 * Users of one status, page by page (MEDIUM). Zoom lists active users only unless asked, and pending ones have no id.
	 */
	async *list(status: UserStatus = 'active'): AsyncGenerator<ZoomUser[], void, undefined> {
		const pages = this.api.pages('/users', {
			doing: `list the ${status} users`,
			query: { status },
			rows: 'users',
			schema: zoomUser,
			keyOf: (user) => user.id || user.email.toLowerCase(),
			pageSize: PAGE_SIZE,
		});
		for await (const page of pages) yield page.rows;
	}
}
