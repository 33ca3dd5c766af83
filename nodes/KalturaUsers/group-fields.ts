import type { INodeProperties } from 'n8n-workflow';

export const groupIdField: INodeProperties = {
	displayName: 'Group ID',
	name: 'groupId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'MediaDesign',
	description: 'ID of the group in Kaltura',
};
