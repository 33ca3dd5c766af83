import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const assignNumbers: DirectoryOperation = {
	value: 'assignNumbers',
	name: 'Assign Numbers',
	action: 'Assign phone numbers to a user',
	description: 'Give a user numbers of the account; those that the user has already are left out',
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

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const wanted = [...new Set(parameter.list('numbers'))];
		if (wanted.length === 0) throw new InputError('Numbers', 'is empty', 'Give at least one number.');
		const held = (await zoom.phone.get(user))?.phone_numbers ?? [];
		const has = (number: string) => held.some((one) => one.id === number || one.number === number);
		const assigned = wanted.filter((number) => !has(number));
		if (assigned.length > 0) await zoom.phone.assignNumbers(user, assigned);
		return { user, assigned, had: wanted.filter(has) };
	},
};
