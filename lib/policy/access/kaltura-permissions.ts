import { CANONICAL_PERMISSIONS, type CanonicalPermission } from './permissions';

/**
 * Permissions of roles with which somebody can take over the account, give others power, or remove what belongs to others.
 * @see https://github.com/kaltura/server/blob/master/alpha/lib/enums/PermissionName.php
 */
export const KALTURA_HIGH_RISK: ReadonlySet<string> = new Set([
	'ADMIN_USER_ADD',
	'ADMIN_USER_UPDATE',
	'ADMIN_USER_DELETE',
	'ADMIN_ROLE_ADD',
	'ADMIN_ROLE_UPDATE',
	'ADMIN_PERMISSION_ADD',
	'ADMIN_PERMISSION_UPDATE',
	'ADMIN_PUBLISHER_MANAGE',
	'MANAGE_ADMIN_USERS',
	'INTEGRATION_UPDATE_SETTINGS',
	'ACCOUNT_UPDATE_SETTINGS',
	'CONTENT_MANAGE_ACCESS_CONTROL',
	'CONTENT_MANAGE_DELETE',
]);

/** Areas that hold what people made; the others hold settings. */
const CONTENT = /^(CONTENT|PLAYLIST|LIVE_STREAM|CATEGORY)_/;

/** A permission of a Kaltura role in canonical words, by its name: Kaltura's names say area and verb. */
export function canonicalKalturaPermissions(name: string): CanonicalPermission[] {
	const types = new Set<CanonicalPermission>();
	const content = CONTENT.test(name);
	const add = (metadata: CanonicalPermission, data: CanonicalPermission) => {
		types.add(metadata);
		if (content) types.add(data);
	};
	if (/_(BASE|ACCESS|READ_ONLY|VIEW|DOWNLOAD|EXPORT|SELECT_CONTENT)$/.test(name)) add('MetadataRead', 'DataRead');
	else if (/_(ADD|SUBSCRIBE|CONTRIBUTE)(_[A-Z]+)?$|^CONTENT_INGEST_/.test(name)) add('MetadataCreate', 'DataCreate');
	else if (/_(DELETE|REMOVE)(_[A-Z]+)?$/.test(name)) add('MetadataDelete', 'DataDelete');
	else if (/_(UPDATE|MODIFY|MANAGE|EDIT|MODERATE|BRAND)(_[A-Z]+)*$|^CONTENT_M|^MANAGE_/.test(name))
		add('MetadataWrite', 'DataWrite');
	else return ['Uncategorized'];
	return CANONICAL_PERMISSIONS.filter((type) => types.has(type));
}
