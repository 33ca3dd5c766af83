import type { INodeProperties } from 'n8n-workflow';

/**
 * A list of things that are picked from a searchable list or written as ids; one row may hold several ids separated by
 * commas, so that an expression can fill the list at once.
 */
export function groupList(displayName: string, name: string, searchListMethod: string): INodeProperties {
	return locatorList(displayName, name, 'Group', searchListMethod, 'Lecturers, Studio');
}

function locatorList(
	displayName: string,
	name: string,
	one: string,
	searchListMethod: string,
	placeholder: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${one}`,
		default: {},
		options: [
			{
				displayName: one,
				name: 'rows',
				values: [
					{
						displayName: one,
						name: 'id',
						type: 'resourceLocator',
						default: { mode: 'list', value: '' },
						modes: [
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								typeOptions: { searchListMethod, searchable: true },
							},
							{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
						],
						description: 'Choose from the list, or enter IDs separated by commas',
					},
				],
			},
		],
	};
}

/** What few admins need, behind "Add option". Names are part of saved workflows. */
export function optionsField(attendees: INodeProperties): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			attendees,
			{
				displayName: 'Create Missing People',
				name: 'createPeople',
				type: 'options',
				options: [
					{ name: 'Nobody', value: 'nobody', description: 'People without a Kaltura user get no rights' },
					{ name: 'People of This Zoom Account', value: 'peopleOfThisAccount' },
					{ name: 'Everybody With an E-Mail Address', value: 'everybody', description: 'Outsiders too' },
				],
				default: 'nobody',
				description: 'Who gets a new Kaltura user in order to get rights; the owner has a setting of its own',
			},
			{
				...locatorList('Excluded Hosts', 'excludedHosts', 'Host', 'searchZoomUsers', 'studio@example.edu'),
				description: 'Recordings of these hosts are not imported',
			},
			hostLeftField,
			keywordField(
				'Keywords to Keep It Private',
				'privateKeywords',
				'[private]',
				'In a topic they mean that its owner alone gets the recording: no categories, no rights of others; separated by commas',
			),
			keywordField(
				'Keywords to Leave It Out',
				'skipKeywords',
				'[no-kaltura]',
				'In a topic they mean that the recording is not imported; separated by commas',
			),
			{
				displayName: 'Maximum People',
				name: 'maximumPeople',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 2000 },
				default: 500,
				description: 'How many people of one recording get rights at most; the item says how many were left out',
			},
			{
				displayName: 'Minimum Duration (Minutes)',
				name: 'minimumDuration',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'Shorter recordings are skipped',
			},
			{
				displayName: 'Personal Notes',
				name: 'personalNotes',
				type: 'boolean',
				default: false,
				description: "Whether to import recordings of Zoom's My Notes, which somebody made for themselves",
			},
			notSharedField,
			rememberField,
			{
				displayName: 'Topic Must Match',
				name: 'topicMustMatch',
				type: 'string',
				default: '',
				placeholder: 'lecture|seminar',
				description: 'A word or regular expression; recordings with other topics are skipped',
			},
			{
				displayName: 'Topic Must Not Match',
				name: 'topicMustNotMatch',
				type: 'string',
				default: '',
				placeholder: 'office hours|private',
				description: 'A word or regular expression; recordings with such topics are skipped',
			},
			{
				displayName: 'Tracking Field',
				name: 'trackingField',
				type: 'string',
				default: '',
				placeholder: 'Publish to Kaltura',
				description: 'Name of the tracking field in Zoom in which the host says yes or no',
			},
			{
				displayName: 'Tracking Field Rule',
				name: 'trackingFieldRule',
				type: 'options',
				options: [
					{ name: 'Ignore', value: 'ignore' },
					{ name: 'Skip If It Says No', value: 'skipIfNo' },
					{ name: 'Import Only If It Says Yes', value: 'onlyIfYes' },
				],
				default: 'ignore',
				description:
					'Whether a tracking field of the meeting decides about the import; costs one Zoom call per meeting',
			},
			{
				displayName: 'Unmatched Hosts',
				name: 'unmatchedHosts',
				type: 'options',
				options: [
					{
						name: 'As the Lists Say',
						value: 'byList',
						description: 'Opt-in groups skip them, opt-out groups import them',
					},
					{ name: 'Skip', value: 'skip' },
					{ name: 'Import', value: 'import' },
				],
				default: 'byList',
				description: 'What the Kaltura groups mean for a host who has no Kaltura user and so is in no group',
			},
			{
				displayName: "Names of the Host's Groups",
				name: 'hostGroupNames',
				type: 'boolean',
				default: false,
				description:
					'Whether the item names the Zoom groups of the host in hostFacts, beside name, department and job title, which cost nothing. Zoom lists all groups for it, which needs the scope group:read:list_groups:admin.',
			},
			{
				displayName: 'Zoom Groups Management',
				name: 'zoomGroupsManagement',
				type: 'options',
				options: [
					{ name: 'Upload All Recordings', value: 'all' },
					{ name: 'Opt-In Groups', value: 'optIn' },
					{ name: 'Opt-Out Groups', value: 'optOut' },
					{ name: 'Opt-In and Opt-Out Groups', value: 'both' },
				],
				default: 'all',
				description: "The same by the host's Zoom groups; both rules must let a recording pass",
			},
			{
				...groupList('Zoom Opt-In Groups', 'zoomOptInGroups', 'searchZoomGroups'),
				description: 'Zoom groups: only recordings of their members are imported',
			},
			{
				...groupList('Zoom Opt-Out Groups', 'zoomOptOutGroups', 'searchZoomGroups'),
				description: 'Zoom groups: recordings of their members are not imported',
			},
		].toSorted((a, b) => a.displayName.localeCompare(b.displayName)) as INodeProperties[],
	};
}

const notSharedField: INodeProperties = {
	displayName: 'Not Shared in Zoom',
	name: 'notShared',
	type: 'options',
	options: [
		{ name: 'Ignore', value: 'ignore', description: 'Zoom is not asked' },
		{ name: 'Keep It Private', value: 'private', description: 'Its owner alone gets it in Kaltura' },
		{ name: 'Leave It Out', value: 'skip' },
	],
	default: 'ignore',
	description:
		'What to do with a recording whose sharing the host has switched off in Zoom; costs one Zoom call per recording, and the scope cloud_recording:read:recording_settings:admin',
};

/** What hosts write into a topic; nothing is heard as it comes. */
function keywordField(displayName: string, name: string, example: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: '', placeholder: `e.g. ${example}`, description };
}

const hostLeftField: INodeProperties = {
	displayName: 'If the Host Left Zoom',
	name: 'hostLeft',
	type: 'options',
	options: [
		{ name: 'Needs Attention', value: 'needsAttention' },
		{ name: 'Skip and Report', value: 'skip' },
		{ name: 'Use Default User', value: 'defaultUser' },
	],
	default: 'needsAttention',
	description:
		"For hosts whom Zoom does not know any more, when the item's e-mail address finds no Kaltura user either",
};

const rememberField: INodeProperties = {
	displayName: 'Remember Zoom Users (Minutes)',
	name: 'rememberZoomUsers',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'How long a Zoom user that was read may be used again by later runs; saves calls in a backfill',
};
