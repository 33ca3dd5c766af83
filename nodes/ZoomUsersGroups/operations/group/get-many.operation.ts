import { firstOf, readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField } from '../../../../lib/n8n/list-fields';

export const getMany: DirectoryOperation = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many groups',
	description: 'List the groups of the account',
	fields: [returnAllField, limitField],

	async run(call) {
		const groups = await firstOf(call.zoom.groups.list(), readLimit(call));
		return groups.map(({ id, name, total_members: totalMembers }) => ({
			id,
			name,
			totalMembers: totalMembers ?? null,
		}));
	},
};
