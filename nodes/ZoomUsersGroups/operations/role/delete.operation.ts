import { InputError } from '../../../../lib/policy/failures';
import { isSystemRole } from '../../../../lib/zoom/roles';
import { readRoleId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { roleField } from '../../fields';

export const remove: DirectoryOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a role',
	description: 'Delete a role that nobody has; one that somebody has at that moment stays',
	fields: [
		roleField,
		{
			displayName: 'Allow Deletion',
			name: 'allowDeletion',
			type: 'boolean',
			default: false,
			description: 'Whether this node may delete roles. A deleted role cannot be restored.',
		},
	],

	async run(call) {
		if (!call.parameter.boolean('allowDeletion', false)) {
			throw new InputError(
				'Allow Deletion',
				'is off, so the role was not deleted',
				'Turn it on if the role shall go; nobody can restore it.',
			);
		}
		const id = await readRoleId(call);
		if (isSystemRole(id)) {
			throw new InputError('Role', `is ${id}, one that belongs to every account`, 'Choose a role of your own.');
		}
		const role = await call.zoom.roles.get(id);
		if (role === null) return { id, outcome: 'already-gone' };
		for await (const page of call.zoom.roles.members(id)) {
			if (page.length === 0) continue;
			throw new InputError(
				'Role',
				`names ${role.name || id}, which somebody has now, so it was not deleted`,
				'Give its members another role first.',
			);
		}
		return { id, outcome: (await call.zoom.roles.remove(id)) === 'removed' ? 'deleted' : 'already-gone' };
	},
};
