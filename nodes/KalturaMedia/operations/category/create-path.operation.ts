import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const createPath: Operation<MediaClients> = {
	value: 'createPath',
	name: 'Create Path',
	action: 'Create a category path',
	description: 'Make sure that a category exists, with every level above it; what exists stays as it is',
	fields: [
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'Courses>2026>Physics',
			description: 'Names from the top, with ">" between the levels',
		},
	],

	async run({ kaltura, parameter }) {
		const { category, created } = await kaltura.categories.ensurePath(parameter.string('path'));
		const { id, name, fullName, parentId } = category;
		return { id, name, fullName, parentId, created, changed: created.length > 0 };
	},
};
