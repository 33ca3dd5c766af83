import type { INodeProperties } from 'n8n-workflow';

const rows = (displayName: string, name: string, table: string): INodeProperties => ({
	displayName,
	name,
	type: 'json',
	default: '[]',
	description: `Rows of the data table ${table}, as a list; empty when there are none`,
});

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
	rows('Backfill Rows', 'backfillRows', 'zoom_kaltura_backfill'),
	rows('Cleanup Rows', 'cleanupRows', 'zoom_kaltura_cleanup'),
	rows('Failure Rows', 'failureRows', 'zoom_kaltura_failures'),
	rows('State Rows', 'stateRows', 'zoom_kaltura_state'),
];
