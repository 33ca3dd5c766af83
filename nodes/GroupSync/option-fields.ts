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
			displayName: 'Approval From',
			name: 'approveFrom',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 200,
			description:
				'For Dry Run: a plan with so many changes carries the field run.approval, a sentence for whoever decides; so does one over the limits of removals',
		},
		{
			displayName: 'Create Users',
			name: 'createUsers',
			type: 'boolean',
			default: false,
			description:
				'Whether users whom Kaltura does not know are created, with the attributes named below; otherwise they are reported',
		},
		{
			displayName: 'E-Mail Attribute',
			name: 'emailAttribute',
			type: 'string',
			default: 'email',
			description: 'For Create Users: attribute with the e-mail address',
		},
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
			displayName: 'First Name Attribute',
			name: 'firstNameAttribute',
			type: 'string',
			default: 'firstName',
			description: 'For Create Users: attribute with the first name',
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
			displayName: 'Last Name Attribute',
			name: 'lastNameAttribute',
			type: 'string',
			default: 'lastName',
			description: 'For Create Users: attribute with the last name',
		},
		{
			displayName: 'Letters',
			name: 'letters',
			type: 'options',
			options: [
				{ name: 'Latin', value: 'latin', description: 'With all accents and special letters, such as œ, đ, þ' },
				{ name: 'Latin, Cyrillic and Greek', value: 'cyrillicGreek' },
			],
			default: 'latin',
			description:
				'Whose letters are written with English ones in group IDs. A value with any other letter is passed over with a sentence and must be mapped.',
		},
		{
			displayName: 'Missing Attribute',
			name: 'missingAttribute',
			type: 'options',
			options: [
				{ name: 'Is Empty', value: 'isEmpty', description: 'LDAP servers leave empty attributes out' },
				{ name: 'Says Nothing', value: 'saysNothing', description: 'Nothing changes for the user' },
			],
			default: 'saysNothing',
			description: 'What it means that a user does not have the attribute at all',
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
			displayName: 'Most Removals Per User',
			name: 'mostRemovalsPerUser',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 20,
			description: 'Somebody who would leave more groups is held back alone; the others of the run go on',
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
		{
			displayName: 'Users Who Vanished',
			name: 'vanished',
			type: 'options',
			options: [
				{ name: 'Keep Their Groups', value: 'keep' },
				{ name: 'Lose Groups of This Sync', value: 'remove', description: 'Within the limits of removals' },
			],
			default: 'keep',
			description:
				'For Items Are: Everybody in the Source. What happens to users whom the source does not name any more.',
		},
		{
			displayName: 'Users Who Vanished: Never',
			name: 'vanishedIgnored',
			type: 'string',
			default: '',
			placeholder: 'guest1, lecturer.abroad',
			description: 'User IDs that keep their groups although the source does not name them, separated by commas',
		},
	],
};
