import { roleItem } from '../../answers';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import { readLimit } from '../../choices';

export const getMany: DirectoryOperation = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many roles',
	description: 'List the roles of the account, system and custom',
	fields: [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Common', value: 'common' },
				{ name: 'IQ', value: 'iq', description: 'Roles of Zoom Revenue Accelerator' },
			],
			default: 'common',
		},
		returnAllField,
		limitField,
		simplifyField,
	],

	async run(call) {
		const roles = await call.zoom.roles.list(call.parameter.oneOf('type', ['common', 'iq'], 'common'));
		const simplify = call.parameter.boolean('simplify');
		return roles.slice(0, readLimit(call)).map((role) => roleItem(role, simplify));
	},
};
