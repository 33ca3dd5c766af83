import type { INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../../lib/n8n/collection';
import { InputError } from '../../../../lib/policy/failures';
import { inParallel } from '../../../../lib/http/in-parallel';
import type { ZoomPhoneUser, ZoomUser } from '../../../../lib/zoom/schemas';
import { USER_STATUSES } from '../../../../lib/zoom/users';
import { phoneItem, userItem } from '../../answers';
import { readLimit } from '../../choices';
import type { DirectoryCall, DirectoryOperation } from '../../fields';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';

/** Calls under way at once; the rate limits pace them. */
const DETAILS_AT_ONCE = 32;

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
			description: 'In any case; Zoom cannot search, so all users are read',
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
		const wanted = new CollectionReader(parameter.object('options'));
		const users = await readUsers(call, wanted, readLimit(call));
		const [phones, detailed] = await Promise.all([
			wanted.boolean('includePhone', 'Include Phone', false) ? phonesById(call) : undefined,
			wanted.boolean('includeDetails', 'Include Details', false)
				? inParallel(users, DETAILS_AT_ONCE, async (user) =>
						// A pending user shows less by itself than in the list; somebody who left meanwhile keeps the row.
						user.status === 'pending' ? user : withRow(user, await zoom.users.get(user.id)),
					)
				: users,
		]);
		const simplify = parameter.boolean('simplify');
		return detailed.map((user) => {
			const item = userItem(user, simplify);
			if (!phones) return item;
			const phone = phones.get(user.id);
			return { ...item, phone: phone ? phoneItem(phone, simplify) : null };
		});
	},
};

/** Page after page, so that a limit ends the reading; all pages are read before any details, because their tokens expire. */
async function readUsers(call: DirectoryCall, options: CollectionReader, limit: number): Promise<ZoomUser[]> {
	const { zoom, parameter } = call;
	const status = parameter.oneOf('status', ['all', ...USER_STATUSES], 'all');
	const chosen = new CollectionReader(parameter.object('filters'));
	const roleId = await roleIdOf(call, chosen.text('role'));
	const fits = await filterOf(call, chosen);
	const include = options.boolean('includeCustomAttributes', 'Include Custom Attributes', false);
	const batchSize = options.number('batchSize', 'Batch Size', 2000, { least: 1, most: 2000 });
	const found: ZoomUser[] = [];
	for (const one of status === 'all' ? USER_STATUSES : [status]) {
		const pages = zoom.users.list(one, {
			...(roleId === '' ? {} : { roleId }),
			...(include ? { include: 'custom_attributes' as const } : {}),
			pageSize: Math.min(batchSize, Number.isFinite(limit) && noFilter(chosen) ? Math.max(1, limit) : batchSize),
		});
		for await (const page of pages) {
			for (const user of page) if (fits(user)) found.push(user);
			if (found.length >= limit) return found.slice(0, limit);
		}
	}
	return found;
}

const noFilter = (chosen: CollectionReader) => ['contains', 'group', 'type'].every((name) => chosen.text(name) === '');

async function filterOf(call: DirectoryCall, chosen: CollectionReader): Promise<(user: ZoomUser) => boolean> {
	const contains = chosen.text('contains').toLowerCase();
	const type = chosen.text('type');
	const group = await groupIdOf(call, chosen.text('group'));
	return (user) =>
		(contains === '' ||
			`${user.display_name} ${user.first_name} ${user.last_name} ${user.email}`.toLowerCase().includes(contains)) &&
		(type === '' || String(user.type) === type) &&
		(group === '' || user.group_ids.includes(group));
}

/** @throws {InputError} for a name or id that the account does not have: an empty list would look like an empty group */
async function groupIdOf({ zoom }: DirectoryCall, wanted: string): Promise<string> {
	if (wanted === '') return '';
	for await (const groups of zoom.groups.list()) {
		const found = groups.find(({ id, name }) => id === wanted || name.trim().toLowerCase() === wanted.toLowerCase());
		if (found) return found.id;
	}
	throw new InputError('Group', `is "${wanted}", and the account has no such group`, 'Check the ID or name.');
}

async function roleIdOf({ zoom }: DirectoryCall, wanted: string): Promise<string> {
	if (wanted === '') return '';
	const roles = await zoom.roles.list();
	const found = roles.find(({ id, name }) => id === wanted || name.trim().toLowerCase() === wanted.toLowerCase());
	if (found) return found.id;
	throw new InputError('Role', `is "${wanted}", and the account has no such role`, 'Check the ID or name.');
}

async function phonesById({ zoom }: DirectoryCall): Promise<Map<string, ZoomPhoneUser>> {
	const phones = new Map<string, ZoomPhoneUser>();
	for await (const page of zoom.phone.list()) for (const phone of page) phones.set(phone.id, phone);
	return phones;
}

/** Some fields are told by lists only. */
const withRow = (row: ZoomUser, details: ZoomUser | null): ZoomUser => (details ? { ...row, ...details } : row);
