import type { INodeProperties } from 'n8n-workflow';

import { KalturaError } from '../../../../lib/kaltura/errors';
import { requireId } from '../../../../lib/kaltura/ids';
import { inBatch } from '../../../../lib/n8n/batch';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import type { Operation } from '../../../../lib/n8n/operation';
import { findKalturaUsers, USER_KEYS, type WantedUser } from '../../../../lib/pipeline/provisioning/find-kaltura-users';
import { userItem } from '../../answers';
import type { UsersClients } from '../../clients';

const fields: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		options: [
			{ name: 'Email', value: 'email', description: 'Exactly this address; everybody who has it is returned' },
			{ name: 'External ID', value: 'externalId' },
			{ name: 'Login ID', value: 'loginId', description: 'Only users who can log in to KMC have one' },
			{ name: 'User ID', value: 'id' },
		],
		default: 'id',
	},
	{ displayName: 'Value', name: 'value', type: 'string', default: '', required: true, placeholder: 'ann@example.edu' },
	{
		displayName: 'If Missing',
		name: 'ifMissing',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail' },
			{ name: 'Return an Item with "Found": False', value: 'return' },
		],
		default: 'fail',
		description: 'What to do when Kaltura has no such user',
	},
	simplifyField,
];

export const get: Operation<UsersClients> = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get a user',
	description: 'Find a user by ID, exact email, external ID or login ID; many items are read in few requests',
	fields,

	runAll: inBatch(
		({ parameter }): WantedUser & { simplify: boolean } => {
			const key = parameter.oneOf('findBy', USER_KEYS);
			const ifMissing = parameter.oneOf('ifMissing', ['fail', 'return']);
			// Nobody is found by nothing: a person without an address must not end the run of all others.
			const value = ifMissing === 'return' ? parameter.text('value') : parameter.string('value');
			if (key === 'id' && value !== '') requireId('user', value, 'user.get');
			return {
				key,
				value,
				ifMissing,
				simplify: parameter.boolean('simplify'),
			};
		},
		async (wanted, { kaltura }) => {
			const findings = await findKalturaUsers(kaltura, wanted);
			return findings.map((finding, index) => {
				const { key, value, simplify } = wanted[index]!;
				if (finding instanceof KalturaError) return finding;
				if ('users' in finding) return finding.users.map((user) => ({ found: true, ...userItem(user, simplify) }));
				return { found: false, [key]: value, ...(finding.perhapsTooNew ? { perhapsTooNew: true } : {}) };
			});
		},
	),
};
