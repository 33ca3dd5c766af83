import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { addAdmins } from './add-admins.operation';
import { addMembers } from './add-members.operation';
import { create } from './create.operation';
import { remove } from './delete.operation';
import { get } from './get.operation';
import { getAdmins } from './get-admins.operation';
import { getMany } from './get-many.operation';
import { getMembers } from './get-members.operation';
import { moveMember } from './move-member.operation';
import { removeAdmins } from './remove-admins.operation';
import { removeMembers } from './remove-members.operation';
import { rename } from './rename.operation';
import { setPrimary } from './set-primary.operation';

export const group: Resource<OpenedZoom> = {
	value: 'group',
	name: 'Group',
	operations: [
		get,
		getMany,
		create,
		rename,
		remove,
		getMembers,
		addMembers,
		removeMembers,
		moveMember,
		setPrimary,
		getAdmins,
		addAdmins,
		removeAdmins,
	],
};
