import type { DecidedAction, DecidedChange } from '../../../../lib/policy/access/decided-changes';
import type { DecisionRow } from '../../../../lib/policy/access/decision-record';
import { type ChangeAnswer, withResults } from '../../../../lib/policy/access/decision-results';
import { InputError } from '../../../../lib/policy/failures';
import { listOf } from '../../access/read-lists';
import type { DirectoryOperation } from '../../fields';

export const decisionResults: DirectoryOperation = {
	value: 'decisionResults',
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
			type: 'json',
			default: '{}',
			description: 'By action, such as ensure or delete-group, what the node answered, in the order of the changes',
		},
	],

	async run(call) {
		const rows = listOf<DecisionRow>(call, 'rows', 'Decided', (one) => typeof one.decisionId === 'string');
		const changes = listOf<DecidedChange>(call, 'changes', 'Decided', (one) => typeof one.action === 'string');
		const answers = call.parameter.object('answers');
		const wrong = Object.entries(answers).find(([, list]) => !Array.isArray(list));
		if (wrong)
			throw new InputError('Answers', `holds no list for "${wrong[0]}"`, 'Give the answers of the node as a list.');
		return withResults(rows, changes, answers as Partial<Record<DecidedAction, ChangeAnswer[]>>);
	},
};
