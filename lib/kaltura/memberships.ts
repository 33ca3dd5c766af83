import type { KalturaApi } from './api';
import { KalturaError, isKalturaCode } from './errors';
import { problemOfId } from './ids';
import { assertGoesOn, goesOn, LARGEST_PAGE, inParts } from './lists';
import type { KalturaMembership } from './schemas';
import { membershipSchema, parseAs, parseListOf } from './schemas';
import { kindsOf, wrongKind } from './shared-ids';
import type { KalturaParams, KalturaRequest } from './wire';

/** How a membership came about: Kaltura's synchronisations remove automatic ones only. */
export const CREATION_MODE = { manual: 1, automatic: 2 } as const;
export const MEMBER_ROLE = { member: 1, manager: 2 } as const;

export interface MembershipKey {
	userId: string;
	groupId: string;
}

export interface NewMembership extends MembershipKey {
	creationMode?: (typeof CREATION_MODE)[keyof typeof CREATION_MODE];
	userRole?: (typeof MEMBER_ROLE)[keyof typeof MEMBER_ROLE];
}

/** What became of one membership. */
export interface MembershipChange extends MembershipKey {
	/** False when it was so before. */
	changed: boolean;
	membership?: KalturaMembership;
}

const SERVICE = 'groupUser';
/** Fifty users with ten groups each fit one page, so that few lists need a second request. */
const IDS_PER_LIST = 50;
const LISTS_PER_REQUEST = 20;

/** Which users are in which groups. Lists come from the database: no index lag. */
export class KalturaMemberships {
	constructor(private readonly api: KalturaApi) {}

	/** The memberships of many users in few requests, all pages. @returns a list per given user id */
	async ofUsers(userIds: readonly string[]): Promise<Map<string, KalturaMembership[]>> {
		return this.#listBy('userId', userIds, IDS_PER_LIST);
	}

	/** The members of groups, all pages. @returns a list per given group id */
	async ofGroups(groupIds: readonly string[]): Promise<Map<string, KalturaMembership[]>> {
		return this.#listBy('groupId', groupIds, 1);
	}

	/** Adds memberships; one that exists is success (`changed` false). One result or KalturaError per membership. */
	async add(memberships: readonly NewMembership[]): Promise<Array<MembershipChange | KalturaError>> {
		const answers = await this.api.batch(
			memberships.map(({ userId, groupId, creationMode, userRole }) => ({
				service: SERVICE,
				action: 'add',
				params: { groupUser: { objectType: 'KalturaGroupUser', userId, groupId, creationMode, userRole } },
				safeToRepeat: true,
			})),
			{ size: 100 },
		);
		return memberships.map(({ userId, groupId }, index) => {
			const answer = answers[index];
			if (isKalturaCode(answer, 'GROUP_USER_ALREADY_EXISTS')) return { userId, groupId, changed: false };
			if (answer instanceof KalturaError) return answer;
			return { userId, groupId, changed: true, membership: parseAs(membershipSchema, answer, `${SERVICE}.add`) };
		});
	}

	/** Removes memberships at once; one that does not exist is success. One result or KalturaError per membership. */
	async remove(memberships: readonly MembershipKey[]): Promise<Array<MembershipChange | KalturaError>> {
		const answers = await this.api.batch(
			memberships.map(({ userId, groupId }) => ({
				service: SERVICE,
				action: 'delete',
				params: { userId, groupId },
				safeToRepeat: true,
			})),
			{ size: 100 },
		);
		return memberships.map(({ userId, groupId }, index) => {
			const answer = answers[index];
			if (isKalturaCode(answer, 'GROUP_USER_DOES_NOT_EXISTS')) return { userId, groupId, changed: false };
			return answer instanceof KalturaError ? answer : { userId, groupId, changed: true };
		});
	}

