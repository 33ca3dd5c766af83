import { compareSnapshots } from '../../../../lib/policy/access/compare';
import { InputError } from '../../../../lib/policy/failures';
import { listOutputField } from '../../access/fields';
import { afterField, beforeField, readSnapshot, readSnapshotOrNull } from '../../access/read-snapshot';
import type { DirectoryOperation } from '../../fields';

export const compare: DirectoryOperation = {
	value: 'compare',
	reads: true,
	name: 'Compare',
	action: 'Compare two snapshots',
	description: 'Who gained or lost what between two snapshots, as data and as sentences',
	fields: [beforeField, afterField, listOutputField],

	async run(call) {
		const before = await readSnapshotOrNull(call, 'before', 'Earlier Snapshot');
		const after = await readSnapshot(call, 'after', 'Later Snapshot');
		if (before && before.accountId !== after.accountId) {
			throw new InputError(
				'Earlier Snapshot',
				`is of the Zoom account ${before.accountId}, the later one of ${after.accountId}`,
				'Compare two snapshots of the same account.',
			);
		}
		const changes = before ? compareSnapshots(before, after) : [];
		if (call.parameter.oneOf('output', ['items', 'single'], 'items') === 'items') return changes;
		const unread = [...new Set([...(before?.degraded ?? []), ...after.degraded].map(({ what }) => what))].sort();
		return {
			accountId: after.accountId,
			first: before === null,
			before: before?.takenAt ?? null,
			after: after.takenAt,
			total: changes.length,
			high: changes.filter(({ weight }) => weight === 'high').length,
			notCompared: before ? unread : [],
			changes,
			sentences: changes.map(({ sentence }) => sentence),
		};
	},
};
