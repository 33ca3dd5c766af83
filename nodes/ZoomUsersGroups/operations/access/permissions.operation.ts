import { accessOf, isPrivileged, permissionMismatch } from '../../../../lib/policy/access/effective';
import type { EffectiveAccess } from '../../../../lib/policy/access/effective';
import {
	CANONICAL_PERMISSIONS,
	canonicalPermissions,
	MAPPING_VERSION,
} from '../../../../lib/policy/access/permissions';
import type { AccessUser } from '../../../../lib/policy/access/snapshot';
import { nameOf } from '../../../../lib/policy/access/snapshot';
import { readPermissions } from '../../../../lib/zoom/access-snapshot';
import { isZoomError } from '../../../../lib/zoom/errors';
import { mappingField, readMapping } from '../../access/fields';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

export const permissions: DirectoryOperation = {
	value: 'permissions',
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
		const check = call.parameter.boolean('check', false) ? await checkWithZoom(call, found) : () => ({});
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

/** Asks for each active privileged user; inactive and pending people have no permissions to ask for. */
async function checkWithZoom(
	{ zoom }: DirectoryCall,
	found: Array<{ user: AccessUser; rights: EffectiveAccess }>,
): Promise<(user: AccessUser, rights: EffectiveAccess) => object> {
	const asked = found.filter(({ user, rights }) => user.status === 'active' && isPrivileged(rights));
	const ids = asked.map(({ user }) => user.id);
	const actual = await readPermissions(zoom, ids).catch((error: unknown) => {
		if (isZoomError(error) && error.permissionMissing) return `${error.message} ${error.remedy}`;
		throw error;
	});
	if (typeof actual === 'string') return () => ({ check: { result: 'not-read', why: actual } });
	return (user, rights) => {
		const own = actual.get(user.id);
		if (own === undefined) return { check: { result: 'not-asked' } };
		if (own === null) return { check: { result: 'user-gone' } };
		// Whatever Zoom lists for the owner, the owner may do everything; and what was not read cannot differ.
		if (rights.everything) return { check: { result: 'everything' } };
		if (rights.privileges === null) return { check: { result: 'role-not-read' } };
		const mismatch = permissionMismatch(rights, own);
		return {
			check: mismatch ? { result: 'differs', ...mismatch, sentence: sentenceOf(user, mismatch) } : { result: 'same' },
		};
	};
}

function sentenceOf(user: AccessUser, { missing, extra }: { missing: string[]; extra: string[] }): string {
	const parts = [
		missing.length > 0 ? `Zoom does not give ${missing.join(', ')}, which the role names` : '',
		extra.length > 0 ? `Zoom gives ${extra.join(', ')}, which the role does not name` : '',
	].filter(Boolean);
	return `${nameOf(user)}: ${parts.join('; ')}.`;
}
