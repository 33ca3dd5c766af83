import { splitIntoMonths } from '../../../lib/zoom/date-windows';
import { parseJson, stringifyJson } from '../../../lib/zoom/json';
import { encodeUuid, isMeetingNumber } from '../../../lib/zoom/meeting-uuid';

describe('Meeting UUIDs in paths', () => {
	test.each([
		['a plain one is encoded once', 'LjtP8z2jS0qmRJIIb1WuBg==', 'LjtP8z2jS0qmRJIIb1WuBg%3D%3D'],
		['a single slash inside is encoded once', 'L0AGOEPVR9m5WSOOs/d+FQ==', 'L0AGOEPVR9m5WSOOs%2Fd%2BFQ%3D%3D'],
		['a slash at the start is encoded twice', '/ajXp112QmuoKj4854875==', '%252FajXp112QmuoKj4854875%253D%253D'],
		['a double slash inside is encoded twice', 'abc//def==', 'abc%252F%252Fdef%253D%253D'],
	])('%s', (_, uuid, encoded) => expect(encodeUuid(uuid)).toBe(encoded));

	test.each([
		['a meeting number', '85392858403', true],
		['a meeting number as people write it', '853 9285 8403', true],
		['a UUID', 'LjtP8z2jS0qmRJIIb1WuBg==', false],
	])('%s is told apart', (_, text, number) => expect(isMeetingNumber(text)).toBe(number));
});

describe('Ranges of days', () => {
	test.each([
		['a week is one window', '2026-03-02', '2026-03-08', [['2026-03-02', '2026-03-08']]],
		['one day is one window', '2026-03-02', '2026-03-02', [['2026-03-02', '2026-03-02']]],
		[
			'months are cut at their ends, leap day included',
			'2024-01-15',
			'2024-03-01',
			[
				['2024-01-15', '2024-01-31'],
				['2024-02-01', '2024-02-29'],
				['2024-03-01', '2024-03-01'],
			],
		],
		[
			'the year turns',
			'2025-12-31',
			'2026-01-01',
			[
				['2025-12-31', '2025-12-31'],
				['2026-01-01', '2026-01-01'],
			],
		],
	])('%s', (_, from, to, windows) =>
		expect(splitIntoMonths({ from, to })).toEqual(windows.map(([a, b]) => ({ from: a, to: b }))),
	);

	test.each([
		['backwards', '2026-02-02', '2026-02-01', /begins on 2026-02-02, after its end/],
		['a day that does not exist', '2026-02-30', '2026-03-01', /"2026-02-30" is not a date/],
		['no date', 'yesterday', '2026-03-01', /"yesterday" is not a date/],
	])('refuses a range that is %s', (_, from, to, message) =>
		expect(() => splitIntoMonths({ from, to })).toThrow(message),
	);
});

describe('Integers beyond 2^53 (fault case 18)', () => {
	test('are kept as text when read', () => {
		expect(parseJson('{"zoom_one_type":576460752303423500,"n":[9007199254740993,1.5,-3]}')).toEqual({
			zoom_one_type: '576460752303423500',
			n: ['9007199254740993', 1.5, -3],
		});
	});

	test('inside strings are left alone', () => {
		const text = '{"a":"576460752303423500","b":"say \\"12345678901234567890\\"","c":12345678901234567890}';
		expect(parseJson(text)).toEqual({
			a: '576460752303423500',
			b: 'say "12345678901234567890"',
			c: '12345678901234567890',
		});
	});

	test('are written as integers', () => {
		expect(stringifyJson({ zoom_one_type: 576460752303423500n, list: [1n, undefined], nothing: undefined })).toBe(
			'{"zoom_one_type":576460752303423500,"list":[1,null]}',
		);
	});
});
