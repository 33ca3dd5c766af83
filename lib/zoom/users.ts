import type { ZoomApi } from './api';
import { parseAnswer, UNKNOWN } from './api';
import { isZoomError, unexpectedAnswer, ZoomError } from './errors';
import type { ZoomUser } from './schemas';
import { zoomUser } from './schemas';
import type { CreatedUser, NewUser } from './user-creation';
import { createUser } from './user-creation';
import type { UserChanges } from './user-changes';
import { requestsFor, shows } from './user-changes';

/** Zoom allows 2000 rows per page here (300 elsewhere). */
const PAGE_SIZE = 2000;

export type UserStatus = 'active' | 'inactive' | 'pending';
export const USER_STATUSES: readonly UserStatus[] = ['active', 'inactive', 'pending'];

export interface ListUsersOptions {
	/** Only holders of this role. */
	roleId?: string;
	/** Zoom gives one of them at a time. */
	include?: 'custom_attributes' | 'host_key';
	/** At most 2000. */
	pageSize?: number;
}

/** What of a leaver another person gets, by Zoom's names of the query parameters. */
export const TRANSFERS = [
	'meeting',
	'webinar',
	'recording',
	'whiteboard',
	'clipfiles',
	'notes',
	'visitors',
	'docs',
] as const;
export type Transfer = (typeof TRANSFERS)[number];

export interface RemoveUserOptions {
	/** disassociate: the person keeps a free account of their own; delete: the account is gone. */
	action: 'disassociate' | 'delete';
	/** Address of whoever gets what the user leaves behind. */
	transferTo?: string;
	transfer?: readonly Transfer[];
}

/**
 * The account's people. A user is named by id or e-mail address; pending ones by address only. No write is repeated
 * before it was looked at whether it has happened.
 */
export class Users {
	constructor(private readonly api: ZoomApi) {}

	/**
	 * One user with everything that Zoom tells. One LIGHT call.
	 * @param user id or e-mail address; or the employee's unique id, when `byUniqueId`
	 * @returns null when the person is not, or no longer, in the account; with `invitation_expired`, and nothing else, somebody
	 * whose invitation has expired (1120)
	 */
	async get(
		user: string,
		{ byUniqueId = false, tidiesUp = false }: { byUniqueId?: boolean; tidiesUp?: boolean } = {},
	): Promise<ZoomUser | null> {
		const doing = `read the user ${user}`;
		const query = byUniqueId ? { search_by_unique_id: true } : {};
		const outcome = await this.api.get(path(user), { doing, query, tidiesUp }).then(
			(answer) => ({ user: parseAnswer(doing, zoomUser, answer) }),
			(error: unknown) => ({ error }),
		);
		if (!('error' in outcome)) {
			// Somebody without address would be nobody whom Kaltura knows, and the recording would get the default owner (docs/fault-cases.md, W13).
			if (!outcome.user.id && !outcome.user.email) throw unexpectedAnswer(doing, 'it is about nobody');
			return outcome.user;
		}
		// The person is there, and pending, but Zoom tells nothing more, and takes no changes.
		if (isZoomError(outcome.error, '1120') && user.includes('@')) return invitationExpired(user);
		// 1010: the user is in another account now.
		if (isZoomError(outcome.error, '1001', '1010')) return null;
		throw outcome.error;
	}

	/**
	 * Users of one status, page by page (MEDIUM). Zoom lists active users only unless asked, and pending ones have no id.
	 */
	async *list(
		status: UserStatus = 'active',
		options: ListUsersOptions = {},
	): AsyncGenerator<ZoomUser[], void, undefined> {
		for await (const page of this.pages(status, options)) yield page.rows;
	}

	/** How many users of the status the account has. One MEDIUM call; undefined when Zoom does not say. */
	async count(status: UserStatus): Promise<number | undefined> {
		for await (const { totalRecords } of this.pages(status, { pageSize: 1 })) return totalRecords;
		return undefined;
	}

	/**
	 * How many people have a meeting licence, as Zoom counts them. One MEDIUM call.
	 * @returns null when Zoom does not say
	 * @see https://developers.zoom.us/docs/api/users/#tag/users/GET/users/summary
	 */
	async licensed(): Promise<number | null> {
		const answer = (await this.api.get('/users/summary', { doing: 'count the licensed users' })) as {
			licensed_users_count?: unknown;
		};
		return typeof answer.licensed_users_count === 'number' ? answer.licensed_users_count : null;
	}

