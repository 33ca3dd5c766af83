import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError } from './errors';
import { inParallel } from '../http/in-parallel';
import type { ZoomGroup, ZoomGroupAdmin, ZoomMember, ZoomUser } from './schemas';
import { zoomAddedIds, zoomGroup, zoomGroupAdmin, zoomMember } from './schemas';
import type { Users } from './users';

/** Zoom takes no more per call. */
const MEMBERS_PER_CALL = 30;
const ADMINS_PER_CALL = 10;

/** How adding or removing one person ended. */
export interface MemberOutcome {
	/** As given: id or address. */
	user: string;
	outcome: 'added' | 'removed' | 'not-a-member' | 'not-found';
}

/** User groups of the account. */
export class Groups {
	constructor(
		private readonly api: ZoomApi,
		private readonly users: Users,
	) {}

	/** All groups, 300 per MEDIUM call. */
	async *list(): AsyncGenerator<ZoomGroup[], void, undefined> {
		const pages = this.api.pages('/groups', {
			doing: 'list the groups',
			rows: 'groups',
			schema: zoomGroup,
			keyOf: ({ id }) => id,
			pageSize: 300,
		});
		for await (const page of pages) yield page.rows;
	}

	/** @returns null when there is no such group */
	async get(groupId: string): Promise<ZoomGroup | null> {
		const doing = `read the group ${groupId}`;
		const answer = await this.api.get(path(groupId), { doing }).catch(nullFor('4130'));
		return answer === null ? null : parseAnswer(doing, zoomGroup, answer);
	}

	/** The group with this name, in any case; Zoom's names are unique. Lists the groups until it is found. */
	async find(name: string): Promise<ZoomGroup | null> {
		const wanted = name.trim().toLowerCase();
		for await (const groups of this.list()) {
			const found = groups.find((group) => group.name.trim().toLowerCase() === wanted);
			if (found) return found;
		}
		return null;
	}

	/**
	 * @throws {ZoomError} `4132` the name is used · `300` no more groups today (100) or at all (5000) · `200` not a paid account
	 */
	async create(name: string): Promise<ZoomGroup> {
		const doing = `create the group "${name}"`;
		return await this.api.writeOnce(
			async (options) =>
				parseAnswer(doing, zoomGroup, await this.api.post('/groups', { doing, body: { name }, ...options })),
			async () => (await this.find(name)) ?? undefined,
		);
	}

	/**
	 * The group of this name, which is created when there is none.
	 * @param adopt whether an existing group is given instead of the refusal (4132)
	 */
	async createOrFind(name: string, adopt: boolean): Promise<{ group: ZoomGroup; created: boolean }> {
		const creation = this.create(name).then((group) => ({ group, created: true }));
		return await creation.catch(async (error: unknown) => {
			const existing = adopt && isZoomError(error, '4132') ? await this.find(name) : null;
			if (existing) return { group: existing, created: false };
			throw error;
		});
	}

	/** @throws {ZoomError} `4130` no such group · `4132` the name is used */
	async rename(groupId: string, name: string): Promise<void> {
		const doing = `rename the group ${groupId} to "${name}"`;
		await this.api.writeOnce(
			(options) => this.api.patch(path(groupId), { doing, body: { name }, ...options }),
			async () => ((await this.get(groupId))?.name === name ? true : undefined),
		);
	}

	async remove(groupId: string): Promise<'removed' | 'already-gone'> {
		const doing = `delete the group ${groupId}`;
		const removal = this.api.writeOnce<'removed' | 'already-gone'>(
			async (options) => {
				await this.api.delete(path(groupId), { doing, ...options });
				return 'removed';
			},
			async () => ((await this.get(groupId)) === null ? 'removed' : undefined),
		);
		return (await removal.catch(nullFor('4130'))) ?? 'already-gone';
	}

	/** Members, 2000 per MEDIUM call; pending ones without id. */
	async *members(groupId: string): AsyncGenerator<ZoomMember[], void, undefined> {
		const pages = this.api.pages(`${path(groupId)}/members`, {
			doing: `list the members of the group ${groupId}`,
			rows: 'members',
			schema: zoomMember,
			keyOf: ({ id, email }) => id || email.toLowerCase(),
			pageSize: 2000,
		});
		for await (const page of pages) yield page.rows;
	}

