import type { KalturaApi } from './api';
import { KalturaError } from './errors';
import { groupOrMissing } from './groups';
import { problemOfId } from './ids';
import { goesOn, LARGEST_PAGE } from './lists';
import { KalturaMemberships } from './memberships';
import type { KalturaGroup, KalturaUser } from './schemas';
import { membershipSchema, parseListOf } from './schemas';
import { isSearchUnavailable, KalturaUsers, readUserSearch, userSearches } from './users';
import { isPerson, orMissing } from './user-answers';
import type { KalturaRequest } from './wire';

/** What to look up, all in one request. */
export interface LookUpQuestion {
	/** Exact ids, from the database. */
	userIds?: readonly string[];
	/** Exact e-mail addresses, from the search index. */
	emails?: readonly string[];
	/** Exact external ids, from the search index. */
	externalIds?: readonly string[];
	/** Users whose group memberships are wanted, from the database. */
	membershipsOf?: readonly string[];
	groupIds?: readonly string[];
}

/** Answers by the text that was asked for, as it was written. A KalturaError stands where Kaltura refused that part. */
export interface LookUpAnswer {
	/** null: there is no such user (groups come as they are, see `isPerson`). */
	userById: Map<string, KalturaUser | null | KalturaError>;
	usersByEmail: Map<string, KalturaUser[] | KalturaError>;
	usersByExternalId: Map<string, KalturaUser[] | KalturaError>;
	/** Group ids; empty for a user who does not exist. */
	groupsOf: Map<string, string[] | KalturaError>;
	groupById: Map<string, KalturaGroup | null | KalturaError>;
}

/** Sub-requests per HTTP request; Kaltura works through them one after the other within 60 seconds. */
const PER_REQUEST = 150;

/**
 * Asks Kaltura about many people and groups in as few HTTP requests as fit, for rules that need several answers about
 * each: one request for up to about seventy people.
 */
export class KalturaLookUp {
	constructor(private readonly api: KalturaApi) {}

	/** @throws {KalturaError} only when the answer of the whole cannot be read; failures of parts are in the maps */
	async ask(question: LookUpQuestion): Promise<LookUpAnswer> {
		const answer: LookUpAnswer = {
			userById: new Map(),
			usersByEmail: new Map(),
			usersByExternalId: new Map(),
			groupsOf: new Map(),
			groupById: new Map(),
		};
		const parts: Array<{ request: KalturaRequest; read: (result: unknown) => void }> = [];
		const fullMemberships: string[] = [];
		let searchMissing = false;

		for (const userId of new Set(question.userIds)) {
			answer.userById.set(userId, null);
			if (problemOfId(userId) !== null) continue;
			parts.push({
				request: { service: 'user', action: 'get', params: { userId } },
				read: (result) =>
					answer.userById.set(
						userId,
						kept(() => orMissing(result)),
					),
			});
		}
		for (const groupId of new Set(question.groupIds)) {
			answer.groupById.set(groupId, null);
			if (problemOfId(groupId) !== null) continue;
			parts.push({
				request: { service: 'group_group', action: 'get', params: { groupId } },
				read: (result) =>
					answer.groupById.set(
						groupId,
						kept(() => groupOrMissing(result)),
					),
			});
		}
		for (const userId of new Set(question.membershipsOf)) {
			answer.groupsOf.set(userId, []);
			if (problemOfId(userId) !== null) continue;
			parts.push({
				request: {
					service: 'groupUser',
					action: 'list',
					params: { filter: { userIdEqual: userId }, pager: { pageSize: LARGEST_PAGE } },
				},
				read: (result) => {
					const list = kept(() => parseListOf(membershipSchema, result, 'groupUser.list'));
					if (list instanceof KalturaError) return void answer.groupsOf.set(userId, list);
					answer.groupsOf.set(
						userId,
						list.objects.map(({ groupId }) => groupId),
					);
					if (goesOn(list, list.objects.length)) fullMemberships.push(userId);
				},
			});
		}
		for (const [values, field, into] of [
			[question.emails, 'email', answer.usersByEmail],
			[question.externalIds, 'external_id', answer.usersByExternalId],
		] as const) {
			const wanted = new Map([...new Set(values)].map((value) => [value, value.trim().toLowerCase()]));
			for (const value of wanted.keys()) into.set(value, []);
			for (const request of userSearches([...new Set(wanted.values())].filter(Boolean), field)) {
				const asked = new Set(searchTerms(request));
				parts.push({
					request,
					read: (result) => {
						if (field === 'email' && isSearchUnavailable(result)) {
							searchMissing = true;
							return;
						}
						const users = kept(() => readUserSearch(result).filter(isPerson));
						for (const [value, folded] of wanted) {
							if (!asked.has(folded)) continue;
							into.set(value, users instanceof KalturaError ? users : withValue(users, field, folded));
						}
					},
				});
			}
		}

		const results = await this.api.batch(
			parts.map(({ request }) => request),
			{ size: PER_REQUEST },
		);
		parts.forEach(({ read }, index) => read(results[index]));

		if (searchMissing) {
			// The account has no eSearch: lists by prefix, of which only equal addresses are taken.
			for (const [email, users] of await new KalturaUsers(this.api).byEmails([...answer.usersByEmail.keys()])) {
				answer.usersByEmail.set(email, users);
			}
		}
		if (fullMemberships.length > 0) {
			for (const [userId, memberships] of await new KalturaMemberships(this.api).ofUsers(fullMemberships)) {
				answer.groupsOf.set(
					userId,
					memberships.map(({ groupId }) => groupId),
				);
			}
		}
		return answer;
	}
}

function withValue(users: readonly KalturaUser[], field: 'email' | 'external_id', folded: string): KalturaUser[] {
	const matches = users.filter(
		(user) => (field === 'email' ? user.email : (user.externalId ?? '')).trim().toLowerCase() === folded,
	);
	return [...new Map(matches.map((user) => [user.id, user])).values()];
}

function searchTerms({ params }: KalturaRequest): string[] {
	const { searchParams } = params as {
		searchParams: { searchOperator: { searchItems: Array<{ searchTerm: string }> } };
	};
	return searchParams.searchOperator.searchItems.map(({ searchTerm }) => searchTerm);
}

/** The value, or the KalturaError in its place: one refused part must not spoil the others. */
function kept<T>(read: () => T): T | KalturaError {
	try {
		return read();
	} catch (error) {
		return error instanceof KalturaError ? error : raise(error);
	}
}

function raise(error: unknown): never {
	throw error;
}
