import type { INodeProperties } from 'n8n-workflow';

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
				{
					displayName: 'Country Code',
					name: 'code',
					type: 'string',
					default: '',
					placeholder: '+49',
					description: 'With the plus sign',
				},
				{
					displayName: 'Label',
					name: 'label',
					type: 'options',
					options: ['Fax', 'Home', 'Mobile', 'Office'].map((label) => ({ name: label, value: label })),
					default: 'Mobile',
					description: 'What kind of number it is',
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
	text('Language', 'language', { placeholder: 'en-US', description: 'Language of Zoom for this person' }),
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
		description: 'When Zoom shows the pronouns',
	},
	text('Time Zone', 'timezone', { placeholder: 'Europe/Berlin', description: 'By its name, such as Europe/Berlin' }),
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
