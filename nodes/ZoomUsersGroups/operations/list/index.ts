import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { addVanished } from './add-vanished.operation';
import { describePlan } from './describe-plan.operation';
import { read } from './read.operation';
import { readSource } from './read-source.operation';

export const list: Resource<OpenedZoom> = {
	value: 'list',
	name: 'List',
	operations: [read, readSource, addVanished, describePlan],
};