	/**
	 * Adds a person, or finds out who has the address already.
	 * @throws {ZoomError} `1009` the person belongs to another account · `1107` blocked domain · `1116` unmanaged domain ·
	 * `2002`, `2032` no SSO (pre-provisioning) · `2033`, `2034` no seat or licence left
	 * @see docs/vendors/zoom.md#users-groups-roles-phones, docs/vendors/directory.md#errors-of-user-calls (defects 2 and 10)
	 */
	async create(wanted: NewUser): Promise<CreatedUser> {
		return await createUser(this.api, this, wanted);
	}

	/**
	 * Changes an active user. Licences are sent one per request, because Zoom refuses several together.
	 * @throws {ZoomError} `1053` the user is deactivated · `300` a field is not valid · `1001` no such user
	 */
	async update(user: string, changes: UserChanges): Promise<void> {
		const doing = `change the user ${user}`;
		for (const { body, fields } of requestsFor(changes)) {
			await this.api.writeOnce<unknown>(
				(options) => this.api.patch(path(user), { doing, body, ...options }),
				async (options) => {
					const now = await this.get(user, options);
					const seen = now ? shows(now, fields) : false;
					return seen === undefined ? UNKNOWN : seen || undefined;
				},
			);
		}
	}

	/**
	 * Puts a person who has not accepted the invitation yet into a group: the only change that Zoom allows then.
	 * Zoom documents it, and accounts were seen where it is refused, or accepted without any effect: so it is looked.
	 * @throws {ZoomError} `4130` no such group · WAITS_FOR_INVITATION it has to wait until the invitation is accepted
	 */
	async addPendingToGroup(email: string, groupId: string): Promise<void> {
		const doing = `put the invited person ${email} into the group ${groupId}`;
		const isIn = async () => ((await this.get(email))?.group_ids.includes(groupId) ? true : undefined);
		const refusal = await this.api
			.writeOnce<unknown>(
				(options) => this.api.patch(path(email), { doing, body: { group_id: groupId }, ...options }),
				isIn,
			)
			.then(
				() => undefined,
				(error: unknown) => {
					if (isZoomError(error, '300', '1010')) return error;
					throw error;
				},
			);
		if (!refusal && (await isIn())) return;
		throw new ZoomError(
			`Zoom did not ${doing}: ${refusal ? `it says "${refusal.vendorMessage}"` : 'it accepted the request and changed nothing'}.`,
			{
				code: 'WAITS_FOR_INVITATION',
				httpStatus: refusal?.httpStatus,
				trackingId: refusal?.trackingId,
				vendorMessage: refusal?.vendorMessage,
				retryable: false,
				remedy: 'Run this again when the person has accepted the invitation to Zoom.',
			},
		);
	}

	/**
	 * A new address. Zoom needs a managed domain, allows three changes of a user in 24 hours, and lets nobody change the
	 * address of an admin.
	 * @throws {ZoomError} `1116` unmanaged domain · `1005` used by somebody else · `1000` an admin · DAILY_LIMIT the fourth
	 */
	async changeEmail(user: string, email: string): Promise<void> {
		const doing = `change the e-mail address of ${user} to ${email}`;
		// Looked up first: after the change the old address finds nobody.
		const id = user.includes('@') ? ((await this.get(user))?.id ?? '') : user;
		await this.api.writeOnce(
			(options) => this.api.put(`${path(id || user)}/email`, { doing, body: { email }, ...options }),
			async () => {
				const holder = await this.get(email);
				return holder && (id === '' || holder.id === id) ? true : undefined;
			},
		);
	}

	/**
	 * Sets the password of somebody who signs in with a Zoom work e-mail. Not repeated when the connection breaks: nobody
	 * can look whether it was set, and Zoom refuses the same password twice.
	 * @throws {ZoomError} `1123` … `1136` the rule that the password breaks · `1117` an admin
	 */
	async setPassword(user: string, password: string): Promise<void> {
		const doing = `set the password of ${user}`;
		await this.api.put(`${path(user)}/password`, { doing, body: { password }, idempotent: false });
	}

	/**
	 * Activates or deactivates. Deactivation takes all licences away, and activation does not give them back.
	 * @throws {ZoomError} `200` admins and Zoom Rooms · `3412`, `2033` no seat left · `300` upcoming Zoom Events
	 */
	async setStatus(
		user: string,
		status: 'active' | 'inactive',
		{ tidiesUp = false }: { tidiesUp?: boolean } = {},
	): Promise<void> {
		const action = status === 'active' ? 'activate' : 'deactivate';
		const doing = `${action} the user ${user}`;
		await this.api.writeOnce(
			(options) =>
				this.api.put(`${path(user)}/status`, {
					doing,
					body: { action },
					whateverIsUsedUp: status === 'inactive',
					...options,
				}),
			async (options) => ((await this.get(user, options))?.status === status ? true : undefined),
			{ tidiesUp },
		);
	}

