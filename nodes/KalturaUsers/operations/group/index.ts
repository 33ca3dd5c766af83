import type { Resource } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';

import { create } from './create.operation';
import { remove } from './delete.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { update } from './update.operation';

export const group: Resource<UsersClients> = {
	value: 'group',
	name: 'Group',
	operations: [get, create, getMany, update, remove],
};
