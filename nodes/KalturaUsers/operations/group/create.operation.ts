import { whenRefused } from '../../../../lib/kaltura/errors';
import { InputError } from '../../../../lib/policy/failures';
import type { Operation } from '../../../../lib/n8n/operation';
import { groupIdOf } from '../../../../lib/policy/groups/group-id';
import { groupItem } from '../../answers';
import type { UsersClients } from '../../clients';

export const create: Operation<UsersClients> = {
	value: 'create',
	name: 'Create',
	action: 'Create a group',
	description: 'Create a group with a readable name; one that exists is returned as it is, with "created": false',
	fields: [
		{ displayName: 'Name', name: 'name', type: 'string', default: '', required: true, placeholder: 'Média & Design' },
		{
			displayName: 'Group ID',
			name: 'groupId',
			type: 'string',
			default: '',
			placeholder: 'MediaDesign',
			description: 'Left empty, the English letters and digits of the name',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			description: 'Tags separated by commas',
		},
	],

	async run({ kaltura, parameter }) {
		const name = parameter.string('name');
		const id = parameter.text('groupId') || idFromName(name);
		const tags = parameter.text('tags');
		const created = await kaltura.groups
			.create({ id, screenName: name, ...(tags === '' ? {} : { tags }) })
			.catch(whenRefused(null, 'DUPLICATE_USER_BY_ID', 'DUPLICATE_GROUP_BY_ID'));
		if (created) return { created: true, ...groupItem(created) };
		const existing = await kaltura.groups.get(id);
		if (existing) return { created: false, ...groupItem(existing) };
		throw new InputError(
			'groupId',
			`is "${id}", which is the ID of a user`,
			'Users and groups share their IDs: choose another one.',
		);
	},
};

function idFromName(name: string): string {
	const made = groupIdOf(name, 'letters-and-digits');
	if (made.ok) return made.id;
	throw new InputError('name', `is "${name}": it ${made.problem}`, 'Give a group ID of English letters and digits.');
}
