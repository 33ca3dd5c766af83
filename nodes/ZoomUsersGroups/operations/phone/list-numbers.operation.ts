import { firstOf, readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { limitField, returnAllField } from '../../../../lib/n8n/list-fields';

export const listNumbers: DirectoryOperation = {
	value: 'listNumbers',
	reads: true,
	name: 'List Numbers',
	action: 'List phone numbers',
	description: 'List the phone numbers of the account, 100 per call',
	fields: [
		{
			displayName: 'Which',
			name: 'which',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Assigned', value: 'assigned' },
				{ name: 'Unassigned', value: 'unassigned' },
			],
			default: 'unassigned',
			description: 'Which numbers of the account',
		},
		returnAllField,
		limitField,
	],

	async run(call) {
		const type = call.parameter.oneOf('which', ['all', 'assigned', 'unassigned'], 'unassigned');
		const numbers = await firstOf(call.zoom.phone.numbers({ type }), readLimit(call));
		return numbers.map(({ id, number, number_type: kind, assignee }) => ({
			id,
			number,
			type: kind,
			assigneeId: assignee?.id ?? null,
		}));
	},
};
