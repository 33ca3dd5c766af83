import type { Known, Row } from '../../../../lib/policy/people/rows';
import { readRows } from '../../../../lib/policy/people/rows';

const KNOWN: Known = {
	groups: [
		{ id: 'g1', name: 'Lecturers' },
		{ id: 'g2', name: 'Staff' },
		{ id: 'g3', name: 'Twin' },
		{ id: 'g4', name: 'twin' },
	],
	roles: [
		{ id: '0', name: 'Owner' },
		{ id: '1', name: 'Admin' },
		{ id: '2', name: 'Member' },
		{ id: 'r1', name: 'Auditor' },
	],
	sites: [{ id: 's1', name: 'Main Site' }],
	callingPlans: [100, 200],
};
const ANN = 'ann@example.edu';
const problems = (rows: Row[], empty: 'ignore' | 'clear' = 'ignore') =>
	readRows(rows, KNOWN, empty).map((row) => row.problems);
const desired = (row: Partial<Row>, empty: 'ignore' | 'clear' = 'ignore') =>
	readRows([{ email: ANN, ...row }], KNOWN, empty)[0]!.desired;

describe('An address', () => {
	test.each([
		'',
		'   ',
		'ann',
		'ann@',
		'@example.edu',
		'ann@example',
		'a b@example.edu',
		'ann@example.edu,bo@example.edu',
		'Ann <ann@example.edu>',
		`${'a'.repeat(120)}@example.edu`,
	])('"%s" is refused', (email) => expect(problems([{ email }])[0]).toHaveLength(1));
	test.each(['ann@example.edu', ' ANN.Lee+x@sub.example.edu ', "o'neil@example.edu"])('"%s" is taken', (email) =>
		expect(problems([{ email }])).toEqual([[]]),
	);
	test('that stands twice counts once, in any case, when both rows say the same', () => {
		const rows = [
			{ email: ANN, status: 'active' },
			{ email: 'ANN@example.edu ', status: 'active' },
		];
		expect(problems(rows)).toEqual([[], ['ann@example.edu stands in row 1 too.']]);
	});
	test('that stands twice with different wishes is refused in both rows', () => {
		const rows = [{ email: ANN, status: 'active' }, { email: ANN, status: 'inactive' }, { email: 'bo@example.edu' }];
		expect(problems(rows)).toEqual([
			['ann@example.edu stands in row 2 too, with other wishes.'],
			['ann@example.edu stands in row 1 too, with other wishes.'],
			[],
		]);
	});
	test('that somebody gets and somebody else has is refused', () => {
		const rows = [{ email: ANN, newEmail: 'bo@example.edu' }, { email: 'BO@example.edu' }];
		expect(problems(rows).map((some) => some.length)).toEqual([1, 1]);
	});
});

test.each<[string, Partial<Row>, RegExp]>([
	['an unknown user type', { type: 'Gold' }, /no user type "Gold"/],
	['an unknown status', { status: 'gone' }, /"gone" is no status/],
	['an unknown way to create', { createAction: 'make' }, /"make" is no create action/],
	['an unknown group', { groups: { exact: ['Lecturers', 'Stuff'] } }, /no group "Stuff"/],
	['an ambiguous group', { groups: { add: ['Twin'] } }, /2 groups "Twin"; use the ID/],
	['a group that is added and removed', { groups: { add: ['staff'], remove: ['g2'] } }, /added and removed at once/],
	['an unknown role', { role: 'King' }, /no role "King"/],
	['an unknown site', { phone: { site: 'Mars' } }, /no phone site "Mars"/],
	['an unknown calling plan', { phone: { callingPlans: ['300'] } }, /no calling plan "300"/],
	['a number that is not E.164', { phone: { numbers: ['0305551'] } }, /no phone number in E.164/],
	['an extension with letters', { phone: { extensionNumber: 'x12' } }, /extension "x12"/],
	['a plan that lost its digits', { zoomOneType: '1.44e17' }, /all its digits/],
	['a united plan of words', { planUnitedType: 'gold' }, /neither a plan number/],
	['a manager by name, whom Zoom shows by address', { profile: { manager: 'Tara Smith' } }, /manager "Tara Smith"/],
	[
		'six attributes',
		{ profile: { custom_attributes: Array(6).fill({ key: 'k' }) } },
		/at most 5 custom attributes, here are 6/,
	],
	['four phone numbers', { profile: { phone_numbers: Array(4).fill({ number: '1' }) } }, /at most 3 phone numbers/],
	[
		'a name of 65 characters',
		{ profile: { first_name: 'x'.repeat(65) } },
		/first name has 65 characters; .* at most 64/,
	],
	['a display name of 129', { profile: { display_name: 'x'.repeat(129) } }, /display name has 129 characters/],
	['a company of 256', { profile: { company: 'x'.repeat(256) } }, /company has 256 characters/],
	['a host key of five digits', { profile: { host_key: '12345' } }, /host key has 5 characters; Zoom takes 6 to 10/],
	['a meeting ID of nine digits', { profile: { pmi: 123456789 } }, /personal meeting ID has 9 .* exactly 10/],
	[
		'a password that is never quoted',
		{ profile: { password: 'Geheim1' } },
		/^The password has 7 characters; .* 8 to 32\.$/,
	],
	['a malformed new address', { newEmail: 'ann(at)example.edu' }, /new address/],
])('%s is refused', (_, row, problem) => {
	const [read] = readRows([{ email: ANN, ...row }], KNOWN, 'ignore');
	expect(read!.desired).toBeNull();
	expect(read!.problems.join(' ')).toMatch(problem);
});

