import { RoutedItem } from '../../../../lib/n8n/operation';
import { decisionsCsv } from '../../../../lib/policy/access/decision-record';
import { earlierDecisionsField, readDecisionRows } from '../../access/read-lists';
import type { DirectoryOperation } from '../../fields';

export const decisionFile: DirectoryOperation = {
	value: 'decisionFile',
	reads: true,
	name: 'Decision File',
	action: 'Export the decisions',
	description: 'The table of decisions as CSV, which no spreadsheet takes for formulas, or as JSON, newest first',
	fields: [
		{ ...earlierDecisionsField, default: '={{ $json.decisions }}', description: 'Rows of the table of decisions' },
		{
			displayName: 'Format',
			name: 'format',
			type: 'options',
			options: [
				{ name: 'CSV', value: 'csv' },
				{ name: 'JSON', value: 'json' },
			],
			default: 'csv',
			description: 'Format of the file',
		},
	],

	async run(call) {
		const rows = readDecisionRows(call).toSorted((a, b) => (a.decidedAt < b.decidedAt ? 1 : -1));
		const format = call.parameter.oneOf('format', ['csv', 'json'], 'csv');
		const name = `zoom-access-decisions-${new Date().toISOString().slice(0, 10)}.${format}`;
		// The mark tells spreadsheets that it is UTF-8.
		const text = format === 'csv' ? `\uFEFF${decisionsCsv(rows)}` : JSON.stringify(rows, null, '\t');
		const type = format === 'csv' ? 'text/csv' : 'application/json';
		const file = await call.context.helpers.prepareBinaryData(Buffer.from(text), name, type);
		return [new RoutedItem(0, { fileName: name, decisions: rows.length }, { decisions: file })];
	},
};
