import { CLEAR, type KalturaParams } from '../../../../lib/kaltura/wire';
import { InputError } from '../../../../lib/policy/failures';
import type { Operation } from '../../../../lib/n8n/operation';
import { groupItem } from '../../answers';
import type { UsersClients } from '../../clients';
import { groupIdField } from '../../group-fields';

export const update: Operation<UsersClients> = {
	value: 'update',
	name: 'Update',
	action: 'Update a group',
	description: 'Change name or tags of a group',
	fields: [
		groupIdField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'string',
					default: '',
					description: 'Tags separated by commas; left empty, all tags are removed',
				},
			],
		},
	],

	async run({ kaltura, parameter }) {
		const groupId = parameter.string('groupId');
		const fields = parameter.object('updateFields');
		const changes: KalturaParams = {};
		const name = String(fields.name ?? '').trim();
		if (name !== '') changes.screenName = name;
		if ('tags' in fields) changes.tags = String(fields.tags ?? '').trim() || CLEAR;
		if (Object.keys(changes).length === 0) {
			throw new InputError('Update Fields', 'holds nothing to change', 'Add a name or tags.');
		}
		return groupItem(await kaltura.groups.update(groupId, changes));
	},
};
