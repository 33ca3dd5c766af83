import type { INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../lib/n8n/collection';
import { Failure, InputError } from '../../../lib/policy/failures';
import { type OperationAnswer } from '../../../lib/n8n/operation';
import { readProof } from '../../../lib/n8n/proof-item';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import {
	cleanupProblems,
	needsHoldField,
	planCleanup as decide,
	type CleanupCandidate,
	type CleanupMemory,
	type CleanupSettings,
} from '../../../lib/policy/cleanup/cleanup';
import { readRemovals } from '../../../lib/policy/cleanup/removal';
import { cleanupReportRow } from '../../../lib/policy/cleanup/report-row';
import { isLedgerRow, rowsOfRecordings } from '../../../lib/policy/cleanup/table-rows';
import { foldName } from '../../../lib/policy/settings';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { listGroupNames } from '../../../lib/zoom/group-names';
import { inParallel } from '../../../lib/http/in-parallel';

const CALLS_IN_FLIGHT = 6;

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
			description: 'Whether the rows for the report say that this was only a look; nothing is written here in any case',
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
		const settings = await readSettings(first);
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
		const planned = await decideWithHoldFields(first, candidates, memory, settings);
		for (const [position, { index, recording, proof }] of candidates.entries()) {
			const cleanup = planned[position]!;
			const outcome = cleanup.decision === 'trash' ? 'would-trash' : 'kept';
			const about = { proofVerdict: proof?.verdict, dryRun, now: Date.now() };
			const row = cleanupReportRow(recording, cleanup, { ...cleanup, outcome }, about);
			results[index] = { ...calls[index]!.item.json, cleanup: { ...cleanup, row } };
		}
		return results;
	},
};

/** Tracking fields cost a call each, so only recordings that would go are asked about, until nothing new would go. */
async function decideWithHoldFields(
	{ zoom, signal }: RecordingsCall,
	candidates: CleanupCandidate[],
	memory: CleanupMemory,
	settings: CleanupSettings,
) {
	for (;;) {
		const planned = decide(candidates, memory, settings, Date.now());
		const open = candidates.filter((candidate, index) => needsHoldField(planned[index]!, candidate, settings));
		if (open.length === 0) return planned;
		await inParallel(open, CALLS_IN_FLIGHT, async (candidate) => {
			signal?.throwIfAborted();
			const { meetingId, kind } = candidate.recording;
			const meeting = await zoom.meetings.get(meetingId, kind);
			if (meeting) candidate.recording = { ...candidate.recording, trackingFields: meeting.trackingFields };
			else candidate.meetingForgotten = true;
		});
	}
}

async function readSettings(call: RecordingsCall): Promise<CleanupSettings> {
	const { parameter, zoom } = call;
	const holds = new CollectionReader(parameter.object('holds'));
	const settings = {
		retentionDays: parameter.number('retentionDays'),
		maximumPerRun: parameter.number('maximumPerRun'),
		mostPercent: parameter.number('mostPercent'),
		heldHosts: holds.list('hosts'),
		heldMeetings: holds.list('meetings'),
		holdField: holds.text('trackingField'),
		unknownHoldField: holds.oneOf(
			'unknownTrackingField',
			'If the Tracking Field Is Unknown',
			['ignore', 'keep'],
			'keep',
		),
	};
	const [problem] = cleanupProblems({ ...settings, heldMembers: new Map() });
	if (problem) throw new InputError(problem.parameter, problem.problem, problem.remedy);
	return {
		...settings,
		heldHosts: await idsOf(zoom, settings.heldHosts),
		heldMembers: await membersOf(zoom, holds.list('groups')),
	};
}

/**
 * Recordings name their host by id only, so addresses are looked up.
 * @throws {InputError} for an address that Zoom does not know
 */
async function idsOf(zoom: RecordingsCall['zoom'], hosts: readonly string[]): Promise<string[]> {
	return await inParallel(hosts, CALLS_IN_FLIGHT, async (host) => {
		if (!host.includes('@')) return host;
		const user = await zoom.users.get(host);
		if (user) return user.id;
		throw new InputError(
			'Hosts',
			`holds the recordings of "${host}", whom Zoom does not know`,
			'Correct it, or give the Zoom user ID of somebody who left.',
		);
	});
}

/** @throws {InputError} for a group that Zoom does not know: a hold that holds nothing would be the worst of all */
async function membersOf(zoom: RecordingsCall['zoom'], wanted: readonly string[]): Promise<Map<string, string>> {
	const members = new Map<string, string>();
	if (wanted.length === 0) return members;
	const groups = await listGroupNames(zoom.api);
	for (const name of wanted) {
		const group = groups.find((one) => one.id === name) ?? groups.find((one) => foldName(one.name) === foldName(name));
		if (!group) {
			throw new InputError('Zoom Groups', `names the group "${name}", which is not in Zoom`, 'Correct or remove it.');
		}
		for await (const page of zoom.groups.members(group.id)) {
			for (const { id } of page) if (id) members.set(id, group.name);
		}
	}
	return members;
}
