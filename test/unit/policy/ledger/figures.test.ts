import { reportPage } from '../../../../lib/report/status-page';
import { figuresCsv, recordingsCsv } from '../../../../lib/report/figures-csv';
import { dayIndex, lastDays } from '../../../../lib/policy/ledger/days';
import { type ReportSettings } from '../../../../lib/policy/ledger/report-settings';
import { reportFigures, type OtherTables } from '../../../../lib/policy/ledger/figures';
import { latestOfEach, readLedgerRow, type LedgerRow } from '../../../../lib/policy/ledger/rows';

const NOW = Date.parse('2026-11-20T14:00:00Z');
const SETTINGS: ReportSettings = {
	now: NOW,
	days: 7,
	timezone: 'UTC',
	account: '',
	quietHours: 24,
	retentionDays: 30,
};
const NO_TABLES: OtherTables = {
	backfill: [],
	cleanup: [],
	state: [],
	failures: [],
	groupRecords: [],
	groupChanges: [],
};
const ago = (days: number) => new Date(NOW - days * 864e5).toISOString();
let count = 0;
const row = (more: Record<string, unknown> = {}): LedgerRow =>
	readLedgerRow({
		account: 'a',
		meetingUuid: `u${++count}`,
		topic: 'Botany',
		hostEmail: 'Ann@Example.edu',
		startedAt: ago(1),
		createdAt: ago(0.5),
		sizeBytes: 1000,
		status: 'imported',
		reason: 'imported',
		ownerRule: 'email',
		source: 'live',
		lastAttemptAt: ago(0.5),
		...more,
	})!;
const figures = (rows: LedgerRow[], tables: Partial<OtherTables> = {}, settings: Partial<ReportSettings> = {}) =>
	reportFigures(rows, { ...NO_TABLES, ...tables }, { ...SETTINGS, ...settings });

describe('rows of the ledger', () => {
	test.each([
		['imported', 'arrived'],
		['already-imported', 'arrived'],
		['imported-by-native-integration', 'arrived'],
		['waiting', 'waiting'],
		['skipped', 'skipped'],
		['needs-attention', 'attention'],
		['partial', 'failed'],
		['failed', 'failed'],
		['typed by hand', 'attention'],
		['', 'attention'],
	])('the status %p counts as %s', (status, standing) => expect(row({ status }).standing).toBe(standing));

	test.each([
		['an empty item of an empty table', {}],
		['an error of a missing table', { error: 'no such table' }],
		['an empty UUID', { meetingUuid: '' }],
	])('%s is no row', (_, json) => expect(readLedgerRow(json)).toBeNull());

	test('two rows of one recording, written in the same moment, count once: the later attempt tells', () => {
		const first = row({ meetingUuid: 'twice', status: 'waiting', lastAttemptAt: ago(2) });
		const second = row({ meetingUuid: 'twice', status: 'imported', lastAttemptAt: ago(1) });
		const elsewhere = row({ meetingUuid: 'twice', account: 'b' });
		expect(latestOfEach([first, second, elsewhere])).toEqual([second, elsewhere]);
		expect(latestOfEach([second, elsewhere, first])).toEqual([second, elsewhere]);
	});

	test('what was edited into nonsense counts as nothing instead of breaking the page', () => {
		const edited = row({
			sizeBytes: 'large',
			startedAt: 'yesterday',
			attempts: -3,
			lastAttemptAt: null,
			createdAt: '',
		});
		expect(edited).toMatchObject({
			sizeBytes: 0,
			startedAt: null,
			attempts: 0,
			lastAttemptAt: null,
			firstSeenAt: null,
		});
	});
});

