import { RoutedItem, type OperationCall } from '../../../lib/n8n/operation';
import { KalturaTarget } from '../../../lib/pipeline/group-sync/kaltura-target';
import { syncRun } from '../../../lib/pipeline/group-sync/sync-run';
import type { GroupTarget } from '../../../lib/pipeline/group-sync/target';
import type { SourceItem } from '../../../lib/pipeline/group-sync/users';
import { ZoomTarget } from '../../../lib/pipeline/group-sync/zoom-target';
import { InputError } from '../../../lib/policy/failures';

import { OUTPUT, type GroupSyncClients, type GroupSyncOperation } from '../clients';
import { fields } from '../fields';
import { readRuleSet } from '../settings';

type Call = OperationCall<GroupSyncClients>;

export const sync: GroupSyncOperation = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync the groups of users',
	description:
		'Put users into the groups that their attributes ask for, and take them out of those that it added before',
	fields,

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const target = openTarget(first);
		const rules = readRuleSet(parameter, target.mostGroupsPerUser);
		const fromTable = parameter.oneOf('recordFrom', ['items', 'rows'], 'items') === 'rows';
		const table = fromTable ? { rows: parameter.raw('recordRows', '') } : null;
		const answers = await syncRun(calls.map(sourceItem), rules, table, target);
		return answers.map((items) => items.map(({ output, json }) => new RoutedItem(OUTPUT[output], json)));
	},
};

function sourceItem({ item, itemIndex, parameter }: Call): SourceItem {
	return {
		index: itemIndex,
		row: item.json,
		userId: () => parameter.string('userId'),
		saidAt: () => parameter.raw('saidAt', ''),
		approvedPlan: () => parameter.raw('approvedPlan', ''),
		record: () => parameter.raw('record', ''),
		otherRecords: () => parameter.raw('otherRecords', ''),
	};
}

function openTarget({ kaltura, zoom, zoomAccountId }: Call): GroupTarget {
	if (kaltura) return new KalturaTarget(kaltura);
	if (zoom) return new ZoomTarget(zoom, zoomAccountId);
	throw new InputError('Target', 'names no account', 'Choose Kaltura Groups or Zoom Groups.');
}
