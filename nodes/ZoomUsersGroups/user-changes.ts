import { InputError } from '../../lib/policy/failures';
import { limitProblems } from '../../lib/policy/people/limits';

import { changeableFields } from './user-fields';

const NUMBERS = new Set(['type', 'pronouns_option', 'pmi']);
/** An empty text says nothing for these: Zoom takes no empty value. */
const NEVER_EMPTY = new Set([
	'type',
	'pronouns_option',
	'pmi',
	'zoom_one_type',
	'plan_united_type',
	'host_key',
	'use_pmi',
]);

/**
 * The chosen fields in Zoom's form.
 * @param emptyClears whether an empty field empties the property, or is left out
 * @throws {InputError} naming the field
 */
export function toChanges(fields: Record<string, unknown>, emptyClears: boolean): Record<string, unknown> {
	const changes: Record<string, unknown> = {};
	for (const [name, given] of Object.entries(fields)) {
		const value = valueOf(name, given);
		if (value === undefined) continue;
		const empty = value === '' || (Array.isArray(value) && value.length === 0);
		if (!empty) changes[name] = value;
		else if (emptyClears && !NEVER_EMPTY.has(name)) changes[name] = value;
	}
	return changes;
}

/**
 * What Zoom takes only in a second call would otherwise be refused when the user is there already.
 * @throws {InputError} naming the field
 */
export function refuseWhatZoomRefuses(fields: Readonly<Record<string, unknown>>): void {
	const [problem] = limitProblems(fields);
	if (!problem) return;
	throw new InputError(
		labelOf(problem.field),
		`is not what Zoom takes. ${problem.sentence.slice(0, -1)}`,
		'Change it, then run again.',
	);
}

function valueOf(name: string, given: unknown): unknown {
	if (name === 'custom_attributes' || name === 'phone_numbers') return rowsOf(name, given);
	if (given === undefined || given === null) return '';
	if (name === 'use_pmi') return readBoolean(given);
	const value = String(given).trim();
	if (name === 'division_ids') return value === '' ? [] : [value];
	if (name === 'zoom_one_type') return readPlan(given, value);
	if (value === '' || !NUMBERS.has(name)) return value;
	const number = Number(value.replace(/\s/g, ''));
	if (Number.isSafeInteger(number)) return number;
	throw new InputError(labelOf(name), `is "${value}" instead of a whole number`, 'Check the expression that fills it.');
}

function readBoolean(given: unknown): boolean | '' {
	if (typeof given === 'boolean') return given;
	const value = String(given).trim().toLowerCase();
	if (value === '') return '';
	if (value === 'true' || value === 'false') return value === 'true';
	throw new InputError(labelOf('use_pmi'), `is "${value}"`, 'Valid values: true, false.');
}

/** @throws {InputError} for a JSON number that has lost digits on its way */
function readPlan(given: unknown, value: string): string {
	if (value === '' || (/^\d+$/.test(value) && !(typeof given === 'number' && !Number.isSafeInteger(given))))
		return value;
	throw new InputError(
		labelOf('zoom_one_type'),
		`is ${value}, which is no plan number with all its digits`,
		'Give it as text, e.g. "144115188075855872": JSON numbers beyond 2^53 lose their last digits.',
	);
}

/** A fixed collection, or a list that an expression gives. */
function rowsOf(name: string, given: unknown): Array<Record<string, string>> | undefined {
	if (given === undefined || given === null || given === '') return [];
	const values: unknown = Array.isArray(given) ? given : ((given as { values?: unknown }).values ?? []);
	if (!Array.isArray(values)) {
		throw new InputError(labelOf(name), 'is not a list', 'Give a list of objects, or fill in the form.');
	}
	return values.map((row) =>
		Object.fromEntries(
			Object.entries(row as object)
				.filter(([, value]) => value !== undefined && value !== null && value !== '')
				.map(([key, value]) => [key, typeof value === 'boolean' ? value : String(value).trim()]),
		),
	) as Array<Record<string, string>>;
}

const labelOf = (name: string) => changeableFields.find((field) => field.name === name)?.displayName ?? name;
