import type { INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../lib/n8n/collection';
import { type OperationAnswer } from '../../../lib/n8n/operation';
import { readProof } from '../../../lib/n8n/proof-item';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { planCleanupRun, type CleanupWishes } from '../../../lib/pipeline/cleanup/plan-cleanup';
import type { CleanupCandidate, CleanupMemory } from '../../../lib/policy/cleanup/cleanup';
import { readRemovals } from '../../../lib/policy/cleanup/removal';
import { isLedgerRow, rowsOfRecordings } from '../../../lib/policy/cleanup/table-rows';
import { Failure } from '../../../lib/policy/failures';
import type { RecordingsCall, RecordingsOperation } from '../fields';

const holdFields: INodeProperties = {
	displayName: 'Holds',
	name: 'holds',
	type: 'collection',
	placeholder: 'Add Hold',
	default: {},
	description: 'Recordings that stay in Zoom whatever is proven',
	options: [
		{
			displayName: 'Hosts',
			name: 'hosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann@example.edu, bo@example.edu',
			description: 'E-mail addresses or Zoom user IDs, separated by commas',
		},
		{
			displayName: 'If the Tracking Field Is Unknown',
			name: 'unknownTrackingField',
			type: 'options',
			options: [
				{ name: 'Keep', value: 'keep' },
				{ name: 'Treat as Empty', value: 'ignore' },
			],
			default: 'keep',
			description: 'Zoom forgets a meeting, and with it the tracking fields, 30 days after its last use',
		},
		{
			displayName: 'Meetings',
			name: 'meetings',
			type: 'string',
			default: '',
			placeholder: 'e.g. 987 6543 2101',
			description: 'Meeting numbers (all instances) or UUIDs (one instance), separated by commas',
		},
		{
			displayName: 'Tracking Field',
			name: 'trackingField',
			type: 'string',
			default: '',
			placeholder: 'e.g. Hold',
			description:
				'Name of a tracking field that holds the recordings of a meeting with any value but "no"; one call for each recording that would go',
		},
		{
			displayName: 'Zoom Groups',
			name: 'groups',
			type: 'string',
			default: '',
			placeholder: 'e.g. Legal, Press office',
			description: 'Names or IDs of Zoom groups whose members keep their recordings, separated by commas',
		},
	],
};

/** Decides about all incoming recordings together, because the limits are about the whole run. Writes nothing. */
export const planCleanup: RecordingsOperation = {
	value: 'planCleanup',
	reads: true,
	name: 'Plan Cleanup',
	action: 'Plan which recordings may leave zoom',
	description: 'Mark each verified recording with whether it may go to the trash, and why; changes nothing',
	fields: [
		{
			displayName: 'Retention (Days)',
			name: 'retentionDays',
			type: 'number',
			default: 30,
			description:
				'How long a recording stays in Zoom after it was recorded and last imported, whichever was later; a late file or a replacement counts as an import',
		},
		{
			displayName: 'Ledger Rows',
			name: 'ledger',
			type: 'json',
			required: true,
			default: "={{ $('Read the Ledger').all().map((row) => row.json) }}",
			description: 'All rows of the ledger about these recordings; without a row a recording stays in Zoom',
		},
		{
			displayName: 'Removal Rows',
			name: 'removals',
			type: 'json',
			required: true,
			default: "={{ $('Read the Removals').all().map((row) => row.json) }}",
			description:
				'All rows of the data table zoom_kaltura_removals about these recordings; what a person brought back from the trash stays in Zoom',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: true,
			description: 'Whether the rows for the report say that this was only a look; nothing is written here either way',
		},
		{
			displayName: 'Maximum per Run',
			name: 'maximumPerRun',
			type: 'number',
			default: 200,
			description: 'The oldest go first; the others wait for the next run',
		},
		{
			displayName: 'Largest Share (Percent)',
			name: 'mostPercent',
			type: 'number',
			default: 50,
			description: 'Nothing goes when more than this share of the incoming recordings would; 100 never stops a run',
		},
		holdFields,
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const wishes = readWishes(first);
		const memory: CleanupMemory = {
			ledger: rowsOfRecordings(first.parameter.raw('ledger', null), isLedgerRow),
			removals: readRemovals(first.parameter.raw('removals', null)),
		};
		const dryRun = first.parameter.boolean('dryRun', true);
		const results: Array<OperationAnswer | Failure> = [];
		const candidates: Array<CleanupCandidate & { index: number }> = [];
		for (const [index, { item }] of calls.entries()) {
			try {
				candidates.push({ index, recording: readRecordingItem(item), ...readProof(item) });
			} catch (error) {
				results[index] = new Failure(error, 0, item.json);
			}
		}
		const planned = await planCleanupRun(first.zoom, candidates, memory, wishes, { dryRun, signal: first.signal });
		planned.forEach((cleanup, position) => {
			const { index } = candidates[position]!;
			results[index] = { ...calls[index]!.item.json, cleanup };
		});
		return results;
	},
};

function readWishes({ parameter }: RecordingsCall): CleanupWishes {
	const holds = new CollectionReader(parameter.object('holds'));
	return {
		retentionDays: parameter.number('retentionDays'),
		maximumPerRun: parameter.number('maximumPerRun'),
		mostPercent: parameter.number('mostPercent'),
		heldHosts: holds.list('hosts'),
		heldMeetings: holds.list('meetings'),
		heldGroups: holds.list('groups'),
		holdField: holds.text('trackingField'),
		unknownHoldField: holds.oneOf(
			'unknownTrackingField',
			'If the Tracking Field Is Unknown',
			['ignore', 'keep'],
			'keep',
		),
	};
}
