import type { INodeProperties } from 'n8n-workflow';

/** The attributes that hold group values, as on Kaltura's Ssogroupsync page. Names are part of saved workflows. */
export const privilegesField: INodeProperties = {
	displayName: 'Privileges',
	name: 'privileges',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Privilege',
	default: {},
	description: 'Attributes that hold group values; all of them are united before anything is compared',
	options: [
		{
			displayName: 'Privilege',
			name: 'privilege',
			values: [
				{
					displayName: 'Pattern',
					name: 'pattern',
					type: 'string',
					default: '',
					placeholder: '^CN=KMS-(.+?),',
					description:
						'Regular expression; its first group (else the whole match) is the value, and values that do not fit are passed over',
					displayOptions: { show: { read: ['pattern'] } },
				},
				{
					displayName: 'Privilege',
					name: 'privilege',
					type: 'string',
					default: '',
					placeholder: 'memberOf',
					description: 'Name of the attribute in the input item, or a path such as attributes.memberOf',
				},
				{
					displayName: 'Read Values As',
					name: 'read',
					type: 'options',
					options: [
						{ name: 'First CN of a Distinguished Name', value: 'firstCn' },
						{ name: 'Match of a Pattern', value: 'pattern' },
						{ name: 'They Are', value: 'value' },
					],
					default: 'value',
					description: 'What of a value counts: all of it, its first CN, or what a pattern matches',
				},
				{
					displayName: 'Separators',
					name: 'separators',
					type: 'string',
					default: ';|\\n',
					description:
						'Characters between several values in one text; \\n is a line break. Commas are part of distinguished names. Lists need none.',
				},
				{
					displayName: 'Value Mapping',
					name: 'valueMapping',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Value Mapping',
					default: {},
					description: 'A value in several lines leads to several groups',
					displayOptions: { show: { valueMappingType: ['mapValue'] } },
					options: [
						{
							displayName: 'Line',
							name: 'line',
							values: [
								{
									displayName: 'Value',
									name: 'value',
									type: 'string',
									default: '',
									description: 'Exactly as the attribute has it',
								},
								{
									displayName: 'Group',
									name: 'group',
									type: 'string',
									default: '',
									description: 'Group for this value',
								},
							],
						},
					],
				},
				{
					displayName: 'Value Mapping Type',
					name: 'valueMappingType',
					type: 'options',
					options: [
						{ name: 'Map Privilege Value to a Group Name', value: 'mapValue' },
						{ name: 'Use Privilege Value as Group Name', value: 'useValue' },
					],
					default: 'useValue',
					description: 'How a value of the attribute becomes a group',
				},
			],
		},
	],
};
