import type { DirectoryOperation } from '../../fields';
import { userField } from '../../fields';
import { readPlans } from '../../sites';

export const unassignPlans: DirectoryOperation = {
	value: 'unassignPlans',
	name: 'Unassign Calling Plans',
	action: 'Unassign calling plans from a user',
	description: 'Take calling plans from a user; Zoom needs one call for each',
	fields: [
		userField,
		{
			displayName: 'Calling Plans',
			name: 'callingPlans',
			type: 'string',
			required: true,
			default: '',
			placeholder: '200',
			description: 'Type numbers, separated by commas',
		},
	],

	async run(call) {
		const user = call.parameter.string('user');
		const results: object[] = [];
		for (const type of readPlans(call, 'callingPlans', 'Calling Plans')) {
			call.signal?.throwIfAborted();
			results.push({ user, callingPlan: type, outcome: await call.zoom.phone.unassignPlan(user, type) });
		}
		return results;
	},
};
