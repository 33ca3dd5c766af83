import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { MOST_DAYS } from '../../../../lib/policy/ledger/day-counts';

import { rowsField } from './rows-field';

const DEFAULT_DAYS = 30;

export const renderFields: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'Page', value: 'page', description: 'An HTML page with pictures' },
			{ name: 'Figures as CSV', value: 'figuresCsv', description: 'What the page shows, one figure per line' },
			{ name: 'Recordings as CSV', value: 'recordingsCsv', description: 'The ledger, one recording per line' },
		],
		default: 'page',
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'string',
		default: '30',
		description: 'How many calendar days the picture per day shows, 1 to 366',
	},
	{
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '',
		description: 'Show one Zoom account only; empty for all',
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: '={{ $now.zoneName }}',
		description: 'Decides where a day begins, such as Europe/Berlin',
	},
	{
		displayName: 'Events Stopped After (Hours)',
		name: 'quietHours',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'Without an event for this long the page says that events stopped',
	},
	{
		displayName: 'Retention (Days)',
		name: 'retentionDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'For the estimate of what cleanup would free, while no cleanup has run',
	},
	{
		displayName: 'Reload by Itself',
		name: 'reload',
		type: 'boolean',
		default: true,
		description: 'Whether the page loads itself again every five minutes',
	},
	rowsField('Backfill Rows', 'backfillRows', 'zoom_kaltura_backfill'),
	rowsField('Cleanup Rows', 'cleanupRows', 'zoom_kaltura_cleanup'),
	rowsField('Failure Rows', 'failureRows', 'zoom_kaltura_failures'),
	rowsField('State Rows', 'stateRows', 'zoom_kaltura_state'),
	rowsField('Group Record Rows', 'groupRecordRows', 'zoom_kaltura_group_record'),
	rowsField('Group Change Rows', 'groupChangeRows', 'zoom_kaltura_group_changes'),
];

/** The number of days comes from an address that people type: what is no number there must not break the page. */
export function readDays(parameter: ParameterReader, notes: string[] = []): number {
	const text = parameter.text('days');
	const days = Number(text);
	if (text === '') return DEFAULT_DAYS;
	if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
	notes.push(`"${text.slice(0, 20)}" is no number of days from 1 to ${MOST_DAYS}, so ${DEFAULT_DAYS} days are shown.`);
	return DEFAULT_DAYS;
}
