import { InputError } from '../../../../lib/policy/failures';
import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';

export const switchPlan: DirectoryOperation = {
	value: 'switchPlan',
	name: 'Switch Calling Plan',
	action: 'Switch the calling plan of a user',
	description: 'Replace one calling plan by another without a moment in which the user has none',
	fields: [
		userField,
		{
			displayName: 'From Plan',
			name: 'fromPlan',
			type: 'number',
			required: true,
			default: 100,
			description: 'Type number of the plan that the user has',
		},
		{
			displayName: 'To Plan',
			name: 'toPlan',
			type: 'number',
			required: true,
			default: 200,
			description: 'Type number of the new plan',
		},
	],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const [from, to] = [parameter.number('fromPlan'), parameter.number('toPlan')];
		if (from === to) throw new InputError('To Plan', `is ${to}, the same as From Plan`, 'Choose another plan.');
		await zoom.phone.switchPlan(user, from, to);
		return { user, from, to };
	},
};
