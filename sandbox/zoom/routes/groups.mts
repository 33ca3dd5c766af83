import { randomBytes } from 'node:crypto';
import { findUser, memberCounts, membersOf } from '../account/directory.mts';
import { oneOf, rows } from '../account/fields.mts';
import type { Group, User } from '../account/model.mts';
import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import { isoDay } from '../clock.mts';
import { type Answer, ZoomRefusal, created, noContent, ok } from '../wire/answer.mts';
import { adminsEvent, groupEvent, groupRenamed, membersEvent } from '../webhooks/directory-events.mts';
import type { Call, Handlers, World } from '../world.mts';

/** Groups: docs/vendors/zoom.md#users-groups-roles-phones. */

/** 100 new groups a day, 5 000 in all (docs/vendors/zoom.md#limits). */
const GROUPS_PER_DAY = 100;
const GROUPS = 5000;

function paid({ state }: World): void {
	if (!state.settings.paid) throw refuse.paidOnly(state.accountId);
}

function target(call: Call): Group {
	paid(call.world);
	const group = call.world.state.groups.get(call.params.groupId!);
	if (!group) throw refuse.noGroup(call.params.groupId!);
	return group;
}

const row = (group: Group, counts: Map<string, number>) => ({
	id: group.id,
	name: group.name,
	total_members: counts.get(group.id) ?? 0,
});

/** Unique in the account, less than 128 characters. @throws 300, 409/4132 */
function freeName(call: Call, own?: Group): string {
	const { name } = call.body;
	if (typeof name !== 'string' || name.trim() === '' || name.length >= 128) throw refuse.invalidParameter('name');
	for (const group of call.world.state.groups.values()) {
		if (group !== own && group.name.toLowerCase() === name.toLowerCase()) {
			throw new ZoomRefusal(409, 4132, `The group name "${name}" is already in use.`);
		}
	}
	return name;
}

function createGroup(call: Call): Answer {
	const { world } = call;
	const { state } = world;
	paid(world);
	const name = freeName(call);
	const day = `groups ${isoDay(world.clock.now())}`;
	if (state.groups.size >= GROUPS || (state.createdOn[day] ?? 0) >= GROUPS_PER_DAY) {
		throw refuse.validation('It has reached the maximum number of groups. You can clean up some groups then add.');
	}
	state.createdOn[day] = (state.createdOn[day] ?? 0) + 1;
	const group: Group = { id: randomBytes(16).toString('base64url'), name, admin_ids: [] };
	state.groups.set(group.id, group);
	world.webhooks.emit(groupEvent(world, 'created', group));
	return created({ id: group.id, name, total_members: 0 });
}

/** The users that a list of `{id}` or `{email}` names; the id wins, unknown and pending ones are passed over. */
export function namedUsers(call: Call, field: string, most: number): User[] {
	const named = rows(call.body[field], field, most).map((entry) => {
		if (typeof entry.id === 'string' && entry.id !== '') return call.world.state.users.get(entry.id);
		return typeof entry.email === 'string' ? findUser(call.world, entry.email) : undefined;
	});
	return [...new Set(named)].filter((user): user is User => user !== undefined && user.status !== 'pending');
}

/** The `ids` of a 201 need not name everybody who is in now: see settings.addedIds. */
export function addedIds({ state }: World, users: User[], added: User[]): string {
	const named = { all: users, new: added, none: [] }[state.settings.addedIds];
	return named.map(({ id }) => id).join(',');
}

function leave(user: User, groupId: string): void {
	user.group_ids = user.group_ids.filter((id) => id !== groupId);
	if (user.primary_group_id !== groupId) return;
	const [next] = user.group_ids;
	if (next === undefined) delete user.primary_group_id;
	else user.primary_group_id = next;
}

function join(user: User, groupId: string): void {
	if (!user.group_ids.includes(groupId)) user.group_ids.push(groupId);
	user.primary_group_id ??= groupId;
}

/** A member by id or address; a pending one by address. @throws 404/4131 */
function member(call: Call, group: Group): User {
	const key = call.params.memberId!;
	const user = findUser(call.world, key);
	if (!user?.group_ids.includes(group.id)) throw new ZoomRefusal(404, 4131, 'Group member does not exist.');
	return user;
}

