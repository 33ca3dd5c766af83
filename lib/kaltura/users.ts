import type { KalturaApi } from './api';
import { errorAsValue, isFeatureMissing, isKalturaCode, whenRefused } from './errors';
import { problemOfId, requireId } from './ids';
import { everyOf, inParts } from './lists';
import type { KalturaUser } from './schemas';
import { parseAs, parseListOf, userSchema } from './schemas';
import { requireKind } from './shared-ids';
import { isPerson, orMissing, USER_STATUS, USER_TYPE } from './user-answers';
import type { KalturaParams, KalturaRequest } from './wire';
import { z } from 'zod';

const USERS = { service: 'user', action: 'list', schema: userSchema, indexed: true, pagesPerRequest: 10 } as const;
const eSearchAnswer = z
	.object({ objects: z.array(z.object({ object: z.unknown() }).passthrough()).nullish() })
	.passthrough();
const EMAILS_PER_SEARCH = 50;

/** Users of the account. */
export class KalturaUsers {
	/** Set when this account turned out to have no eSearch; then lists by prefix are used. */
	#withoutESearch = false;

	constructor(private readonly api: KalturaApi) {}

	/**
	 * By id, straight from the database.
	 * @returns null when there is none; may be blocked; may be a group (see `isPerson`)
	 * @throws {KalturaError} `UNUSABLE_ID`
	 */
	async get(userId: string): Promise<KalturaUser | null> {
		requireId('user', userId, 'user.get');
		return orMissing(await this.api.call('user', 'get', { userId }).catch(errorAsValue));
	}

	/**
	 * Many by id in few requests, from the database, so that a user created a moment ago is found.
	 * @returns per given id the user, or null (missing, or no possible id)
	 */
	async byIds(userIds: readonly string[]): Promise<Map<string, KalturaUser | null>> {
		const found = new Map<string, KalturaUser | null>(userIds.map((userId) => [userId, null]));
		const possible = [...found.keys()].filter((userId) => problemOfId(userId) === null);
		const answers = await this.api.batch(
			possible.map((userId) => ({ service: 'user', action: 'get', params: { userId } })),
			{ size: 100 },
		);
		possible.forEach((userId, index) => found.set(userId, orMissing(answers[index])));
		return found;
	}

	/** People with exactly this e-mail, in any case; blocked ones included. Several people may share an address. */
	async byEmail(email: string): Promise<KalturaUser[]> {
		return (await this.byEmails([email])).get(email) ?? [];
	}

	/**
	 * Many by exact e-mail in few requests. Kaltura has no filter for an exact e-mail, so this is its search (eSearch),
	 * or, where that is missing, a list by prefix of which only equal addresses are taken. Both lag behind by seconds.
	 */
	async byEmails(emails: readonly string[]): Promise<Map<string, KalturaUser[]>> {
		return this.#search(emails, 'email', ({ email }) => email);
	}

	/** Many by external id (accounts with hashed user ids). */
	async byExternalIds(externalIds: readonly string[]): Promise<Map<string, KalturaUser[]>> {
		return this.#search(externalIds, 'external_id', ({ externalId }) => externalId ?? '');
	}

	/** By login id; only users with login enabled have one. It is not the e-mail property. */
	async byLoginId(loginId: string): Promise<KalturaUser | null> {
		const answer = await this.api.call('user', 'getByLoginId', { loginId }).catch(errorAsValue);
		return isKalturaCode(answer, 'LOGIN_DATA_NOT_FOUND') ? null : orMissing(answer);
	}

	/** People (not groups) that fit a filter, all pages; without a status filter active and blocked ones. */
	list(filter: KalturaParams = {}, limit?: number): AsyncGenerator<KalturaUser, void> {
		return everyOf(this.api, USERS, { typeEqual: USER_TYPE.user, statusIn: '0,1', ...filter }, limit);
	}

	/** @throws {KalturaError} `UNUSABLE_ID` · `DUPLICATE_USER_BY_ID` (a user or a group has it) */
	async create(user: KalturaParams & ({ id: string } | { externalId: string })): Promise<KalturaUser> {
		requireId('user', 'id' in user ? String(user.id) : String(user.externalId), 'user.add');
		const answer = await this.api.call('user', 'add', { user: { ...user, objectType: 'KalturaUser' } });
		return parseAs(userSchema, answer, 'user.add');
	}

