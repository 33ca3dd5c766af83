import { groupKey } from '../../policy/groups/group-id';
import type { ExistingGroup, Membership } from '../../policy/groups/membership-plan';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';
import { inParallel } from '../../http/in-parallel';
import type { ZoomUser } from '../../zoom/schemas';
import { USER_STATUSES } from '../../zoom/users';

import { SyncRefusal } from './refusal';
import type { ChangeResult, GroupTarget, MembershipChange } from './target';

/** Up to so many users are asked for one by one; for more it is cheaper to list everybody, 2000 per call. */
const ASKED_ONE_BY_ONE = 30;
const MEMBERS_PER_CALL = 30;

/** User groups of a Zoom account. They go by their names; who added whom only our own record knows. */
export class ZoomTarget implements GroupTarget {
	readonly name = 'zoom';
	readonly mostGroupsPerUser = Number.POSITIVE_INFINITY;
	/** Names by id; filled by the first look at the groups. */
	#names: Map<string, string> | undefined;
	readonly #users = new Map<string, ZoomUser>();

	readonly identity: string;
	/** Why somebody could not be read. */
	readonly #failed = new Map<string, Error>();

	constructor(
		private readonly zoom: ZoomClient,
		accountId: string,
	) {
		this.identity = `zoom:${accountId}`;
	}

	userKey(userId: string): string {
		// Addresses ignore case, Zoom's ids do not.
		return userId.includes('@') ? userId.toLowerCase() : userId;
	}

	problemOfUserId(userId: string): string | null {
		return /[\s/]/.test(userId) ? 'holds a blank or a slash' : null;
	}

	/** An address and an id may name one person: two plans for one person would each take away what the other gives. */
	async samePeople(userIds: readonly string[]): Promise<Map<string, string>> {
		await this.#readUsers(userIds);
		const byId = new Map<string, string>();
		return new Map(
			userIds.map((userId) => {
				const id = this.#users.get(this.userKey(userId))?.id;
				if (!id) return [userId, userId];
				if (!byId.has(id)) byId.set(id, userId);
				return [userId, byId.get(id)!];
			}),
		);
	}

