import type { Operation } from '../../../../lib/n8n/operation';
import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { figuresCsv, recordingsCsv } from '../../../../lib/report/figures-csv';
import { reportFigures } from '../../../../lib/policy/ledger/figures';
import { reportPage } from '../../../../lib/report/status-page';
import { latestOfEach, readLedgerRow } from '../../../../lib/policy/ledger/rows';

import { renderFields } from './render-form';
import { readRows } from './rows-field';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 366;

/** The ledger as a status page or as CSV: rows in, one item with the finished text out. Asks neither Zoom nor Kaltura. */
export const render: Operation<object> = {
	value: 'render',
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
		if (rows.length === 0) notes.push(emptyLedger(first.item.json.error));

		const format = parameter.oneOf('format', ['page', 'figuresCsv', 'recordingsCsv']);
		const account = parameter.text('account');
		const settings = {
			now: Date.now(),
			days: daysOf(parameter, notes),
			timezone: parameter.text('timezone'),
			account,
			quietHours: parameter.number('quietHours'),
			retentionDays: parameter.number('retentionDays'),
		};
		if (account !== '' && !rows.some((row) => row.account === account)) {
			notes.push(`The ledger has no recordings of the account ${account}.`);
		}
		const figures = reportFigures(
			rows,
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

/** The number of days comes from an address that people type: what is no number there must not break the page. */
function daysOf(parameter: ParameterReader, notes: string[]): number {
	const text = parameter.text('days');
	const days = Number(text);
	if (text === '') return DEFAULT_DAYS;
	if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
	notes.push(`"${text.slice(0, 20)}" is no number of days from 1 to ${MOST_DAYS}, so ${DEFAULT_DAYS} days are shown.`);
	return DEFAULT_DAYS;
}

function emptyLedger(error: unknown): string {
	const said = error instanceof Error ? error.message : typeof error === 'string' ? error : '';
	// What n8n's Data Table node says of a table that nobody has created yet (2.40.7).
	return said === '' || /^Data table .* not found/.test(said)
		? 'The ledger has no recordings yet. The first one that goes through the pipeline creates it.'
		: `The ledger could not be read, so nothing is counted here. n8n says: ${said}`;
}
