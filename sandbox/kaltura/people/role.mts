/** A role of administrators: which permissions its holders have. Status 1 active, 2 blocked, 3 deleted. */
export interface UserRole {
	id: number;
	/** 0 for a role that every account has. */
	partnerId: number;
	name: string;
	systemName: string | null;
	description: string | null;
	status: number;
	/** Separated by commas. */
	permissionNames: string;
	tags: string | null;
	createdAt: number;
	updatedAt: number;
}

export const RoleStatus = { ACTIVE: 1, BLOCKED: 2, DELETED: 3 } as const;
