import type { Operation } from '../../../../lib/n8n/operation';
import { figuresCsv, recordingsCsv } from '../../../../lib/report/figures-csv';
import { reportFigures } from '../../../../lib/policy/ledger/figures';
import { readDayCounts, withCountedDays } from '../../../../lib/policy/ledger/day-counts';
import { reportPage } from '../../../../lib/report/status-page';
import { latestOfEach, readLedgerRow } from '../../../../lib/policy/ledger/rows';

import { readDays, renderFields } from './render-form';
import { readRows } from './rows-field';

/** The ledger as a status page or as CSV: rows in, one item with the finished text out. Asks neither Zoom nor Kaltura. */
export const render: Operation<object> = {
	value: 'render',
	reads: true,
	name: 'Render',
	action: 'Render a report',
	description: 'Make a status page or CSV of the ledger rows that come in',
	fields: renderFields,

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const notes: string[] = [];
		const rows = latestOfEach(calls.flatMap(({ item }) => readLedgerRow(item.json) ?? []));
		const known = calls.flatMap(({ item }) => readDayCounts(item.json) ?? []);

		const format = parameter.oneOf('format', ['page', 'figuresCsv', 'recordingsCsv']);
		const account = parameter.text('account');
		const settings = {
			now: Date.now(),
			days: readDays(parameter, notes),
			timezone: parameter.text('timezone'),
			account,
			quietHours: parameter.number('quietHours'),
			retentionDays: parameter.number('retentionDays'),
		};
		const counted = withCountedDays(rows, known, settings);
		notes.push(...ledgerNotes(first.item.json.error, counted.length));
		if (account !== '' && !counted.some((row) => row.account === account)) {
			notes.push(`The ledger has no recordings of the account ${account}.`);
		}
		const figures = reportFigures(
			counted,
			{
				backfill: readRows(parameter, 'backfillRows'),
				cleanup: readRows(parameter, 'cleanupRows'),
				state: readRows(parameter, 'stateRows'),
				failures: readRows(parameter, 'failureRows'),
				groupRecords: readRows(parameter, 'groupRecordRows'),
				groupChanges: readRows(parameter, 'groupChangeRows'),
			},
			settings,
		);
		const day = new Date(settings.now).toISOString().slice(0, 10);
		const answer =
			format === 'page'
				? {
						contentType: 'text/html; charset=utf-8',
						fileName: '',
						body: reportPage(figures, { reload: parameter.boolean('reload'), notes }),
					}
				: {
						contentType: 'text/csv; charset=utf-8',
						fileName: `zoom-to-kaltura-${format === 'figuresCsv' ? 'figures' : 'recordings'}-${day}.csv`,
						body: format === 'figuresCsv' ? figuresCsv(figures) : recordingsCsv(rows, account),
					};
		// One item for all rows; the others give none.
		return calls.map((_, index) => (index === 0 ? answer : []));
	},
};

/** @param error of the node that read the ledger, which comes first among the items */
function ledgerNotes(error: unknown, counted: number): string[] {
	const said = error instanceof Error ? error.message : typeof error === 'string' ? error : '';
	// What n8n's Data Table node says of a table that nobody has created yet (2.40.7).
	if (said !== '' && !/^Data table .* not found/.test(said)) {
		const what = counted > 0 ? 'only days that were counted before are shown' : 'nothing is counted here';
		return [`The ledger could not be read, so ${what}. n8n says: ${said}`];
	}
	return counted > 0
		? []
		: ['The ledger has no recordings yet. The first one that goes through the pipeline creates it.'];
}
