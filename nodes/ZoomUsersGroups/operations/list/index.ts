import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { addVanished } from './add-vanished.operation';
import { compareKaltura } from './compare-kaltura.operation';
import { describePlan } from './describe-plan.operation';
import { dueInvitations } from './due-invitations.operation';
import { findDeletable } from './find-deletable.operation';
import { outcomeRows } from './outcome-rows.operation';
import { read } from './read.operation';
import { readSource } from './read-source.operation';
import { stillApproved } from './still-approved.operation';

export const list: Resource<OpenedZoom> = {
	value: 'list',
	name: 'List',
	operations: [
		read,
		readSource,
		addVanished,
		describePlan,
		stillApproved,
		outcomeRows,
		findDeletable,
		compareKaltura,
		dueInvitations,
	],
};
