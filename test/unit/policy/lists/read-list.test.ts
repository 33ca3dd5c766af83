import { inflateRawSync } from 'node:zlib';

import type { ListColumn } from '../../../../lib/policy/lists/columns';
import { readList } from '../../../../lib/policy/lists/read-list';

import { archiveOf, rowOf, workbookOf } from './workbook-file';

const COLUMNS: ListColumn[] = [
	{ name: 'email', synonyms: ['E-Mail', 'mail address'], required: true },
	{ name: 'lastName', synonyms: ['surname', 'Nachname'] },
	{ name: 'department', synonyms: ['dept'] },
	{ name: 'status' },
];
const inflate = (bytes: Uint8Array, most: number) => inflateRawSync(bytes, { maxOutputLength: most });
const read = (file: string | Uint8Array, columns: ListColumn[] | null = COLUMNS, required: string[] = []) =>
	readList(typeof file === 'string' ? Buffer.from(file) : file, { columns, required }, inflate);
const rowsOf = (file: string | Uint8Array) => {
	const result = read(file);
	if ('problems' in result) throw new Error(result.problems.join(' '));
	return result.list.rows.map(({ values }) => values);
};
const problemsOf = (file: string | Uint8Array) => {
	const result = read(file);
	return 'problems' in result ? result.problems.join(' ') : '';
};
const MUELLER = { email: 'm@example.edu', lastName: 'Müller', status: 'leaver' };
const lines = (separator: string, end = '\n') =>
	[
		['email', 'lastName', 'status'],
		['m@example.edu', 'Müller', 'leaver'],
	]
		.map((row) => row.join(separator))
		.join(end);

test.each<[string, Uint8Array, string]>([
	['UTF-8', Buffer.from(lines(',')), 'CSV, UTF-8, separated by ,'],
	['a byte order mark', Buffer.from(`\uFEFF${lines(';')}`), 'CSV, UTF-8, separated by ;'],
	['tabs', Buffer.from(lines('\t')), 'CSV, UTF-8, separated by tabs'],
	['lines of Windows', Buffer.from(lines(',', '\r\n')), 'CSV, UTF-8, separated by ,'],
	['lines of an old Mac', Buffer.from(lines(';', '\r')), 'CSV, UTF-8, separated by ;'],
	["Excel's own first line", Buffer.from(`sep=;\r\n${lines(';', '\r\n')}`), 'CSV, UTF-8, separated by ;'],
	[
		'the old Western character set',
		Buffer.from(lines(';'), 'latin1'),
		'CSV, Windows-1252 (Latin 1), because it is no UTF-8, separated by ;',
	],
	['UTF-16 with its mark', Buffer.from(`\uFEFF${lines('\t')}`, 'utf16le'), 'CSV, UTF-16, separated by tabs'],
	['UTF-16 without a mark', Buffer.from(lines('\t'), 'utf16le'), 'CSV, UTF-16, separated by tabs'],
	['UTF-16 of the other order', Buffer.from(`\uFEFF${lines(';')}`, 'utf16le').swap16(), 'CSV, UTF-16, separated by ;'],
	[
		'a workbook',
		workbookOf([rowOf(1, 'email', 'lastName', 'status'), rowOf(2, 'm@example.edu', 'Müller', 'leaver')]),
		'Excel workbook, first sheet',
	],
])('%s gives the same row', (_, bytes, format) => {
	expect(read(bytes)).toEqual({
		list: { rows: [{ line: expect.any(Number), values: MUELLER }], columns: ['email', 'lastName', 'status'], format },
	});
});

test('headings count in any case, with blanks and by their usual other names', () => {
	expect(rowsOf(' E-Mail ;NACH name; Status\nm@example.edu;Müller;leaver')).toEqual([MUELLER]);
});

test('present and empty is something else than not there', () => {
	expect(rowsOf('email,department\na@b.example,\n')).toEqual([{ email: 'a@b.example', department: '' }]);
	expect(rowsOf('email\na@b.example\n')).toEqual([{ email: 'a@b.example' }]);
});