test('the longest texts that Zoom takes are taken', () => {
	const profile = { first_name: 'x'.repeat(64), display_name: 'x'.repeat(128), about_me: '', host_key: '123456' };
	expect(problems([{ email: ANN, profile }])).toEqual([[]]);
});

test('all that is wrong with a row is said at once', () => {
	expect(problems([{ email: 'x', type: 'Gold', role: 'King' }])[0]).toHaveLength(3);
});

test('names are found in any case, licences by name or number, and ids pass', () => {
	expect(
		desired({
			type: ' LICENSED ',
			role: 'auditor',
			status: 'Inactive',
			groups: { exact: ['lecturers ', 'g2'] },
			phone: { site: 'main site', callingPlans: ['200'], numbers: ['+1 (205) 555-1000'] },
		}),
	).toEqual({
		email: ANN,
		licence: { type: 2 },
		roleId: 'r1',
		status: 'inactive',
		groups: { exact: ['g1', 'g2'] },
		phone: { siteId: 's1', callingPlans: [200], numbers: ['+12055551000'] },
	});
});

describe('Empty values', () => {
	const row: Partial<Row> = {
		profile: { dept: '', job_title: 'Dean', pmi: '' },
		groups: { exact: [] },
		phone: { numbers: [] },
	};
	test('leave everything as it is', () => {
		expect(desired(row)).toEqual({ email: ANN, profile: { job_title: 'Dean' } });
		expect(readRows([{ email: ANN, ...row }], KNOWN, 'ignore')[0]!.notes).toEqual([
			'The list of groups is empty; the groups were left as they are.',
		]);
	});
	test('clear what Zoom lets be empty, when that is wished', () => {
		expect(desired(row, 'clear')).toEqual({
			email: ANN,
			profile: { dept: '', job_title: 'Dean' },
			groups: { exact: [] },
			phone: { numbers: [] },
		});
	});
});

describe('A column that is empty in the whole file', () => {
	const rows = (dept: [string, string]): Row[] =>
		dept.map((value, at) => ({ email: `u${at}@example.edu`, profile: { dept: value } }));
	test('is refused in every row when it would clear the field of everybody', () => {
		expect(problems(rows(['', ' ']), 'clear')).toEqual(
			Array(2).fill([expect.stringMatching(/column dept is empty in all 2 rows/)]),
		);
	});
	test('is reported in every row when empty fields are left as they are', () => {
		const read = readRows(rows(['', '']), KNOWN, 'ignore');
		expect(read.map(({ notes }) => notes)).toEqual(
			Array(2).fill([expect.stringMatching(/column dept is empty in all 2 rows/)]),
		);
		expect(read.every((row) => row.problems.length === 0)).toBe(true);
	});
	test('is noticed for groups too', () => {
		const list = [0, 1].map((at) => ({ email: `u${at}@example.edu`, groups: { exact: [] } }));
		expect(problems(list, 'clear')[0]!.join()).toContain('column groups is empty');
	});
	test('is only reported for a choice, which has no empty value', () => {
		const list = [0, 1].map((at) => ({ email: `u${at}@example.edu`, status: '' }));
		const [read] = readRows(list, KNOWN, 'clear');
		expect(read).toMatchObject({ problems: [], notes: [expect.stringContaining('column status is empty')] });
	});
	test('is none when one row fills it, or when there is one row only', () => {
		expect(problems(rows(['', 'Art']), 'clear')).toEqual([[], []]);
		expect(problems([{ email: ANN, profile: { dept: '' } }], 'clear')).toEqual([[]]);
	});
	test('of addresses refuses every row', () => {
		expect(problems([{ email: '' }, { email: '' }]).every((some) => some.includes('The address is empty.'))).toBe(true);
	});
});
