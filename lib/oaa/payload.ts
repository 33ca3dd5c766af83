import { accessOf } from '../policy/access/effective';
import { kalturaParts } from './kaltura-application';
import { filled, type OaaWarning, uniqueIgnoringCase } from './members';
import { isTime } from './payload-rules';
import { canonicalPermissions } from '../policy/access/permissions';
import { limitedText } from '../policy/access/role-scopes';
import { type AccessSnapshot, type AccessUser, nameOf } from '../policy/access/snapshot';
import type { OaaOptions, OaaPayload } from './format';

const USER_PROPERTIES = {
	display_name: 'STRING',
	first_name: 'STRING',
	last_name: 'STRING',
	verified: 'BOOLEAN',
	status: 'STRING',
	plan_type: 'STRING',
};

/** Builds the payload; every member that is empty is left out, `false` is kept, unknown privileges are Uncategorized. */
export function oaaPayload(
	snapshot: AccessSnapshot,
	options: OaaOptions,
): { payload: OaaPayload; warnings: OaaWarning[] } {
	const warnings: OaaWarning[] = [];
	const access = accessOf(snapshot);
	const once = <T>(what: string, list: readonly T[], key: (one: T) => string) =>
		uniqueIgnoringCase(what, list, key, warnings);
	const users = once('user', snapshot.users, ({ id }) => id);
	const groups = once('group', snapshot.groups, ({ id }) => id);
	const roles = once('role', snapshot.roles, ({ id }) => id);
	const time = (user: AccessUser, written: string | null): string | null => {
		if (written === null || isTime(written)) return written;
		warnings.push({
			sentence: `Zoom gives ${nameOf(user)} the time "${written}", which the format cannot say; it is left out.`,
		});
		return null;
	};
	const groupIds = new Set(groups.map(({ id }) => id));
	const roleIds = new Set(roles.map(({ id }) => id));
	const privileges = once(
		'permission',
		[...new Set(roles.flatMap(({ privileges: list }) => list ?? []))].sort(),
		(name) => name,
	);
	const known = new Set(privileges);

	warnings.push(...unsaid(snapshot));
	const payload: OaaPayload = {
		custom_property_definition: {
			applications: [
				{
					application_type: 'Zoom',
					application_properties: {},
					local_user_properties: { ...USER_PROPERTIES },
					local_group_properties: {},
					local_role_properties: { type: 'STRING' },
					role_assignment_properties: {},
					local_access_creds_properties: {},
					resources: [],
				},
			],
		},
		applications: [
			{
				name: options.application,
				application_type: 'Zoom',
				description: null,
				local_users: users.map((user) =>
					filled({
						id: user.id,
						name: displayName(user),
						email: user.email,
						identities: identitiesOf(user, options),
						groups: user.groupIds.filter((id) => groupIds.has(id)),
						is_active: user.status === 'active',
						created_at: time(user, user.createdAt),
						last_login_at: time(user, user.lastLoginAt),
						user_type: 'human',
						custom_properties: filled({
							display_name: user.displayName,
							first_name: user.firstName,
							last_name: user.lastName,
							verified: user.verified,
							status: user.status,
							// Zoom's number: 1 Basic, 2 Licensed, 4 unassigned, 99 none.
							plan_type: user.planType === null ? null : String(user.planType),
						}),
					}),
				),
				local_groups: groups.map(({ id, name }) => filled({ id, name: name || id })),
				local_roles: roles.map(({ id, name, type, privileges: list }) =>
					filled({
						id,
						name: name || id,
						permissions: list?.filter((one) => known.has(one)) ?? [],
						custom_properties: filled({ type }),
					}),
				),
				local_access_creds: [],
				tags: [],
				custom_properties: {},
				resources: [],
			},
		],
		permissions: privileges.map((name) => ({
			name,
			permission_type: canonicalPermissions(name, options.mapping),
			apply_to_sub_resources: false,
			resource_types: [],
		})),
		identity_to_permissions: users.flatMap((user) => {
			const { roleId } = access(user);
			if (!roleIds.has(roleId)) return [];
			return [
				{
					identity: user.id,
					identity_type: 'local_user' as const,
					role_assignments: [{ application: options.application, role: roleId, apply_to_application: true }],
				},
			];
		}),
	};
	const { kaltura } = snapshot;
	if (kaltura && options.kalturaApplication !== '') {
		const parts = kalturaParts(kaltura, options, warnings);
		payload.custom_property_definition.applications.push(parts.definition);
		payload.applications.push(parts.application);
		payload.permissions = once('permission', [...payload.permissions, ...parts.permissions], ({ name }) => name);
		payload.identity_to_permissions.push(...parts.assignments);
	}
	return { payload, warnings };
}

/** Power that the payload says too widely or not at all, because the format ties privileges of a role to the whole application. */
function unsaid({ roles, groups }: AccessSnapshot): OaaWarning[] {
	const nameOfGroup = new Map(groups.map(({ id, name }) => [id, name || id]));
	const limits = roles.flatMap(({ id, name, scopes = [] }) =>
		scopes.map(({ privilege, groupIds }) => ({
			sentence: `The role ${name || id} gives ${limitedText(
				privilege,
				groupIds.map((groupId) => nameOfGroup.get(groupId) ?? groupId),
			)}; the payload shows it for the whole account.`,
		})),
	);
	const administered = groups.filter(({ admins = [] }) => admins.length > 0);
	if (administered.length === 0) return limits;
	const people = new Set(administered.flatMap(({ admins = [] }) => admins)).size;
	const names = administered.map(({ id, name }) => name || id);
	const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
	const who = people === 1 ? '1 person administers' : `${people} people administer`;
	return [...limits, { sentence: `${who} groups (${shown}), which the payload does not show.` }];
}

/** Seed 003: "User display names are constructed from first and last names when available". */
function displayName(user: AccessUser): string {
	const full = [user.firstName, user.lastName].filter(Boolean).join(' ');
	return user.displayName || full || user.email || user.id;
}

function identitiesOf(user: AccessUser, options: OaaOptions): string[] {
	const custom = options.customIdentities[user.email] ?? options.customIdentities[user.id];
	if (custom) return [custom];
	const list: string[] = [];
	if (options.identities !== 'unique-id' && user.email) list.push(user.email);
	if (options.identities !== 'email' && user.employeeUniqueId) list.push(user.employeeUniqueId);
	return [...new Set(list)];
}
