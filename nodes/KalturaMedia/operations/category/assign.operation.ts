import { KalturaError } from '../../../../lib/kaltura/errors';
import { categoriesField, createMissingField, entryIdField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const assign: Operation<MediaClients> = {
	value: 'assign',
	name: 'Assign',
	action: 'Assign an entry to categories',
	description: 'Put an entry into categories; being in one already is fine',
	fields: [entryIdField, categoriesField, createMissingField],

	async run({ kaltura, parameter }) {
		const entryId = parameter.string('entryId');
		const names = parameter.list('categories');
		const categories = await kaltura.categories.resolve(names, parameter.boolean('createMissing'));
		const results = await kaltura.categories.assign(categories.map(({ id }) => ({ entryId, categoryId: id })));
		const refused = results.find((result) => result instanceof KalturaError);
		if (refused) throw refused;
		return {
			entryId,
			categories: results.map((result, index) => ({
				...(result instanceof KalturaError ? {} : result),
				entryId: undefined,
				fullName: categories[index]?.fullName,
			})),
			changed: results.some((result) => !(result instanceof KalturaError) && !result.already),
		};
	},
};
