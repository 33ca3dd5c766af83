import type { Resource } from '../../../../lib/n8n/operation';
import type { UsersClients } from '../../clients';

import { add } from './add.operation';
import { getMany } from './get-many.operation';
import { remove } from './remove.operation';

export const membership: Resource<UsersClients> = {
	value: 'membership',
	name: 'Membership',
	operations: [add, getMany, remove],
};
