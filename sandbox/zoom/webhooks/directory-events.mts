import type { Group, User } from '../account/model.mts';
import type { World } from '../world.mts';
import { type EventBuilder } from './model.mts';
import { operatorOf } from './events.mts';

/** user.* and group.* events (docs/vendors/zoom.md#events). Nothing tells of a change of account role. */

const about = (user: User) => ({
	id: user.id,
	first_name: user.first_name,
	last_name: user.last_name,
	email: user.email,
	type: user.type,
});

function event(world: World, name: string, payload: Record<string, unknown>): EventBuilder {
	const ts = world.clock.now();
	const whole = { account_id: world.state.accountId, ...operatorOf(world), ...payload };
	return () => ({ event: name, event_ts: ts, payload: whole });
}

export const userCreated = (world: World, user: User, creation_type: string): EventBuilder =>
	event(world, 'user.created', { creation_type, object: { ...about(user), display_name: user.display_name } });

/** Only what changed, before and after, each with the id. */
export const userUpdated = (
	world: World,
	user: User,
	before: Record<string, unknown>,
	after: Record<string, unknown>,
): EventBuilder =>
	event(world, 'user.updated', {
		time_stamp: world.clock.now(),
		object: { id: user.id, ...after },
		old_object: { id: user.id, ...before },
	});

export const userEvent = (
	world: World,
	what: 'activated' | 'deactivated' | 'deleted' | 'disassociated',
	user: User,
): EventBuilder => event(world, `user.${what}`, { object: about(user) });

export const groupEvent = (world: World, what: 'created' | 'deleted', group: Group): EventBuilder =>
	event(world, `group.${what}`, { object: { id: group.id, name: group.name }, time_stamp: world.clock.now() });

export const groupRenamed = (world: World, group: Group, oldName: string): EventBuilder =>
	event(world, 'group.updated', {
		object: { id: group.id, name: group.name },
		old_object: { id: group.id, name: oldName },
		time_stamp: world.clock.now(),
	});

/** The example calls the second one group.members_deleted; the schema says member_deleted (docs/vendors/zoom.md#events). */
export const membersEvent = (
	world: World,
	what: 'member_added' | 'member_deleted',
	group: Group,
	users: User[],
): EventBuilder =>
	event(world, `group.${what}`, {
		object: { id: group.id, members: users.map(({ id, email }) => ({ id, email })) },
		time_stamp: world.clock.now(),
	});

export const adminsEvent = (
	world: World,
	what: 'admin_added' | 'admin_deleted',
	group: Group,
	users: User[],
): EventBuilder =>
	event(world, `group.${what}`, {
		object: { id: group.id, admins: users.map(({ id, email }) => ({ id, email })) },
		time_stamp: world.clock.now(),
	});
