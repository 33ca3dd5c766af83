import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { create } from './create.operation';
import { remove } from './delete.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { update } from './update.operation';

export const entry: Resource<MediaClients> = {
	value: 'entry',
	name: 'Entry',
	operations: [get, create, getMany, update, remove],
};
