import type { INodeProperties } from 'n8n-workflow';

/** What counts for the whole run of Ensure. */
export const runFields: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to plan only: each item says what would be done, and nothing is written',
	},
	{
		displayName: 'Most Users Changed',
		name: 'mostChanged',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 100,
		description: 'A run that would change more users than this writes nothing and fails',
	},
	{
		displayName: 'Most of the Account Changed (%)',
		name: 'mostShare',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 50,
		description:
			'A run that would change more than this share of the active users writes nothing and fails; 100 turns the check off',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Allowed Changes',
				name: 'allowedChanges',
				type: 'multiOptions',
				options: [
					{ name: 'Create', value: 'create', description: 'Missing people are created, with all that their row says' },
					{ name: 'Deactivate', value: 'deactivate', description: 'Leavers are deactivated and logged out' },
					{ name: 'Update', value: 'update', description: 'People are changed, and activated again' },
				],
				default: ['create', 'deactivate', 'update'],
				description: 'What may be done; everything else is planned and reported as "switched-off" only',
			},
			{
				displayName: 'Bad Rows',
				name: 'badRows',
				type: 'options',
				options: [
					{ name: 'Skip and Report', value: 'skip', description: 'The other rows are carried out' },
					{ name: 'Stop Before the First Write', value: 'stop' },
				],
				default: 'stop',
				description: 'What to do when an address is malformed or double, or a licence, group, role or site is unknown',
			},
			{
				displayName: 'Demote Admins First',
				name: 'demoteAdminsFirst',
				type: 'boolean',
				default: false,
				description: 'Whether leavers lose the Admin role first; Zoom does not deactivate admins',
			},
			{
				displayName: 'Empty Values',
				name: 'emptyValues',
				type: 'options',
				options: [
					{ name: 'Clear the Field', value: 'clear', description: 'Refused for a column that is empty throughout' },
					{ name: 'Leave the Field as It Is', value: 'ignore' },
				],
				default: 'ignore',
				description: 'What an added but empty field means',
			},
			{
				displayName: 'Fail When a User Fails',
				name: 'failOnFailure',
				type: 'boolean',
				default: false,
				description:
					'Whether a user with a failed step makes the item fail; otherwise the item says so in "outcome" and "steps"',
			},
			{
				displayName: 'Log Out on Deactivation',
				name: 'logOut',
				type: 'boolean',
				default: true,
				description: 'Whether leavers are also logged out of SSO sessions at once',
			},
			{
				displayName: 'Match By',
				name: 'matchBy',
				type: 'string',
				default: 'email',
				description:
					'What finds people: "email"; "employee-ID", the employee ID that Zoom has from single sign-on; or "attribute:NAME", a custom attribute. Whoever is found by Stable ID and has another address gets the address of the row; an address that belongs to somebody with another ID is refused.',
			},
			{
				displayName: 'Other Columns of Leavers',
				name: 'leaversOtherColumns',
				type: 'options',
				options: [
					{
						name: 'Carry Out First',
						value: 'carry-out',
						description: 'Profile, licences and groups are changed, then the user is deactivated',
					},
					{
						name: 'Ignore',
						value: 'ignore',
						description: 'Only address and status count, so that nothing is in the way of the deactivation',
					},
				],
				default: 'ignore',
				description: 'What else in the row of somebody who is to be inactive means',
			},
			{
				displayName: 'Wishes for Inactive Users',
				name: 'changesOfInactive',
				type: 'options',
				options: [
					{
						name: 'Enable for a Moment',
						value: 'enable-for-a-moment',
						description: 'Activate, change and deactivate again, whatever fails in between',
					},
					{ name: 'Leave Undone and Say So', value: 'skip' },
					{ name: 'Refuse', value: 'refuse' },
				],
				default: 'skip',
				description: 'What to do with changes of users who are inactive and stay so; Zoom refuses them (1053)',
			},
		],
	},
];
