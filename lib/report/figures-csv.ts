import { cell } from '../policy/csv';

import { sumOf, type Figures } from '../policy/ledger/figures';
import { STANDINGS, type LedgerRow } from '../policy/ledger/rows';
import { backfillText } from './words';

const FIGURE_COLUMNS = ['section', 'name', 'standing', 'recordings', 'bytes', 'note'] as const;

/**
 * What the page shows, one figure per line. Lines end with CRLF; the byte order mark tells Excel that it is UTF-8; no cell
 * can be a formula.
 */
export function figuresCsv(figures: Figures): string {
	const { totals, perDay, sources, reasons, owners, hosts, missing, cleanup, events, accounts, backfill } = figures;
	const lines: Array<Array<string | number>> = [];
	const each = (section: string, name: string, counts: (typeof perDay)[number]['counts']) => {
		for (const standing of STANDINGS) {
			const { recordings, bytes } = counts[standing];
			if (recordings > 0) lines.push([section, name, standing, recordings, bytes, '']);
		}
	};
	each('total', '', totals);
	for (const { account, counts } of accounts) each('account', account, counts);
	for (const { day, counts } of perDay) each('day', day, counts);
	for (const { source, recordings, bytes } of sources) lines.push(['source', source, '', recordings, bytes, '']);
	for (const one of reasons) {
		const note = [one.message, one.nextStep].filter(Boolean).join(' ');
		lines.push(['reason', one.reason, one.standing, one.recordings, one.bytes, note]);
	}
	for (const { rule, recordings, bytes } of owners) lines.push(['owner', rule, 'arrived', recordings, bytes, '']);
	for (const { host, counts } of hosts) each('host', host, counts);
	lines.push(['missing', 'all', '', missing.recordings, missing.bytes, '']);
	for (const { label, counts } of missing.byAge) {
		const { recordings, bytes } = sumOf(counts);
		lines.push(['missing', label, '', recordings, bytes, '']);
	}
	lines.push(['storage', 'freed', '', cleanup.freed.recordings, cleanup.freed.bytes, cleanup.from]);
	lines.push(['storage', 'due', '', cleanup.due.recordings, cleanup.due.bytes, cleanup.from]);
	for (const { reason, message, recordings, bytes } of cleanup.kept) {
		lines.push(['storage', `kept ${reason}`, '', recordings, bytes, message]);
	}
	for (const { account, at, stopped } of events) {
		lines.push(['last event', account, stopped ? 'stopped' : 'active', '', '', at === null ? '' : iso(at)]);
	}
	if (backfill) lines.push(['back catalogue', backfillText(backfill), '', backfill.recordings, '', '']);
	for (const { sentence, recordings } of figures.leftOut) lines.push(['left out', sentence, '', recordings, '', '']);
	for (const { topic, vanishesAt, sizeBytes, nextStep } of figures.vanishing) {
		lines.push(['vanishes in Zoom', topic, iso(vanishesAt!), 1, sizeBytes, nextStep]);
	}
	for (const { ruleSet, userId, sentence } of figures.groups.open)
		lines.push(['group sync', userId || ruleSet, '', '', '', sentence]);
	return csv(FIGURE_COLUMNS, lines);
}

const RECORDING_COLUMNS = [
	'account',
	'meetingUuid',
	'meetingId',
	'kind',
	'topic',
	'hostEmail',
	'startedAt',
	'sizeBytes',
	'status',
	'reason',
	'message',
	'nextStep',
	'owner',
	'ownerRule',
	'rules',
	'keepInZoom',
	'entryIds',
	'leftOut',
	'source',
	'attempts',
	'lastAttemptAt',
	'importedAt',
	'vanishesAt',
] as const satisfies ReadonlyArray<keyof LedgerRow>;

const DATES: ReadonlySet<string> = new Set(['startedAt', 'lastAttemptAt', 'importedAt', 'vanishesAt']);

/** The recordings themselves, newest first. */
export function recordingsCsv(rows: readonly LedgerRow[], account: string): string {
	const wanted = account === '' ? rows : rows.filter((row) => row.account === account);
	const sorted = wanted.toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
	return csv(
		RECORDING_COLUMNS,
		sorted.map((row) =>
			RECORDING_COLUMNS.map((column) => {
				const value = row[column];
				return DATES.has(column) && typeof value === 'number' ? iso(value) : (value ?? '');
			}),
		),
	);
}

function csv(columns: readonly string[], lines: ReadonlyArray<ReadonlyArray<string | number>>): string {
	const text = lines.map((line) => line.map((value) => cell(String(value))).join(',')).join('\r\n');
	return `\uFEFF${columns.join(',')}\r\n${text}${text === '' ? '' : '\r\n'}`;
}

function iso(instant: number): string {
	return new Date(instant).toISOString();
}
