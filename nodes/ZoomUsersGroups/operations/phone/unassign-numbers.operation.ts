import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const unassignNumbers: DirectoryOperation = {
	value: 'unassignNumbers',
	name: 'Unassign Numbers',
	action: 'Unassign phone numbers from a user',
	description: 'Take numbers from a user; Zoom needs one call for each',
	fields: [
		userField,
		{
			displayName: 'Numbers',
			name: 'numbers',
			type: 'string',
			required: true,
			default: '',
			placeholder: '+12055551000',
			description: 'Numbers in E.164 or their IDs, separated by commas',
		},
	],

	async run({ zoom, parameter, signal }) {
		const user = parameter.string('user');
		const numbers = [...new Set(parameter.list('numbers'))];
		if (numbers.length === 0) throw new InputError('Numbers', 'is empty', 'Give at least one number.');
		const results: object[] = [];
		for (const number of numbers) {
			signal?.throwIfAborted();
			results.push({ user, number, outcome: await zoom.phone.unassignNumber(user, number) });
		}
		return results;
	},
};
