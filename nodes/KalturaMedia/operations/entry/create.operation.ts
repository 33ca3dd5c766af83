import type { INodeProperties } from 'n8n-workflow';

import { MEDIA_TYPE } from '../../../../lib/kaltura/entries';
import type { Operation } from '../../../../lib/n8n/operation';
import { entryItem } from '../../answers';
import type { MediaClients } from '../../clients';
import { conversionProfileOption, entryFields, toEntry, usersOf } from '../../entry-fields';
import { createMissingUsersField, requireUsers } from '../../users-of-entry';

const fields: INodeProperties[] = [
	{ displayName: 'Name', name: 'name', type: 'string', default: '', required: true },
	{
		displayName: 'Media Type',
		name: 'mediaType',
		type: 'options',
		options: [
			{ name: 'Audio', value: 'audio' },
			{ name: 'Image', value: 'image' },
			{ name: 'Video', value: 'video' },
		],
		default: 'video',
		description: 'Cannot be changed later',
	},
	createMissingUsersField,
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [...entryFields, conversionProfileOption].toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
	},
];

export const create: Operation<MediaClients> = {
	value: 'create',
	name: 'Create',
	action: 'Create an entry',
	description: 'Create an entry without content; add it with Content or Import',
	fields,

	async run({ kaltura, parameter }) {
		const additional = parameter.object('additionalFields');
		const mediaType = parameter.oneOf('mediaType', ['video', 'audio', 'image']);
		const name = parameter.string('name');
		await requireUsers(kaltura, usersOf(additional), parameter.boolean('createMissingUsers'));
		const wanted = { ...toEntry(additional, false), name, mediaType: MEDIA_TYPE[mediaType] };
		const entry = await kaltura.entries.add(wanted);
		return entryItem(entry, true);
	},
};