function changeMember(call: Call): Answer {
	const { state } = call.world;
	const group = target(call);
	const action = oneOf(call.body.action, 'action', ['move', 'set_primary']);
	// Here the member is named by id only; taking somebody out also knows addresses.
	if (call.params.memberId!.includes('@')) throw new ZoomRefusal(404, 4131, 'Group member does not exist.');
	const user = member(call, group);
	const goal = call.body.target_group_id;
	if (typeof goal !== 'string' || goal === '') throw refuse.validation('The target_group_id can not be empty.');
	if (!state.groups.has(goal)) throw refuse.noGroup(goal);
	if (action === 'set_primary') {
		if (!user.group_ids.includes(goal)) throw new ZoomRefusal(404, 4131, 'Group member does not exist.');
		user.primary_group_id = goal;
		return noContent;
	}
	leave(user, group.id);
	join(user, goal);
	return noContent;
}

export const groupHandlers: Handlers = {
	'GET /groups': (call) => {
		paid(call.world);
		const counts = memberCounts(call.world.state);
		const page = paginate(call, '/groups', [...call.world.state.groups.values()], { max: 300 });
		return ok({
			total_records: page.total_records,
			groups: page.rows.map((group) => row(group, counts)),
			next_page_token: page.next_page_token,
		});
	},
	'POST /groups': createGroup,
	'GET /groups/{groupId}': (call) => ok(row(target(call), memberCounts(call.world.state))),
	'PATCH /groups/{groupId}': (call) => {
		const group = target(call);
		const before = group.name;
		group.name = freeName(call, group);
		call.world.webhooks.emit(groupRenamed(call.world, group, before));
		return noContent;
	},
	'DELETE /groups/{groupId}': (call) => {
		const { world } = call;
		const group = target(call);
		for (const user of membersOf(world.state, group)) leave(user, group.id);
		world.state.groups.delete(group.id);
		world.webhooks.emit(groupEvent(world, 'deleted', group));
		return noContent;
	},

	'GET /groups/{groupId}/members': (call) => {
		const group = target(call);
		const users = membersOf(call.world.state, group);
		const { rows: found, ...numbers } = paginate(call, `/groups/${group.id}/members`, users, {
			max: 2000,
			byNumber: true,
		});
		return ok({
			...numbers,
			members: found.map(({ id, email, first_name, last_name, type, status }) => ({
				...(status === 'pending' ? {} : { id }),
				email,
				first_name,
				last_name,
				type,
			})),
		});
	},
	'POST /groups/{groupId}/members': (call) => {
		const { world } = call;
		const group = target(call);
		const users = namedUsers(call, 'members', 30);
		const added = users.filter((user) => !user.group_ids.includes(group.id));
		for (const user of users) join(user, group.id);
		if (added.length > 0) world.webhooks.emit(membersEvent(world, 'member_added', group, added));
		return created({ ids: addedIds(world, users, added), added_at: world.clock.iso() });
	},
	'DELETE /groups/{groupId}/members/{memberId}': (call) => {
		const group = target(call);
		const user = member(call, group);
		leave(user, group.id);
		call.world.webhooks.emit(membersEvent(call.world, 'member_deleted', group, [user]));
		return noContent;
	},
	'PATCH /groups/{groupId}/members/{memberId}': changeMember,

	'GET /groups/{groupId}/admins': (call) => {
		const group = target(call);
		const admins = group.admin_ids.map((id) => call.world.state.users.get(id)).filter((user) => user !== undefined);
		const page = paginate(call, `/groups/${group.id}/admins`, admins, { max: 300 });
		return ok({
			page_size: page.page_size,
			total_records: page.total_records,
			next_page_token: page.next_page_token,
			admins: page.rows.map(({ email, display_name }) => ({ email, name: display_name })),
		});
	},
	'POST /groups/{groupId}/admins': (call) => {
		const { world } = call;
		const group = target(call);
		const users = namedUsers(call, 'admins', 10);
		const added = users.filter(({ id }) => !group.admin_ids.includes(id));
		group.admin_ids.push(...added.map(({ id }) => id));
		if (added.length > 0) world.webhooks.emit(adminsEvent(world, 'admin_added', group, added));
		return created({ ids: addedIds(world, users, added), added_at: world.clock.iso() });
	},
	'DELETE /groups/{groupId}/admins/{userId}': (call) => {
		const group = target(call);
		const user = findUser(call.world, call.params.userId!);
		if (!user || !group.admin_ids.includes(user.id)) {
			throw new ZoomRefusal(400, 4138, `That user is not an administrator for the group: "${group.id}".`);
		}
		group.admin_ids = group.admin_ids.filter((id) => id !== user.id);
		call.world.webhooks.emit(adminsEvent(call.world, 'admin_deleted', group, [user]));
		return noContent;
	},
};
