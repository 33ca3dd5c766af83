import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../lib/policy/failures';
import type { AccessChange } from '../../../lib/policy/access/compare';
import type { Finding } from '../../../lib/policy/access/findings';
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

/** A list that an expression gives, as data or as JSON text. @throws {InputError} */
function listOf<One extends object>(
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
	throw new InputError(
		label,
		'is not such a list',
		`Give what Access → ${label === 'Changes' ? 'Compare' : label} gave.`,
	);
}

function parse(text: string, label: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return new InputError(label, 'is not valid JSON', 'Check its expression.').raise();
	}
}
