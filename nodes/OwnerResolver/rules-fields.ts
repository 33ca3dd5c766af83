import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../../lib/n8n/parameters';
import type { RoutingRules } from '../../lib/pipeline/owner/routing';
import { readRuleTable, type RuleTable } from '../../lib/policy/routing/read-rules';

export const rulesField: INodeProperties = {
	displayName: 'Routing Rules',
	name: 'rules',
	type: 'json',
	default: '',
	placeholder: "={{ $('Routing Rules').all() }}",
	description:
		'Rows of the data table zoom_kaltura_rules, as the Data Table node gave them; empty for no rules. A table that is not there is no rules; one that cannot be read makes recordings wait.',
};

export const rulesApplyField: INodeProperties = {
	displayName: 'Rules Apply',
	name: 'rulesApply',
	type: 'options',
	options: [
		{ name: 'All That Fit', value: 'all', description: 'Lists add up; of single values the first rule is heard' },
		{ name: 'First That Fits', value: 'first', description: 'It decides alone' },
	],
	default: 'first',
	description: 'Which of the routing rules decide about a recording',
};

/** null where the node has no rules to ask. */
export function readRoutingRules(parameter: ParameterReader): RoutingRules | null {
	const apply = parameter.oneOf('rulesApply', ['all', 'first'], 'first');
	let items: unknown;
	try {
		items = parameter.raw('rules', '');
	} catch (error) {
		// Whoever cannot say what the rules are must not let recordings pass them.
		return { table: { unreadable: error instanceof Error ? error.message : String(error) }, apply };
	}
	// n8n swallows what goes wrong inside of an expression: nothing is not the same as no rules.
	if (items === undefined) return { table: { unreadable: 'n8n gave nothing for its rows' }, apply };
	if (items === '' || items === null) return null;
	return { table: ruleTableOf(items), apply };
}

/** Of rows, of items, or of either as JSON. */
function ruleTableOf(items: unknown): RuleTable {
	if (typeof items !== 'string') return readRuleTable(items);
	try {
		return readRuleTable(JSON.parse(items));
	} catch {
		return { unreadable: 'what was given as its rows is no JSON' };
	}
}
