import { readListFile } from '../../../lib/n8n/list-file';
import { checkRules } from '../../../lib/pipeline/owner/check-rules';
import { InputError } from '../../../lib/policy/failures';
import { RULE_LIST_COLUMNS } from '../../../lib/policy/routing/columns';
import { readRules } from '../../../lib/policy/routing/read-rules';
import { ruleRows } from '../../../lib/policy/routing/rule-rows';
import { rulesPage } from '../../../lib/report/rules-page';

import type { OwnerOperation } from '../clients';
import { rulesApplyField } from '../rules-fields';

export const readRulesOperation: OwnerOperation = {
	value: 'readRules',
	reads: true,
	name: 'Read Rules',
	action: 'Read a list of routing rules',
	description: 'Read routing rules that somebody hands in as a file, and say what is wrong with them; stores nothing',
	fields: [
		{
			displayName: 'From',
			name: 'from',
			type: 'options',
			options: [
				{ name: 'Approved Rows', value: 'rows', description: 'Gives one item per rule, for the data table' },
				{ name: 'File', value: 'file', description: 'Gives one item: the rows, and what is wrong with them' },
			],
			default: 'file',
		},
		{
			displayName: 'Rows',
			name: 'rows',
			type: 'json',
			default: '[]',
			displayOptions: { show: { from: ['rows'] } },
			description: 'The rows that a run of this operation on the file gave, after somebody approved them',
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			hint: 'The name of the input binary field with the list (CSV or .xlsx)',
			displayOptions: { show: { from: ['file'] } },
			description: 'Empty for the only file that the item has',
		},
		{ ...rulesApplyField, displayOptions: { show: { from: ['file'] } } },
	],

	async run({ zoom, kaltura, accountId, parameter, context, item, itemIndex }) {
		if (parameter.oneOf('from', ['file', 'rows'], 'file') === 'rows') return approvedRows(parameter.raw('rows', []));
		const field = parameter.text('binaryField');
		const list = await readListFile(context, item, itemIndex, field, { columns: RULE_LIST_COLUMNS });
		const now = new Date().toISOString();
		const rows = ruleRows(list.rows, accountId, now);
		const apply = parameter.oneOf('rulesApply', ['all', 'first'], 'first');
		const rules = readRules(rows);
		const { findings, notChecked } = await checkRules(zoom, kaltura, rules, { apply, today: now.slice(0, 10) });
		const wrong = findings.filter(({ result }) => result === 'problem').map(({ message }) => message);
		if (wrong.length > 0) {
			const shown = [...wrong.slice(0, 10), ...(wrong.length > 10 ? [`And ${wrong.length - 10} more.`] : [])];
			throw new InputError(
				'Input Binary Field',
				`holds rules that cannot be used. ${shown.join(' ').replace(/\.$/, '')}`,
				'Correct the list and hand it in again. Nothing of it was used.',
			);
		}
		const named = rules.map(({ row, name }) => ({ row, name }));
		const warnings = [...findings.map(({ message }) => message), ...notChecked];
		return { rows, format: list.format, rules: named, warnings, html: rulesPage(list.format, named, warnings).text };
	},
};

/** Approved rows are ours, unchanged: what they say was judged when they were shown. */
function approvedRows(value: unknown): object[] {
	const rows: unknown = typeof value === 'string' ? JSON.parse(value) : value;
	if (Array.isArray(rows) && rows.every((row) => row !== null && typeof row === 'object' && 'rule' in row)) {
		return rows as object[];
	}
	return new InputError('rows', 'is no list of rules', 'Give the field rows of the node that read the file.').raise();
}
