import { InputError } from '../../../../lib/policy/failures';
import { phoneItem, userItem } from '../../answers';
import { modeOf } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import { userField } from '../../fields';

export const get: DirectoryOperation = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get a user',
	description: 'Read one user with all details',
	fields: [
		{
			...userField,
			modes: [
				...(userField.modes ?? []),
				{ displayName: 'By Employee ID', name: 'uniqueId', type: 'string', placeholder: 'e.g. E-0042' },
			],
		},
		simplifyField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'If Missing',
					name: 'ifMissing',
					type: 'options',
					options: [
						{ name: 'Fail', value: 'fail' },
						{ name: 'Return Nothing', value: 'nothing' },
					],
					default: 'fail',
					description: 'What to do when Zoom has no such user',
				},
				{
					displayName: 'Include Phone',
					name: 'includePhone',
					type: 'boolean',
					default: false,
					description: 'Whether to read the Zoom Phone profile too (one more call)',
				},
			],
		},
	],

	async run(call) {
		const { zoom, parameter } = call;
		const key = parameter.string('user');
		const options = parameter.object('options');
		const user = await zoom.users.get(key, { byUniqueId: modeOf(call, 'user') === 'uniqueId' });
		if (!user) {
			if (options.ifMissing === 'nothing') return [];
			throw new InputError('User', `is ${key}, and Zoom has no such user in this account`, 'Check the ID or address.');
		}
		const simplify = parameter.boolean('simplify');
		const item = userItem(user, simplify);
		if (options.includePhone !== true || user.status === 'pending') return item;
		const phone = await zoom.phone.get(user.id);
		return { ...item, phone: phone && phoneItem(phone, simplify) };
	},
};
