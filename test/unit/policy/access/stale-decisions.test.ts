import type { DecisionRow } from '../../../../lib/policy/access/decision-record';
import { rowOf, withAcceptances } from '../../../../lib/policy/access/decision-record';
import { withResults } from '../../../../lib/policy/access/decision-results';
import { decidedChanges } from '../../../../lib/policy/access/decided-changes';
import { DEFAULT_FINDING_SETTINGS } from '../../../../lib/policy/access/finding';
import { findingsOf } from '../../../../lib/policy/access/findings';
import { decidedCsv, readReview, reviewCsv } from '../../../../lib/policy/access/review-table';
import { whyStale } from '../../../../lib/policy/access/stale-decisions';
import { knownSubjects, standing } from '../../../../lib/policy/access/subjects';
import type { AccessSnapshot } from '../../../../lib/policy/access/snapshot';
import { account, user } from './account';

const TAKEN = '2026-11-22T00:00:00.000Z';
const settings = { ...DEFAULT_FINDING_SETTINGS, now: TAKEN };
const idle = user('x', { roleId: '1', lastLoginAt: '2026-05-01T00:00:00Z' });
const world = (one = idle): AccessSnapshot => account({ users: [...account().users, one] });

/** The file of the first snapshot with one decision about x, read when the account is as in the second. */
function read(decision: string, now: AccessSnapshot, earlier: DecisionRow[] = []) {
	const file = reviewCsv(findingsOf(world(), settings), TAKEN)
		.split('\r\n')
		.map((line) => (line.startsWith('privileged-dormant,') ? line.replace(/,,$/, `,${decision},ticket 7`) : line))
		.join('\r\n');
	const known = knownSubjects(now);
	const present = {
		findings: findingsOf(now, settings),
		earlier,
		stateOf: ({ subjectId }: { subjectId: string }) => standing(known.users.get(subjectId)!),
	};
	return { known, ...readReview(file, known, '2026-11-25', (one) => whyStale(one, present)) };
}

test('a decision about what is still so is read, a day later too', () => {
	const { decisions, problems } = read('deactivate', world());
	expect(problems).toEqual([]);
	expect(decisions.map((one) => one.decisions)).toEqual([['deactivate']]);
	// And the same once more after an approval, with the lines of the first file.
	const moved = decisions.map((one) => ({ ...one, line: 40 }));
	expect(readReview(decidedCsv(moved))).toEqual({ decisions: moved, problems: [] });
});

test.each([
	[
		'who signed in since',
		world({ ...idle, lastLoginAt: '2026-11-20T00:00:00Z' }),
		/of whom "privileged-dormant" is not so any more: active, role Admin, signed in on 2026-11-20\./,
	],
	['who lost the role', world({ ...idle, roleId: '2' }), /is not so any more: active, role Member/],
	[
		'who got another role',
		{
			...world({ ...idle, roleId: 'it' }),
			roles: [
				...account().roles,
				{ id: 'it', name: 'IT', type: 'common', totalMembers: 1, privileges: ['PbxAdmin:Edit'] },
			],
		},
		/role was Admin and is IT now/,
	],
	['who signed in and is dormant again', world({ ...idle, lastLoginAt: '2026-06-01T00:00:00Z' }), /lastLoginAt was/],
])('%s falls out and is listed', (_, now, sentence) => {
	for (const decision of ['deactivate', 'keep']) {
		const { decisions, problems } = read(decision, now);
		expect(decisions).toEqual([]);
		expect(problems).toMatchObject([{ sentence: expect.stringMatching(sentence), stale: { subjectId: 'x' } }]);
		expect(problems[0]!.sentence).toMatch(/ It was not applied\.$/);
	}
});

const made = { account: 'acc', decidedBy: 'Bo', run: '17', keepUntil: '2027-05-01' };

test('whoever was decided about since falls out; a decision from before the file, or one that failed, is no hindrance', () => {
	const [decision] = read('keep', world()).decisions;
	const row = { ...rowOf(decision!, { ...made, decidedAt: '2026-11-23T09:00:00.000Z' }), result: 'kept' as const };
	const { decisions, problems } = read('deactivate', world(), [row]);
	expect(decisions).toEqual([]);
	expect(problems[0]?.sentence).toMatch(/Bo decided "keep" about it on 2026-11-23, after this file was made/);
	for (const other of [
		{ ...row, decidedAt: '2026-11-20T09:00:00.000Z' },
		{ ...row, result: 'failed' as const },
		{ ...row, subjectId: 'somebody else' },
	])
		expect(read('deactivate', world(), [other]).problems).toEqual([]);
});

test('what became of a decision is a row that names whom it concerns; one failure of several makes it a failure', () => {
	const { decisions, known } = read('remove-role', world());
	const rows = decisions.map((one) => rowOf(one, { ...made, decidedAt: '2026-11-25T00:00:00.000Z' }));
	const changes = decidedChanges(decisions, known);
	const [done] = withResults(rows, changes, {
		ensure: [{ outcome: 'changed', steps: [{ what: 'Take the role away' }] }],
	});
	expect(done).toMatchObject({
		...{ decisionId: '17/2', decision: 'remove-role', comment: 'ticket 7', decidedBy: 'Bo', snapshotTakenAt: TAKEN },
		...{ result: 'done', message: 'x@example.edu: Take the role away.' },
	});
	const failure = { error: 'Zoom said no.', errorDetails: { remedy: 'Ask Zoom.' } };
	expect(withResults(rows, changes, { ensure: [failure] })[0]).toMatchObject({
		result: 'failed',
		message: 'x@example.edu: Zoom said no. Ask Zoom.',
	});
	// A node that never ran has changed nothing.
	expect(withResults(rows, changes, {})[0]).toMatchObject({ result: 'failed' });
});

test('of several risky pairs of one person each is judged, kept and decided by itself', () => {
	const role = { id: 'it', name: 'IT', type: 'common', totalMembers: 1 };
	const privileges = ['User:Edit', 'Role:Edit', 'SingleSignOn:Edit'];
	const snapshot = {
		...world(user('x', { roleId: 'it' })),
		roles: [...account().roles, { ...role, privileges }],
	};
	const findings = findingsOf(snapshot, settings);
	expect(findings.filter(({ kind }) => kind === 'risky-pair')).toHaveLength(3);
	const file = reviewCsv(findings, TAKEN).replaceAll(/^(risky-pair,.*),,$/gm, '$1,keep,');
	const present = { findings, earlier: [], stateOf: () => '' };
	const { decisions, problems } = readReview(file.replaceAll('\r', ''), knownSubjects(snapshot), '2026-11-25', (one) =>
		whyStale(one, present),
	);
	expect([problems, decisions.length]).toEqual([[], 3]);
	const rows = decisions.map((one) => ({
		...rowOf(one, { ...made, decidedAt: '2026-11-25T00:00:00.000Z' }),
		result: 'kept' as const,
	}));
	const accepted = (kept: DecisionRow[]) =>
		withAcceptances(findings, kept, TAKEN).filter(({ accepted: one }) => one).length;
	expect([accepted(rows), accepted(rows.slice(0, 1))]).toEqual([3, 1]);
});
