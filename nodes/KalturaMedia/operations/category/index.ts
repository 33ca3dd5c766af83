import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { assign } from './assign.operation';
import { createPath } from './create-path.operation';
import { find } from './find.operation';
import { getMany } from './get-many.operation';
import { unassign } from './unassign.operation';

export const category: Resource<MediaClients> = {
	value: 'category',
	name: 'Category',
	operations: [assign, createPath, find, getMany, unassign],
};
