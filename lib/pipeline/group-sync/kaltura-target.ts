import type { KalturaClient } from '../../kaltura/client';
import { KalturaError } from '../../kaltura/errors';
import { problemOfId } from '../../kaltura/ids';
import { CREATION_MODE, MEMBER_ROLE, type MembershipChange as Change } from '../../kaltura/memberships';
import type { KalturaGroup, KalturaMembership } from '../../kaltura/schemas';
import { isPerson } from '../../kaltura/user-answers';
import { groupKey, markOfName, readableName } from '../../policy/groups/group-id';
import type { ExistingGroup, Membership } from '../../policy/groups/membership-plan';

import { SyncRefusal } from './refusal';
import type { ChangeResult, GroupTarget, MembershipChange } from './target';
import type { NewUser } from './user-plan';

/** Tags of groups that this node made, and before the mark of the value that they were made for. */
const MADE_BY_SYNC = 'group-sync';
const MADE_FOR = 'group-sync-';
/** One request, and what memory holds of all memberships. */
const USERS_PER_PART = 500;
const GROUP_TYPE = { group: 1 } as const;
const PROTECTED_MODE = 1;

/** Groups of a Kaltura account. */
export class KalturaTarget implements GroupTarget {
	readonly name = 'kaltura';
	readonly mostGroupsPerUser = 1024;

	readonly identity: string;

	constructor(private readonly kaltura: KalturaClient) {
		this.identity = `kaltura:${kaltura.account.partnerId}`;
	}

	userKey(userId: string): string {
		return userId.toLowerCase();
	}

	problemOfUserId(userId: string): string | null {
		return problemOfId(userId);
	}

	async *memberships(userIds: readonly string[]): AsyncGenerator<Map<string, readonly Membership[] | Error>, void> {
		for (let start = 0; start < userIds.length; start += USERS_PER_PART) {
			const part = userIds.slice(start, start + USERS_PER_PART);
			const read = await this.kaltura.memberships.ofUsers(part).catch(kalturaError);
			yield new Map(
				part.map((userId) => [userId, read instanceof Error ? read : (read.get(userId) ?? []).map(toMembership)]),
			);
		}
	}

	async groups(groupIds: readonly string[]): Promise<Map<string, ExistingGroup | Error>> {
		const found = new Map<string, ExistingGroup | Error>();
		const possible = groupIds.filter((groupId) => problemOfId(groupId) === null);
		const groups = await this.kaltura.groups.byIds(possible).catch(kalturaError);
		if (groups instanceof Error) return new Map(groupIds.map((groupId) => [groupKey(groupId), groups]));
		const missing: string[] = [];
		for (const [groupId, group] of groups) {
			if (group) found.set(groupKey(groupId), toExisting(group));
			else missing.push(groupId);
		}
		// Groups and users share their ids: what is no group may be somebody.
		const users = await this.kaltura.users.byIds(missing).catch(kalturaError);
		for (const groupId of missing) {
			if (users instanceof Error) found.set(groupKey(groupId), users);
			else if (users.get(groupId)) {
				found.set(groupKey(groupId), { id: users.get(groupId)!.id, kind: 'user', touchable: false });
			}
		}
		return found;
	}

	async unusableUsers(userIds: readonly string[]): Promise<Map<string, Error>> {
		const unusable = new Map<string, Error>();
		const users = await this.kaltura.users.byIds(userIds).catch(kalturaError);
		for (const userId of userIds) {
			if (users instanceof Error) {
				unusable.set(userId, users);
				continue;
			}
			const user = users.get(userId);
			if (!user) {
				const message = `Kaltura has no user ${userId}, so nothing was changed for them`;
				unusable.set(userId, new SyncRefusal('kaltura', 'USER_MISSING', message, 'Create the user first.'));
			} else if (!isPerson(user)) {
				const message = `${userId} is a group in Kaltura, not a user, so it cannot be in groups`;
				const remedy = 'Correct the user ID at its source: users and groups share one space of IDs.';
				unusable.set(userId, new SyncRefusal('kaltura', 'USER_IS_A_GROUP', message, remedy));
			}
		}
		return unusable;
	}

	async createUsers(users: readonly NewUser[]): Promise<Map<string, Error>> {
		const wanted = users.map(({ id, email, firstName, lastName }) => ({
			id,
			...(email !== '' && { email }),
			...(firstName !== '' && { firstName }),
			...(lastName !== '' && { lastName }),
		}));
		const answers = await this.kaltura.ensureUsers(wanted).catch(kalturaError);
		return new Map(
			users.flatMap(({ id }, index) => {
				const answer = answers instanceof Error ? answers : answers[index];
				return answer instanceof Error ? [[id, answer] as const] : [];
			}),
		);
	}

