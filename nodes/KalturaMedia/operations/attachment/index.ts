import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { add } from './add.operation';
import { remove } from './delete.operation';
import { list } from './get-many.operation';

export const attachment: Resource<MediaClients> = {
	value: 'attachment',
	name: 'Attachment',
	operations: [add, list, remove],
};
