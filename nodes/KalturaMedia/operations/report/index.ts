import type { Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { render } from './render.operation';

export const report: Resource<MediaClients> = {
	value: 'report',
	name: 'Report',
	operations: [render],
};