	/**
	 * Adds people, 30 per MEDIUM call. Zoom passes over whom it does not know or who is still pending, without a word; those
	 * are looked up one by one, and pending ones are put into the group in the way that Zoom has for them.
	 * @param users ids or addresses
	 */
	async addMembers(groupId: string, users: readonly string[]): Promise<MemberOutcome[]> {
		const doing = `add members to the group ${groupId}`;
		const outcomes: MemberOutcome[] = [];
		for (const batch of batches([...new Set(users)], MEMBERS_PER_CALL)) {
			const body = { members: batch.map(named) };
			const added = await this.api.writeOnce(
				async (options) => {
					const answer = await this.api.post(`${path(groupId)}/members`, { doing, body, ...options });
					return idsOf(parseAnswer(doing, zoomAddedIds, answer).ids);
				},
				async () => await this.idsWithin(batch, ({ group_ids }) => group_ids.includes(groupId)),
			);
			const unclear = added.size === batch.length ? [] : batch.filter((user) => !added.has(user));
			const outcomeOf = new Map(
				await inParallel(unclear, 10, async (user) => [user, await this.lookAgain(groupId, user, added)] as const),
			);
			outcomes.push(...batch.map((user) => ({ user, outcome: outcomeOf.get(user) ?? ('added' as const) })));
		}
		return outcomes;
	}

	/**
	 * Takes people out, one LIGHT call each (Zoom has no other way), several at once.
	 * @param users ids or addresses; pending ones by address
	 */
	async removeMembers(groupId: string, users: readonly string[]): Promise<MemberOutcome[]> {
		return await inParallel([...new Set(users)], 10, async (user) => {
			const doing = `take ${user} out of the group ${groupId}`;
			const url = `${path(groupId)}/members/${encodeURIComponent(user)}`;
			const gone = await this.api
				.writeOnce<unknown>(
					(options) => this.api.delete(url, { doing, ...options }),
					async () => ((await this.users.get(user))?.group_ids.includes(groupId) ? undefined : true),
				)
				.catch(nullFor('4131'));
			return { user, outcome: gone === null ? 'not-a-member' : 'removed' };
		});
	}

	/** Makes a group that the user is in the one whose settings count. @throws {ZoomError} `4131` not a member */
	async setPrimary(groupId: string, user: string): Promise<void> {
		const doing = `make the group ${groupId} the primary one of ${user}`;
		// Zoom tells nobody which group is the primary one, so this is not repeated when its answer is lost. The target is the
		// group itself: https://developers.zoom.us/docs/api/users/#tag/groups/PATCH/groups/{groupId}/members/{memberId}
		await this.api.patch(`${path(groupId)}/members/${encodeURIComponent(await this.idOf(user))}`, {
			doing,
			body: { action: 'set_primary', target_group_id: groupId },
			idempotent: false,
		});
	}

	/** Moves a member to another group. @throws {ZoomError} `4131` not a member · `4130` no such group */
	async move(groupId: string, user: string, targetGroupId: string): Promise<void> {
		const doing = `move ${user} from the group ${groupId} to the group ${targetGroupId}`;
		const id = await this.idOf(user);
		await this.api.writeOnce(
			(options) =>
				this.api.patch(`${path(groupId)}/members/${encodeURIComponent(id)}`, {
					doing,
					body: { action: 'move', target_group_id: targetGroupId },
					...options,
				}),
			async () => {
				const now = await this.users.get(id);
				return now && now.group_ids.includes(targetGroupId) && !now.group_ids.includes(groupId) ? true : undefined;
			},
		);
	}

	/** Changing a membership takes ids only, unlike adding and removing. */
	private async idOf(user: string): Promise<string> {
		return user.includes('@') ? ((await this.users.get(user))?.id ?? user) : user;
	}

	/** Who may manage the group: addresses and names, 300 per MEDIUM call. */
	async *admins(groupId: string): AsyncGenerator<ZoomGroupAdmin[], void, undefined> {
		const pages = this.api.pages(`${path(groupId)}/admins`, {
			doing: `list the administrators of the group ${groupId}`,
			rows: 'admins',
			schema: zoomGroupAdmin,
			keyOf: ({ email }) => email.toLowerCase(),
			pageSize: 300,
		});
		for await (const page of pages) yield page.rows;
	}

