import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';

import type { LEDGER_COLUMNS as Columns } from '../../lib/policy/ledger/columns.ts';
import type * as DayCounts from '../../lib/policy/ledger/day-counts.ts';
import { built } from './built.mts';
import { type Bench, percentile, residentMb } from './report.mts';
import { RECOMMENDED_SETTINGS } from './settings.mts';

const LEDGER_COLUMNS: typeof Columns = built('lib/policy/ledger/columns').LEDGER_COLUMNS;
const wholeRow: (entry: Record<string, unknown>) => Record<string, unknown> = built('lib/policy/ledger/write').wholeRow;
const { DAY_COLUMNS, countDays, daysToCount, readDayCounts } = built(
	'lib/policy/ledger/day-counts',
) as unknown as typeof DayCounts;
const readLedgerRow = built('lib/policy/ledger/rows').readLedgerRow as (
	row: object,
) => Parameters<typeof countDays>[1][0];
const LEDGER = 'zoom_kaltura_ledger';
const LOGIN = { user: 'admin', password: 'of the benchmark' };
const DAY_MS = 86_400_000;
const SPREAD_DAYS = 365;
const CHUNK = 500;

/**
 * The status page of a real n8n over a ledger of a year: what a browser waits for, from request to last byte, without counted days
 * (every row of the range is read) and with them; then over twenty times as many rows.
 */
