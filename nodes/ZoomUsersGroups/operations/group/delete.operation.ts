import { InputError } from '../../../../lib/policy/failures';
import { readGroupId } from '../../choices';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
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
		{
			displayName: 'Only if Empty',
			name: 'onlyIfEmpty',
			type: 'boolean',
			default: false,
			description: 'Whether to refuse a group that has members at that moment, at the cost of one call more',
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
		if (call.parameter.boolean('onlyIfEmpty', false)) {
			const group = await call.zoom.groups.get(id);
			if (group === null) return { id, outcome: 'already-gone' };
			if (await hasMembers(call, id)) {
				throw new InputError(
					'Group',
					`names ${group.name || id}, which has members now, so it was not deleted`,
					'Look at it again, or turn off Only if Empty.',
				);
			}
		}
		return { id, outcome: (await call.zoom.groups.remove(id)) === 'removed' ? 'deleted' : 'already-gone' };
	},
};

/** From the list of members, in which people with an invitation are too. */
async function hasMembers({ zoom }: DirectoryCall, groupId: string): Promise<boolean> {
	for await (const page of zoom.groups.members(groupId)) if (page.length > 0) return true;
	return false;
}
