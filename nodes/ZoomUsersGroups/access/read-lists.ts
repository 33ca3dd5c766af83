import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../lib/policy/failures';
import type { AccessChange } from '../../../lib/policy/access/access-change';
import { type DecisionRow, DECISION_COLUMNS } from '../../../lib/policy/access/decision-record';
import type { Finding } from '../../../lib/policy/access/finding';
import type { DirectoryCall } from '../fields';

export const findingsFromField: INodeProperties = {
	displayName: 'Findings From',
	name: 'findingsFrom',
	type: 'options',
	options: [
		{
			name: 'Expression',
			value: 'field',
			description: 'The list of Access → Findings with the output One Item for All',
		},
		{ name: 'Input Items', value: 'items', description: 'Each item is a finding' },
	],
	default: 'items',
};

export const findingsField: INodeProperties = {
	displayName: 'Findings',
	name: 'findings',
	type: 'json',
	default: '={{ $json.findings }}',
	displayOptions: { show: { findingsFrom: ['field'] } },
	description: 'The list that Access → Findings gave',
};

export const readFindings = (call: DirectoryCall) =>
	listOf<Finding>(call, 'findings', 'Findings', (one) => typeof one.kind === 'string' && one.subject !== undefined);

export const readChanges = (call: DirectoryCall) =>
	listOf<AccessChange>(call, 'changes', 'Changes', (one) => typeof one.sentence === 'string');

/** Rows of the table of decisions; an empty table gives one empty item, which is no row. */
export function readDecisionRows(call: DirectoryCall, name = 'decisions'): DecisionRow[] {
	const rows = listOf<Record<string, unknown>>(call, name, 'Decisions So Far', () => true);
	const text = (value: unknown) =>
		typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
	return rows
		.filter((row) => text(row.decisionId) !== '' && text(row.finding) !== '')
		.map(
			(row) =>
				Object.fromEntries(DECISION_COLUMNS.map((column) => [column, text(row[column])])) as unknown as DecisionRow,
		);
}

export const earlierDecisionsField: INodeProperties = {
	displayName: 'Decisions So Far',
	name: 'decisions',
	type: 'json',
	default: '[]',
	description: 'Rows of the table of decisions; what somebody keeps until a day shows as accepted until then',
};

const SOURCE: Readonly<Record<string, string>> = {
	Changes: 'Access → Compare',
	'Decisions So Far': 'the table of decisions',
	Decided: 'Access → Read Decisions',
	'Campaign Rows': 'the table of campaigns',
};

/** A list that an expression gives, as data or as JSON text. @throws {InputError} */
export function listOf<One extends object>(
	{ parameter }: DirectoryCall,
	name: string,
	label: string,
	fits: (one: One) => boolean,
): One[] {
	const given = parameter.raw(name, []);
	const value = typeof given === 'string' && given.trim() !== '' ? parse(given, label) : given;
	if (value === '' || value === undefined || value === null) return [];
	if (Array.isArray(value) && value.every((one) => one !== null && typeof one === 'object' && fits(one as One)))
		return value as One[];
	throw new InputError(label, 'is not such a list', `Give what ${SOURCE[label] ?? `Access → ${label}`} gave.`);
}

function parse(text: string, label: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return new InputError(label, 'is not valid JSON', 'Check its expression.').raise();
	}
}