export async function reportPage({ figure, note, quick }: Bench): Promise<void> {
	const count = quick ? 5000 : 50_000;
	const sandbox = await startSandbox({ data: 'empty' });
	const n8n = await startN8n({
		env: { ...RECOMMENDED_SETTINGS, N8N_DATA_TABLES_MAX_SIZE_BYTES: String(4 * 1024 ** 3) },
	});
	try {
		const typed = (columns: Record<string, string>) => Object.entries(columns).map(([name, type]) => ({ name, type }));
		const { id } = await n8n.createTable(LEDGER, typed(LEDGER_COLUMNS) as never);
		const { id: daysId } = await n8n.createTable('zoom_kaltura_days', typed(DAY_COLUMNS) as never);
		const { id: projectId } = await n8n.rest('GET', '/rest/projects/personal');
		for (let start = 0; start < count; start += CHUNK) {
			const data = Array.from({ length: Math.min(CHUNK, count - start) }, (_, index) => row(start + index, count));
			await n8n.rest('POST', `/rest/projects/${projectId}/data-tables/${id}/insert`, { data });
		}
		const { userFolder, pid } = await n8n.info();
		const tables = { folder: userFolder, ledger: `"data_table_user_${id}"`, days: `"data_table_user_${daysId}"` };
		inDatabase(tables, (database) => database.exec(SPREAD.replaceAll('$ledger', tables.ledger)));
		const imported = await n8n.importTemplates(['report-status'], {
			credentials: { ...sandbox.credentials, httpBasicAuth: LOGIN },
		});
		const url = imported['report-status']!.webhooks['Status Page']!;
		note(`Status page: ${count} rows in the ledger, spread over ${SPREAD_DAYS} days; one in a hundred is open.`);
		const median = async (address: string, runs = 5) => {
			await load(address);
			const times: number[] = [];
			for (let run = 0; run < runs; run++) times.push(await load(address));
			return percentile(times);
		};
		const tell = async (rows: number, about: string, days: number, goal = true) => {
			const ms = await median(`${url}?days=${days}`, rows > count ? 3 : 5);
			const name = `Status page, ${rows} rows: ${days === 365 ? '1 year' : `${days} days`}${about}`;
			if (goal) figure(name, `${Math.round(ms)} ms`, '< 1 s', ms < 1000);
			else figure(name, `${Math.round(ms)} ms`);
		};
		await tell(count, ', days not counted, so every row is read', 365, false);
		const { bytes, seconds } = countAll(tables);
		figure(
			`days counted of ${count} rows: room in the table, time`,
			`${Math.round(bytes / 1024)} kB, ${seconds.toFixed(1)} s`,
		);
		await tell(count, ' and all that is open', 30);
		await tell(count, ', counted days', 365);
		figure(`Status page, ${count} rows: memory of n8n afterwards`, `${Math.round(residentMb(pid))} MB`);

		const copies = 20;
		inDatabase(tables, (database) => database.exec(copied(copies).replaceAll('$ledger', tables.ledger)));
		const large = countAll(tables);
		note(
			`${count * copies} rows: each settled row twenty times; the open ones are the same, so one in ${100 * copies} is open.`,
		);
		figure(
			`days counted of ${count * copies} rows: room in the table, time`,
			`${Math.round(large.bytes / 1024)} kB, ${large.seconds.toFixed(1)} s`,
		);
		await tell(count * copies, ' and all that is open', 30);
		await tell(count * copies, ', counted days', 365);
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

interface Tables {
	folder: string;
	ledger: string;
	days: string;
}

/** n8n sets the times of a row itself, to the moment of the insert. */
const SPREAD = 'UPDATE $ledger SET "createdAt" = "lastAttemptAt", "updatedAt" = "lastAttemptAt"';
const copied = (times: number): string => {
	const columns = [...Object.keys(LEDGER_COLUMNS), 'createdAt', 'updatedAt'];
	const value = (name: string) => (name === 'meetingUuid' ? `"meetingUuid" || '-' || n` : `"${name}"`);
	return `WITH RECURSIVE copies(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM copies WHERE n < ${times})
		INSERT INTO $ledger (${columns.map((name) => `"${name}"`).join(', ')})
		SELECT ${columns.map(value).join(', ')} FROM $ledger CROSS JOIN copies WHERE "status" = 'imported'`;
};

function inDatabase<Result>({ folder }: Tables, work: (database: DatabaseSync) => Result): Result {
	const database = new DatabaseSync(join(folder, '.n8n', 'database.sqlite'));
	try {
		database.exec('PRAGMA busy_timeout = 10000');
		return work(database);
	} finally {
		database.close();
	}
}

/** The nights of count-days at once, with its rules. */
function countAll(tables: Tables): { bytes: number; seconds: number } {
	const { timeZone: timezone } = Intl.DateTimeFormat('en', {
		timeZone: process.env.GENERIC_TIMEZONE,
	}).resolvedOptions();
	const started = performance.now();
	return inDatabase(tables, (database) => {
		database.exec(`DELETE FROM ${tables.days}`);
		const names = Object.keys(DAY_COLUMNS);
		const insert = database.prepare(
			`INSERT INTO ${tables.days} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
		);
		const stored = (value: string | number) =>
			/^\d{4}-\d\d-\d\dT/.test(String(value)) ? String(value).replace('T', ' ').replace('Z', '') : value;
		let known: Array<DayCounts.DayCounts> = [];
		let bytes = 0;
		for (;;) {
			const now = Date.now();
			const plan = daysToCount(known, [], { now, timezone, keepDays: 730 });
			if (plan.length === 0) return { bytes, seconds: (performance.now() - started) / 1000 };
			const rows = database
				.prepare(`SELECT * FROM ${tables.ledger} WHERE "createdAt" >= ? AND "createdAt" < ?`)
				.all(stored(plan.at(-1)!.startsAt), stored(plan[0]!.endsAt))
				.map((one) =>
					readLedgerRow({ ...one, createdAt: `${String(one.createdAt).replace(' ', 'T').replace('Z', '')}Z` }),
				);
			const counted = countDays(plan, rows, now);
			for (const one of counted) insert.run(...names.map((name) => stored(one[name as keyof typeof one])));
			bytes += counted.reduce((sum, { counts }) => sum + String(counts).length, 0);
			known = [...known, ...counted.flatMap((one) => readDayCounts(one) ?? [])];
		}
	});
}

/** Milliseconds until the whole page is there. */
async function load(url: string): Promise<number> {
	const started = performance.now();
	const answer = await fetch(url, {
		headers: { authorization: `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}` },
		signal: AbortSignal.timeout(120_000),
	});
	const text = await answer.text();
	if (!answer.ok || !text.includes('</html>')) throw new Error(`HTTP ${answer.status}: ${text.slice(0, 300)}`);
	return performance.now() - started;
}

function row(index: number, count: number): Record<string, unknown> {
	const at = new Date(Date.now() - (index / count) * SPREAD_DAYS * DAY_MS).toISOString();
	const open = index % 100 === 0;
	return wholeRow({
		account: 'bench',
		meetingUuid: Buffer.from(`meeting-${String(index).padStart(8, '0')}`).toString('base64'),
		meetingId: String(90_000_000_000 + index),
		kind: 'meeting',
		topic: `Lecture ${index % 700}`,
		hostEmail: `host${index % 400}@example.edu`,
		startedAt: at,
		sizeBytes: 400_000_000,
		segments: 1,
		files: 3,
		status: open ? 'failed' : 'imported',
		reason: open ? 'kaltura-unavailable' : 'imported',
		message: open ? 'Kaltura could not answer: HTTP 503.' : `The recording became 1 entry of host${index % 400}.`,
		nextStep: '',
		retryable: open,
		owner: `host${index % 400}@example.edu`,
		ownerRule: 'user-id',
		entryIds: '0_ab12cd34',
		source: 'live',
		attempts: 1,
		lastAttemptAt: at,
		importedAt: open ? null : at,
	});
}