	/** Ends the sessions of somebody who signed in through SSO. Harmless to repeat: it only ends sessions. */
	async logOut(user: string): Promise<void> {
		await this.api.delete(`${path(user)}/token`, { doing: `log ${user} out`, whateverIsUsedUp: true });
	}

	/**
	 * Removes a user from the account.
	 * @returns 'already-gone' when there is no such user
	 * @throws {ZoomError} `1107` managed domain: not disassociated · `1117` an admin · `300` transfer not possible ·
	 * `1000` call-queue manager · `200` a Zoom Room
	 */
	async remove(
		user: string,
		{ action, transferTo, transfer = [] }: RemoveUserOptions,
	): Promise<'removed' | 'already-gone'> {
		const doing = `${action} the user ${user}`;
		const query = {
			action,
			transfer_email: transferTo,
			...Object.fromEntries(transfer.map((what) => [`transfer_${what}`, true])),
		};
		const removal = this.api.writeOnce<'removed' | 'already-gone'>(
			async (options) => {
				await this.api.delete(path(user), { doing, query, ...options });
				return 'removed';
			},
			async () => ((await this.get(user)) === null ? 'removed' : undefined),
		);
		return await removal.catch(async (error: unknown): Promise<'already-gone'> => {
			// Said of the heir too, and of people whom Zoom shows but does not remove, so it is looked who is meant. An
			// invitation that has expired is none any more.
			if (!isZoomError(error, '1001', '1120')) throw error;
			const now = await this.get(user);
			if (now === null || hasExpired(now)) return 'already-gone';
			if (!isZoomError(error, '1001')) throw error;
			const heirless = transferTo !== undefined && transferTo !== '' && (await this.get(transferTo)) === null;
			throw new ZoomError(
				heirless
					? `Zoom cannot ${doing}: it does not know ${transferTo}, to whom the content shall go.`
					: `Zoom shows ${user}, but says that the user does not exist when asked to ${doing}.`,
				{
					code: '1001',
					httpStatus: error.httpStatus,
					trackingId: error.trackingId,
					vendorMessage: error.vendorMessage,
					retryable: false,
					remedy: heirless
						? 'Correct the address in Transfer To; nothing was removed.'
						: 'Remove the user in the Zoom web portal (User Management → Users), or give the tracking id to Zoom support.',
				},
			);
		});
	}

	/**
	 * The user that the app acts as; null when Zoom does not say. "me" is documented for user-level apps only: to others
	 * Zoom may say 400 or 404. The owner of the account, as whom a server-to-server app acts, has the Owner role in any case.
	 */
	async appUser(): Promise<ZoomUser | null> {
		return await this.get('me').catch((error: unknown) => {
			if (isZoomError(error) && error.httpStatus === 400 && error.missingScopes === undefined) return null;
			throw error;
		});
	}

	/** What the user may do in the web portal, e.g. "User:Read". One LIGHT call. */
	async permissions(user: string): Promise<string[]> {
		const doing = `read the permissions of ${user}`;
		const answer = (await this.api.get(`${path(user)}/permissions`, { doing })) as { permissions?: unknown };
		return Array.isArray(answer.permissions) ? answer.permissions.map(String) : [];
	}

	private pages(status: UserStatus, { roleId, include, pageSize = PAGE_SIZE }: ListUsersOptions) {
		return this.api.pages('/users', {
			doing: `list the ${status} users`,
			query: { status, role_id: roleId, include_fields: include },
			rows: 'users',
			schema: zoomUser,
			keyOf: (user) => user.id || user.email.toLowerCase(),
			pageSize,
		});
	}
}

/** Zoom tells nothing of somebody whose invitation has expired but that it has. */
export function invitationExpired(email: string): ZoomUser {
	return {
		id: '',
		email,
		first_name: '',
		last_name: '',
		display_name: '',
		type: undefined,
		status: 'pending',
		role_id: '',
		dept: '',
		job_title: '',
		cms_user_id: '',
		employee_unique_id: '',
		zoom_one_type: '',
		plan_united_type: '',
		group_ids: [],
		[EXPIRED]: true,
	};
}

const EXPIRED = 'invitation_expired';

/** Whether it is one of those. */
export const hasExpired = (user: ZoomUser) => (user as Record<string, unknown>)[EXPIRED] === true;

/** ISO; nothing of somebody who never signed in. */
export function lastLoginOf(user: ZoomUser): string | undefined {
	const { last_login_time: at } = user as Record<string, unknown>;
	return typeof at === 'string' && at !== '' ? at : undefined;
}

const path = (user: string) => `/users/${encodeURIComponent(user)}`;
