import { InputError } from '../../../../lib/n8n/errors';
import { readGroupId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField } from '../../fields';

export const remove: DirectoryOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a group',
	description: 'Delete a group with all its settings; its members stay in the account',
	fields: [
		groupField,
		{
			displayName: 'Allow Deletion',
			name: 'allowDeletion',
			type: 'boolean',
			default: false,
			description:
				'Whether this node may delete groups. A deleted group cannot be restored, and its settings no longer apply to its members.',
		},
	],

	async run(call) {
		if (!call.parameter.boolean('allowDeletion', false)) {
			throw new InputError(
				'Allow Deletion',
				'is off, so the group was not deleted',
				'Turn it on if the group and its settings shall go; nobody can restore them.',
			);
		}
		const id = await readGroupId(call);
		return { id, outcome: (await call.zoom.groups.remove(id)) === 'removed' ? 'deleted' : 'already-gone' };
	},
};
