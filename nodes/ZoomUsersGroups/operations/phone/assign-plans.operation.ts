import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { readPlans } from '../../sites';

export const assignPlans: DirectoryOperation = {
	value: 'assignPlans',
	name: 'Assign Calling Plans',
	action: 'Assign calling plans to a user',
	description: 'Give a user calling plans; those that the user has already are left out',
	fields: [
		userField,
		{
			displayName: 'Calling Plans',
			name: 'callingPlans',
			type: 'string',
			required: true,
			default: '',
			placeholder: '200',
			description: 'Type numbers, separated by commas; List Calling Plans shows them',
		},
	],

	async run(call) {
		const user = call.parameter.string('user');
		const wanted = readPlans(call, 'callingPlans', 'Calling Plans');
		const held = (await call.zoom.phone.get(user))?.calling_plans.map(({ type }) => type) ?? [];
		const assigned = wanted.filter((type) => !held.includes(type));
		if (assigned.length > 0) await call.zoom.phone.assignPlans(user, assigned);
		return { user, assigned, had: wanted.filter((type) => held.includes(type)) };
	},
};
