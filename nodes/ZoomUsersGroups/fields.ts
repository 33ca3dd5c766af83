import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall } from '../../lib/n8n/operation';
import type { OpenedZoom } from '../../lib/n8n/zoom';

export type DirectoryOperation = Operation<OpenedZoom>;
export type DirectoryCall = OperationCall<OpenedZoom>;

export const userField: INodeProperties = {
	displayName: 'User',
	name: 'user',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'People who have not accepted their invitation yet can be named by email only',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user…',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. KDcuGIm1QgePTO8WbOqwIQ' },
		{ displayName: 'By Email', name: 'email', type: 'string', placeholder: 'e.g. ann@example.edu' },
	],
};

export const usersField: INodeProperties = {
	displayName: 'Users',
	name: 'users',
	type: 'string',
	required: true,
	default: '={{ $json.email }}',
	placeholder: 'ann@example.edu, bo@example.edu',
	description: 'IDs or email addresses, separated by commas or line breaks, or a list from an expression',
};

export const groupField: INodeProperties = nameable('Group', 'group', 'searchGroups', 'e.g. Lecturers');
export const roleField: INodeProperties = nameable('Role', 'role', 'searchRoles', 'e.g. Recording Manager');

/** A locator for something that has a name besides its id. */
function nameable(displayName: string, name: string, searchListMethod: string, placeholder: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Choose a ${displayName.toLowerCase()}…`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. RSMaSp8sTEGK0_oamiA2_w' },
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder },
		],
	};
}