	async createGroups(groups: ReadonlyArray<{ id: string; name: string }>): Promise<Map<string, Error>> {
		const wanted = groups.map(({ id, name }) => ({
			id,
			screenName: readableName(name) || id,
			tags: `${MADE_BY_SYNC},${MADE_FOR}${markOfName(name)}`,
		}));
		const answers = await this.kaltura.groups.createMany(wanted);
		const refused = new Map<string, Error>();
		answers.forEach((answer, index) => {
			if (answer instanceof KalturaError) refused.set(wanted[index]!.id, answer);
		});
		if (refused.size === 0) return refused;
		// Somebody else may have been faster, or the answer was lost after the group had been made.
		const now = await this.kaltura.groups.byIds([...refused.keys()]).catch(kalturaError);
		if (!(now instanceof Error)) for (const [groupId, group] of now) if (group) refused.delete(groupId);
		return refused;
	}

	async deleteIfEmpty(groupIds: readonly string[]): Promise<void> {
		const members = await this.kaltura.memberships.ofGroups(groupIds);
		for (const groupId of groupIds) {
			if ((members.get(groupId) ?? []).length === 0) await this.kaltura.groups.delete(groupId);
		}
	}

	async add(changes: readonly MembershipChange[]): Promise<ChangeResult[]> {
		const answers = await this.kaltura.memberships.add(
			// Nothing else of a change goes to Kaltura: callers keep more on it.
			changes.map(({ userId, groupId }) => ({ userId, groupId, creationMode: CREATION_MODE.automatic })),
		);
		const there = changes.filter((_, index) => isAsBefore(answers[index]));
		if (there.length === 0) return answers.map(toResult);
		// It was not there when this run looked: a repeated request after a lost answer made it, or somebody did by hand.
		const now = await this.kaltura.memberships
			.ofUsers([...new Set(there.map(({ userId }) => userId))])
			.catch(kalturaError);
		return answers.map((answer, index) => {
			if (!isAsBefore(answer) || now instanceof Error) return toResult(answer);
			const { userId, groupId } = changes[index]!;
			const membership = now.get(userId)?.find((one) => groupKey(one.groupId) === groupKey(groupId));
			return membership?.creationMode === CREATION_MODE.automatic ? 'done' : 'as-before';
		});
	}

	async remove(changes: readonly MembershipChange[]): Promise<ChangeResult[]> {
		const answers = await this.kaltura.memberships.remove(changes.map(({ userId, groupId }) => ({ userId, groupId })));
		// What is gone already is gone: perhaps by this very request, whose first answer was lost.
		return answers.map((answer) => (answer instanceof KalturaError ? answer : 'done'));
	}

	async sync(
		wanted: ReadonlyArray<{ userId: string; groupIds: readonly string[] }>,
		removes: boolean,
	): Promise<Array<{ jobStarted: boolean } | Error>> {
		return await this.kaltura.memberships.sync(wanted, { removeFromExistingGroups: removes, createNewGroups: false });
	}
}

function toMembership({ groupId, creationMode, userRole }: KalturaMembership): Membership {
	return {
		groupId,
		creationMode: creationMode === CREATION_MODE.automatic ? 'automatic' : 'manual',
		role: userRole === MEMBER_ROLE.manager ? 'manager' : 'member',
	};
}

function toExisting({ id, groupType, type, userMode, tags, screenName }: KalturaGroup): ExistingGroup {
	const touchable = (groupType ?? type ?? GROUP_TYPE.group) === GROUP_TYPE.group && userMode !== PROTECTED_MODE;
	// The mark, not the name: an administrator may give a group a nicer name.
	const tag = (tags ?? '')
		.split(',')
		.map((one) => one.trim())
		.find((one) => one.startsWith(MADE_FOR));
	return { id, kind: 'group', touchable, name: screenName, ...(tag ? { madeFor: tag.slice(MADE_FOR.length) } : {}) };
}

function isAsBefore(answer: Change | KalturaError | undefined): boolean {
	return answer !== undefined && !(answer instanceof KalturaError) && !answer.changed;
}

function toResult(answer: Change | KalturaError): ChangeResult {
	if (answer instanceof KalturaError) return answer;
	return answer.changed ? 'done' : 'as-before';
}

/** A refusal becomes a value for those whom it concerns; anything else (a cancelled run) ends the run. */
function kalturaError(error: unknown): KalturaError {
	if (error instanceof KalturaError) return error;
	throw error;
}
