import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall } from '../../../../lib/n8n/operation';
import { checkKaltura } from '../../../../lib/n8n/setup/kaltura-checks';
import { checkHost } from '../../../../lib/n8n/setup/host-checks';
import { checkRuleTable } from '../../../../lib/n8n/setup/rule-checks';
import { checkZoom } from '../../../../lib/n8n/setup/zoom-checks';
import { instant } from '../../../../lib/policy/ledger/rows';
import { eventsFinding, type SetupFinding } from '../../../../lib/policy/setup/setup-findings';
import { PURPOSES } from '../../../../lib/zoom/scopes';
import type { MediaClients } from '../../clients';
import { readRows, rowsField } from '../report/rows-field';

type Purpose = keyof typeof PURPOSES;

const fields: INodeProperties[] = [
	{
		displayName: 'Zoom App Is Used For',
		name: 'purposes',
		type: 'multiOptions',
		options: [
			{ name: 'Changing Groups', value: 'groupWrites' },
			{ name: 'Cleaning Up', value: 'cleanup' },
			{ name: 'Creating Users', value: 'userWrites' },
			{ name: 'Events About Participants', value: 'participantEvents' },
			{ name: 'Events About Recordings', value: 'events' },
			{ name: 'Ingesting Recordings', value: 'ingest' },
			{ name: 'Reading Users and Groups', value: 'directory' },
			{ name: 'Rights of Participants', value: 'people' },
			{ name: 'Tracking Fields', value: 'trackingFields' },
		],
		default: ['ingest'],
		description: 'What the templates in use do; decides which scopes the app must have',
	},
	{
		displayName: 'Default User',
		name: 'defaultUser',
		type: 'string',
		default: '',
		description: 'The default user of Owner Resolver; empty when no rule uses one',
	},
	{
		displayName: 'Categories',
		name: 'categories',
		type: 'string',
		default: '',
		description: 'Full paths of the categories of Import, separated by commas',
	},
	{
		displayName: 'Webhook URL',
		name: 'webhookUrl',
		type: 'string',
		default: '',
		description: 'The production URL of Zoom Trigger; empty when events are not used',
	},
	{
		displayName: 'Events Stopped After (Hours)',
		name: 'quietHours',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'Without an event for this long something is probably wrong',
	},
	rowsField('State Rows', 'stateRows', 'zoom_kaltura_state'),
	rowsField('Rule Rows', 'ruleRows', 'zoom_kaltura_rules'),
	{
		displayName: 'Rules Apply',
		name: 'rulesApply',
		type: 'options',
		options: [
			{ name: 'All That Fit', value: 'all' },
			{ name: 'First That Fits', value: 'first' },
		],
		default: 'first',
		description: 'As in Owner Resolver: whether one rule decides alone',
	},
	{
		displayName: 'More Findings',
		name: 'moreFindings',
		type: 'json',
		default: '[]',
		description: 'Findings of other nodes, as a list: they are sorted in by how bad they are',
	},
];

/** Looks at everything that must be right before going live. Writes nothing, in Zoom and in Kaltura. */
export const checkSetup: Operation<MediaClients> = {
	value: 'checkSetup',
	reads: true,
	name: 'Check Setup',
	action: 'Check the set up',
	description: 'Check credentials, scopes, users, categories, clocks and events, each with its remedy',
	fields,

	async run(call) {
		const { parameter, kaltura, context } = call;
		const webhookUrl = parameter.text('webhookUrl');
		// Whoever names the address of Zoom Trigger uses events.
		const names = new Set([...parameter.list('purposes'), ...(webhookUrl === '' ? [] : ['events'])]);
		const purposes = [...names].map((name) => PURPOSES[name as Purpose]).filter(Boolean);
		const findings: SetupFinding[] = [
			...(await checkZoom(context, call.openZoom, purposes)),
			...(await checkKaltura(kaltura, {
				defaultUser: parameter.text('defaultUser'),
				categories: parameter.list('categories'),
			})),
			...(await checkHost(context, webhookUrl)),
			...(await ruleFindingsOf(call)),
			eventsFinding(await lastEvent(call), Date.now(), parameter.number('quietHours')),
			...readRows(parameter, 'moreFindings').filter(isFinding),
		];
		const rank = { problem: 0, warning: 1, ok: 2 } as const;
		return findings.toSorted((a, b) => rank[a.result] - rank[b.result]);
	},
};

/** The rules of this account, with what they name in Zoom and Kaltura. */
async function ruleFindingsOf({ parameter, kaltura, openZoom }: OperationCall<MediaClients>): Promise<SetupFinding[]> {
	const rows = parameter.raw('ruleRows', []);
	const opened = await openZoom().catch(() => null);
	// Without Zoom nobody knows whose rules count; that is a finding of its own.
	if (opened === null) return [];
	return await checkRuleTable(opened, kaltura, rows, parameter.oneOf('rulesApply', ['all', 'first'], 'first'));
}

function isFinding(row: Record<string, unknown>): row is Record<string, unknown> & SetupFinding {
	const { result, message } = row as Partial<SetupFinding>;
	return ['ok', 'warning', 'problem'].includes(String(result)) && typeof message === 'string';
}

/** Another account's events say nothing about this one's subscription. */
async function lastEvent({ parameter, openZoom }: OperationCall<MediaClients>): Promise<number | null> {
	const account = await openZoom().then(
		({ zoomCredential }) => zoomCredential.accountId,
		() => null,
	);
	const times = readRows(parameter, 'stateRows')
		.filter((row) => row.name === 'last-event' && row.account === account)
		.flatMap(({ value }) => instant(value) ?? []);
	return times.length > 0 ? Math.max(...times) : null;
}
