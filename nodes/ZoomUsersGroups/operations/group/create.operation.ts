import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';

export const create: DirectoryOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a group',
	description: 'Add a group, unless one of this name exists; Zoom allows 100 new groups a day',
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			description: 'Unique in the account, in upper or lower case; fewer than 128 characters',
		},
		{
			displayName: 'If the Group Exists',
			name: 'ifExists',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Return the Existing Group', value: 'return' },
			],
			default: 'return',
			description: 'What to do when a group of this name is there already',
		},
	],

	async run({ zoom, parameter }) {
		const name = parameter.string('name');
		if (name.length >= 128) throw new InputError('Name', `has ${name.length} characters`, 'Zoom takes up to 127.');
		const ifExists = parameter.oneOf('ifExists', ['fail', 'return'], 'return');
		const { group, created } = await zoom.groups.createOrFind(name, ifExists === 'return');
		return { id: group.id, name: group.name || name, created };
	},
};
