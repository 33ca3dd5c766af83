import { DEFAULT_FINDING_SETTINGS, findingsOf } from '../../../../lib/policy/access/findings';
import { cell, readReview, REVIEW_COLUMNS, reviewCsv } from '../../../../lib/policy/access/review-table';
import { account, user } from './account';

const HEADER = REVIEW_COLUMNS.join(',');
const row = (type: string, id: string, decision: string, comment = '') =>
	`kind,high,${type},${id},${id}@example.edu,Name,Sentence,Remedy,${decision},${comment}`;

test.each([
	['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
	['+1', "'+1"],
	['-1', "'-1"],
	['@SUM(A1)', "'@SUM(A1)"],
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
	['a cut row', 'kind,high,user,u1,deactivate', /^$/],
	['an unknown subject', row('phone', 'p1', 'keep'), /none of user, group, role, account/],
])('%s is reported by line and not applied', (_, line, sentence) => {
	const { decisions, problems } = readReview(`${HEADER}\r\n${line}\r\n`);
	expect(decisions).toEqual([]);
	expect(problems.join(' ')).toMatch(sentence);
});

test('two different decisions about one user: the first counts and the second is reported', () => {
	const { decisions, problems } = readReview(
		[HEADER, row('user', 'u1', 'deactivate'), row('user', 'u1', 'make-basic'), row('user', 'u1', 'deactivate')].join(
			'\r\n',
		),
	);
	expect(decisions.map(({ decision }) => decision)).toEqual(['deactivate']);
	expect(problems).toEqual([expect.stringMatching(/Line 3 decides "make-basic" for what line 2 decided "deactivate"/)]);
});

test('a file without the decision column is refused whole', () => {
	expect(readReview('a,b\r\n1,2').problems[0]).toMatch(/no column subjectType, subjectId, decision/);
});
