import type { INodeProperties } from 'n8n-workflow';

/** What few admins need, behind "Add option". Names are part of saved workflows. */
export const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Engine',
			name: 'engine',
			type: 'options',
			options: [
				{
					name: "Kaltura's groupUser.sync",
					value: 'kaltura',
					description: 'Removals happen later, in a job of Kaltura',
				},
				{ name: 'This Node', value: 'own', description: 'Ordered, checked writes that are done when the node is done' },
			],
			default: 'own',
			description: 'Who writes the plan to Kaltura',
		},
		{
			displayName: 'Group IDs',
			name: 'groupIds',
			type: 'options',
			options: [
				{
					name: 'English Letters and Digits',
					value: 'lettersAndDigits',
					description: 'Other characters are dropped from the ID and kept in the name, as Kaltura asks',
				},
				{
					name: 'Whatever Kaltura Accepts',
					value: 'kaltura',
					description: 'Values with other characters are passed over',
				},
			],
			default: 'lettersAndDigits',
			description: 'How a value becomes the ID of a Kaltura group',
		},
		{
			displayName: 'Ignore Case',
			name: 'ignoreCase',
			type: 'boolean',
			default: false,
			description: 'Whether "Staff" and "staff" are the same value',
		},
		{
			displayName: 'Most Removals',
			name: 'mostRemovals',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 100,
			description: 'A run that would remove more memberships writes nothing',
		},
		{
			displayName: 'Most Removals (Percent)',
			name: 'mostRemovalsPercent',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 20,
			description: 'Of all memberships of the users of the run',
		},
		{
			displayName: 'Percent Counts From',
			name: 'percentCountsFrom',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description: 'So many removals are fine whatever their percentage: one login is always a large part of one user',
		},
		{
			displayName: 'Protected Groups',
			name: 'protectedGroups',
			type: 'string',
			default: '',
			placeholder: 'Admins, Studio',
			description: 'Groups that nobody is added to or removed from, separated by commas',
		},
		{
			displayName: 'Synced Memberships',
			name: 'provenance',
			type: 'options',
			options: [
				{
					name: 'Automatic in Kaltura and in the Record',
					value: 'creationModeAndRecord',
					description: 'Never takes what a person, a CSV file or another sync added',
				},
				{
					name: 'Automatic in Kaltura',
					value: 'creationMode',
					description: "As Kaltura's own module: also what CSV files and other syncs added",
				},
				{
					name: 'In the Record',
					value: 'record',
					description: 'Always so for Zoom, which does not know who added whom',
				},
			],
			default: 'creationModeAndRecord',
			description: 'Which memberships count as made by this sync and may be removed',
		},
		{
			displayName: 'Trim Values',
			name: 'trim',
			type: 'boolean',
			default: false,
			description: 'Whether blanks around values are cut',
		},
	],
};
