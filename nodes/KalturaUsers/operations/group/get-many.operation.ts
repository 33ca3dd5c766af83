import { allOf } from '../../../../lib/kaltura/lists';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { groupItem } from '../../answers';
import type { UsersClients } from '../../clients';

export const getMany: Operation<UsersClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many groups',
	description: 'List groups; the list follows changes with a delay of seconds',
	fields: [
		{
			displayName: 'ID or Name Starts With',
			name: 'startsWith',
			type: 'string',
			default: '',
			description: 'Only groups whose ID or name begins so',
		},
		returnAllField,
		limitField,
		simplifyField,
	],

	async run({ kaltura, parameter }) {
		const startsWith = parameter.text('startsWith');
		const limit = parameter.boolean('returnAll') ? undefined : parameter.number('limit');
		const simplify = parameter.boolean('simplify');
		const filter = startsWith === '' ? {} : { idOrScreenNameStartsWith: startsWith };
		const groups = await allOf(kaltura.groups.list(filter, limit));
		return groups.map((group) => groupItem(group, simplify));
	},
};
