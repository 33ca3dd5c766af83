import { z } from 'zod';

import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError, ZoomError } from './errors';
import { batches, idsOf, named } from './groups';
import { inParallel } from '../http/in-parallel';
import type { ZoomMember, ZoomRole } from './schemas';
import { zoomAddedIds, zoomMember, zoomRole } from './schemas';
import type { Users } from './users';

export const OWNER_ROLE = '0';
export const ADMIN_ROLE = '1';
export const MEMBER_ROLE = '2';

/** Owner, Admin and Member, which every account has. */
export const isSystemRole = (roleId: string) => [OWNER_ROLE, ADMIN_ROLE, MEMBER_ROLE].includes(roleId);

/** Zoom takes no more per call. */
const MEMBERS_PER_CALL = 30;

export interface RoleOutcome {
	/** As given: id or address. */
	user: string;
	outcome: 'assigned' | 'unassigned' | 'not-assigned' | 'had-not';
}

/**
 * Roles of the account. Everybody has exactly one; the system's own are "0" Owner, "1" Admin and "2" Member. Nobody can
 * be put into or out of Owner and Member: whoever loses a role becomes Member.
 */
export class Roles {
	constructor(
		private readonly api: ZoomApi,
		private readonly users: Users,
	) {}

	/** All roles without their privileges; Zoom does not page them. One MEDIUM call. */
	async list(type: 'common' | 'iq' = 'common'): Promise<ZoomRole[]> {
		const doing = 'list the roles';
		const answer = await this.api.get('/roles', { doing, query: type === 'common' ? {} : { type } });
		return parseAnswer(doing, z.object({ roles: z.array(zoomRole).nullish() }), answer).roles ?? [];
	}

	/** One role with its privileges. @returns null when there is none (Zoom says so with 400/1034) */
	async get(roleId: string): Promise<ZoomRole | null> {
		const doing = `read the role ${roleId}`;
		const outcome = await this.api.get(path(roleId), { doing }).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in outcome) return parseAnswer(doing, zoomRole, outcome.answer);
		if (isZoomError(outcome.error, '1034')) return null;
		throw outcome.error;
	}

	/** Zoom makes whoever still has it a Member, without asking. One LIGHT call. @throws {ZoomError} `300` a system role */
	async remove(roleId: string): Promise<'removed' | 'already-gone'> {
		const doing = `delete the role ${roleId}`;
		return await this.api
			.writeOnce<'removed'>(
				async (options) => {
					await this.api.delete(path(roleId), { doing, ...options });
					return 'removed';
				},
				async () => ((await this.get(roleId)) === null ? 'removed' : undefined),
			)
			.catch((error: unknown) => {
				if (isZoomError(error, '1034')) return 'already-gone';
				throw error;
			});
	}

	/** Holders, 300 per MEDIUM call. */
	async *members(roleId: string): AsyncGenerator<ZoomMember[], void, undefined> {
		const pages = this.api.pages(`${path(roleId)}/members`, {
			doing: `list the members of the role ${roleId}`,
			rows: 'members',
			schema: zoomMember,
			keyOf: ({ id, email }) => id || email.toLowerCase(),
			pageSize: 300,
		});
		for await (const page of pages) yield page.rows;
	}

	/**
	 * Gives people the role, 30 per MEDIUM call. Zoom answers 201 also when it assigned nobody: whom its `ids` do not name is
	 * looked up, and reported when the role is not there.
	 * @throws {ZoomError} NOBODY_ASSIGNED when Zoom passed over all of them · `300` Owner or Member · `1034` no such role
	 */
	async assign(roleId: string, users: readonly string[]): Promise<RoleOutcome[]> {
		const doing = `give the role ${roleId}`;
		const outcomes: RoleOutcome[] = [];
		for (const batch of batches([...new Set(users)], MEMBERS_PER_CALL)) {
			const body = { members: batch.map(named) };
			const assigned = await this.api.writeOnce(
				async (options) => {
					const answer = await this.api.post(`${path(roleId)}/members`, { doing, body, ...options });
					return idsOf(parseAnswer(doing, zoomAddedIds, answer).ids);
				},
				async () => {
					const known = await inParallel(batch, 10, (user) => this.users.get(user));
					const done = known.every((user) => user?.role_id === roleId);
					return done ? new Set(known.map((user) => user!.id)) : undefined;
				},
			);
			const unclear = assigned.size === batch.length ? [] : batch.filter((user) => !assigned.has(user));
			const missing = new Set<string>();
			await inParallel(unclear, 10, async (user) => {
				const known = await this.users.get(user);
				if (known?.role_id !== roleId) missing.add(user);
			});
			outcomes.push(
				...batch.map((user): RoleOutcome => ({ user, outcome: missing.has(user) ? 'not-assigned' : 'assigned' })),
			);
		}
		if (outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'not-assigned')) {
			throw new ZoomError(
				`Zoom accepted the request to ${doing} but assigned it to nobody: ${outcomes.map(({ user }) => user).join(', ')}.`,
				{
					code: 'NOBODY_ASSIGNED',
					retryable: false,
					remedy:
						'Check that the people exist and have accepted their invitations; the owner of the account keeps the Owner role.',
				},
			);
		}
		return outcomes;
	}

	/**
	 * Takes the role away: the person becomes Member. One LIGHT call.
	 * @throws {ZoomError} `300` Owner or Member · `1034` no such role
	 */
	async unassign(roleId: string, user: string): Promise<RoleOutcome> {
		const doing = `take the role ${roleId} from ${user}`;
		return await this.api.writeOnce<RoleOutcome>(
			async (options) => {
				// This call knows ids only; an address would be answered like somebody who has not the role.
				const id = user.includes('@') ? ((await this.users.get(user))?.id ?? user) : user;
				const url = `${path(roleId)}/members/${encodeURIComponent(id)}`;
				const gone = await this.api.delete(url, { doing, ...options }).catch((error: unknown) => {
					if (isZoomError(error, '1001')) return null;
					throw error;
				});
				return { user, outcome: gone === null ? 'had-not' : 'unassigned' };
			},
			async () => {
				const now = await this.users.get(user);
				return now && now.role_id !== roleId ? { user, outcome: 'unassigned' } : undefined;
			},
		);
	}
}

const path = (roleId: string) => `/roles/${encodeURIComponent(roleId)}`;
