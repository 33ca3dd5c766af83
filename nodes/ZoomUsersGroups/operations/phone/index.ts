import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { assignNumbers } from './assign-numbers.operation';
import { assignPlans } from './assign-plans.operation';
import { changeSettings } from './change-settings.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { getSettings } from './get-settings.operation';
import { listNumbers } from './list-numbers.operation';
import { listPlans } from './list-plans.operation';
import { listSites } from './list-sites.operation';
import { setEnabled } from './set-enabled.operation';
import { switchPlan } from './switch-plan.operation';
import { unassignNumbers } from './unassign-numbers.operation';
import { unassignPlans } from './unassign-plans.operation';
import { update } from './update.operation';

export const phone: Resource<OpenedZoom> = {
	value: 'phone',
	name: 'Phone',
	operations: [
		get,
		getMany,
		setEnabled,
		update,
		getSettings,
		changeSettings,
		assignPlans,
		switchPlan,
		unassignPlans,
		assignNumbers,
		unassignNumbers,
		listSites,
		listPlans,
		listNumbers,
	],
};
