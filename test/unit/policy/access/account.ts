import type { AccessSnapshot, AccessUser } from '../../../../lib/policy/access/snapshot';

/** A user with everything in order; cases change what they are about. */
export function user(id: string, changes: Partial<AccessUser> = {}): AccessUser {
	return {
		id,
		email: `${id}@example.edu`,
		firstName: id[0]!.toUpperCase() + id.slice(1),
		lastName: 'Test',
		displayName: '',
		status: 'active',
		planType: 1,
		zoomOneType: '',
		planUnitedType: '',
		roleId: '2',
		groupIds: [],
		createdAt: '2025-01-01T00:00:00Z',
		lastLoginAt: '2026-11-20T00:00:00Z',
		verified: true,
		department: '',
		employeeUniqueId: '',
		loginTypes: [101],
		...changes,
	};
}

/** An account with an owner, an admin, a custom role and one group. */
export function account(changes: Partial<AccessSnapshot> = {}): AccessSnapshot {
	return {
		version: 1,
		takenAt: '2026-11-22T00:00:00Z',
		accountId: 'acc',
		users: [user('owner', { roleId: '0' }), user('admin', { roleId: '1' }), user('ann', { groupIds: ['g1'] })],
		groups: [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: [] }],
		roles: [
			{ id: '0', name: 'Owner', type: 'common', totalMembers: 1, privileges: [] },
			{ id: '1', name: 'Admin', type: 'common', totalMembers: 1, privileges: ['Role:Edit', 'User:Edit'] },
			{ id: '2', name: 'Member', type: 'common', totalMembers: 1, privileges: [] },
			{ id: 'help', name: 'Help Desk', type: 'common', totalMembers: 0, privileges: ['User:Read'] },
		],
		degraded: [],
		...changes,
	};
}
