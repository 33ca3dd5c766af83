import { createHmac } from 'node:crypto';

import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, type Pager, searchListOf, sortRows } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import type { World } from '../world.mts';
import { removeAllMemberships } from './memberships.mts';
import { type User, UserStatus, UserType } from './person.mts';
import { searchPeople } from './search.mts';
import { addPerson, findUser, requireUserId } from './users.mts';
import { userToWire } from './wire.mts';

/** HMAC-SHA256 of the partner and the external id in lower case. */
function hashedId(world: World, externalId: string): string {
	return createHmac('sha256', world.partner.adminSecret)
		.update(`${world.partner.id}_${externalId.toLowerCase()}`)
		.digest('hex');
}

function requireUser(world: World, id: string): User {
	const user = findUser(world, id);
	if (!user) throw apiError('INVALID_USER_ID');
	return user;
}

/** user: docs/vendors/kaltura.md#users-and-groups. */
export const user: Service = {
	name: 'user',
	actions: {
		add: action({
			access: 'admin',
			params: { user: 'KalturaUser' },
			run({ world, session }, { user: input }: { user: Input }) {
				validateForStorage(input, session.isAdmin);
				const { id: own, ...given } = changesOf(input) as Partial<User>;
				if (isGiven(own) && isGiven(given.externalId)) throw apiError('ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE');
				// Without an id the external one is hashed, in accounts that work so; here they all do.
				const id = isGiven(given.externalId) ? hashedId(world, String(given.externalId)) : own;
				if (!isGiven(id)) throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: 'KalturaUser::id' });
				return userToWire(world, addPerson(world, String(id), { ...given, status: UserStatus.ACTIVE }));
			},
		}),
		get: action({
			access: 'user',
			params: { userId: 'string?' },
			run({ world, session }, { userId = session.userId }: { userId?: string }) {
				if (!session.isAdmin && userId.toLowerCase() !== session.userId.toLowerCase()) {
					throw apiError('CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION', { UID: userId });
				}
				return userToWire(world, requireUser(world, userId));
			},
		}),
		// Not a look-up by e-mail: only people with a login are found (docs/vendors/kaltura.md#users-and-groups).
		getByLoginId: action({
			access: 'admin',
			params: { loginId: 'string' },
			run({ world }, { loginId }: { loginId: string }) {
				const owners = world.userIndex.visible().find('email', [loginId.toLowerCase()]);
				const found = owners.map((owner) => findUser(world, owner.id)).find((owner) => owner?.loginEnabled);
				if (!found) throw apiError('LOGIN_DATA_NOT_FOUND');
				return userToWire(world, found);
			},
		}),
		update: action({
			access: 'admin',
			params: { userId: 'string', user: 'KalturaUser' },
			run({ world, session }, { userId, user: input }: { userId: string; user: Input }) {
				const current = requireUser(world, userId);
				validateForStorage(input, session.isAdmin, userToWire(world, current));
				const { id = current.id, type: _, ...changes } = changesOf(input) as Partial<User>;
				if (id.toLowerCase() !== current.id.toLowerCase()) return renameUser(world, current, id, changes);
				return userToWire(world, world.saveUser({ ...current, ...changes, updatedAt: world.clock.seconds() }));
			},
		}),
		delete: action({
			access: 'admin',
			params: { userId: 'string' },
			run({ world }, { userId }: { userId: string }) {
				const current = requireUser(world, userId);
				removeAllMemberships(world, current);
				const deleted = { ...current, status: UserStatus.DELETED, updatedAt: world.clock.seconds() };
				return userToWire(world, world.saveUser(deleted));
			},
		}),
		list: action({
			access: 'admin',
			params: { filter: 'KalturaUserFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const found = sortRows(searchPeople(world, filter), filter?.orderBy, '+createdAt');
				return searchListOf('KalturaUserListResponse', found, pager, ({ id }) => {
					const current = findUser(world, id);
					return current ? userToWire(world, current) : null;
				});
			},
		}),
	},
};

/** A new id: same rules as for a new user; the entries follow their owner. */
function renameUser(world: World, current: User, id: string, changes: Partial<User>) {
	requireUserId(id, 'id');
	if (findUser(world, id)) throw apiError('DUPLICATE_USER_BY_ID', { UID: id });
	const renamed = world.saveUser({ ...current, ...changes, id, updatedAt: world.clock.seconds() });
	world.saveUser({ ...current, status: UserStatus.DELETED });
	const memberships = world.memberships.find(current.type === UserType.USER ? 'user' : 'group', [
		current.id.toLowerCase(),
	]);
	for (const membership of memberships) {
		world.memberships.put(
			current.type === UserType.USER ? { ...membership, userId: id } : { ...membership, groupId: id },
		);
	}
	for (const entry of world.entries.all()) {
		if (entry.userId.toLowerCase() === current.id.toLowerCase()) world.saveEntry({ ...entry, userId: id });
	}
	return userToWire(world, renamed);
}