	/** Changes the given properties only. @throws {KalturaError} `INVALID_USER_ID` · `IS_A_GROUP` */
	async update(userId: string, user: KalturaParams): Promise<KalturaUser> {
		requireId('user', userId, 'user.update');
		await requireKind(this.api, 'person', userId, 'user.update');
		const answer = await this.api.call(
			'user',
			'update',
			{ userId, user: { ...user, objectType: 'KalturaUser' } },
			{ safeToRepeat: true },
		);
		return parseAs(userSchema, answer, 'user.update');
	}

	/** @returns false when there was no such user (any more) @throws {KalturaError} `IS_A_GROUP` */
	async delete(userId: string): Promise<boolean> {
		requireId('user', userId, 'user.delete');
		if (!(await requireKind(this.api, 'person', userId, 'user.delete'))) return false;
		return this.api
			.call('user', 'delete', { userId }, { safeToRepeat: true })
			.then(() => true, whenRefused(false, 'INVALID_USER_ID', 'USER_NOT_FOUND'));
	}

	async #search(
		values: readonly string[],
		field: 'email' | 'external_id',
		valueOf: (user: KalturaUser) => string,
	): Promise<Map<string, KalturaUser[]>> {
		const found = new Map<string, KalturaUser[]>(values.map((value) => [value, []]));
		const wanted = [...new Set([...found.keys()].map(fold).filter((value) => value !== ''))];
		const users =
			this.#withoutESearch && field === 'email' ? await this.#listByPrefix(wanted) : await this.#eSearch(wanted, field);
		for (const [value, list] of found) {
			const seen = new Set<string>();
			for (const user of users) {
				if (isPerson(user) && fold(valueOf(user)) === fold(value) && fold(value) !== '' && !seen.has(user.id)) {
					seen.add(user.id);
					list.push(user);
				}
			}
		}
		return found;
	}

	async #eSearch(values: string[], field: 'email' | 'external_id'): Promise<KalturaUser[]> {
		const requests = userSearches(values, field);
		const answers = await this.api.batch(requests, { size: 4 });
		const unavailable = answers.find(isSearchUnavailable);
		if (unavailable && field === 'email') {
			this.#withoutESearch = true;
			return this.#listByPrefix(values);
		}
		return answers.flatMap(readUserSearch);
	}

	async #listByPrefix(emails: string[]): Promise<KalturaUser[]> {
		const answers = await this.api.batch(
			emails.map((emailStartsWith) => ({
				service: 'user',
				action: 'list',
				params: { filter: { emailStartsWith, typeEqual: USER_TYPE.user, statusIn: '0,1' }, pager: { pageSize: 500 } },
			})),
		);
		return answers.flatMap((answer) => parseListOf(userSchema, answer, 'user.list').objects);
	}
}

/** Searches for people by exact e-mail or external id, in parts that fit; answers are read with `readUserSearch`. */
export function userSearches(values: readonly string[], field: 'email' | 'external_id'): KalturaRequest[] {
	return inParts([...values], EMAILS_PER_SEARCH).map((part) => ({
		service: 'elasticsearch_esearch',
		action: 'searchUser',
		params: {
			searchParams: {
				objectType: 'KalturaESearchUserParams',
				objectStatuses: `${USER_STATUS.blocked},${USER_STATUS.active}`,
				searchOperator: {
					objectType: 'KalturaESearchUserOperator',
					operator: 2, // OR
					searchItems: part.map((searchTerm) => ({
						objectType: 'KalturaESearchUserItem',
						itemType: 1, // exact match
						fieldName: field,
						searchTerm,
					})),
				},
			},
			pager: { pageSize: 500 },
		},
	}));
}

/** True when the account has no eSearch, so that lists must do. */
export function isSearchUnavailable(answer: unknown): boolean {
	return isFeatureMissing(answer);
}

/** @throws {KalturaError} the error that the search answered */
export function readUserSearch(answer: unknown): KalturaUser[] {
	return (parseAs(eSearchAnswer, answer, 'elasticsearch_esearch.searchUser').objects ?? []).map(({ object }) =>
		parseAs(userSchema, object, 'elasticsearch_esearch.searchUser'),
	);
}

function fold(text: string): string {
	return text.trim().toLowerCase();
}
