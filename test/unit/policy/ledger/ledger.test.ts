import { LEDGER_COLUMNS, LONGEST_TEXT } from '../../../../lib/policy/ledger/columns';
import { ledgerChanges, ledgerWindows } from '../../../../lib/policy/ledger/changes';
import { earlierEntries, isSettled, knownWindows } from '../../../../lib/policy/ledger/known';
import { type EndedRecording, ledgerRow, wholeRow } from '../../../../lib/policy/ledger/write';
import { outcome } from '../../../../lib/policy/outcomes';

const NOW = '2026-12-01T00:00:00.000Z';
const LATER = '2026-12-01T06:00:00.000Z';
const file = { id: 'f', fileType: 'MP4', recordingType: 'x', extension: 'mp4', sizeBytes: 5, status: 'completed' };
const ended = (more: Partial<EndedRecording> = {}): EndedRecording => ({
	accountId: 'acc',
	meetingUuid: 'uuid==',
	meetingId: '123',
	kind: 'meeting',
	topic: 'Botany',
	host: { email: 'ann@example.edu' },
	startedAt: '2026-11-01T08:00:00Z',
	sizeBytes: 5,
	segments: [{ files: [file, file] }],
	outcome: outcome('imported', { entries: 1, owner: 'ann' }),
	owner: { userId: 'ann', rule: 'email', hostEmail: 'ann@example.edu' },
	entries: [{ entryId: '0_a' }, { entryId: null }, { entryId: '0_b' }],
	source: 'reconcile',
	...more,
});
const already = { outcome: outcome('already-imported', {}) };
const failed = { outcome: outcome('zoom-unavailable', { detail: 'HTTP 503' }) };

describe('the row of a recording', () => {
	test('has exactly the columns of the list', () => {
		expect(Object.keys(wholeRow(ledgerRow(ended(), NOW))).sort()).toEqual(Object.keys(LEDGER_COLUMNS).sort());
		expect(wholeRow(ledgerRow(ended(), NOW))).toMatchObject({
			account: 'acc',
			meetingUuid: 'uuid==',
			files: 2,
			segments: 1,
			status: 'imported',
			reason: 'imported',
			owner: 'ann',
			ownerRule: 'email',
			entryIds: '0_a 0_b',
			attempts: 1,
			startedAt: '2026-11-01T08:00:00.000Z',
			lastAttemptAt: NOW,
			importedAt: NOW,
		});
	});

	test.each([{ accountId: '' }, { meetingUuid: '' }])('is never made without identity: %j', (without) => {
		expect(() => ledgerRow(ended(without), NOW)).toThrow(/needs an account and a meeting UUID/);
	});

	test('of a recording that could not be read says nothing about what is not known', () => {
		const row = ledgerRow({ accountId: 'acc', meetingUuid: 'uuid==', ...failed }, NOW);
		expect(Object.keys(row)).not.toEqual(expect.arrayContaining(['topic', 'files', 'entryIds', 'owner']));
		expect(row).toMatchObject({ status: 'failed', reason: 'zoom-unavailable', retryable: true });
	});

	test.each(['', 'yesterday', '2026-13-45T99:00:00Z'])(
		'takes the date %j for unknown, as no table stores it',
		(startedAt) => {
			expect(ledgerRow(ended({ startedAt }), NOW).startedAt).toBeUndefined();
		},
	);

	test('says when Zoom deletes the recording, forgets it when nothing is planned any more, and keeps it while nobody could look', () => {
		const vanishesAt = '2026-12-24T00:00:00.000Z';
		expect(ledgerRow(ended({ vanishesAt }), NOW).vanishesAt).toBe(vanishesAt);
		expect(ledgerRow(ended(), NOW).vanishesAt).toBeNull();
		expect(ledgerRow({ accountId: 'acc', meetingUuid: 'uuid==', ...failed }, NOW)).not.toHaveProperty('vanishesAt');
	});

	test("says until when Zoom's daily limit lasts, and takes it back with the next try", () => {
		const limited = { ...outcome('zoom-daily-limit', { detail: 'HTTP 429' }), retryAfterSeconds: 3600 };
		const until = new Date(Date.parse(NOW) + 3_600_000).toISOString();
		expect(ledgerRow(ended({ outcome: limited }), NOW).retryAt).toBe(until);
		expect(ledgerRow(ended(failed), NOW).retryAt).toBeNull();
	});

	test('cuts a text of 100 kB, and not through the middle of a character', () => {
		const row = ledgerRow(ended({ topic: `${'x'.repeat(LONGEST_TEXT - 2)}😀${'y'.repeat(100_000)}` }), NOW);
		expect(row.topic).toBe(`${'x'.repeat(LONGEST_TEXT - 2)}…`);
		expect(JSON.stringify(row).length).toBeLessThan(10_000);
	});
});

