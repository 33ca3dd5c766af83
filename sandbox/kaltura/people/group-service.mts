import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, type Pager, searchListOf, sortRows } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import type { World } from '../world.mts';
import { addMembership } from './memberships.mts';
import { CreationMode, type User, UserStatus, UserType, userKey } from './person.mts';
import { searchPeople } from './search.mts';
import { addPerson, findUser } from './users.mts';
import { groupToWire } from './wire.mts';

/** The server leaves the id out of this error: "Invalid group id - N/A" (docs/vendors/kaltura.md#users-and-groups). */
function requireGroup(world: World, id: string): User {
	const group = findUser(world, id);
	if (!group || group.type === UserType.USER) throw apiError('INVALID_GROUP_ID', { ID: null });
	return group;
}

/** group_group: docs/vendors/kaltura.md#users-and-groups. */
export const group: Service = {
	name: 'group_group',
	actions: {
		add: action({
			access: 'admin',
			params: { group: 'KalturaGroup' },
			run({ world, session }, { group: input }: { group: Input }) {
				validateForStorage(input, session.isAdmin);
				const { id, groupType, ...given } = changesOf(input) as Partial<User> & { groupType?: number };
				if (!isGiven(id)) throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: 'KalturaGroup::id' });
				const type = groupType ?? UserType.GROUP;
				return groupToWire(world, addPerson(world, String(id), { ...given, type, status: UserStatus.ACTIVE }));
			},
		}),
		get: action({
			access: 'admin',
			params: { groupId: 'string' },
			run: ({ world }, { groupId }: { groupId: string }) => groupToWire(world, requireGroup(world, groupId)),
		}),
		update: action({
			access: 'admin',
			params: { groupId: 'string', group: 'KalturaGroup' },
			run({ world, session }, { groupId, group: input }: { groupId: string; group: Input }) {
				const current = requireGroup(world, groupId);
				validateForStorage(input, session.isAdmin, groupToWire(world, current));
				const { id: _, groupType, ...changes } = changesOf(input) as Partial<User> & { groupType?: number };
				return groupToWire(
					world,
					world.saveUser({ ...current, ...changes, type: groupType ?? current.type, updatedAt: world.clock.seconds() }),
				);
			},
		}),
		// The group is gone at once; a batch job takes its members out later.
		delete: action({
			access: 'admin',
			params: { groupId: 'string' },
			run({ world }, { groupId }: { groupId: string }) {
				const current = requireGroup(world, groupId);
				const deleted = world.saveUser({ ...current, status: UserStatus.DELETED, updatedAt: world.clock.seconds() });
				world.scheduler.add('empty-group', userKey(current.id), world.settings.bulkMs);
				return groupToWire(world, deleted);
			},
		}),
		clone: action({
			access: 'admin',
			params: { originalGroupId: 'string', newGroupId: 'string', newGroupName: 'string?' },
			run({ world }, args: { originalGroupId: string; newGroupId: string; newGroupName?: string }) {
				const original = requireGroup(world, args.originalGroupId);
				if (findUser(world, args.newGroupId)) throw apiError('DUPLICATE_GROUP_BY_ID', { GID: args.newGroupId });
				const { id: _i, order: _o, createdAt: _c, membersCount: _m, fullName: _f, ...properties } = original;
				addPerson(world, args.newGroupId, { ...properties, screenName: args.newGroupName || original.screenName });
				for (const { userId } of world.memberships.find('group', [userKey(original.id)])) {
					addMembership(world, { userId, groupId: args.newGroupId, creationMode: CreationMode.AUTOMATIC });
				}
				return groupToWire(world, requireGroup(world, args.newGroupId));
			},
		}),
		list: action({
			access: 'admin',
			params: { filter: 'KalturaGroupFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const onlyGroups: Input = { objectType: 'KalturaGroupFilter', ...filter, typeIn: '1,2' };
				const found = sortRows(searchPeople(world, onlyGroups), filter?.orderBy, '+createdAt');
				return searchListOf('KalturaGroupListResponse', found, pager, ({ id }) => {
					const current = findUser(world, id);
					return current ? groupToWire(world, current) : null;
				});
			},
		}),
	},
};

/** Batch job after group.delete. */
export function emptyGroup(world: World, groupKey: string): void {
	if (world.users.get(groupKey)?.status !== UserStatus.DELETED) return;
	for (const membership of world.memberships.find('group', [groupKey])) world.memberships.remove(String(membership.id));
}
