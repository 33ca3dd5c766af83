import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../lib/policy/failures';
import type { ParameterReader } from '../../../../lib/n8n/parameters';

/** A parameter that takes the rows of one more data table, beside the items. */
export function rowsField(displayName: string, name: string, table: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'json',
		default: '[]',
		description: `Rows of the data table ${table}, as a list; empty when there are none`,
	};
}

/** @throws {InputError} when the parameter holds anything else than a list */
export function readRows(parameter: ParameterReader, name: string): Array<Record<string, unknown>> {
	const value = parameter.raw(name, []);
	const list = typeof value === 'string' ? parsed(name, value) : value;
	if (Array.isArray(list)) return list.filter((row) => row !== null && typeof row === 'object');
	return new InputError(
		name,
		'is no list of rows',
		"Use an expression such as {{ JSON.stringify($('Rows').all().map((item) => item.json)) }}.",
	).raise();
}

function parsed(name: string, json: string): unknown {
	try {
		return json.trim() === '' ? [] : JSON.parse(json);
	} catch {
		return new InputError(name, 'is not valid JSON', 'Check quotes, commas and brackets, or leave it empty.').raise();
	}
}
