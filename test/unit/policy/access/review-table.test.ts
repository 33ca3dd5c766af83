import { DEFAULT_FINDING_SETTINGS } from '../../../../lib/policy/access/finding';
import { findingsOf } from '../../../../lib/policy/access/findings';
import { decidedChanges } from '../../../../lib/policy/access/decided-changes';
import { readReview, REVIEW_COLUMNS, reviewCsv } from '../../../../lib/policy/access/review-table';
import { cell } from '../../../../lib/policy/csv';
import { knownSubjects } from '../../../../lib/policy/access/subjects';
import { account, user } from './account';

const HEADER = REVIEW_COLUMNS.join(',');
const row = (type: string, id: string, decision: string, comment = '') =>
	`kind,high,${type},${id},${id}@example.edu,Name,Sentence,Remedy,role: Member,taken 2026-11-22T00:00:00.000Z,keep,,${decision},${comment}`;

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
	const lines = reviewCsv(findings, '2026-11-22T00:00:00Z').trimEnd().split('\r\n');
	const decided = lines
		.map((line, index) => (index === 1 ? line.replace(/,,$/, ',Deactivate + remove role,"left, see ticket"') : line))
		.join('\r\n');
	expect(readReview(decided)).toEqual({
		problems: [],
		decisions: [
			{
				line: 2,
				finding: 'privileged-never-signed-in',
				subjectType: 'user',
				subjectId: '=x',
				email: '=x@example.edu',
				name: '=x Test <=x@example.edu>',
				evidence: 'role: Admin; createdAt: 2025-01-01T00:00:00Z; lastLoginAt: never',
				snapshotTakenAt: '2026-11-22T00:00:00Z',
				decisions: ['deactivate', 'remove-role'],
				keepUntil: '',
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
			{ subjectId: 'u1', decisions: ['keep'] },
			{ subjectId: 'u2', decisions: ['remove-role'] },
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
	['a cut row', 'kind,high,user,u1,deactivate', /Line 2 has 5 cells instead of 14/],
	['an unknown subject', row('phone', 'p1', 'keep'), /none of user, group, role, account/],
	[
		'a cell that lost its quotes',
		row('user', 'u1', 'deactivate', 'left, see ticket'),
		/Line 2 has 15 cells instead of 14: a cell with ","/,
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
		/decides "make-basic" for somebody who is only invited; possible are withdraw-invitation, invite-again/,
	],
])('checked against the snapshot: %s', (_, line, sentence) => {
	const known = knownSubjects(account({ users: [user('u1'), user('p1', { status: 'pending' })] }));
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
		['ensure', 'u1', '', 'Member', '1', [2, 3], 'no need / idle'],
		['keep', 'u1', '', '', '', [5], ''],
		['keep', 'u2', '', '', '', [6], ''],
		['delete-group', 'g1', '', '', '', [7], ''],
		['withdraw-invitation', 'p1', '', '', '', [8], ''],
	]);
});

test('an invitation cannot be withdrawn and something else be done: the second decision is reported', () => {
	const { decisions, problems } = readReview(
		[HEADER, row('user', 'u1', 'withdraw-invitation'), row('user', 'u1', 'make-basic')].join('\r\n'),
	);
	expect(decisions.map(({ decisions: [decision] }) => decision)).toEqual(['withdraw-invitation']);
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

test.each([
	['2027-01-31', '2027-01-31'],
	['31.1.2027', '2027-01-31'],
	['2027/1/31', '2027-01-31'],
])('keeps until %s', (written, day) => {
	const line = row('user', 'u1', 'keep').replace('keep,,keep', `keep,${written},keep`);
	expect(readReview(`${HEADER}\n${line}\n`, undefined, '2026-11-22').decisions[0]?.keepUntil).toBe(day);
});

test.each([
	['a day that two countries read differently', '01/02/2027', 'keep', /no day that everybody reads alike/],
	['a day that there is not', '2027-02-30', 'keep', /no day that everybody reads alike/],
	['a day that is over', '2026-11-21', 'keep', /keeps until 2026-11-21, which is over/],
	['a day for something else than keep', '2027-01-31', 'deactivate', /without the decision keep/],
])('%s is reported and not applied', (_, day, decision, sentence) => {
	const line = row('user', 'u1', decision).replace(`keep,,${decision}`, `keep,${day},${decision}`);
	const { decisions, problems } = readReview(`${HEADER}\n${line}\n`, undefined, '2026-11-22');
	expect(decisions).toEqual([]);
	expect(problems[0]?.sentence).toMatch(sentence);
});

test('a role is taken from all its members; administrations end one by one; each row knows its line', () => {
	const snapshot = account({
		users: [...account().users, user('x', { roleId: 'help' }), user('y', { roleId: 'help' })],
		groups: [
			{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['ann'] },
			{ id: 'g2', name: 'Lab', totalMembers: 1, admins: ['ann'] },
		],
	});
	const known = knownSubjects(snapshot);
	const text = [HEADER, row('role', 'help', 'remove-role'), row('user', 'ann', 'remove-group-admin')].join('\n');
	const { decisions, problems } = readReview(text, known);
	expect(problems).toEqual([]);
	expect(
		decidedChanges(decisions, known).map(({ action, subjectId, role, groupName, lines }) => [
			action,
			subjectId,
			role,
			groupName,
			lines,
		]),
	).toEqual([
		['ensure', 'x', 'Member', '', [2]],
		['ensure', 'y', 'Member', '', [2]],
		['remove-group-admin', 'ann', '', 'Staff', [3]],
		['remove-group-admin', 'ann', '', 'Lab', [3]],
	]);
	expect(readReview(`${HEADER}\n${row('role', '1', 'remove-role')}\n`, known).problems[0]?.sentence).toMatch(
		/for a role that belongs to every account/,
	);
});