	async *memberships(userIds: readonly string[]): AsyncGenerator<Map<string, readonly Membership[] | Error>, void> {
		const names = await this.#groupNames();
		await this.#readUsers(userIds.filter((userId) => !this.#users.has(this.userKey(userId))));
		yield new Map<string, readonly Membership[] | Error>(
			userIds.map((userId) => {
				const user = this.#users.get(this.userKey(userId));
				if (!user) return [userId, this.#failed.get(userId) ?? missing(userId)];
				return [
					userId,
					user.group_ids.map((id) => ({ groupId: names.get(id) ?? id, creationMode: 'unknown', role: 'member' })),
				];
			}),
		);
	}

	async groups(groupIds: readonly string[]): Promise<Map<string, ExistingGroup | Error>> {
		const names = await this.#groupNames();
		const wanted = new Set(groupIds.map(groupKey));
		return new Map(
			[...names.values()]
				.filter((name) => wanted.has(groupKey(name)))
				.map((name) => [groupKey(name), { id: name, kind: 'group', touchable: true }]),
		);
	}

	// Users whom Zoom does not know were found out when their memberships were read.
	async unusableUsers(): Promise<Map<string, Error>> {
		return new Map();
	}

	async createGroups(groups: ReadonlyArray<{ id: string; name: string }>): Promise<Map<string, Error>> {
		const refused = new Map<string, Error>();
		const names = await this.#groupNames();
		let noMoreToday: Error | undefined;
		for (const { id, name } of groups) {
			const made = noMoreToday ?? (await this.zoom.groups.createOrFind(name, true).catch(zoomError));
			if (!(made instanceof Error)) names.set(made.group.id, made.group.name);
			else {
				refused.set(id, made);
				if (isZoomError(made, 'DAILY_LIMIT')) noMoreToday = made;
			}
		}
		return refused;
	}

	async deleteIfEmpty(groupIds: readonly string[]): Promise<void> {
		for (const groupId of groupIds) {
			const id = await this.#idOf(groupId);
			const group = id === undefined ? null : await this.zoom.groups.get(id);
			if (group?.total_members === 0) await this.zoom.groups.remove(group.id);
		}
	}

	async add(changes: readonly MembershipChange[]): Promise<ChangeResult[]> {
		const results = new Map<MembershipChange, ChangeResult>();
		for (const [groupId, members] of byGroup(changes)) {
			const id = (await this.#idOf(groupId)) ?? groupId;
			for (let start = 0; start < members.length; start += MEMBERS_PER_CALL) {
				const part = members.slice(start, start + MEMBERS_PER_CALL);
				const users = part.map(({ userId }) => this.#nameOf(userId));
				const outcomes = await this.zoom.groups.addMembers(id, users).catch(zoomError);
				part.forEach((change, index) => {
					if (outcomes instanceof Error) return results.set(change, outcomes);
					const { outcome } = outcomes.find(({ user }) => user === users[index]) ?? { outcome: 'not-found' };
					return results.set(change, outcome === 'added' ? 'done' : notAdded(change));
				});
			}
		}
		return changes.map((change) => results.get(change)!);
	}

	async remove(changes: readonly MembershipChange[]): Promise<ChangeResult[]> {
		return await inParallel(changes, 10, async ({ userId, groupId }): Promise<ChangeResult> => {
			const id = await this.#idOf(groupId);
			// The group is gone, and so are its memberships.
			if (id === undefined) return 'done';
			const outcomes = await this.zoom.groups.removeMembers(id, [this.#nameOf(userId)]).catch(zoomError);
			return outcomes instanceof Error ? outcomes : 'done';
		});
	}

	async #readUsers(userIds: readonly string[]): Promise<void> {
		const open = userIds.filter((userId) => !this.#failed.has(userId));
		if (open.length > ASKED_ONE_BY_ONE) {
			await this.#listUsers(new Set(open.map((one) => this.userKey(one))));
			for (const userId of open) if (!this.#users.has(this.userKey(userId))) this.#failed.set(userId, missing(userId));
			return;
		}
		await inParallel(open, 10, async (userId) => {
			const user = await this.zoom.users.get(userId).catch(zoomError);
			if (user instanceof Error) this.#failed.set(userId, user);
			else if (user) this.#users.set(this.userKey(userId), user);
			else this.#failed.set(userId, missing(userId));
		});
	}

	async #listUsers(wanted: ReadonlySet<string>): Promise<void> {
		for (const status of USER_STATUSES) {
			for await (const users of this.zoom.users.list(status)) {
				for (const user of users) {
					for (const key of [user.id, user.email.toLowerCase()]) if (wanted.has(key)) this.#users.set(key, user);
				}
			}
		}
	}

	async #groupNames(): Promise<Map<string, string>> {
		if (this.#names) return this.#names;
		const names = new Map<string, string>();
		for await (const groups of this.zoom.groups.list()) for (const { id, name } of groups) names.set(id, name);
		return (this.#names = names);
	}

	async #idOf(name: string): Promise<string | undefined> {
		for (const [id, known] of await this.#groupNames()) if (groupKey(known) === groupKey(name)) return id;
		return undefined;
	}

	/** The id, or the address of people who have not accepted their invitation yet. */
	#nameOf(userId: string): string {
		const user = this.#users.get(this.userKey(userId));
		if (!user) return userId;
		return user.status === 'pending' ? user.email : user.id || user.email;
	}
}

function byGroup(changes: readonly MembershipChange[]): Map<string, MembershipChange[]> {
	const groups = new Map<string, MembershipChange[]>();
	for (const change of changes) groups.set(change.groupId, [...(groups.get(change.groupId) ?? []), change]);
	return groups;
}

function missing(userId: string): SyncRefusal {
	const message = `Zoom has no user ${userId} in this account, so nothing was changed for them`;
	return new SyncRefusal('zoom', 'USER_MISSING', message, 'Create or invite the user first, or correct the ID.');
}

function notAdded({ userId, groupId }: MembershipChange): SyncRefusal {
	const message = `Zoom did not put ${userId} into the group ${groupId} and gave no reason`;
	return new SyncRefusal('zoom', 'NOT_ADDED', message, 'Check that the user is still in the account.');
}

function zoomError(error: unknown): Error {
	if (isZoomError(error)) return error;
	throw error;
}
