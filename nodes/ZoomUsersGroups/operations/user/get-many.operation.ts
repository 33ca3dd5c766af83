import type { INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../../lib/n8n/collection';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import { listUsers } from '../../../../lib/pipeline/provisioning/list-users';
import { USER_STATUSES } from '../../../../lib/zoom/users';
import { phoneItem, userItem } from '../../answers';
import { readLimit } from '../../choices';
import type { DirectoryOperation } from '../../fields';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Email or Name Contains',
			name: 'contains',
			type: 'string',
			default: '',
			description: 'Upper or lower case; Zoom cannot search, so all users are read',
		},
		{
			displayName: 'Group',
			name: 'group',
			type: 'string',
			default: '',
			description: 'ID or name of a group that the user is in',
		},
		{ displayName: 'Role', name: 'role', type: 'string', default: '', description: 'ID or name of a role' },
		{
			displayName: 'User Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Basic', value: '1' },
				{ name: 'Licensed', value: '2' },
				{ name: 'None', value: '99' },
				{ name: 'Unassigned Without Meetings', value: '4' },
			],
			default: '2',
			description: 'Only users with this licence',
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 2000 },
			default: 2000,
			description: 'Users per call',
		},
		{
			displayName: 'Include Custom Attributes',
			name: 'includeCustomAttributes',
			type: 'boolean',
			default: false,
			description: 'Whether to ask for custom attributes (no more calls)',
		},
		{
			displayName: 'Include Details',
			name: 'includeDetails',
			type: 'boolean',
			default: false,
			description:
				'Whether to read each user by itself for what lists leave out, such as job title, manager, Zoom Workplace plan and Kaltura user ID: one call per user, as fast as the rate limits allow',
		},
		{
			displayName: 'Include Phone',
			name: 'includePhone',
			type: 'boolean',
			default: false,
			description: 'Whether to add Zoom Phone profiles, read from their list: one call per 100 phones',
		},
	],
};

export const getMany: DirectoryOperation = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many users',
	description: 'List active, inactive and pending users',
	fields: [
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'All', value: 'all' },
				{ name: 'Inactive', value: 'inactive' },
				{ name: 'Pending', value: 'pending', description: 'Invited; Zoom gives no ID for them' },
			],
			default: 'all',
		},
		returnAllField,
		limitField,
		filters,
		simplifyField,
		options,
	],

	async run(call) {
		const { zoom, parameter } = call;
		const options = new CollectionReader(parameter.object('options'));
		const chosen = new CollectionReader(parameter.object('filters'));
		const listed = await listUsers(zoom, {
			status: parameter.oneOf('status', ['all', ...USER_STATUSES], 'all'),
			limit: readLimit(call),
			contains: chosen.text('contains'),
			group: chosen.text('group'),
			role: chosen.text('role'),
			type: chosen.text('type'),
			batchSize: options.number('batchSize', 'Batch Size', 2000, { least: 1, most: 2000 }),
			includeCustomAttributes: options.boolean('includeCustomAttributes', 'Include Custom Attributes', false),
			includeDetails: options.boolean('includeDetails', 'Include Details', false),
			includePhone: options.boolean('includePhone', 'Include Phone', false),
		});
		const simplify = parameter.boolean('simplify');
		return listed.map(({ user, phone }) => ({
			...userItem(user, simplify),
			...(phone !== undefined && { phone: phone && phoneItem(phone, simplify) }),
		}));
	},
};
