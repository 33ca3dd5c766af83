import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../lib/policy/failures';
import { limitProblems } from '../../lib/policy/people/limits';

/** Fields of a user, named as Zoom names them; offered by Create, Update and Ensure. */

export const typeField: INodeProperties = {
	displayName: 'User Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Basic', value: '1' },
		{ name: 'Licensed', value: '2' },
		{ name: 'None', value: '99', description: 'Only for users that were created with ssoCreate' },
		{ name: 'Unassigned Without Meetings', value: '4' },
	],
	default: '1',
	description: 'Meeting licence',
};

export const zoomOneTypeField: INodeProperties = {
	displayName: 'Zoom Workplace Plan',
	name: 'zoom_one_type',
	type: 'string',
	default: '',
	placeholder: '144115188075855872',
	description:
		"Number of the plan (Zoom's zoom_one_type) as text, because longer ones lose digits as numbers; 0 takes it away",
};

export const planUnitedTypeField: INodeProperties = {
	displayName: 'Zoom United Plan',
	name: 'plan_united_type',
	type: 'string',
	default: '',
	placeholder: '1',
	description: 'Number of the plan (plan_united_type), or "none" to take it away',
};

const customAttributesField: INodeProperties = {
	displayName: 'Custom Attributes',
	name: 'custom_attributes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Attribute',
	default: {},
	description: 'At most five',
	options: [
		{
			displayName: 'Attribute',
			name: 'values',
			values: [
				{ displayName: 'Key', name: 'key', type: 'string', default: '', placeholder: 'cbf_cywdkexrtqc73f97gd4w6g' },
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

const phoneNumbersField: INodeProperties = {
	displayName: 'Phone Numbers',
	name: 'phone_numbers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Phone Number',
	default: {},
	description: 'At most three numbers of the profile; numbers of Zoom Phone are assigned with the resource Phone',
	options: [
		{
			displayName: 'Number',
			name: 'values',
			values: [
				{ displayName: 'Country', name: 'country', type: 'string', default: '', placeholder: 'DE' },
				{ displayName: 'Country Code', name: 'code', type: 'string', default: '', placeholder: '+49' },
				{
					displayName: 'Label',
					name: 'label',
					type: 'options',
					options: ['Fax', 'Home', 'Mobile', 'Office'].map((label) => ({ name: label, value: label })),
					default: 'Mobile',
				},
				{ displayName: 'Number', name: 'number', type: 'string', default: '', placeholder: '3012345678' },
			],
		},
	],
};

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** What Zoom tells again when the user is read; Ensure can compare these only. */
export const readableFields: INodeProperties[] = [
	text('Company', 'company'),
	text('Cost Center', 'cost_center'),
	customAttributesField,
	text('Department', 'dept'),
	text('Display Name', 'display_name'),
	text('Division ID', 'division_ids', { description: 'Zoom takes one division' }),
	text('First Name', 'first_name'),
	text('Job Title', 'job_title'),
	text('Kaltura User ID', 'cms_user_id', {
		description: "Zoom's cms_user_id, which Zoom tells only while its Kaltura integration is on",
	}),
	text('Language', 'language', { placeholder: 'en-US' }),
	text('Last Name', 'last_name'),
	text('Location', 'location'),
	text('Manager', 'manager', {
		placeholder: 'boss@example.edu',
		description: 'Email address of a user of the account',
	}),
	text('Personal Meeting ID', 'pmi', { placeholder: '3542471135', description: 'Ten digits' }),
	phoneNumbersField,
	text('Pronouns', 'pronouns'),
	{
		displayName: 'Pronouns Display',
		name: 'pronouns_option',
		type: 'options',
		options: [
			{ name: 'Always', value: '2' },
			{ name: 'Ask Every Time', value: '1' },
			{ name: 'Never', value: '3' },
		],
		default: '3',
	},
	text('Time Zone', 'timezone', { placeholder: 'Europe/Berlin' }),
	{
		displayName: 'Use Personal Meeting ID',
		name: 'use_pmi',
		type: 'boolean',
		default: false,
		description: 'Whether instant meetings use the personal meeting ID',
	},
	text('Vanity Name', 'vanity_name', { description: 'Name of the personal meeting room in its address' }),
];

/** Everything that Zoom lets be changed. */
export const changeableFields: INodeProperties[] = [
	...readableFields,
	text('About Me', 'about_me'),
	text('Host Key', 'host_key', { typeOptions: { password: true }, description: 'Six to ten digits' }),
	text('LinkedIn URL', 'linkedin_url'),
	typeField,
	zoomOneTypeField,
	planUnitedTypeField,
	text('Phone Country', 'phone_country', { description: 'Old field of Zoom; use Phone Numbers' }),
	text('Phone Number', 'phone_number', { description: 'Old field of Zoom, needs Phone Country; use Phone Numbers' }),
].toSorted((a, b) => a.displayName.localeCompare(b.displayName));

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