describe('what is written', () => {
	const row = ledgerRow(ended(), NOW);
	const stored = { ...wholeRow(row), id: 7, createdAt: NOW, updatedAt: NOW };

	test('a recording that nobody has noted is added; from an event it is written row by row', () => {
		expect(ledgerChanges([row], [])).toEqual([{ do: 'add', row: wholeRow(row) }]);
		const live = ledgerRow(ended({ source: 'live' }), NOW);
		expect(ledgerChanges([live], [])).toEqual([{ do: 'change', row: wholeRow(live) }]);
	});

	test('nothing, when the same is found again: neither as imported nor as already there', () => {
		expect(ledgerChanges([ledgerRow(ended(already), LATER)], [stored])).toEqual([]);
		const waiting = ledgerRow(ended(failed), NOW);
		expect(ledgerChanges([ledgerRow(ended(failed), LATER)], [wholeRow(waiting)])).toEqual([]);
	});

	test('a try that could not read the recording changes how it stands and empties no column', () => {
		const [change] = ledgerChanges(
			[ledgerRow({ ...ended(failed), topic: undefined, segments: undefined } as never, LATER)],
			[stored],
		);
		expect(change).toMatchObject({ do: 'change', row: { status: 'failed' } });
		expect(change!.row).not.toHaveProperty('topic');
		expect(change!.row).not.toHaveProperty('files');
	});

	test('other files in Zoom are news about a recording that is complete', () => {
		const more = ledgerRow(ended({ ...already, sizeBytes: 6 }), LATER);
		expect(ledgerChanges([more], [stored])).toMatchObject([
			{ do: 'change', row: { sizeBytes: 6, status: 'imported' } },
		]);
	});

	test('a late file renews the moment of the import', () => {
		const late = ledgerRow(ended({ outcome: outcome('files-added', { files: 1 }) }), LATER);
		expect(ledgerChanges([late], [stored])).toMatchObject([{ do: 'change', row: { importedAt: LATER } }]);
	});

	test('what is found complete and was waiting until now counts as imported now', () => {
		const waiting = wholeRow(ledgerRow(ended({ outcome: outcome('import-pending', { entryId: '0_a' }) }), NOW));
		expect(ledgerChanges([ledgerRow(ended(already), LATER)], [waiting])).toMatchObject([
			{ do: 'change', row: { status: 'already-imported', importedAt: LATER } },
		]);
		expect(ledgerChanges([ledgerRow(ended(already), LATER)], [])).toMatchObject([{ row: { importedAt: LATER } }]);
	});

	test('every try of the retries, because it is counted', () => {
		const [first, second] = [1, 2].map((attempts) => ledgerRow(ended({ ...failed, source: 'retry', attempts }), LATER));
		expect(ledgerChanges([second!], [wholeRow(first!)])).toMatchObject([{ do: 'change', row: { attempts: 3 } }]);
	});

	test('a row of the same meeting in another account is left alone', () => {
		const other = { ...stored, account: 'other' };
		expect(ledgerChanges([ledgerRow(ended(already), LATER)], [other])).toMatchObject([
			{ do: 'add', row: { account: 'acc' } },
		]);
	});

	test('everything row by row, when the table could not be read', () => {
		expect(ledgerChanges([row], null)).toMatchObject([{ do: 'change' }]);
	});

	test('one row for a recording that is twice in the batch: the last', () => {
		expect(ledgerChanges([ledgerRow(ended(failed), NOW), row], [])).toMatchObject([{ row: { status: 'imported' } }]);
	});
});

