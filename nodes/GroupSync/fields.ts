import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from './option-fields';
import { privilegesField } from './privilege-fields';

/** The form of Sync: a rule set with the names of Kaltura's Ssogroupsync page, and where its record comes from. */
export const fields: INodeProperties[] = [
	{
		displayName: 'Target',
		name: 'target',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Kaltura Groups', value: 'kaltura' },
			{ name: 'Zoom Groups', value: 'zoom' },
		],
		default: 'kaltura',
		description: 'Whose groups follow the attributes',
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		default: '={{ $json.userId }}',
		required: true,
		placeholder: 'ann@example.edu',
		description:
			'Kaltura user ID; for Zoom groups the e-mail address or ID in Zoom. Attributes are read from the input item.',
	},
	{
		displayName: 'Rule Set',
		name: 'ruleSet',
		type: 'string',
		default: 'default',
		description: 'Name of this rule set: its record is stored under it, so give every Group Sync node its own',
	},
	{
		displayName: 'Items Are',
		name: 'itemsAre',
		type: 'options',
		options: [
			{
				name: 'Everybody in the Source',
				value: 'everybody',
				description:
					'Such as all rows of an export: a column that no row has stops the run, and who is not named can lose groups (option Users Who Vanished)',
			},
			{ name: 'Some Users', value: 'some', description: 'Such as logins: who is not named is not concerned' },
		],
		default: 'some',
		description: 'What it means that a user or an attribute is not there',
	},
	{
		displayName: 'Said At',
		name: 'saidAt',
		type: 'string',
		default: '={{ $json.saidAt }}',
		description:
			'When the source said so, in seconds, milliseconds or ISO format. What is not newer than the last word that was acted on is ignored. Empty: the items are always news.',
	},
	privilegesField,
	{
		displayName: 'Remove From Groups',
		name: 'removeFromGroups',
		type: 'boolean',
		default: false,
		description:
			'Whether users leave groups that this sync put them into when their attributes do not ask for them any more',
	},
	{
		displayName: 'Create New Groups',
		name: 'createNewGroups',
		type: 'boolean',
		default: false,
		description: 'Whether groups that do not exist are created, with the value as their readable name',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to only say what would change',
	},
	{
		displayName: 'Approved Plan',
		name: 'approvedPlan',
		type: 'json',
		default: '={{ $json.approvedPlan }}',
		description:
			'What a dry run has planned for the user (the items of its field "input" carry it): nothing beyond it is written. Without it the attributes alone decide.',
	},
	{
		displayName: 'Record From',
		name: 'recordFrom',
		type: 'options',
		options: [
			{ name: 'Rows of a Table', value: 'rows', description: 'Read once for all users of the run' },
			{ name: 'The Input Items', value: 'items' },
		],
		default: 'items',
		description: 'Where it is kept which groups this sync added; without it nothing is removed',
	},
	{
		displayName: 'Record',
		name: 'record',
		type: 'string',
		default: '={{ $json.record }}',
		description: 'Groups that this rule set added for the user, as the field "record" of the last run gave them',
		displayOptions: { show: { recordFrom: ['items'] } },
	},
	{
		displayName: 'Records of Other Rule Sets',
		name: 'otherRecords',
		type: 'string',
		default: '={{ $json.otherRecords }}',
		description: 'The same of all other rule sets: groups that one of them wants as well are not removed',
		displayOptions: { show: { recordFrom: ['items'] } },
	},
	{
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '={{ $json.account }}',
		description:
			'Zoom account whose records these are (operation Get Account). Rows of other accounts count as other rule sets: what one of them wants is not taken away.',
	},
	{
		displayName: 'Record Rows',
		name: 'recordRows',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read the Records').all().map((row) => row.json) }}",
		description:
			'All rows of the table, of all rule sets, each with ruleSet, userId and groups (the field "record" as JSON)',
		displayOptions: { show: { recordFrom: ['rows'] } },
	},
	optionsField,
];
