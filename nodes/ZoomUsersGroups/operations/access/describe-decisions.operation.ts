import type { DecisionRow } from '../../../../lib/policy/access/decision-record';
import { resultsText } from '../../../../lib/policy/access/decision-results';
import { decisionsPage, type PlannedUser, type ReadDecisions } from '../../../../lib/report/decisions-page';
import { listOf } from '../../access/read-lists';
import type { DirectoryOperation } from '../../fields';

export const describeDecisions: DirectoryOperation = {
	value: 'describeDecisions',
	reads: true,
	name: 'Describe Decisions',
	action: 'Describe decisions for a form',
	description: 'What decisions of a review would do, as a part of a form, or what became of them, as a text',
	fields: [
		{
			displayName: 'Say',
			name: 'say',
			type: 'options',
			options: [
				{ name: 'What Became of Them', value: 'results', description: 'Gives a title and a text' },
				{ name: 'What They Would Do', value: 'plan', description: 'Gives the field html' },
			],
			default: 'plan',
		},
		{
			displayName: 'Read',
			name: 'read',
			type: 'json',
			default: '={{ $json }}',
			description: 'The one item that Access → Read Decisions gave',
		},
		{
			displayName: 'Planned Users',
			name: 'planned',
			type: 'json',
			default: '[]',
			displayOptions: { show: { say: ['plan'] } },
			description: 'What a dry run of User → Ensure gave for the field users of that item, in its order',
		},
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '[]',
			displayOptions: { show: { say: ['results'] } },
			description: 'The rows that Access → Decision Results gave',
		},
	],

	async run(call) {
		const read = { users: [], changes: [], rows: [], problems: [], ...call.parameter.object('read') } as ReadDecisions;
		if (call.parameter.oneOf('say', ['plan', 'results'], 'plan') === 'plan')
			return {
				html: decisionsPage(
					read,
					listOf<PlannedUser>(call, 'planned', 'Planned Users', () => true),
				).text,
			};
		const rows = listOf<DecisionRow>(call, 'rows', 'Decided', () => true).filter(({ decisionId }) => decisionId);
		return resultsText(rows, read.problems.length - read.rows.filter(({ result }) => result === 'fell-out').length);
	},
};
