import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { assign } from './assign.operation';
import { remove } from './delete.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { getMembers } from './get-members.operation';
import { unassign } from './unassign.operation';

export const role: Resource<OpenedZoom> = {
	value: 'role',
	name: 'Role',
	operations: [get, getMany, getMembers, assign, unassign, remove],
};
