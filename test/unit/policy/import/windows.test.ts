import fc from 'fast-check';

import {
	advanceCheckpoint,
	backfillProblems,
	backfillWindows,
	dayOf,
	estimateBackfill,
	lookBackProblems,
	lookBackWindow,
} from '../../../../lib/policy/import/windows';

const NOW = Date.parse('2026-03-15T10:00:00Z');
const listed = (from: string, to: string, allPages = true) => ({ window: { from, to }, allPages });

describe('the look-back of a reconcile', () => {
	test.each([
		['first run', 7, null, { from: '2026-03-08', to: '2026-03-16' }],
		[
			'everything listed yesterday: still the whole look-back (W3, W7)',
			7,
			'2026-03-14',
			{ from: '2026-03-08', to: '2026-03-16' },
		],
		['W9 an outage of a month: from where it stopped', 7, '2026-02-10', { from: '2026-02-09', to: '2026-03-16' }],
		['one day', 1, '2026-03-14', { from: '2026-03-13', to: '2026-03-16' }],
	])('%s', (_, days, checkpoint, window) => {
		expect(lookBackWindow(NOW, days, checkpoint)).toEqual(window);
	});

	test.each([
		['fault case 52: on the day when clocks change', '2026-03-29T01:30:00Z', '2026-03-22'],
		['fault case 52: just before midnight UTC', '2026-03-15T23:59:59.999Z', '2026-03-08'],
		['just after midnight UTC', '2026-03-16T00:00:00Z', '2026-03-09'],
	])('%s', (_, now, from) => {
		expect(lookBackWindow(Date.parse(now), 7, null).from).toBe(from);
	});

	test.each([
		[7, true],
		[1, true],
		[180, true],
		[0, false],
		[-1, false],
		[1.5, false],
		[181, false],
		[Number.NaN, false],
	])('%d days are valid: %p', (days, valid) => {
		expect(lookBackProblems(days).length === 0).toBe(valid);
	});
});

describe('the checkpoint', () => {
	test.each([
		['moves when every page came', '2026-03-01', [listed('2026-02-28', '2026-03-10')], '2026-03-10'],
		['W1 stays when a page failed', '2026-03-01', [listed('2026-02-28', '2026-03-10', false)], '2026-03-01'],
		['stays at null when the first listing failed', null, [listed('2026-03-01', '2026-03-10', false)], null],
		[
			'moves up to the window before the failed one',
			'2026-01-31',
			[listed('2026-02-01', '2026-02-28'), listed('2026-03-01', '2026-03-10', false)],
			'2026-02-28',
		],
		[
			'a later window that came does not jump over a failed one',
			'2026-01-31',
			[listed('2026-03-01', '2026-03-10'), listed('2026-02-01', '2026-02-28', false)],
			'2026-01-31',
		],
		['never over a hole', '2026-01-31', [listed('2026-02-02', '2026-03-10')], '2026-01-31'],
		['never back', '2026-03-10', [listed('2026-02-01', '2026-02-28')], '2026-03-10'],
		['today is not over', '2026-03-01', [listed('2026-02-28', '2026-03-16')], '2026-03-14'],
		['stays when nothing was listed', '2026-03-01', [], '2026-03-01'],
	])('%s', (_, checkpoint, windows, expected) => {
		expect(advanceCheckpoint(checkpoint, windows, NOW)).toBe(expected);
	});
});

