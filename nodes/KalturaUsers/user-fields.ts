import type { INodeProperties } from 'n8n-workflow';

import { USER_STATUS } from '../../lib/kaltura/user-answers';
import { CLEAR, type KalturaParams } from '../../lib/kaltura/wire';
import { InputError } from '../../lib/policy/failures';

export const userIdField: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'ann@example.edu',
	description: 'Up to 100 English letters, digits and signs such as @ _ or -, without blanks; groups share these IDs',
};

/**
 * Kaltura takes it when a user is created, instead of an ID, and never again (insert-only).
 * @see https://github.com/kaltura/server/blob/master/api_v3/lib/types/KalturaUser.php externalId
 */
export const externalIdField: INodeProperties = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	description: 'For accounts with hashed user IDs, instead of the User ID, from which Kaltura then makes the ID',
};

/** Properties of a user that can be given when it is created and changed later. */
export const userFields: INodeProperties[] = [
	{
		displayName: 'Administrator',
		name: 'isAdmin',
		type: 'boolean',
		default: false,
		description: 'Whether the user may use KMC',
	},
	{ displayName: 'Company', name: 'company', type: 'string', default: '' },
	{ displayName: 'Country', name: 'country', type: 'string', default: '', placeholder: 'DE' },
	{ displayName: 'Description', name: 'description', type: 'string', default: '' },
	{ displayName: 'Email', name: 'email', type: 'string', placeholder: 'name@email.com', default: '' },
	{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
	{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
	{
		displayName: 'Partner Data',
		name: 'partnerData',
		type: 'string',
		default: '',
		description: 'Free text for your own use',
	},
	{ displayName: 'Role IDs', name: 'roleIds', type: 'string', default: '', description: 'IDs separated by commas' },
	{ displayName: 'Screen Name', name: 'screenName', type: 'string', default: '' },
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Blocked', value: 'blocked' },
		],
		default: 'active',
	},
	{ displayName: 'Tags', name: 'tags', type: 'string', default: '', description: 'Tags separated by commas' },
	{ displayName: 'Title', name: 'title', type: 'string', default: '' },
];

const TEXTS = userFields.filter(({ type }) => type === 'string').map(({ name }) => name);

/**
 * The chosen fields in Kaltura's form.
 * @param emptyClears whether an empty field empties the property (update), or is left out (create, ensure)
 */
export function toUser(fields: Record<string, unknown>, emptyClears: boolean): KalturaParams {
	const user: KalturaParams = {};
	for (const name of TEXTS) {
		if (!(name in fields)) continue;
		const text = String(fields[name] ?? '').trim();
		if (text !== '') user[name] = text;
		else if (emptyClears) user[name] = CLEAR;
	}
	if (typeof user.email === 'string' && !/^[^\s@]+@[^\s@]+$/.test(user.email)) {
		throw new InputError(
			'email',
			`is "${user.email}", which is no e-mail address`,
			'Check the expression that fills it.',
		);
	}
	const { isAdmin, status } = fields;
	if (typeof isAdmin === 'boolean') user.isAdmin = isAdmin;
	if (status === 'active' || status === 'blocked') user.status = USER_STATUS[status];
	return user;
}
