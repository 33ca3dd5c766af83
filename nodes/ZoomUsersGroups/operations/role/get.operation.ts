import { InputError } from '../../../../lib/policy/failures';
import { roleItem } from '../../answers';
import { readRoleId } from '../../choices';
import type { DirectoryOperation } from '../../fields';
import { simplifyField } from '../../../../lib/n8n/list-fields';
import { roleField } from '../../fields';

export const get: DirectoryOperation = {
	value: 'get',
	reads: true,
	name: 'Get',
	action: 'Get a role',
	description: 'Read a role with its privileges',
	fields: [roleField, simplifyField],

	async run(call) {
		const id = await readRoleId(call);
		const role = await call.zoom.roles.get(id);
		if (!role) throw new InputError('Role', `is ${id}, and the account has no such role`, 'Choose it from the list.');
		return roleItem(role, call.parameter.boolean('simplify'));
	},
};
