import { DEFAULT_FINDING_SETTINGS, findingsOf } from '../../../../lib/policy/access/findings';
import { decidedChanges, readReview, REVIEW_COLUMNS, reviewCsv } from '../../../../lib/policy/access/review-table';
import { cell } from '../../../../lib/policy/csv';
import { account, user } from './account';

const HEADER = REVIEW_COLUMNS.join(',');
const row = (type: string, id: string, decision: string, comment = '') =>
	`kind,high,${type},${id},${id}@example.edu,Name,Sentence,Remedy,${decision},${comment}`;

test.each([
	['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
	['+1', "'+1"],
	['-1', "'-1"],
	['@SUM(A1)', "'@SUM(A1)"],
	['\n=1', `"'\n=1"`],
	['\uFF1D1+1', "'\uFF1D1+1"],
	['\uFF20SUM', "'\uFF20SUM"],
	['a,b', '"a,b"'],
	['plain', 'plain'],
])('the cell %s is never a formula', (value, written) => expect(cell(value)).toBe(written));

test('a file that comes back with decisions is read as it was meant', () => {
	const findings = findingsOf(
		account({ users: [...account().users, user('=x', { roleId: '1', lastLoginAt: null })] }),
		{ ...DEFAULT_FINDING_SETTINGS, now: '2026-11-22T00:00:00Z' },
	);
	const lines = reviewCsv(findings).trimEnd().split('\r\n');
	const decided = lines
		.map((line, index) => (index === 1 ? line.replace(/,,$/, ',Deactivate,"left, see ticket"') : line))
		.join('\r\n');
	expect(readReview(decided)).toEqual({
		problems: [],
		decisions: [
			{
				line: 2,
				subjectType: 'user',
				subjectId: '=x',
				email: '=x@example.edu',
				decision: 'deactivate',
				comment: 'left, see ticket',
			},
		],
	});
});

test('a spreadsheet may change separators, add columns, change their order and put a byte order mark', () => {
	const text =
		'\uFEFFdecision;extra;subjectId;subjectType;email\r\nkeep;1;u1;user;u1@example.edu\r\nremove role;2;u2;user;u2@example.edu\r\n';
	expect(readReview(text)).toMatchObject({
		problems: [],
		decisions: [
			{ subjectId: 'u1', decision: 'keep' },
			{ subjectId: 'u2', decision: 'remove-role' },
		],
	});
});

test.each([
	[
		'a word that is no decision',
		row('user', 'u1', 'maybe'),
		/Line 2 decides "maybe", which is none of keep, deactivate/,
	],
	['a decision that does not fit', row('group', 'g1', 'deactivate'), /for a group; possible are keep, delete-group/],
	['an id that a spreadsheet turned into a number', row('user', '1.2E+15', 'deactivate'), /a spreadsheet has changed/],
	['the same in a country with a decimal comma', row('user', '"1,2E+15"', 'deactivate'), /a spreadsheet has changed/],
	['a cut row', 'kind,high,user,u1,deactivate', /Line 2 has 5 cells instead of 10/],
	['an unknown subject', row('phone', 'p1', 'keep'), /none of user, group, role, account/],
	[
		'a cell that lost its quotes',
		row('user', 'u1', 'deactivate', 'left, see ticket'),
		/Line 2 has 11 cells instead of 10: a cell with ","/,
	],
	['a quote that nothing closes', row('user', 'u1', 'deactivate', '"left'), /Line 2 opens a quote/],
	[
		'a user without an address',
		row('user', 'u1', 'deactivate').replace('u1@example.edu', ''),
		/decides "deactivate" for the user u1, who has no e-mail address/,
	],
	['a date where the decision was', row('user', 'u1', '01.02.2026'), /decides "01.02.2026"/],
])('%s is reported by line and not applied', (_, line, sentence) => {
	const { decisions, problems } = readReview(`${HEADER}\r\n${line}\r\n`);
	expect(decisions).toEqual([]);
	expect(problems.map((problem) => problem.sentence).join(' ')).toMatch(sentence);
	expect(problems.map((problem) => problem.line)).toEqual([2]);
});

test('rows after a bad one are applied', () => {
	const { decisions, problems } = readReview(
		[HEADER, row('user', 'u1', 'maybe'), row('user', 'u2', 'keep')].join('\r\n'),
	);
	expect(decisions.map(({ subjectId, line }) => [subjectId, line])).toEqual([['u2', 3]]);
	expect(problems).toHaveLength(1);
});

test.each([
	['a user whom the snapshot does not have', row('user', 'gone', 'deactivate'), /names the user gone, whom/],
	[
		'a row whose columns were sorted apart',
		row('user', 'u1', 'deactivate').replace('u1@example.edu', 'u2@example.edu'),
		/u1 with the address u2@example.edu, but the snapshot has u1@example.edu/,
	],
	['a group that is gone', row('group', 'g9', 'delete-group'), /names the group g9/],
	[
		'an invitation that was accepted meanwhile',
		row('user', 'u1', 'withdraw-invitation'),
		/decides "withdraw-invitation" for somebody who is active: there is no invitation any more\. It was not applied/,
	],
	[
		'something to take from somebody who is only invited',
		row('user', 'p1', 'make-basic'),
		/decides "make-basic" for somebody who is only invited; possible is withdraw-invitation/,
	],
])('checked against the snapshot: %s', (_, line, sentence) => {
	const known = {
		users: new Map([
			['u1', { email: 'u1@example.edu', status: 'active', name: 'U' }],
			['p1', { email: 'p1@example.edu', status: 'pending', name: 'P' }],
		]),
		groups: new Map([['g1', 'Staff']]),
		roles: new Set<string>(),
	};
	const { decisions, problems } = readReview(`${HEADER}\n${line}\n`, known);
	expect(decisions).toEqual([]);
	expect(problems[0]?.sentence).toMatch(sentence);
	expect(readReview(`${HEADER}\n${row('user', 'u1', 'deactivate')}\n`, known).problems).toEqual([]);
});

test('several decisions about one user become one wish; twice the same counts once; keep is about its finding only', () => {
	const { decisions, problems } = readReview(
		[
			HEADER,
			row('user', 'u1', 'remove-role', 'no need'),
			row('user', 'u1', 'make-basic', 'idle'),
			row('user', 'u1', 'make-basic'),
			row('user', 'u1', 'keep'),
			row('user', 'u2', 'keep'),
			row('group', 'g1', 'delete-group'),
			row('user', 'p1', 'withdraw-invitation'),
		].join('\r\n'),
	);
	expect(problems).toEqual([]);
	expect(
		decidedChanges(decisions).map(({ action, subjectId, status, role, type, lines, comment }) => [
			action,
			subjectId,
			status,
			role,
			type,
			lines,
			comment,
		]),
	).toEqual([
		['ensure', 'u1', '', 'Member', '1', [2, 3, 5], 'no need / idle'],
		['keep', 'u2', '', '', '', [6], ''],
		['delete-group', 'g1', '', '', '', [7], ''],
		['withdraw-invitation', 'p1', '', '', '', [8], ''],
	]);
});

test('an invitation cannot be withdrawn and something else be done: the second decision is reported', () => {
	const { decisions, problems } = readReview(
		[HEADER, row('user', 'u1', 'withdraw-invitation'), row('user', 'u1', 'make-basic')].join('\r\n'),
	);
	expect(decisions.map(({ decision }) => decision)).toEqual(['withdraw-invitation']);
	expect(problems[0]?.sentence).toMatch(/Line 3 decides "make-basic" for what line 2 decided "withdraw-invitation"/);
});

test.each([
	['without the decision column', 'a,b\r\n1,2', /no column subjectType, no column subjectId, no column decision/],
	['with two of them', `${HEADER},decision\r\n`, /two columns decision/],
	['that is empty', '', /no column/],
])('a file %s is refused whole', (_, text, sentence) => {
	const { decisions, problems } = readReview(text);
	expect(decisions).toEqual([]);
	expect(problems).toEqual([{ line: null, sentence: expect.stringMatching(sentence) }]);
});

test("Excel's line about the separator is no header", () => {
	const text = `sep=;\r\n${HEADER.replaceAll(',', ';')}\r\n${row('user', 'u1', 'keep').replaceAll(',', ';')}\r\n`;
	expect(readReview(text)).toMatchObject({ problems: [], decisions: [{ line: 3, subjectId: 'u1' }] });
});
