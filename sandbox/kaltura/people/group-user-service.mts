import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, listOf, matchesList, matchesRange, type Pager, sortRows, valuesOf } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { validateForStorage } from '../api/validate.mts';
import type { World } from '../world.mts';
import { addMembership, removeMembership } from './memberships.mts';
import { type Membership, userKey } from './person.mts';
import { syncGroups } from './sync.mts';
import { membershipToWire } from './wire.mts';

/** groupUser: docs/vendors/kaltura.md#users-and-groups. Lists come from the database and do not lag. */
export const groupUser: Service = {
	name: 'groupUser',
	actions: {
		add: action({
			access: 'admin',
			params: { groupUser: 'KalturaGroupUser' },
			run({ world, session }, { groupUser: input }: { groupUser: Input }) {
				validateForStorage(input, session.isAdmin);
				for (const name of ['userId', 'groupId']) {
					if (!isGiven(input[name]))
						throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: `KalturaGroupUser::${name}` });
				}
				return membershipToWire(world, addMembership(world, input as unknown as Membership));
			},
		}),
		update: action({
			access: 'admin',
			params: { groupUserId: 'string', groupUser: 'KalturaGroupUser' },
			run({ world, session }, { groupUserId, groupUser: input }: { groupUserId: string; groupUser: Input }) {
				const current = world.memberships.get(groupUserId);
				if (!current) throw apiError('INVALID_OBJECT_ID', { ID: groupUserId });
				validateForStorage(input, session.isAdmin, membershipToWire(world, current));
				const userRole = input.userRole === undefined ? current.userRole : Number(input.userRole);
				return membershipToWire(
					world,
					world.memberships.put({ ...current, userRole, updatedAt: world.clock.seconds() }),
				);
			},
		}),
		delete: action({
			access: 'admin',
			params: { userId: 'string', groupId: 'string' },
			run({ world }, { userId, groupId }: { userId: string; groupId: string }) {
				removeMembership(world, userId, groupId);
				return null;
			},
		}),
		list: action({
			access: 'user',
			params: { filter: 'KalturaGroupUserFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const found = membershipsOf(world, filter).filter(
					(membership) =>
						// Only active memberships exist as rows; asking for deleted ones finds none.
						matchesList(0, filter?.statusEqual, filter?.statusIn) &&
						(!isGiven(filter?.groupType) || world.users.get(userKey(membership.groupId))?.type === filter?.groupType) &&
						matchesRange(membership.createdAt, filter?.createdAtGreaterThanOrEqual, filter?.createdAtLessThanOrEqual) &&
						matchesRange(membership.updatedAt, filter?.updatedAtGreaterThanOrEqual, filter?.updatedAtLessThanOrEqual),
				);
				const sorted = sortRows(
					found.sort((a, b) => a.id - b.id),
					filter?.orderBy,
					'+createdAt',
				);
				return listOf('KalturaGroupUserListResponse', sorted, pager, (membership) =>
					membershipToWire(world, membership),
				);
			},
		}),
		sync: action({
			access: 'admin',
			params: { userId: 'string', groupIds: 'string?', removeFromExistingGroups: 'bool?', createNewGroups: 'bool?' },
			run: ({ world, session }, args: Parameters<typeof syncGroups>[2]) => syncGroups(world, session, args),
		}),
	},
};

/** One of user or group must be given; unknown ids give an empty list, not an error (docs/vendors/kaltura.md#users-and-groups). */
function membershipsOf(world: World, filter: Input | undefined): Membership[] {
	const keysOf = (equal: unknown, oneOf: unknown) =>
		isGiven(equal) ? [userKey(String(equal))] : isGiven(oneOf) ? valuesOf(oneOf).map(userKey) : null;
	const users = keysOf(filter?.userIdEqual, filter?.userIdIn);
	const groups = keysOf(filter?.groupIdEqual, filter?.groupIdIn);
	if (!users && !groups) {
		const names = ['userIdEqual', 'userIdIn', 'groupIdEqual', 'groupIdIn'].map(
			(name) => `KalturaGroupUserFilter::${name}`,
		);
		throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: names.join('/') });
	}
	if (!users) return world.memberships.find('group', groups ?? []);
	const found = world.memberships.find('user', users);
	return groups ? found.filter((membership) => groups.includes(userKey(membership.groupId))) : found;
}
