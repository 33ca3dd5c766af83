import type { World } from '../world.mts';
import type { Group, User } from './model.mts';
import type { State } from './state.mts';
import { refuse } from './refusals.mts';

/** The app acts as the account's owner; what "me" gives a server-to-server app is a setting (docs/vendors/zoom.md#the-app-and-its-token). */
export function appOwner(state: State): User | undefined {
	for (const user of state.users.values()) if (user.role_id === '0') return user;
	return undefined;
}

/** A user by id, e-mail address (any case) or "me". */
export function findUser(world: World, key: string): User | undefined {
	const { state } = world;
	if (key === 'me') {
		if (state.settings.me === 'refused') throw refuse.validation('Invalid user id.');
		return state.settings.me === 'owner' ? appOwner(state) : undefined;
	}
	const byId = state.users.get(key);
	// A pending user has no id that anybody could know.
	if (byId && byId.status !== 'pending') return byId;
	const id = state.userIdByEmail.get(key.toLowerCase());
	return id === undefined ? undefined : state.users.get(id);
}

/** @throws 404/1001 */
export function requireUser(world: World, key: string): User {
	const user = findUser(world, key);
	if (!user) throw refuse.noUser(key);
	return user;
}

export function addUser(state: State, user: User): void {
	state.users.set(user.id, user);
	state.userIdByEmail.set(user.email.toLowerCase(), user.id);
}

export function removeUser(state: State, user: User): void {
	state.users.delete(user.id);
	state.userIdByEmail.delete(user.email.toLowerCase());
	for (const group of state.groups.values()) group.admin_ids = group.admin_ids.filter((id) => id !== user.id);
	for (const number of state.phone.numbers) if (number.assignee_id === user.id) delete number.assignee_id;
}

export function moveAddress(state: State, user: User, email: string): void {
	state.userIdByEmail.delete(user.email.toLowerCase());
	user.email = email;
	state.userIdByEmail.set(email.toLowerCase(), user.id);
}

export function membersOf(state: State, group: Group): User[] {
	return [...state.users.values()].filter((user) => user.group_ids.includes(group.id));
}

/** Members of every group, counted in one pass: a list of three hundred groups must not scan the users three hundred times. */
export function memberCounts(state: State): Map<string, number> {
	const counts = new Map<string, number>();
	for (const user of state.users.values()) for (const id of user.group_ids) counts.set(id, (counts.get(id) ?? 0) + 1);
	return counts;
}
