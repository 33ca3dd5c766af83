import type { INodeProperties } from 'n8n-workflow';

import { planUnitedTypeField, readableFields, zoomOneTypeField } from '../user-fields';

import { runFields } from './run-fields';

const desired: INodeProperties[] = [
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'name@email.com',
		required: true,
		default: '={{ $json.email }}',
		description: 'Address that the user has, or gets when created; upper and lower case are the same',
	},
	{
		displayName: 'Stable ID',
		name: 'stableId',
		type: 'string',
		default: '',
		placeholder: 'E-0042',
		description:
			'What stays when the address changes, such as an employee number; used when the option Match By says so',
	},
	{
		displayName: 'Reason',
		name: 'because',
		type: 'string',
		default: '',
		description: 'Why this is wished, as a sentence; shown with the plan and in the report',
	},
	{
		displayName: 'Hold Back',
		name: 'heldBack',
		type: 'string',
		default: '',
		description:
			'Why nothing may be done for this person now, as a sentence: then the person is reported as refused with it',
	},
	{
		displayName: 'If Missing',
		name: 'ifMissing',
		type: 'options',
		options: [
			{ name: 'Create API User (custCreate)', value: 'custCreate' },
			{ name: 'Create at Once (autoCreate)', value: 'autoCreate', description: 'Needs a managed domain' },
			{ name: 'Create for Single Sign-On (ssoCreate)', value: 'ssoCreate' },
			{ name: 'Invite (Create)', value: 'create', description: 'The user is pending until accepting the invitation' },
			{ name: 'Report', value: 'never', description: 'Create nobody' },
		],
		default: 'never',
		description: 'What to do when Zoom has no user with this address',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Inactive', value: 'inactive', description: 'The user is deactivated; licences are taken away by Zoom' },
			{ name: 'Leave as It Is', value: '' },
		],
		default: '',
	},
	{
		displayName: 'User Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Basic', value: '1' },
			{ name: 'Leave as It Is', value: '' },
			{ name: 'Licensed', value: '2' },
			{ name: 'None', value: '99', description: 'Only for users that were created with ssoCreate' },
			{ name: 'Unassigned Without Meetings', value: '4' },
		],
		default: '',
		description: 'Meeting licence. An expression may also give its name, e.g. "Licensed".',
	},
	{
		displayName: 'Groups',
		name: 'groupsMode',
		type: 'options',
		options: [
			{ name: 'Add and Remove', value: 'change' },
			{ name: 'Exactly These', value: 'exact', description: 'The user is taken out of all other groups' },
			{ name: 'Leave as They Are', value: 'keep' },
		],
		default: 'keep',
	},
	{
		displayName: 'Group Names or IDs',
		name: 'groups',
		type: 'string',
		default: '',
		displayOptions: { show: { groupsMode: ['exact'] } },
		description: 'Separated by commas, or a list from an expression',
	},
	{
		displayName: 'Add to Groups',
		name: 'addGroups',
		type: 'string',
		default: '',
		displayOptions: { show: { groupsMode: ['change'] } },
		description: 'Names or IDs, separated by commas, or a list from an expression',
	},
	{
		displayName: 'Remove From Groups',
		name: 'removeGroups',
		type: 'string',
		default: '',
		displayOptions: { show: { groupsMode: ['change'] } },
		description: 'Names or IDs, separated by commas, or a list from an expression',
	},
	{
		displayName: 'Role',
		name: 'role',
		type: 'string',
		default: '',
		placeholder: 'Member',
		description: 'Name or ID; Member takes the present role away. Empty: left as it is.',
	},
	{
		displayName: 'Profile',
		name: 'profile',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description:
			'Company, cost center, job title, language, location, manager, pronouns, phone numbers, Kaltura user ID and plans are told only when a user is read alone: comparing them costs one call per user',
		options: [
			...readableFields,
			{
				displayName: 'New Email',
				name: 'newEmail',
				type: 'string' as const,
				default: '',
				description: 'Address that the user gets; needs a managed domain',
			},
			{
				displayName: 'Password',
				name: 'password',
				type: 'string' as const,
				typeOptions: { password: true },
				default: '',
				description: 'Only for users who are created with autoCreate',
			},
			planUnitedTypeField,
			zoomOneTypeField,
		].toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'Zoom Phone of the user',
		options: [
			{
				displayName: 'Calling Plans',
				name: 'callingPlans',
				type: 'string',
				default: '',
				description: 'Type numbers, separated by commas: exactly these',
			},
			{
				displayName: 'Enabled',
				name: 'enabled',
				type: 'boolean',
				default: true,
				description: 'Whether the user has Zoom Phone',
			},
			{
				displayName: 'Extension Number',
				name: 'extensionNumber',
				type: 'string',
				default: '',
				description: 'The whole number with the code of the site',
			},
			{
				displayName: 'Numbers',
				name: 'numbers',
				type: 'string',
				default: '',
				description: 'Numbers in E.164, separated by commas: exactly these',
			},
			{ displayName: 'Site', name: 'site', type: 'string', default: '', description: 'Name or ID of the site' },
		],
	},
];

const peopleAre: INodeProperties = {
	displayName: 'People Come As',
	name: 'peopleAre',
	type: 'options',
	options: [
		{
			name: 'Columns of a List',
			value: 'columns',
			description:
				'Each item is a row of a list, as List → Read and List → Read a Source give it: email, firstName, department, licence, groups, status and more',
		},
		{ name: 'Fields Below', value: 'fields', description: 'An expression for each field' },
	],
	default: 'fields',
	description: 'Where the wishes for a person stand',
};

/** What a list has no column for. */
const FOR_LISTS_TOO = ['ifMissing', 'groupsMode'];

export const ensureForm: INodeProperties[] = [
	peopleAre,
	...desired.map((field) =>
		FOR_LISTS_TOO.includes(field.name)
			? field
			: {
					...field,
					displayOptions: {
						...field.displayOptions,
						show: { ...field.displayOptions?.show, peopleAre: ['fields'] },
					},
				},
	),
	...runFields,
];
