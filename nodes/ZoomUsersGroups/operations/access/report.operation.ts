import { RoutedItem } from '../../../../lib/n8n/operation';
import { accessReportPage } from '../../../../lib/report/access-page';
import { findingsField, readChanges, readFindings } from '../../access/read-lists';
import { readSnapshot, snapshotField } from '../../access/read-snapshot';
import type { DirectoryOperation } from '../../fields';

export const report: DirectoryOperation = {
	value: 'report',
	reads: true,
	name: 'Report',
	action: 'Make a report page',
	description: 'Snapshot, changes and findings as one HTML page with pictures, which loads nothing from anywhere',
	fields: [
		snapshotField,
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'json',
			default: '[]',
			description: 'The list that Access → Compare gave',
		},
		{
			displayName: 'Changes Since',
			name: 'since',
			type: 'string',
			default: '',
			placeholder: '2026-01-31T06:00:00Z',
			description: 'When the earlier snapshot was taken; empty when there was none',
		},
		{ ...findingsField, displayOptions: {}, default: '[]' },
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: 'Access in Zoom',
			description: 'Heading of the page',
		},
		{
			displayName: 'Notes',
			name: 'notes',
			type: 'string',
			default: '',
			description: 'Sentences at the top of the page, one per line',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			description: 'For times on the page, such as Europe/Berlin',
		},
	],

	async run(call) {
		const { parameter } = call;
		const snapshot = await readSnapshot(call);
		const findings = readFindings(call);
		const changes = readChanges(call);
		const body = accessReportPage(snapshot, {
			title: parameter.text('title') || 'Access in Zoom',
			timezone: parameter.text('timezone') || 'UTC',
			since: parameter.text('since') || null,
			notes: parameter
				.text('notes')
				.split(/\r?\n/)
				.map((note) => note.trim())
				.filter(Boolean),
			changes,
			findings,
		});
		const fileName = `zoom-access-${snapshot.takenAt.slice(0, 10)}.html`;
		const file = await call.context.helpers.prepareBinaryData(Buffer.from(body), fileName, 'text/html');
		return [
			new RoutedItem(
				0,
				{ fileName, contentType: 'text/html; charset=utf-8', findings: findings.length, changes: changes.length, body },
				{ report: file },
			),
		];
	},
};
