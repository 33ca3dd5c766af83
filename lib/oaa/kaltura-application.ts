import {
	type KalturaAccess,
	kalturaNameOf,
	type KalturaPerson,
	kalturaRightsOf,
} from '../policy/access/kaltura-access';
import { canonicalKalturaPermissions } from '../policy/access/kaltura-permissions';
import { kalturaIdentity } from '../policy/access/same-person';

import type { OaaApplication, OaaOptions, OaaPayload } from './format';
import { filled, type OaaWarning, uniqueIgnoringCase } from './members';

const TYPE = 'Kaltura';
const USER_PROPERTIES = {
	first_name: 'STRING',
	last_name: 'STRING',
	external_id: 'STRING',
	is_admin: 'BOOLEAN',
	is_owner: 'BOOLEAN',
	login_enabled: 'BOOLEAN',
};

/** What the second application adds to each list of a payload. */
export interface ApplicationParts {
	definition: Record<string, unknown>;
	application: OaaApplication;
	permissions: OaaPayload['permissions'];
	assignments: OaaPayload['identity_to_permissions'];
}

/** Kaltura's side of a snapshot as an application of its own, by the same rules as Zoom's. */
export function kalturaParts(
	access: KalturaAccess,
	options: Pick<OaaOptions, 'kalturaApplication' | 'identities' | 'customIdentities'>,
	warnings: OaaWarning[],
): ApplicationParts {
	const name = options.kalturaApplication;
	const once = <One extends { id: string }>(what: string, list: readonly One[]) =>
		uniqueIgnoringCase(`Kaltura ${what}`, list, ({ id }) => id, warnings);
	const [users, groups, roles] = [once('user', access.users), once('group', access.groups), once('role', access.roles)];
	const groupIds = new Map(groups.map(({ id }) => [id.toLowerCase(), id]));
	const roleIds = new Set(roles.map(({ id }) => id));
	const permissions = [...new Set(roles.flatMap(({ active, permissions: list }) => (active ? list : [])))].sort();
	warnings.push(...unsaid(access));
	return {
		definition: {
			application_type: TYPE,
			application_properties: {},
			local_user_properties: { ...USER_PROPERTIES },
			local_group_properties: {},
			local_role_properties: { is_active: 'BOOLEAN' },
			role_assignment_properties: {},
			local_access_creds_properties: {},
			resources: [],
		},
		application: {
			name,
			application_type: TYPE,
			description: null,
			local_users: users.map((person) =>
				filled({
					id: person.id,
					name: person.name || person.email || person.id,
					email: person.email,
					identities: identitiesOf(person, options),
					groups: person.groupIds.flatMap((id) => groupIds.get(id.toLowerCase()) ?? []),
					is_active: person.active,
					created_at: person.createdAt,
					last_login_at: person.lastLoginAt,
					user_type: 'human',
					custom_properties: filled({
						first_name: person.firstName,
						last_name: person.lastName,
						external_id: person.externalId,
						is_admin: person.admin,
						is_owner: person.owner,
						login_enabled: person.loginEnabled,
					}),
				}),
			),
			local_groups: groups.map(({ id, name: called }) => filled({ id, name: called || id })),
			local_roles: roles.map(({ id, name: called, active, permissions: list }) =>
				// A blocked role gives nothing.
				filled({ id, name: called || id, permissions: active ? list : [], custom_properties: { is_active: active } }),
			),
			local_access_creds: [],
			tags: [],
			custom_properties: {},
			resources: [],
		},
		permissions: permissions.map((permission) => ({
			name: permission,
			permission_type: canonicalKalturaPermissions(permission),
			apply_to_sub_resources: false,
			resource_types: [],
		})),
		assignments: users.flatMap(({ id, roleIds: held }) => {
			const known = held.filter((role) => roleIds.has(role));
			if (known.length === 0) return [];
			const role_assignments = known.map((role) => ({ application: name, role, apply_to_application: true }));
			return [{ identity: id, identity_type: 'local_user' as const, role_assignments }];
		}),
	};
}

/** Power that no role says: that of owners, of administrators without a role, and of group managers. */
function unsaid(access: KalturaAccess): OaaWarning[] {
	const rightsOf = kalturaRightsOf(access);
	const everything = access.users.filter((person) => rightsOf(person).everything);
	const managers = access.users.filter(({ manages }) => manages.length > 0);
	const told = (people: readonly KalturaPerson[], what: string) =>
		people.length === 0
			? []
			: [
					{
						sentence: `In Kaltura ${people.length === 1 ? '1 person' : `${people.length} people`} ${what} (${people
							.slice(0, 5)
							.map(kalturaNameOf)
							.join(', ')}${people.length > 5 ? ', …' : ''}), which the payload does not show.`,
					},
				];
	return [...told(everything, 'may do everything'), ...told(managers, 'may manage groups')];
}

function identitiesOf(
	person: KalturaPerson,
	{ identities, customIdentities }: Pick<OaaOptions, 'identities' | 'customIdentities'>,
): string[] {
	const custom = customIdentities[person.email] ?? customIdentities[person.id];
	if (custom) return [custom];
	const uniqueId = kalturaIdentity(person).employeeUniqueId;
	const list = [identities === 'unique-id' ? '' : person.email, identities === 'email' ? '' : uniqueId];
	return [...new Set(list.filter((one) => one !== ''))];
}