describe('the windows of a backfill', () => {
	test('fault case 51: calendar months, newest first, without gap or overlap', () => {
		expect(backfillWindows({ from: '2025-12-15', to: '2026-03-02' })).toEqual([
			{ from: '2026-03-01', to: '2026-03-02' },
			{ from: '2026-02-01', to: '2026-02-28' },
			{ from: '2026-01-01', to: '2026-01-31' },
			{ from: '2025-12-15', to: '2025-12-31' },
		]);
	});

	test('what an earlier run finished is not listed again', () => {
		const done = [{ from: '2026-03-01', to: '2026-03-02' }];
		expect(backfillWindows({ from: '2026-02-01', to: '2026-03-02' }, done)).toEqual([
			{ from: '2026-02-01', to: '2026-02-28' },
		]);
	});

	test('windows can be kept short, and still end with the month', () => {
		expect(backfillWindows({ from: '2026-01-27', to: '2026-02-10' }, [], 7)).toEqual([
			{ from: '2026-02-08', to: '2026-02-10' },
			{ from: '2026-02-01', to: '2026-02-07' },
			{ from: '2026-01-27', to: '2026-01-31' },
		]);
	});

	test('any range: every day exactly once, no window over a month', () => {
		const day = fc.integer({ min: Date.parse('2016-01-01') / 864e5, max: Date.parse('2026-12-31') / 864e5 });
		fc.assert(
			fc.property(day, day, (a, b) => {
				const [from, to] = [Math.min(a, b), Math.max(a, b)].map((n) => dayOf(n * 864e5)) as [string, string];
				const days = backfillWindows({ from, to }).flatMap((window) => {
					expect(window.from.slice(0, 7)).toBe(window.to.slice(0, 7));
					const count = (Date.parse(window.to) - Date.parse(window.from)) / 864e5 + 1;
					return Array.from({ length: count }, (_, n) => dayOf(Date.parse(window.from) + n * 864e5));
				});
				expect(new Set(days).size).toBe(days.length);
				expect(days.toSorted().at(0)).toBe(from);
				expect(days.toSorted().at(-1)).toBe(to);
				expect(days.length).toBe(Math.abs(a - b) + 1);
			}),
			{ seed: 20260315, numRuns: 200 },
		);
	});

	test.each([
		['fine', '2025-01-01', '2026-03-15', []],
		['one day', '2026-03-15', '2026-03-15', []],
		['exactly ten years', '2016-03-15', '2026-03-15', []],
		['from 2012 to 2011', '2012-01-01', '2011-01-01', ['To']],
		['over ten years', '2015-03-14', '2026-03-15', ['From']],
		['before there was Zoom', '2011-12-31', '2012-06-01', ['From']],
		['in the future', '2027-01-01', '2027-02-01', ['From']],
		['not a date', '31.03.2026', '2026-03-31', ['From']],
		['a date that does not exist', '2026-02-31', '2026-03-31', ['From']],
		['both missing', '', '', ['From', 'To']],
	])('dates: %s', (_, from, to, parameters) => {
		const problems = backfillProblems({ from, to }, NOW);
		expect(problems.map(({ parameter }) => parameter)).toEqual(parameters);
		for (const { remedy } of problems) expect(remedy).not.toBe('');
	});
});

describe('the estimate of a dry run', () => {
	const recording = (sizeBytes: number, files: number) => ({ sizeBytes, segments: [{ files: Array(files).fill({}) }] });
	test('counts recordings, files and bytes', () => {
		expect(
			estimateBackfill([recording(3e9, 3), recording(1e9, 2)], { recordingsPerHour: 1000, bytesPerSecond: 1e9 }),
		).toEqual({ recordings: 2, files: 5, sizeBytes: 4e9, hours: 0.1 });
	});

	test.each([
		['few large ones wait for the bytes', [recording(3.6e12, 1)], { recordingsPerHour: 1000, bytesPerSecond: 1e8 }, 10],
		[
			'many small ones wait for the calls',
			Array(500).fill(recording(1, 1)),
			{ recordingsPerHour: 100, bytesPerSecond: 1e8 },
			5,
		],
		['nothing takes no time', [], { recordingsPerHour: 100, bytesPerSecond: 1e8 }, 0],
	])('%s', (_, recordings, pace, hours) => {
		expect(estimateBackfill(recordings, pace).hours).toBe(hours);
	});
});
