import { checkWithZoom } from '../../../../lib/pipeline/access/check-permissions';
import { accessOf, isPrivileged } from '../../../../lib/policy/access/effective';
import type { EffectiveAccess } from '../../../../lib/policy/access/effective';
import {
	CANONICAL_PERMISSIONS,
	canonicalPermissions,
	MAPPING_VERSION,
} from '../../../../lib/policy/access/permissions';
import { nameOf } from '../../../../lib/policy/access/snapshot';
import { mappingField, readMapping } from '../../access/fields';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryOperation } from '../../fields';

export const permissions: DirectoryOperation = {
	value: 'permissions',
	reads: true,
	name: 'Permissions',
	action: 'Get effective permissions',
	description: 'What each user may do, through which role, and for which groups',
	fields: [
		snapshotField,
		{
			displayName: 'Users',
			name: 'users',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{
					name: 'Privileged',
					value: 'privileged',
					description: 'Owner, admins, group admins, and whoever has a high-risk privilege',
				},
				{ name: 'With Any Privilege', value: 'any' },
			],
			default: 'privileged',
		},
		mappingField,
		{
			displayName: 'Check With Zoom',
			name: 'check',
			type: 'boolean',
			default: false,
			description:
				'Whether to ask Zoom what each active privileged user may really do and report differences: one call per privileged user',
		},
	],

	async run(call) {
		const snapshot = await readSnapshot(call);
		const which = call.parameter.oneOf('users', ['all', 'privileged', 'any'], 'privileged');
		const mapping = readMapping(call);
		const access = accessOf(snapshot);
		const found = snapshot.users
			.map((user) => ({ user, rights: access(user) }))
			.filter(({ rights }) => which === 'all' || isWanted(rights, which));
		const check = call.parameter.boolean('check', false) ? await checkWithZoom(call.zoom, found) : () => ({});
		return found.map(({ user, rights }) => {
			const privileges = rights.privileges ?? [];
			const types = privileges.map((privilege) => ({
				privilege,
				permissions: canonicalPermissions(privilege, mapping),
			}));
			const held = new Set(types.flatMap(({ permissions: list }) => list));
			return {
				userId: user.id,
				email: user.email,
				name: nameOf(user),
				status: user.status,
				roleId: rights.roleId,
				roleName: rights.roleName,
				everything: rights.everything,
				privileged: isPrivileged(rights),
				privilegesRead: rights.privileges !== null,
				privileges: types,
				permissions: CANONICAL_PERMISSIONS.filter((type) => held.has(type)),
				administers: rights.administers,
				limitedTo: rights.limitedTo,
				mapping,
				mappingVersion: MAPPING_VERSION,
				...check(user, rights),
			};
		});
	},
};

function isWanted(rights: EffectiveAccess, which: 'privileged' | 'any'): boolean {
	if (isPrivileged(rights) || rights.administers.length > 0) return true;
	return which === 'any' && (rights.privileges ?? []).length > 0;
}
