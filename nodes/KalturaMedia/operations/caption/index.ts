import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { add } from './add.operation';
import { remove } from './delete.operation';
import { list } from './get-many.operation';
import { setDefault } from './set-default.operation';

export const caption: Resource<MediaClients> = {
	value: 'caption',
	name: 'Caption',
	operations: [add, list, setDefault, remove],
};
