import {
	countDays,
	daysToCount,
	pageWindow,
	readDayCounts,
	withCountedDays,
} from '../../../../lib/policy/ledger/day-counts';
import { reportFigures } from '../../../../lib/policy/ledger/figures';
import { readLedgerRow, type LedgerRow } from '../../../../lib/policy/ledger/rows';

/** What is counted at night must give the page that every single row would give. */
const DAY = 864e5;
const NOW = Date.parse('2026-11-20T14:00:00Z');
const NIGHT = Date.parse('2026-11-20T03:50:00Z');
const SETTINGS = { now: NOW, days: 90, timezone: 'UTC', account: '', quietHours: 24, retentionDays: 30 };
const NO_TABLES = { backfill: [], cleanup: [], state: [], failures: [], groupRecords: [], groupChanges: [] };
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const figures = (rows: readonly LedgerRow[]) => reportFigures(rows, NO_TABLES, SETTINGS);

let count = 0;
const row = (days: number, more: Record<string, unknown> = {}) => ({
	account: 'a',
	meetingUuid: `u${++count}`,
	hostEmail: `host${count % 5}@example.edu`,
	startedAt: ago(days + 1),
	createdAt: ago(days),
	lastAttemptAt: ago(days),
	importedAt: ago(days),
	sizeBytes: 1000 + count,
	status: 'imported',
	reason: 'imported',
	ownerRule: count % 7 ? 'email' : 'default-user',
	source: count % 3 ? 'live' : 'reconcile',
	...more,
});
const read = (rows: object[]) => rows.map((one) => readLedgerRow(one as Record<string, unknown>)!);
const skipped = { status: 'skipped', importedAt: null };

/** The nights' work until nothing is left, as the template does it. */
function counted(ledger: object[], keepDays = 730, now = NIGHT, known: Array<Record<string, unknown>> = []) {
	const rows = read(ledger);
	let table = known;
	for (let night = 0; night < 15; night++) {
		const days = table.map((one) => readDayCounts(one)!);
		const plan = daysToCount(days, night === 0 && known.length > 0 ? rows : [], { now, timezone: 'UTC', keepDays });
		if (plan.length === 0) break;
		const news = countDays(plan, rows, now);
		table = [...table.filter((old) => !news.some(({ startsAt }) => startsAt === old.startsAt)), ...news];
	}
	return table;
}
/** What the page reads of a ledger, and what it counts. */
function page(ledger: object[], table: Array<Record<string, unknown>>) {
	const known = table.map((one) => readDayCounts(one)!);
	const { from, changedSince } = pageWindow(known, SETTINGS);
	const of = (one: any) => [one.createdAt >= from, one.updatedAt >= changedSince, !/imported|skipped/.test(one.status)];
	const rows = ledger.filter((one) => of(one).some(Boolean));
	return { rows: rows.length, figures: figures(withCountedDays(read(rows), known, SETTINGS)) };
}

const ledger = [
	...Array.from({ length: 300 }, (_, index) => row(index * 0.29 + 0.1)),
	row(40, { ...skipped, reason: 'too-short', message: 'old', nextStep: 'No.', lastAttemptAt: ago(39) }),
	row(40.1, { ...skipped, reason: 'too-short', message: 'new', nextStep: 'Do it.', lastAttemptAt: ago(38) }),
	row(50, { leftOut: 'Chat is switched off, so the file f-1 stays in Zoom. 2 people get no rights: without a user.' }),
	row(50, { leftOut: 'Chat is switched off, so the file f-2 stays in Zoom.', account: 'b' }),
	row(60, { status: 'failed', reason: 'zoom-refused', importedAt: null }),
];

test('the page over counted days says what it says over single rows, and reads few of them', () => {
	const through = page(ledger, counted(ledger));
	expect(through.figures).toEqual(figures(read(ledger)));
	expect(through.rows).toBeLessThan(20);
});

test('without counted days, or with one that was never counted, every row of the range is read', () => {
	const table = counted(ledger);
	const withHole = table.filter(({ day }) => day !== '2026-10-01');
	const changed = table.map((one) => (one.day === '2026-10-01' ? { ...one, counts: 'edited' } : one));
	for (const known of [[], withHole])
		expect(
			pageWindow(
				known.map((one) => readDayCounts(one)!),
				SETTINGS,
			).from,
		).toBe('2026-08-23T00:00:00.000Z');
	expect(changed.flatMap((one) => readDayCounts(one) ?? [])).toHaveLength(364);
});

test('what has arrived since the night counts at once, and once', () => {
	const table = counted(ledger);
	const retried = ledger.map((one) =>
		one.status === 'failed'
			? { ...one, status: 'imported', importedAt: ago(0.1), lastAttemptAt: ago(0.1), updatedAt: ago(0.1) }
			: one,
	);
	// Looked at again without news about when it arrived: the table's row changed, its count must not.
	retried[200] = { ...retried[200]!, updatedAt: ago(0.1) } as never;
	expect(page(retried, table).figures.totals).toEqual(figures(read(retried)).totals);
});

test('a day in which something changed is counted again the next night, others are not', () => {
	const table = counted(ledger).map((one) => readDayCounts(one)!);
	const changed = read([row(60, { lastAttemptAt: ago(0.1) })]);
	const plan = daysToCount(table, changed, { now: NOW + DAY, timezone: 'UTC', keepDays: 730 });
	expect(plan.map(({ day, addTo }) => [day, addTo])).toEqual([
		['2026-11-20', null],
		['2026-09-21', null],
	]);
});

test('a long past is counted month by month, the newest first', () => {
	const plan = daysToCount([], [], { now: NOW, timezone: 'UTC', keepDays: 730 });
	expect([plan.length, plan[0]!.day, plan.at(-1)!.day]).toEqual([31, '2026-11-19', '2026-10-20']);
});

test('what the ledger has forgotten stays counted; what settles later in such a day is added once', () => {
	const table = counted(ledger);
	const kept = ledger.filter(({ lastAttemptAt }) => lastAttemptAt >= ago(30));
	const late = { ...ledger.at(-1)!, status: 'imported', importedAt: ago(0.1), lastAttemptAt: ago(0.1) };
	const next = counted([...kept, late], 30, NOW, table);
	const again = counted([...kept, late], 30, NOW + 6e4, next);
	const expected = figures(read([...ledger.slice(0, -1), late])).totals;
	for (const known of [next, again]) expect(page(kept, known).figures.totals).toEqual(expected);
});

test('in another time zone counted days do not fit, so single rows are read', () => {
	const known = counted(ledger).map((one) => readDayCounts(one)!);
	expect(pageWindow(known, { ...SETTINGS, timezone: 'Europe/Berlin' }).from).toBe('2026-08-22T22:00:00.000Z');
});

test('a day of a thousand hosts needs no more than 100 kB', () => {
	const many = Array.from({ length: 2700 }, (_, index) =>
		row(1, { hostEmail: `first.last${index % 1000}@example.edu`, ownerRule: 'email', source: 'live' }),
	);
	const plan = daysToCount([], [], { now: NOW, timezone: 'UTC', keepDays: 730 }).slice(0, 1);
	const [day] = countDays(plan, read(many), NOW);
	expect(day).toMatchObject({ day: '2026-11-19', recordings: 2700 });
	expect(String(day!.counts).length).toBeLessThan(100_000);
});
