import type { KalturaAccess, KalturaPerson } from '../../../../lib/policy/access/kaltura-access';

/** Somebody without any power; cases change what they are about. */
export function person(id: string, changes: Partial<KalturaPerson> = {}): KalturaPerson {
	return {
		id,
		email: `${id}@example.edu`,
		name: `${id[0]!.toUpperCase()}${id.slice(1)} Test`,
		firstName: id,
		lastName: 'Test',
		externalId: '',
		active: true,
		admin: false,
		owner: false,
		loginEnabled: false,
		roleIds: [],
		groupIds: [],
		manages: [],
		createdAt: '2025-01-01T00:00:00.000Z',
		lastLoginAt: '2026-11-20T00:00:00.000Z',
		...changes,
	};
}

/** An account with an owner, an administrator, two roles and a group that somebody manages. */
export function kaltura(changes: Partial<KalturaAccess> = {}): KalturaAccess {
	return {
		partnerId: '77',
		users: [
			person('boss', { admin: true, owner: true, loginEnabled: true, roleIds: ['12'] }),
			person('chief', { admin: true, loginEnabled: true, roleIds: ['501'] }),
			person('ann', { groupIds: ['g1'] }),
			person('mia', { groupIds: ['g1'], manages: ['g1'] }),
		],
		groups: [{ id: 'g1', name: 'Lecturers', members: 2 }],
		roles: [
			{ id: '12', name: 'Publisher Administrator', active: true, shared: true, permissions: ['ADMIN_USER_ADD'] },
			{ id: '501', name: 'Content Manager', active: true, shared: false, permissions: ['CONTENT_MANAGE_DELETE'] },
		],
		...changes,
	};
}