	/**
	 * Of pairs in which nothing was found: those whose ids are of the wrong kind, e.g. exchanged. "No members" and "not a
	 * member" would be true of them, and misleading.
	 */
	async wrongKinds(pairs: ReadonlyArray<Partial<MembershipKey>>, action: string): Promise<Array<KalturaError | null>> {
		const ids = pairs.flatMap(({ userId, groupId }) => [userId, groupId].filter((id) => id !== undefined));
		if (ids.length === 0) return [];
		const kinds = await kindsOf(this.api, ids);
		const request = `${SERVICE}.${action}`;
		return pairs.map(({ userId, groupId }) => {
			if (userId !== undefined && kinds.get(userId) === 'group') return wrongKind('person', userId, request);
			if (groupId !== undefined && kinds.get(groupId) === 'person') return wrongKind('group', groupId, request);
			return null;
		});
	}

	/**
	 * Kaltura's own synchronisation, many users per request: per user it adds at once, removes later in a job, and takes
	 * away only automatic memberships of groups that are not named.
	 * @returns per user whether a job was started for the rest, or why it was refused
	 */
	async sync(
		wanted: ReadonlyArray<{ userId: string; groupIds: readonly string[] }>,
		{ removeFromExistingGroups, createNewGroups }: { removeFromExistingGroups: boolean; createNewGroups: boolean },
	): Promise<Array<{ jobStarted: boolean } | KalturaError>> {
		const answers = await this.api.batch(
			wanted.map(({ userId, groupIds }) => ({
				service: SERVICE,
				action: 'sync',
				params: {
					userId,
					// Kaltura splits at ";" if there is one, else at ",", which ids may hold: said twice, a lone id brings its ";".
					groupIds: (groupIds.length === 1 ? [...groupIds, ...groupIds] : groupIds).join(';'),
					removeFromExistingGroups,
					createNewGroups,
				},
				safeToRepeat: true,
			})),
			{ size: 100 },
		);
		return answers.map((answer) => (answer instanceof KalturaError ? answer : { jobStarted: answer !== null }));
	}

	async #listBy(
		key: 'userId' | 'groupId',
		ids: readonly string[],
		idsPerList: number,
	): Promise<Map<string, KalturaMembership[]>> {
		const found = new Map<string, KalturaMembership[]>(ids.map((id) => [id, []]));
		const givenAs = new Map([...found.keys()].map((id) => [id.toLowerCase(), id]));
		const possible = [...found.keys()].filter((id) => problemOfId(id) === null);
		// "In" filters are split at commas, which ids may hold.
		const filters: KalturaParams[] = [
			...possible.filter((id) => id.includes(',')).map((id) => ({ [`${key}Equal`]: id })),
			...inParts(
				possible.filter((id) => !id.includes(',')),
				idsPerList,
			).map((part) => (part.length === 1 ? { [`${key}Equal`]: part[0] } : { [`${key}In`]: part.join(',') })),
		];
		let open = filters.map((filter) => ({
			filter,
			page: 1,
			firstBefore: undefined as string | undefined,
			different: new Set<string>(),
		}));
		while (open.length > 0) {
			const requests: KalturaRequest[] = open.map(({ filter, page }) => ({
				service: SERVICE,
				action: 'list',
				params: { filter, pager: { pageSize: LARGEST_PAGE, pageIndex: page } },
			}));
			const answers = await this.api.batch(requests, { size: LISTS_PER_REQUEST });
			open = open.flatMap(({ filter, page, firstBefore, different }, index) => {
				const list = parseListOf(membershipSchema, answers[index], `${SERVICE}.list`);
				const { objects } = list;
				const first = objects[0] && `${objects[0].userId} ${objects[0].groupId}`;
				assertGoesOn(firstBefore, first, `${SERVICE}.list`);
				for (const membership of objects) {
					const pair = `${membership.id ?? ''} ${membership.userId} ${membership.groupId}`;
					if (different.has(pair)) continue;
					different.add(pair);
					const id = givenAs.get(membership[key].toLowerCase());
					if (id !== undefined) found.get(id)?.push(membership);
				}
				return goesOn(list, different.size) ? [{ filter, page: page + 1, firstBefore: first, different }] : [];
			});
		}
		return found;
	}
}
