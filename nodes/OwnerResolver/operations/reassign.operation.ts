import { RoutedItem } from '../../../lib/n8n/operation';
import { type ReassignedEntry, reassignOwners } from '../../../lib/pipeline/owner/reassign';
import { RememberedUsers, ZoomFacts } from '../../../lib/pipeline/owner/zoom-facts';
import { ownerProblems, type OwnerSettings } from '../../../lib/policy/owner/owner';

import { OUTPUT, type OwnerOperation } from '../clients';
import { defaultUserField, ownerFields } from '../fields';
import { readIdentitySettings, refuse } from '../settings';

/** Needs no recording items: the use case looks for the entries itself. */
export const reassign: OwnerOperation = {
	value: 'reassign',
	name: 'Re-Assign Owners',
	action: 'Re assign the owners of entries of the default user',
	description:
		'Move entries from the default user to their hosts, once these exist in Kaltura. Of more entries than Limit a run looks at the newest half, and day by day at the others in turn.',
	fields: [
		{ ...defaultUserField, required: true, description: 'Whose entries are looked at' },
		...ownerFields,
		{
			displayName: 'Entries of the Last (Days)',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 180,
			description: 'Older entries are not looked at; Zoom knows who hosted a meeting for a year',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether to only say what would change',
		},
	],

	async run({ zoom, zoomAccount, kaltura, parameter }) {
		const settings: OwnerSettings = {
			...readIdentitySettings(parameter),
			// Nobody is created and nothing is given back to the default user here.
			noMatch: 'skip',
			hostLeft: 'skip',
			defaultUserId: parameter.string('defaultUser'),
		};
		refuse(ownerProblems(settings));
		const run = {
			since: Math.floor(Date.now() / 1000 - parameter.number('lastDays') * 86_400),
			limit: parameter.number('limit'),
			day: Math.floor(Date.now() / 86_400_000),
			dryRun: parameter.boolean('dryRun'),
		};
		const facts = new ZoomFacts(zoom, zoomAccount, new RememberedUsers(0));
		const entries = await reassignOwners(zoom, kaltura, facts, settings, run);
		return entries.map((one) => toItem(one, run.dryRun));
	},
};

function toItem({ entry, meetingUuid, host, plan, streams }: ReassignedEntry, dryRun: boolean): RoutedItem {
	const item = {
		entryId: entry.id,
		name: entry.name,
		meetingUuid,
		host: host ? { id: host.id, email: host.email } : null,
	};
	if (plan.do === 'leave') {
		const output = plan.outcome.status === 'skipped' ? OUTPUT.skip : OUTPUT.needsAttention;
		return new RoutedItem(output, { ...item, owner: { userId: entry.userId }, changed: false, outcome: plan.outcome });
	}
	return new RoutedItem(OUTPUT.ingest, {
		...item,
		owner: { userId: plan.userId, from: entry.userId },
		changed: !dryRun,
		...(dryRun ? { dryRun } : { streams }),
		outcome: plan.outcome,
	});
}
