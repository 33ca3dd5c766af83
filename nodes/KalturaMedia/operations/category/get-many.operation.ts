import { allOf } from '../../../../lib/kaltura/lists';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

export const getMany: Operation<MediaClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many categories',
	description: 'List categories, all or those below a path',
	fields: [
		{
			displayName: 'Path Starts With',
			name: 'pathStartsWith',
			type: 'string',
			default: '',
			placeholder: 'Courses>2026',
			description: 'Only categories whose full path begins so',
		},
		returnAllField,
		limitField,
		simplifyField,
	],

	async run({ kaltura, parameter }) {
		const path = parameter.text('pathStartsWith');
		const limit = parameter.boolean('returnAll') ? undefined : parameter.number('limit');
		const categories = await allOf(kaltura.categories.list(path === '' ? {} : { fullNameStartsWith: path }, limit));
		if (!parameter.boolean('simplify')) return categories;
		return categories.map(({ id, name, fullName, parentId, referenceId, entriesCount }) => ({
			id,
			name,
			fullName,
			parentId,
			referenceId,
			entriesCount: Number(entriesCount ?? 0),
		}));
	},
};
