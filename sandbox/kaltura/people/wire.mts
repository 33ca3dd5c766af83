import type { World } from '../world.mts';
import { type BulkUpload, type Membership, type User, UserType } from './person.mts';

/** Properties that a row has for the server's own use. */
const INTERNAL = ['order', 'synced', 'membersCount', 'processStatus', 'userMode', 'password'];

/** user.get shows groups too, as users of type 1 (docs/vendors/kaltura.md#users-and-groups). */
export function userToWire(world: World, user: User): Record<string, unknown> {
	const properties = Object.fromEntries(Object.entries(user).filter(([name]) => !INTERNAL.includes(name)));
	const roleIds = String(user.roleIds ?? '');
	const roleNames = roleIds
		.split(',')
		.flatMap((id) => world.roles.get(id.trim())?.name ?? [])
		.join(',');
	return { ...properties, partnerId: world.partner.id, roleIds, roleNames, objectType: 'KalturaUser' };
}

export function groupToWire(world: World, group: User): Record<string, unknown> {
	return {
		id: group.id,
		partnerId: world.partner.id,
		screenName: group.screenName,
		fullName: group.fullName,
		description: group.description,
		tags: group.tags,
		partnerData: group.partnerData,
		status: group.status,
		createdAt: group.createdAt,
		updatedAt: group.updatedAt,
		userMode: group.userMode,
		capabilities: group.synced ? [{ capability: 'SYNCED_GROUP', objectType: 'KalturaUserCapability' }] : [],
		membersCount: group.membersCount,
		processStatus: group.processStatus,
		groupType: group.type,
		objectType: 'KalturaGroup',
	};
}

/** `id` is text although it is a number (docs/vendors/kaltura.md#answers). */
export function membershipToWire(world: World, membership: Membership) {
	const group = world.users.get(membership.groupId.toLowerCase());
	return {
		...membership,
		id: String(membership.id),
		status: 0,
		partnerId: world.partner.id,
		groupType: group?.type ?? UserType.GROUP,
		objectType: 'KalturaGroupUser',
	};
}

export function bulkToWire(bulk: BulkUpload) {
	const failed = bulk.results.filter((result) => result !== null);
	return {
		id: bulk.id,
		uploadedBy: bulk.uploadedBy,
		uploadedByUserId: bulk.uploadedBy,
		uploadedOn: bulk.uploadedOn,
		numOfEntries: 0,
		status: bulk.status,
		bulkUploadType: 'bulkUploadCsv.CSV',
		error: failed[0],
		fileName: bulk.fileName,
		numOfObjects: bulk.lines.length,
		numOfErrorObjects: failed.length,
		bulkUploadObjectType: '6',
		objectType: 'KalturaBulkUpload',
	};
}
