import { phoneItem } from '../../answers';
import type { DirectoryOperation } from '../../fields';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import { userField } from '../../fields';

export const get: DirectoryOperation = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get the phone of a user',
	description: 'Read extension, site, calling plans and numbers of a user',
	fields: [userField, simplifyField],

	async run({ zoom, parameter }) {
		const user = parameter.string('user');
		const phone = await zoom.phone.get(user);
		return phone ? { enabled: true, ...phoneItem(phone, parameter.boolean('simplify')) } : { user, enabled: false };
	},
};
