import { readGroupId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { groupField } from '../../fields';

export const rename: DirectoryOperation = {
	value: 'rename',
	name: 'Rename',
	action: 'Rename a group',
	description: 'Give a group another name',
	fields: [groupField, { displayName: 'Name', name: 'name', type: 'string', required: true, default: '' }],

	async run(call) {
		const name = call.parameter.string('name');
		const id = await readGroupId(call);
		await call.zoom.groups.rename(id, name);
		return { id, name };
	},
};
