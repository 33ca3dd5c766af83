import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { describePlan } from './describe-plan.operation';
import { read } from './read.operation';

export const list: Resource<OpenedZoom> = {
	value: 'list',
	name: 'List',
	operations: [read, describePlan],
};