describe('days', () => {
	test.each([
		['UTC', '2026-11-20', Date.parse('2026-11-20T00:00:00Z')],
		['Europe/Berlin', '2026-11-20', Date.parse('2026-11-19T23:00:00Z')],
		['Asia/Tokyo', '2026-11-20', Date.parse('2026-11-19T15:00:00Z')],
		['America/Los_Angeles', '2026-11-20', Date.parse('2026-11-20T08:00:00Z')],
		['Nowhere/Never', '2026-11-20', Date.parse('2026-11-20T00:00:00Z')],
	])('in %s the last day is %s and begins at midnight there', (timezone, day, start) =>
		expect(lastDays(NOW, 3, timezone).at(-1)).toEqual({ day, start }),
	);

	test('days with 23 and 25 hours are one day each', () => {
		const spring = lastDays(Date.parse('2026-03-30T12:00:00Z'), 3, 'Europe/Berlin');
		expect(spring.map(({ day }) => day)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
		expect(spring[2]!.start - spring[1]!.start).toBe(23 * 36e5);
		const autumn = lastDays(Date.parse('2026-10-26T12:00:00Z'), 3, 'Europe/Berlin');
		expect(autumn.map(({ day }) => day)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
		expect(autumn[2]!.start - autumn[1]!.start).toBe(25 * 36e5);
	});

	test('an instant belongs to the day that holds it, and to none before the first', () => {
		const days = lastDays(NOW, 3, 'UTC');
		expect(
			['2026-11-17T23:59:59Z', '2026-11-18T00:00:00Z', '2026-11-19T23:59:59Z', '2026-11-20T14:00:00Z'].map((at) =>
				dayIndex(days, Date.parse(at)),
			),
		).toEqual([-1, 0, 1, 2]);
	});
});

describe('figures', () => {
	test('count each recording once, on the day on which it was first seen', () => {
		const all = figures([
			row(),
			row({ createdAt: ago(2) }),
			row({ createdAt: ago(20) }),
			row({ status: 'failed', reason: 'zoom-refused' }),
		]);
		expect(all.totals).toMatchObject({
			arrived: { recordings: 3, bytes: 3000 },
			failed: { recordings: 1, bytes: 1000 },
		});
		expect(all.perDay.map(({ counts }) => counts.arrived.recordings)).toEqual([0, 0, 0, 0, 1, 0, 1]);
		expect(all.perDay.at(-1)?.counts.failed.recordings).toBe(1);
	});

	test('what is missing in Kaltura is what waits, failed or needs somebody, not what a rule left out', () => {
		const { missing } = figures([
			row(),
			row({ status: 'skipped' }),
			row({ status: 'waiting', startedAt: ago(0.5) }),
			row({ status: 'needs-attention', startedAt: ago(3) }),
			row({ status: 'failed', startedAt: ago(45) }),
			row({ status: 'partial', startedAt: null }),
		]);
		expect(missing).toMatchObject({ recordings: 4, bytes: 4000 });
		expect(
			missing.byAge.map(({ counts }) => [
				counts.waiting.recordings,
				counts.attention.recordings,
				counts.failed.recordings,
			]),
		).toEqual([
			[1, 0, 0],
			[0, 1, 0],
			[0, 0, 0],
			[0, 0, 2],
		]);
		expect(missing.oldest[0]).toMatchObject({ status: 'partial' });
	});

	test('a reason shows the newest sentence, the oldest recording and how many there are', () => {
		const { reasons } = figures([
			row({ status: 'failed', reason: 'kaltura-refused', message: 'old', lastAttemptAt: ago(3), startedAt: ago(9) }),
			row({ status: 'failed', reason: 'kaltura-refused', message: 'new', nextStep: 'Do it.', lastAttemptAt: ago(1) }),
			row({ status: 'skipped', reason: 'too-short' }),
		]);
		expect(reasons).toEqual([
			expect.objectContaining({
				reason: 'kaltura-refused',
				standing: 'failed',
				recordings: 2,
				message: 'new',
				nextStep: 'Do it.',
				oldest: Date.parse(ago(9)),
			}),
			expect.objectContaining({ reason: 'too-short', standing: 'skipped', recordings: 1 }),
		]);
	});

	test('owners count by rule, and only for what is in Kaltura', () => {
		const { owners } = figures([
			row(),
			row({ ownerRule: 'default-user' }),
			row(),
			row({ ownerRule: 'created', status: 'failed' }),
		]);
		expect(owners.map(({ rule, recordings }) => [rule, recordings])).toEqual([
			['email', 2],
			['default-user', 1],
		]);
	});

	test('hosts are one however their address is written; those beyond the first twelve are counted', () => {
		const many = Array.from({ length: 15 }, (_, index) => row({ hostEmail: `h${index}@example.edu` }));
		const { hosts, otherHosts } = figures([row(), row({ hostEmail: 'ANN@example.edu' }), ...many]);
		expect(hosts[0]).toMatchObject({ host: 'ann@example.edu', recordings: 2, bytes: 2000 });
		expect([hosts.length, otherHosts]).toEqual([12, 4]);
	});

	test('one account can be looked at alone; all are still named', () => {
		const both = figures([row(), row({ account: 'b' })], {}, { account: 'b' });
		expect(both.totals.arrived.recordings).toBe(1);
		expect(both.accounts.map(({ account }) => account)).toEqual(['a', 'b']);
	});

	test.each([
		['an hour ago', 1 / 24, false],
		['23 hours ago', 23 / 24, false],
		['25 hours ago', 25 / 24, true],
	])('events whose last one came %s: stopped is %p', (_, days, stopped) =>
		expect(figures([], { state: [{ account: 'a', name: 'last-event', value: ago(days) }] }).events).toEqual([
			{ account: 'a', at: Date.parse(ago(days)), stopped },
		]),
	);

	test('an account that never had an event is no alert: it may not use them', () =>
		expect(figures([row()]).events).toEqual([]));

	test('storage is an estimate by age until the cleanup has looked', () => {
		const rows = [
			row({ startedAt: ago(40) }),
			row({ startedAt: ago(3) }),
			row({ startedAt: ago(40), status: 'failed' }),
		];
		expect(figures(rows).cleanup).toMatchObject({
			from: 'estimate',
			due: { recordings: 1, bytes: 1000 },
			kept: [
				{ reason: 'retention', recordings: 1 },
				{ reason: 'not-imported', recordings: 1 },
			],
		});
	});
});

test('storage is what the cleanup found once it has looked; what stays counts with the size that the ledger knows', () => {
	const stays = row({ meetingUuid: 'stays' });
	const found = (meetingUuid: string, outcome: string, bytes: number) => ({
		account: 'a',
		meetingUuid,
		outcome,
		bytes,
		reason: `${outcome}-reason`,
		message: 'm',
		checkedAt: ago(0.1),
	});
	const cleanup = [
		found('x', 'trashed', 10),
		found('y', 'already-gone', 5),
		found('z', 'would-trash', 7),
		found('stays', 'kept', 0),
		found('w', 'refused', 3),
	];
	expect(figures([stays], { cleanup }).cleanup).toEqual({
		from: 'report',
		freed: { recordings: 2, bytes: 15 },
		due: { recordings: 1, bytes: 7 },
		kept: [
			{ reason: 'kept-reason', message: 'm', recordings: 1, bytes: 1000 },
			{ reason: 'refused-reason', message: 'm', recordings: 1, bytes: 3 },
		],
		lookedAt: Date.parse(ago(0.1)),
	});
});

describe('the page says only what is so', () => {
	const page = (rows: LedgerRow[], tables: Partial<OtherTables> = {}) =>
		reportPage(figures(rows, tables), { reload: false, notes: [] }).replace(/\s+/g, ' ');
	const listed = { state: [{ account: 'a', name: 'reconcile-complete-until', value: ago(0.1) }] };

	test('without a listing it counts what the pipeline has seen; with one it says when Zoom was compared', () => {
		expect(page([row()])).toContain('no listing has compared Zoom with it yet');
		expect(page([row()], listed)).toContain('listing of 2026-11-20 11:36');
		expect(page([row(), row({ account: 'b' })], listed)).toContain('no listing has compared Zoom with it yet');
	});

	test('a dry run is counted, not done', () => {
		const text = page([row()], {
			backfill: [
				{ state: 'counted', recordings: 4 },
				{ state: 'counted', recordings: 1 },
			],
		});
		expect(text).toContain('2 of 2 windows counted by a dry run, nothing imported');
		expect(text).not.toContain('windows done');
	});

	test('codes of vendors have words', () => {
		const text = page(
			['3301', 'HTTP_503', 'DAILY_LIMIT', 'SERVICE_FORBIDDEN'].map((reason) => row({ status: 'failed', reason })),
		);
		for (const words of ['Zoom has no such recording (3301)', 'HTTP error 503', 'Refused: service forbidden']) {
			expect(text).toContain(words);
		}
		expect(text).not.toMatch(/<span>(3301|HTTP_503|DAILY_LIMIT|SERVICE_FORBIDDEN)<\/span>/);
	});

	test('what is retried by itself needs nobody', () => {
		const retried = row({ status: 'failed', reason: 'zoom-unavailable', retryable: true });
		expect(page([retried])).not.toMatch(/<b>1 recording needs somebody/);
		expect(page([retried])).toContain('1 is retried by itself');
		expect(page([retried, row({ status: 'needs-attention', reason: 'several-owners' })])).toContain(
			'1 recording needs somebody',
		);
	});

	test('who and what was left out has a place on the page and in both CSV', () => {
		const rows = ['f-1', 'f-2'].map((id) =>
			row({
				leftOut: `Chat is switched off, so the file ${id} stays in Zoom. 2 people get no rights: without a Kaltura user.`,
			}),
		);
		expect(figures(rows).leftOut).toEqual([
			{ sentence: 'Chat is switched off, so the file stays in Zoom.', recordings: 2 },
			{ sentence: 'People get no rights: without a Kaltura user.', recordings: 2 },
		]);
		expect(page(rows)).toContain('People get no rights: without a Kaltura user.');
		expect(figuresCsv(figures(rows))).toMatch(/^left out,.*Kaltura user/m);
		expect(recordingsCsv(rows, '')).toContain('2 people get no rights');
	});

	test('what Zoom deletes before it is in Kaltura raises an alert; what is there or left out by rule does not', () => {
		const vanishesAt = new Date(NOW + 5 * 864e5).toISOString();
		const open = row({ status: 'failed', reason: 'zoom-unavailable', retryable: true, vanishesAt });
		const others = [
			row({ vanishesAt }),
			row({ status: 'skipped', vanishesAt }),
			row({ status: 'failed', vanishesAt: ago(1) }),
		];
		expect(figures([open, ...others]).vanishing).toEqual([open]);
		expect(page([open])).toContain('Zoom deletes 1 recording by itself');
		expect(page(others)).not.toContain('by itself before');
	});
});

describe('CSV', () => {
	const dangerous = row({
		topic: '=HYPERLINK("http://evil")',
		message: 'a "quoted", text\nwith lines',
		status: 'failed',
		reason: '@cmd',
		hostEmail: '+1@x',
	});

	test('no cell of it is a formula, and quotes, commas and line breaks stay inside their cell', () => {
		for (const csv of [recordingsCsv([dangerous], ''), figuresCsv(figures([dangerous]))]) {
			expect(csv).not.toMatch(/(^|[,"\n])[=+@]/m);
			expect(csv).toMatch(/^\uFEFF/);
		}
		expect(recordingsCsv([dangerous], '')).toContain('"\'=HYPERLINK(""http://evil"")"');
	});

	test('holds every figure of the page', () => {
		const csv = figuresCsv(
			figures([row(), dangerous], {
				state: [{ account: 'a', name: 'last-event', value: ago(2) }],
				backfill: [{ state: 'done', recordings: 4 }],
			}),
		);
		for (const section of [
			'total',
			'account',
			'day',
			'source',
			'reason',
			'owner',
			'host',
			'missing',
			'storage',
			'last event',
			'back catalogue',
		])
			expect(csv).toMatch(new RegExp(`^${section},`, 'm'));
	});

	test('of one account holds no rows of another', () =>
		expect(recordingsCsv([row(), row({ account: 'b', meetingUuid: 'only-b' })], 'b').split('\r\n')).toHaveLength(3));
});

describe('group syncs', () => {
	const record = (userId: string, problem: string, account = 'a') => ({
		account,
		ruleSet: 'directory',
		userId,
		problem,
	});
	const change = (days: number, more: object) => ({ account: 'a', at: ago(days), ruleSet: 'directory', ...more });
	const groupRecords = [
		record('bo@example.edu', 'The user bo@example.edu is not in Kaltura.'),
		record('# not-mapped groups X', 'The value "X" of 200 or more users leads to no group.'),
		record('ann@example.edu', ''),
		record('eve@example.edu', 'Of another account.', 'b'),
	];
	const groupChanges = [
		change(1, { userId: 'ann@example.edu', added: 'Staff', skipped: '', error: '' }),
		change(2, { userId: '', error: 'Waits for approval.', nextStep: 'Decide at https://n8n.example.edu/form' }),
		change(9, { userId: '', skipped: 'Long ago.' }),
	];

	test('the page names what holds now and what was told within a week, of the chosen account', () => {
		const shown = figures([row()], { groupRecords, groupChanges }, { account: 'a' });
		expect(shown.groups.open.map(({ userId }) => userId)).toEqual(['', 'bo@example.edu']);
		expect(shown.groups.told.map(({ sentence }) => sentence)).toEqual(['Waits for approval.']);
		const page = reportPage(shown, { reload: false, notes: [] });
		expect(page).toContain('Group sync could not do everything');
		expect(page).toContain('What holds now (2)');
		expect(page).toMatch(/the source<\/td>[^]*?200 or more users leads to no group/);
		expect(page).toContain('Decide at https://n8n.example.edu/form');
		expect(page).not.toMatch(/eve@example\.edu|Long ago/);
		expect(figuresCsv(shown)).toContain('group sync,bo@example.edu,,,,The user bo@example.edu is not in Kaltura.');
	});

	test('without troubles there is no section', () =>
		expect(reportPage(figures([row()]), { reload: false, notes: [] })).not.toContain('Group sync'));
});