	/** Ten per MEDIUM call. @returns 'not-found' for whom Zoom passed over (unknown or pending) */
	async addAdmins(groupId: string, users: readonly string[]): Promise<MemberOutcome[]> {
		const doing = `add administrators to the group ${groupId}`;
		const outcomes: MemberOutcome[] = [];
		for (const batch of batches([...new Set(users)], ADMINS_PER_CALL)) {
			const body = { admins: batch.map(named) };
			const added = await this.api.writeOnce(
				async (options) => {
					const answer = await this.api.post(`${path(groupId)}/admins`, { doing, body, ...options });
					return idsOf(parseAnswer(doing, zoomAddedIds, answer).ids);
				},
				async () => {
					const admins = await this.adminAddresses(groupId);
					return await this.idsWithin(batch, ({ email }) => admins.has(email.toLowerCase()));
				},
			);
			const unclear = added.size === batch.length ? [] : batch.filter((user) => !added.has(user));
			const missing = new Set<string>();
			// Zoom's `ids` may be incomplete: whom they do not name may be an administrator all the same.
			const admins = unclear.length > 0 ? await this.adminAddresses(groupId) : new Set<string>();
			await inParallel(unclear, 10, async (user) => {
				const known = await this.users.get(user);
				if (!known || !(added.has(known.id) || admins.has(known.email.toLowerCase()))) missing.add(user);
			});
			outcomes.push(
				...batch.map((user): MemberOutcome => ({ user, outcome: missing.has(user) ? 'not-found' : 'added' })),
			);
		}
		return outcomes;
	}

	async removeAdmin(groupId: string, user: string): Promise<MemberOutcome> {
		const doing = `take ${user} off the administrators of the group ${groupId}`;
		const url = `${path(groupId)}/admins/${encodeURIComponent(user)}`;
		const gone = await this.api
			.writeOnce<unknown>(
				(options) => this.api.delete(url, { doing, ...options }),
				async () => {
					const email = (await this.users.get(user))?.email.toLowerCase() ?? '';
					return (await this.adminAddresses(groupId)).has(email) ? undefined : true;
				},
			)
			.catch(nullFor('4138'));
		return { user, outcome: gone === null ? 'not-a-member' : 'removed' };
	}

	/**
	 * Somebody whom the answer does not name: pending, unknown, named by the id of the address, in the group before, or
	 * added although Zoom's `ids` are incomplete.
	 */
	private async lookAgain(groupId: string, user: string, added: Set<string>): Promise<MemberOutcome['outcome']> {
		const known = await this.users.get(user);
		if (!known) return 'not-found';
		if (added.has(known.id) || known.group_ids.includes(groupId)) return 'added';
		if (known.status !== 'pending') return 'not-found';
		await this.users.addPendingToGroup(known.email, groupId);
		return 'added';
	}

	private async adminAddresses(groupId: string): Promise<Set<string>> {
		const addresses = new Set<string>();
		for await (const admins of this.admins(groupId)) for (const { email } of admins) addresses.add(email.toLowerCase());
		return addresses;
	}

	/** Ids of the users, when all of them pass: what a batch would have given when it was carried out. */
	private async idsWithin(
		users: readonly string[],
		passes: (user: ZoomUser) => boolean,
	): Promise<Set<string> | undefined> {
		const known = await inParallel(users, 10, (user) => this.users.get(user));
		const done = known.every((user) => user !== null && passes(user));
		return done ? new Set(known.flatMap((user) => (user ? [user.id] : []))) : undefined;
	}
}

const path = (groupId: string) => `/groups/${encodeURIComponent(groupId)}`;

/** An id or an address, as Zoom wants to be told which it is. */
export const named = (user: string) => (user.includes('@') ? { email: user } : { id: user });

export const idsOf = (ids: string) =>
	new Set(
		ids
			.split(',')
			.map((id) => id.trim())
			.filter(Boolean),
	);

export function batches<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Turns these refusals into null; others stay failures. */
function nullFor(...codes: string[]): (error: unknown) => null {
	return (error) => {
		if (isZoomError(error, ...codes)) return null;
		throw error;
	};
}
