import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { read } from './read.operation';

export const list: Resource<OpenedZoom> = {
	value: 'list',
	name: 'List',
	operations: [read],
};