test('blank lines, empty columns at the end and quotes over lines are no trouble; lines are those of the file', () => {
	const file = '\nemail,department,,\n\na@b.example,"Arts,\n2nd floor",,\n,,,\nc@b.example,"say ""hi""",,\n';
	expect(read(file)).toMatchObject({
		list: {
			rows: [
				{ line: 4, values: { email: 'a@b.example', department: 'Arts,\n2nd floor' } },
				{ line: 7, values: { email: 'c@b.example', department: 'say "hi"' } },
			],
		},
	});
});

test.each<[string, string | Uint8Array, RegExp]>([
	['a misspelt heading', 'email,statuss\na@b.example,leaver', /There is no column "statuss"\. Do you mean status\?/],
	['an unknown heading', 'email,Badge\na@b.example,7', /There is no column "Badge"\. Known columns: email, /],
	[
		'a heading twice',
		'email,department,dept\na@b.example,x,y',
		/2nd and the 3rd column \("department", "dept"\) are both/,
	],
	['no address column', 'lastName\nMüller', /The column email is missing/],
	['values without a heading', 'email,,status\na@b.example,x,leaver', /The 2nd column has values but no heading/],
	['a row that is too long', 'email,status\na@b.example,active,more', /Line 2 has 3 cells for 2 headings: "more"/],
	[
		'a row that is too short',
		'email,department,status\na@b.example,x',
		/Line 2 has 2 cells for 3 .* before the column status/,
	],
	['headings only', 'email,status\n', /no row below/],
	['nothing at all', '', /is empty/],
	['blank lines', '\n\n', /is empty/],
	['a quote that nothing closes', 'email,status\n"a@b.example,leaver\nc@d.example,x', /Line 2 opens a quote/],
	['a web page', '<!DOCTYPE html><html></html>', /web page/],
	['JSON', '[{"email":"a@b.example"}]', /JSON/],
	['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0]), /no text/],
	['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /no text/],
	['a ZIP archive that is no workbook', archiveOf({ 'a.txt': 'x' }), /no Excel workbook/],
	['a workbook that is cut off', workbookOf([rowOf(1, 'email')]).subarray(0, 400), /cannot be read: it is cut off/],
	[
		'a workbook with a date',
		workbookOf(
			[rowOf(1, 'email', 'status'), '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>46000</v></c></row>'],
			{
				styles: '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
			},
		),
		/cell B2 is a date; write it as text/,
	],
	[
		'a workbook with an error',
		workbookOf([rowOf(1, 'email'), '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>']),
		/cell A2 shows the error #REF!/,
	],
])('%s is refused, and nothing is read', (_, file, sentence) => {
	expect(problemsOf(file)).toMatch(sentence);
});

test('many bad lines are named up to ten, with the number of the others', () => {
	const file = `email,status\n${'a@b.example\n'.repeat(30)}`;
	const result = read(file) as { problems: string[] };
	expect(result.problems).toHaveLength(11);
	expect(result.problems.at(-1)).toBe('And 20 more.');
});

test('a workbook as Excel writes it: shared and rich texts, numbers, formulas, gaps, Japanese readings', () => {
	const shared =
		'<si><t>email</t></si><si><t>department</t></si><si><r><t>Mül</t></r><r><rPr><b/></rPr><t xml:space="preserve">ler </t></r></si><si><t>日本</t><rPh sb="0" eb="1"><t>ニホン</t></rPh></si><si><t>status</t></si><si><t>lastName</t></si>';
	const file = workbookOf(
		[
			'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>5</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="s"><v>4</v></c></row>',
			'<row r="2"/>',
			'<row r="3"><c r="A3" t="str"><f>"a"&amp;"b"</f><v>a&amp;b@x.example</v></c><c r="B3" t="s"><v>2</v></c><c r="D3" t="b"><v>1</v></c></row>',
			'<row r="5"><c r="A5"><v>1.23456789012E+11</v></c><c r="C5" t="s"><v>3</v></c></row>',
		],
		{ shared },
	);
	expect(read(file)).toMatchObject({
		list: {
			rows: [
				{ line: 3, values: { email: 'a&b@x.example', lastName: 'Müller', department: '', status: 'true' } },
				{ line: 5, values: { email: '123456789012', lastName: '', department: '日本', status: '' } },
			],
		},
	});
});

test('a list with columns of its own keeps them all, and needs those that it was asked for', () => {
	expect(read('userId;memberOf\na;x', null)).toMatchObject({
		list: { rows: [{ values: { userId: 'a', memberOf: 'x' } }] },
	});
	expect(read('user;memberOf\na;x', null, ['userId'])).toEqual({
		problems: [expect.stringContaining('userId is missing'), expect.any(String)],
	});
	expect(read('a;A\n1;2', null)).toMatchObject({
		problems: [expect.stringContaining('are both a'), expect.any(String)],
	});
});

test('a workbook that unpacks to a bomb, and a file that is too large, are refused', () => {
	const bomb = archiveOf({ 'xl/workbook.xml': ' '.repeat(70 * 1024 * 1024) });
	expect(problemsOf(bomb)).toMatch(/damaged or too large/);
	expect(problemsOf(Buffer.alloc(6 * 1024 * 1024, 'a'))).toMatch(/has 6 MB; a list may have 5 MB/);
});

test('whatever bytes come in, there is an answer in sentences, in a time that grows with the size only', () => {
	const hostile = [
		'"'.repeat(2_000_000),
		','.repeat(2_000_000),
		`email\n${'<c '.repeat(500_000)}`,
		`email,status\n${'"a","b"\n'.repeat(400_000)}`,
	];
	for (const text of hostile) {
		const result = read(text);
		expect('problems' in result ? result.problems.join(' ') : result.list.rows.length).toBeTruthy();
	}
	for (const cells of ['<c '.repeat(300_000), '<row r="2"><c r="A2">'.repeat(20_000)]) {
		expect(problemsOf(workbookOf([rowOf(1, 'email'), cells]))).toMatch(/./);
	}
});

describe('a file that is made to take for ever', () => {
	test.each([
		['headings alone', 'a,'.repeat(200_000)],
		['headings above as many rows', `${'a,'.repeat(30_000)}\n${'b\n'.repeat(30_000)}`],
		['different headings', `${Array.from({ length: 30_000 }, (_, at) => `h${at}`).join(',')}\nx`],
	])('%s: is refused in a moment', (_, file) => {
		const before = process.cpuUsage();
		expect([read(file), read(file, null)]).toEqual([
			{ problems: [expect.stringMatching(/^The list has \d+ columns; it may have 1000\.$/)] },
			{ problems: [expect.stringMatching(/^The list has \d+ columns; it may have 1000\.$/)] },
		]);
		expect(process.cpuUsage(before).user).toBeLessThan(8_000_000);
	});

	test('hundreds of columns above rows that end early never fill the memory', () => {
		const file = `${Array.from({ length: 900 }, (_, at) => `h${at}`).join(',')}\n${'b\n'.repeat(20_000)}`;
		expect(read(file, null)).toEqual({ problems: ['The list has 20000 rows of 900 columns: split it.'] });
	});

	test('unknown headings are named, but not a thousand of them', () => {
		const result = read(`${Array.from({ length: 900 }, (_, at) => `h${at}`).join(',')}\nx`);
		expect(result).toEqual({ problems: expect.arrayContaining(['There is no column "h0".', 'And 892 more.']) });
		expect((result as { problems: string[] }).problems).toHaveLength(11);
	});

	test('a workbook with a cell in the last column of each row never fills the memory', () => {
		const rows = Array.from({ length: 400 }, (_, at) => `<row r="${at + 1}"><c r="XFD${at + 1}"><v>1</v></c></row>`);
		expect(problemsOf(workbookOf(rows))).toContain('it has more cells than a list can have');
	});

	test('a text with as many readings as letters is read once', () => {
		const before = process.cpuUsage();
		const text = `<si>${'<rPh sb="0"><t>x</t></rPh><r><t>a</t></r>'.repeat(20_000)}</si>`;
		const row =
			'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row>';
		expect(rowsOf(workbookOf([row], { shared: text }))).toEqual([{ email: 'a'.repeat(20_000) }]);
		expect(process.cpuUsage(before).user).toBeLessThan(8_000_000);
	});
});