test('the window of a batch holds the rows of each account, also where the first segment was deleted since', () => {
	const entries = [ended(), ended({ startedAt: '2026-11-03T08:00:00Z' }), ended({ accountId: 'b' })].map((one) =>
		ledgerRow(one, NOW),
	);
	expect(ledgerWindows(entries)).toEqual([
		{ account: 'acc', from: '2026-10-31T00:00:00.000Z', to: '2026-11-04T16:00:00.000Z', entries: entries.slice(0, 2) },
		{ account: 'b', from: '2026-10-31T00:00:00.000Z', to: '2026-11-02T16:00:00.000Z', entries: entries.slice(2) },
	]);
});

test('the window of a batch reaches as far as a co-host may be named before the recording, or after: Zoom lets a meeting run for 30 hours', () => {
	const [window] = knownWindows([{ account: 'acc', startedAt: '2026-11-03T08:00:00Z' }]);
	expect(window!.from <= '2026-11-02T02:00:00.000Z' && window!.to >= '2026-11-04T15:30:00.000Z').toBe(true);
	expect(knownWindows([{ account: 'acc', startedAt: 'nonsense' }])).toMatchObject([{ account: 'acc' }]);
});

describe('entries whose absence means that a person deleted them', () => {
	const imported = { status: 'imported', entryIds: '0_a 0_b', importedAt: NOW };

	test('are those of the ledger, unless the setting names others', () => {
		expect(earlierEntries([], imported, 'recording.completed')).toEqual(['0_a', '0_b']);
		expect(earlierEntries(['0_c'], imported, undefined)).toEqual(['0_c']);
		expect(earlierEntries([], undefined, undefined)).toEqual([]);
	});

	test('are none where nothing ever arrived, or where somebody brought the recording back in Zoom', () => {
		expect(earlierEntries([], { ...imported, status: 'failed', importedAt: null }, undefined)).toEqual([]);
		expect(earlierEntries(['0_c'], imported, 'recording.recovered')).toEqual([]);
	});
});

describe('a recording of a listing that nobody needs to look at again', () => {
	const NOON = Date.parse('2026-12-03T12:00:00Z');
	const known = { status: 'imported', entryIds: '0_a', importedAt: NOW, files: 2, sizeBytes: 5 };
	const same = { source: 'reconcile', complete: true, sizeBytes: 5, files: 2 };

	test.each(['reconcile', 'backfill'])('is imported, older than a day and unchanged (%s)', (source) =>
		expect(isSettled(known, { ...same, source }, NOON)).toBe(true),
	);

	test.each([
		['was imported an hour ago', { importedAt: '2026-12-03T11:00:00Z' }, {}],
		['has nobody who knows when it was imported', { importedAt: null }, {}],
		['is waiting', { status: 'waiting' }, {}],
		['is partial', { status: 'partial' }, {}],
		['has one file more in Zoom', {}, { files: 3 }],
		['has other bytes in Zoom', {}, { sizeBytes: 6 }],
		['is still in work', {}, { complete: false }],
		['comes by an event', {}, { source: 'live' }],
		['is tried again', {}, { source: 'retry' }],
		['comes by a backfill that looks at everything again', {}, { source: 'backfill', lookAgain: true }],
	])('not, when it %s', (_, row, now) =>
		expect(isSettled({ ...known, ...row }, { ...same, ...now }, NOON)).toBe(false),
	);
});
