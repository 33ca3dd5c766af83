import type { INodeProperties } from 'n8n-workflow';

import { allOf } from '../../../../lib/kaltura/lists';
import { USER_STATUS } from '../../../../lib/kaltura/user-answers';
import type { KalturaParams } from '../../../../lib/kaltura/wire';
import { limitField, returnAllField, simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Email Starts With',
			name: 'emailStartsWith',
			type: 'string',
			default: '',
			description: 'Only users whose address begins so',
		},
		{
			displayName: 'ID or Name Starts With',
			name: 'idOrScreenNameStartsWith',
			type: 'string',
			default: '',
			description: 'Only users whose ID or screen name begins so',
		},
		{
			displayName: 'Name Starts With',
			name: 'firstNameOrLastNameStartsWith',
			type: 'string',
			default: '',
			description: 'Only users whose first or last name begins so',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'Active or Blocked', value: 'both' },
				{ name: 'Blocked', value: 'blocked' },
			],
			default: 'active',
			description: 'Without this filter, active and blocked users are returned',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			description: 'Any of these, separated by commas',
		},
	],
};

export const getMany: Operation<UsersClients> = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users without groups; the list follows changes with a delay of seconds',
	fields: [returnAllField, limitField, filters, simplifyField],

	async run({ kaltura, parameter }) {
		const limit = parameter.boolean('returnAll') ? undefined : parameter.number('limit');
		const simplify = parameter.boolean('simplify');
		const users = await allOf(kaltura.users.list(toFilter(parameter.object('filters')), limit));
		return users.map((user) => userItem(user, simplify));
	},
};

function toFilter(chosen: Record<string, unknown>): KalturaParams {
	const filter: KalturaParams = {};
	for (const name of ['emailStartsWith', 'idOrScreenNameStartsWith', 'firstNameOrLastNameStartsWith']) {
		const text = String(chosen[name] ?? '').trim();
		if (text !== '') filter[name] = text;
	}
	const tags = String(chosen.tags ?? '').trim();
	if (tags !== '') filter.tagsMultiLikeOr = tags;
	if (chosen.status === 'active' || chosen.status === 'blocked') filter.statusIn = String(USER_STATUS[chosen.status]);
	return filter;
}
