import type { ApprovedPerson } from '../../../../lib/policy/people/approval';
import { stillAsApproved } from '../../../../lib/policy/people/approval';
import type { DirectoryOperation } from '../../fields';
import { peopleOf, rowsIn } from '../../rows';

export const stillApproved: DirectoryOperation = {
	value: 'stillApproved',
	name: 'Keep What Was Approved',
	action: 'Keep what was approved of a plan',
	description:
		'The items are a plan of User → Ensure made anew. Gives the rows of those people whose plan is still the approved one, value for value, and the addresses of all others.',
	fields: [
		{
			displayName: 'Approval',
			name: 'approval',
			type: 'json',
			default: '[]',
			description: 'What Describe Plan gave as "approval" for the plan that was seen',
		},
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '[]',
			description: 'The rows of the list as they are now',
		},
	],

	/** One item for the whole run. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const approval = rowsIn(first, 'approval', 'Approval') as unknown as ApprovedPerson[];
		const answer = stillAsApproved(approval, peopleOf(calls), rowsIn(first, 'rows', 'Rows'));
		return calls.map((_, index) => (index === 0 ? answer : []));
	},
};
