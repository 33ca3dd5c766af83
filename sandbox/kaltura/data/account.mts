import { RoleStatus, type UserRole } from '../people/role.mts';
import type { World } from '../world.mts';
import type { Partner } from '../account/account.mts';

/** The account of every data set; the admin secret is the one of the KS test vectors (docs/vendors/kaltura.md#sessions-made-by-oneself). */
export const PARTNER: Readonly<Partner> = {
	id: 1234567,
	name: 'Example University',
	adminEmail: 'kaltura.admin@example.edu',
	status: 1,
	adminSecret: '0123456789abcdef0123456789abcdef',
	userSecret: 'fedcba9876543210fedcba9876543210',
	createdAt: 1_577_836_800,
};

export const APP_TOKEN = {
	id: '1_0a1b2c3d4e5f60718293a4b5c6d7e8f9',
	token: '00112233445566778899aabbccddeeff',
} as const;

const role = (id: number, name: string, permissionNames: string, more: Partial<UserRole> = {}): UserRole => ({
	id,
	partnerId: PARTNER.id,
	name,
	systemName: null,
	description: null,
	status: RoleStatus.ACTIVE,
	permissionNames,
	tags: 'kmc',
	createdAt: PARTNER.createdAt,
	updatedAt: PARTNER.createdAt,
	...more,
});

/** One that every account has, and three of its own. */
export const ROLES: readonly UserRole[] = [
	role(12, 'Publisher Administrator', 'KMC_ACCESS,ADMIN_BASE,ADMIN_USER_ADD,ADMIN_USER_UPDATE,ADMIN_ROLE_ADD', {
		partnerId: 0,
		systemName: 'PARTNER_ADMIN_ROLE',
	}),
	role(501, 'Content Manager', 'KMC_ACCESS,CONTENT_MANAGE_BASE,CONTENT_MANAGE_METADATA,CONTENT_MANAGE_DELETE'),
	role(502, 'Viewer of Figures', 'KMC_ACCESS,ANALYTICS_BASE'),
	role(503, 'Helpers of Last Year', 'KMC_ACCESS,ADMIN_USER_UPDATE', { status: RoleStatus.BLOCKED }),
];

/** What every data set has: partner, an app token, conversion profiles, roles. */
export function loadAccount(world: World): void {
	world.partner = { ...PARTNER };
	const now = world.clock.seconds();
	world.appTokens.put({
		...APP_TOKEN,
		createdAt: now,
		updatedAt: now,
		status: 2,
		expiry: 0,
		sessionType: 2,
		sessionUserId: 'zoom.sync@example.edu',
		sessionDuration: 86_400,
		sessionPrivileges: 'disableentitlement',
		hashType: 'SHA256',
		description: 'n8n-nodes-zoom-kaltura',
	});
	for (const one of ROLES) world.roles.put(one);
	const profile = { createdAt: PARTNER.createdAt, isDefault: false, keepSource: true };
	world.conversionProfiles.put({
		...profile,
		id: 7001,
		name: 'Default',
		systemName: 'default',
		isDefault: true,
		flavorParamsIds: '0,2',
	});
	world.conversionProfiles.put({
		...profile,
		id: 7002,
		name: 'Zoom Recordings',
		systemName: 'Zoom_Recordings',
		flavorParamsIds: '0,2',
	});
	world.conversionProfiles.put({
		...profile,
		id: 7003,
		name: 'Without Source',
		systemName: 'without_source',
		flavorParamsIds: '0,2',
		keepSource: false,
	});
}
