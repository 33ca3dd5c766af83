import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../lib/policy/failures';
import type { OaaOptions } from '../../../lib/oaa/format';
import type { DirectoryCall } from '../fields';

/** Whether a list becomes items, or one item that holds it. */
export const listOutputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'One Item for All', value: 'single', description: 'With the list and its figures, also when it is empty' },
		{ name: 'One Item for Each', value: 'items' },
	],
	default: 'items',
};

export const mappingField: INodeProperties = {
	displayName: 'Permission Mapping',
	name: 'mapping',
	type: 'options',
	options: [
		{ name: 'Fine', value: 'fine', description: 'Tells reading from editing, and objects from settings' },
		{
			name: 'As Veza',
			value: 'veza',
			description: 'User, Role and Group as in the table of its Zoom integration; the rest as fine',
		},
	],
	default: 'fine',
	description: 'How a privilege such as Role:Edit is said in canonical permissions',
};

export const correlateByField: INodeProperties = {
	displayName: 'Correlate By',
	name: 'correlateBy',
	type: 'options',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'Email or Unique ID', value: 'both' },
		{ name: 'Unique ID', value: 'unique-id', description: 'The one that single sign-on gave' },
	],
	default: 'both',
	description:
		'What a user and a person of the identity provider have in common; in Kaltura the unique ID is the user ID',
};

export const customIdentitiesField: INodeProperties = {
	displayName: 'Custom Identities',
	name: 'customIdentities',
	type: 'json',
	default: '{}',
	placeholder: '{ "ann@example.edu": "alee" }',
	description:
		'Own table from address or ID in Zoom or Kaltura to the identity at the provider; wins over Correlate By',
};

export const payloadFields: INodeProperties[] = [
	{
		displayName: 'Application Name',
		name: 'application',
		type: 'string',
		default: 'Zoom',
		required: true,
		description: 'How the Zoom account is called there; with several accounts give each its own name',
	},
	{
		displayName: 'Kaltura Application Name',
		name: 'kalturaApplication',
		type: 'string',
		default: 'Kaltura',
		description:
			'How the Kaltura account is called there, when the snapshot holds it; empty leaves Kaltura out of the payload',
	},
	mappingField,
	correlateByField,
	customIdentitiesField,
];

export const readMapping = ({ parameter }: DirectoryCall) => parameter.oneOf('mapping', ['fine', 'veza'], 'fine');

export function readCorrelation({ parameter }: DirectoryCall): {
	by: 'email' | 'unique-id' | 'both';
	custom: Record<string, string>;
} {
	const custom = Object.entries(parameter.object('customIdentities')).map(([zoom, provider]) => {
		if (typeof provider === 'string' || typeof provider === 'number') return [zoom, String(provider)] as const;
		throw new InputError(
			'Custom Identities',
			`has something else than text for "${zoom}"`,
			'Give an object such as { "ann@example.edu": "alee" }.',
		);
	});
	return {
		by: parameter.oneOf('correlateBy', ['email', 'unique-id', 'both'], 'both'),
		custom: Object.fromEntries(custom),
	};
}

export function readPayloadOptions(call: DirectoryCall): OaaOptions {
	const { by, custom } = readCorrelation(call);
	return {
		application: call.parameter.string('application'),
		kalturaApplication: call.parameter.text('kalturaApplication'),
		mapping: readMapping(call),
		identities: by,
		customIdentities: custom,
	};
}
