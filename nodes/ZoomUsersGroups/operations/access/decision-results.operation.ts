import type { DecidedAction, DecidedChange } from '../../../../lib/policy/access/decided-changes';
import type { DecisionRow } from '../../../../lib/policy/access/decision-record';
import { type ChangeAnswer, withResults } from '../../../../lib/policy/access/decision-results';
import { InputError } from '../../../../lib/policy/failures';
import { listOf } from '../../access/read-lists';
import type { DirectoryOperation } from '../../fields';

export const decisionResults: DirectoryOperation = {
	value: 'decisionResults',
	reads: true,
	name: 'Decision Results',
	action: 'Sum up what became of decisions',
	description: 'Puts together decisions and what the nodes answered that carried them out: one row per decision',
	fields: [
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '={{ $json.rows }}',
			description: 'The rows that Access → Read Decisions gave',
		},
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'json',
			default: '={{ $json.changes }}',
			description: 'The changes that Access → Read Decisions gave',
		},
		{
			displayName: 'Answers',
			name: 'answers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Answers',
			default: {},
			description: 'What the nodes answered that carried the changes out, in the order of the changes',
			options: [
				{
					displayName: 'Answers',
					name: 'answers',
					values: [
						{
							displayName: 'Action',
							name: 'action',
							type: 'string',
							default: '',
							placeholder: 'e.g. delete-group',
							description: 'The field action of the changes that the node carried out',
						},
						{
							displayName: 'Items',
							name: 'items',
							type: 'json',
							default: '[]',
							description: 'What the node gave, as a list',
						},
					],
				},
			],
		},
	],

	async run(call) {
		const rows = listOf<DecisionRow>(call, 'rows', 'Decided', (one) => typeof one.decisionId === 'string');
		const changes = listOf<DecidedChange>(call, 'changes', 'Decided', (one) => typeof one.action === 'string');
		const given = (call.parameter.object('answers').answers ?? []) as Array<{ action: DecidedAction; items: unknown }>;
		const wrong = given.find(({ items }) => !Array.isArray(items));
		if (wrong)
			throw new InputError('Answers', `holds no list for "${wrong.action}"`, 'Give the answers of the node as a list.');
		const answers = Object.fromEntries(given.map(({ action, items }) => [action, items as ChangeAnswer[]]));
		return withResults(rows, changes, answers as Partial<Record<DecidedAction, ChangeAnswer[]>>);
	},
};
