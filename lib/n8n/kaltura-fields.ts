import type { INodeProperties } from 'n8n-workflow';

/** Resource locators for things of a Kaltura account; their lists are `kalturaLists`. */

export const entryIdField: INodeProperties = {
	displayName: 'Entry ID',
	description: 'ID of the entry in Kaltura',
	name: 'entryId',
	type: 'string',
	default: '',
	required: true,
	placeholder: '0_ab12cd34',
};

export const userField: INodeProperties = locator('User', 'userId', 'searchUsers', 'ann@example.edu');
export const groupField: INodeProperties = locator('Group', 'groupId', 'searchGroups', 'lecturers');
export const conversionProfileField: INodeProperties = {
	...locator('Conversion Profile', 'conversionProfileId', 'searchConversionProfiles', '12345'),
	required: false,
	description: 'Which renditions Kaltura makes; left empty, the default of the account',
};

export const categoriesField: INodeProperties = {
	displayName: 'Categories',
	name: 'categories',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'Courses>2026>Physics',
	description:
		'Full paths with ">" between the levels, or names that exist once; several are separated by commas. Can also be a list from an expression.',
};

export const createMissingField: INodeProperties = {
	displayName: 'Create Missing Categories',
	name: 'createMissing',
	type: 'boolean',
	default: false,
	description: 'Whether to create categories that do not exist, level by level',
};

function locator(displayName: string, name: string, searchListMethod: string, placeholder: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
		],
	};
}
