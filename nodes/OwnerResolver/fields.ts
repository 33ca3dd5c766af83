import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { groupList, optionsField } from './option-fields';
import { rulesApplyField, rulesField } from './rules-fields';

/** Whose a recording is: shared by both operations. Labels are those of Kaltura's Edit Zoom account screen. */
export const ownerFields: INodeProperties[] = [
	{
		displayName: 'Set User Based On',
		name: 'setUserBasedOn',
		type: 'options',
		options: [
			{
				name: 'Zoom User',
				value: 'zoomUser',
				description: "The e-mail address of the meeting's host is the Kaltura user ID, with or without an ending",
			},
			{
				name: 'CMS User ID',
				value: 'cmsUserId',
				description: "The Kaltura user ID that Zoom's SAML mapping keeps for the host; without one, the e-mail address",
			},
		],
		default: 'zoomUser',
	},
	{
		displayName: 'Zoom User Matching',
		name: 'zoomUserMatching',
		type: 'options',
		displayOptions: { show: { setUserBasedOn: ['zoomUser'] } },
		options: [
			{ name: 'Do Not Modify', value: 'doNotModify' },
			{ name: 'Add Postfix', value: 'addPostfix' },
			{ name: 'Remove Postfix', value: 'removePostfix' },
		],
		default: 'doNotModify',
		description: "How the host's e-mail address becomes the Kaltura user ID",
	},
	{
		displayName: 'Postfix',
		name: 'postfix',
		type: 'string',
		displayOptions: { show: { setUserBasedOn: ['zoomUser'], zoomUserMatching: ['addPostfix', 'removePostfix'] } },
		default: '',
		placeholder: '@example.edu',
		description: 'The ending that is added or cut off; upper and lower case are the same',
	},
	{
		displayName: 'Then Match By',
		name: 'thenMatchBy',
		type: 'options',
		options: [
			{ name: 'E-Mail Address', value: 'email' },
			{ name: 'External ID', value: 'externalId' },
			{ name: 'Nothing Else', value: 'none' },
		],
		default: 'email',
		description: 'The second look-up, when no Kaltura user has the ID. Exactly one active user must have it.',
	},
];

export const defaultUserField: INodeProperties = {
	displayName: 'Default User',
	name: 'defaultUser',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'zoom.recordings' },
	],
	description: 'The Kaltura user who owns recordings whose host has no Kaltura user; created when it is first needed',
};

const ACCESS_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Co-Editor', value: 'coEditor', description: 'May change the entry' },
	{
		name: 'Co-Editor and Co-Publisher',
		value: 'coEditorAndPublisher',
		description: 'May change the entry and publish it',
	},
	{ name: 'Co-Publisher', value: 'coPublisher', description: 'May publish the entry' },
	{ name: 'Co-Viewer', value: 'coViewer', description: 'May watch the entry' },
	{ name: 'Ignore', value: 'ignore', description: 'Get no rights; Zoom is not asked about them' },
];

/** What one kind of people may do. */
function accessField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'options', options: ACCESS_OPTIONS, default: 'ignore', description };
}

/** The form of Resolve Owner, in the order of Kaltura's screen. */
export const resolveFields: INodeProperties[] = [
	{
		displayName: 'Upload Meeting Recordings',
		name: 'uploadMeetingRecordings',
		type: 'boolean',
		default: true,
		description: 'Whether recordings of meetings are imported',
	},
	{
		displayName: 'Upload Webinar Recordings',
		name: 'uploadWebinarRecordings',
		type: 'boolean',
		default: true,
		description: 'Whether recordings of webinars are imported',
	},
	{
		displayName: 'Upload Recordings Management',
		name: 'uploadRecordingsManagement',
		type: 'options',
		options: [
			{ name: 'Upload All Recordings', value: 'all' },
			{ name: 'Opt-In Groups', value: 'optIn', description: 'Only recordings of members of these Kaltura groups' },
			{ name: 'Opt-Out Groups', value: 'optOut', description: 'No recordings of members of these Kaltura groups' },
			{
				name: 'Opt-In and Opt-Out Groups',
				value: 'both',
				description: 'Who is in an opt-out group is out, even when also in an opt-in group',
			},
		],
		default: 'all',
	},
	{
		...groupList('Opt-In Groups', 'optInGroups', 'searchGroups'),
		description: 'Only recordings of members of these Kaltura groups are imported',
		displayOptions: { show: { uploadRecordingsManagement: ['optIn', 'both'] } },
	},
	{
		...groupList('Opt-Out Groups', 'optOutGroups', 'searchGroups'),
		description: 'Recordings of members of these Kaltura groups are not imported',
		displayOptions: { show: { uploadRecordingsManagement: ['optOut', 'both'] } },
	},
	...ownerFields,
	{
		displayName: "In Case the User Doesn't Exist",
		name: 'userDoesNotExist',
		type: 'options',
		options: [
			{ name: 'Create New User Based on Zoom User', value: 'createUser', description: 'With e-mail address and names' },
			{ name: 'Use Default User', value: 'defaultUser' },
			{ name: 'Skip and Report', value: 'skip', description: 'The recording is not imported; the item says why' },
			{ name: 'Needs Attention', value: 'needsAttention', description: 'A person decides' },
		],
		default: 'defaultUser',
	},
	defaultUserField,
	accessField(
		'Alternative Hosts',
		'alternativeHosts',
		'What the alternative hosts of the meeting may do with the entry',
	),
	accessField('Co-Hosts', 'coHosts', 'What the co-hosts of this instance may do with the entry'),
	accessField('Participants', 'participants', 'What the participants of this meeting instance may do with the entry'),
	accessField('Panelists', 'panelists', 'What the panelists of a webinar may do with the entry'),
	rulesField,
	rulesApplyField,
	optionsField(accessField('Attendees', 'attendees', 'What the attendees of a webinar may do with the entry')),
];
