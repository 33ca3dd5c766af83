import { InputError } from '../../lib/policy/failures';
import type { PlannedPerson } from '../../lib/policy/people/plan-figures';

import type { DirectoryCall } from './fields';

export type GivenRow = Record<string, unknown>;

/** Rows of a table that an expression gives; none for an empty field. @param label of the field */
export function rowsIn({ parameter }: DirectoryCall, name: string, label: string): GivenRow[] {
	const given = parameter.raw(name, []);
	const value = typeof given === 'string' && given.trim() !== '' ? parse(given, label) : given;
	if (value === '' || value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.filter((one): one is GivenRow => one !== null && typeof one === 'object');
	throw new InputError(label, 'is no list of rows', 'Give it all rows of the table.');
}

function parse(text: string, label: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return new InputError(label, 'is not valid JSON', 'Check its expression.').raise();
	}
}

/**
 * What Ensure gave, one item per person or, from a workflow of its own, one item with all of them in `people`. Of an empty list
 * it gives one that is about nobody and says nothing.
 */
export function peopleOf<Person extends PlannedPerson>(calls: readonly DirectoryCall[]): Person[] {
	return calls
		.flatMap(({ item: { json } }) =>
			Array.isArray(json.people) ? (json.people as unknown as Person[]) : [json as unknown as Person],
		)
		.filter(({ email, reason }) => email !== '' || reason !== '');
}
