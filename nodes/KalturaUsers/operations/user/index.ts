import type { Resource } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';

import { create } from './create.operation';
import { remove } from './delete.operation';
import { ensure } from './ensure.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { update } from './update.operation';

export const user: Resource<UsersClients> = {
	value: 'user',
	name: 'User',
	operations: [get, create, ensure, getMany, update, remove],
};
