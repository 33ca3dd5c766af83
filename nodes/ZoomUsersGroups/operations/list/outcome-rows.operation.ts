import type { CarriedOutPerson } from '../../../../lib/policy/people/outcome-rows';
import { newsOf, outcomesOf } from '../../../../lib/policy/people/outcome-rows';
import type { DirectoryOperation } from '../../fields';
import { peopleOf, rowsIn } from '../../rows';

export const outcomeRows: DirectoryOperation = {
	value: 'outcomeRows',
	name: 'Get Outcome Rows',
	action: 'Get the rows that tell what became of people',
	description: 'Turn what User → Ensure gave into rows of a table, one item per person',
	fields: [
		{
			displayName: 'Of',
			name: 'of',
			type: 'options',
			options: [
				{
					name: 'A Dry Run',
					value: 'plan',
					description: 'For whom nothing is done and why, if that is new; and whose trouble is over',
				},
				{ name: 'A Run', value: 'run', description: 'What became of each person, and since when leavers are out' },
			],
			default: 'plan',
		},
		{
			displayName: 'Known Rows',
			name: 'known',
			type: 'json',
			default: '[]',
			description: 'Rows of the table for this account, as they are now',
		},
		{
			displayName: 'Rows of the List',
			name: 'rows',
			type: 'json',
			default: '[]',
			displayOptions: { show: { of: ['run'] } },
			description: 'Who of the list should be out stands in their column "status"',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: 'table',
			description: 'Where the list came from: "table" for the list that has everybody, "form" for a file that has some',
		},
	],

	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const of = {
			account: first.zoomCredential.accountId,
			source: first.parameter.text('source', 'table'),
			at: new Date().toISOString(),
		};
		const known = rowsIn(first, 'known', 'Known Rows');
		const rows =
			first.parameter.oneOf('of', ['plan', 'run'], 'plan') === 'plan'
				? newsOf(peopleOf(calls), known, of)
				: outcomesOf(peopleOf<CarriedOutPerson>(calls), rowsIn(first, 'rows', 'Rows of the List'), known, of);
		return calls.map((_, index) => (index === 0 ? rows : []));
	},
};
