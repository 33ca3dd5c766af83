import { categoriesField, entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const unassign: Operation<MediaClients> = {
	value: 'unassign',
	name: 'Unassign',
	action: 'Unassign an entry from categories',
	description: 'Take an entry out of categories; not being in one is fine',
	fields: [entryIdField, categoriesField],

	async run({ kaltura, parameter }) {
		const entryId = parameter.string('entryId');
		const categories = await kaltura.categories.resolve(parameter.list('categories'), false);
		const removed: string[] = [];
		for (const { id, fullName } of categories) {
			if (await kaltura.categories.unassign(entryId, id)) removed.push(fullName);
		}
		return { entryId, removed, changed: removed.length > 0 };
	},
};
