import { categoriesField } from '../../../../lib/n8n/kaltura-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const find: Operation<MediaClients> = {
	value: 'find',
	reads: true,
	name: 'Find',
	action: 'Find categories',
	description: 'Look up categories by full path, unique name or ID, one item each, missing and ambiguous ones included',
	fields: [categoriesField],

	async run({ kaltura, parameter }) {
		const found = await kaltura.categories.find(parameter.list('categories'));
		return found.map((one) => {
			if ('category' in one) {
				const { id, name, fullName, parentId, referenceId } = one.category;
				return { wanted: one.wanted, found: true, id, name, fullName, parentId, referenceId };
			}
			const candidates =
				one.problem === 'ambiguous' ? one.candidates.map(({ id, fullName }) => ({ id, fullName })) : [];
			return { wanted: one.wanted, found: false, problem: one.problem, candidates };
		});
	},
};
