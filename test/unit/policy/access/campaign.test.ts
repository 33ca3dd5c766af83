import { readLink, signedLink } from '../../../../lib/pipeline/access/review-links';
import { type CampaignPlan, campaignRows, type CampaignRow, standingOf } from '../../../../lib/policy/access/campaign';
import { itemsFor, withAnswers } from '../../../../lib/policy/access/campaign-answers';
import { fileOf, followCampaigns } from '../../../../lib/policy/access/campaign-follow';
import { DEFAULT_FINDING_SETTINGS } from '../../../../lib/policy/access/finding';
import { findingsOf } from '../../../../lib/policy/access/findings';
import { readReview } from '../../../../lib/policy/access/review-table';
import { campaignPage } from '../../../../lib/report/campaign-page';
import { account, user } from './account';

const NOW = '2026-11-22T00:00:00.000Z';
const DUE = '2026-12-01T00:00:00.000Z';
const [ANN, BO, SEC] = ['ann@example.edu', 'bo@example.edu', 'second@example.edu'];
const snapshot = account({
	roles: account().roles.slice(0, 3),
	users: [
		user('owner', { roleId: '0' }),
		user('admin', { roleId: '1' }),
		user('dora', { roleId: '1', lastLoginAt: '2026-01-01T00:00:00Z' }),
		user('lou', { planType: 2, lastLoginAt: null }),
	],
});
const findings = findingsOf(snapshot, { ...DEFAULT_FINDING_SETTINGS, now: NOW, allPrivileged: true });
const plan = (more: Partial<CampaignPlan> = {}): CampaignPlan => ({
	...{ account: 'acc', campaign: 'c1', dueAt: DUE, undecided: 'keep', scope: 'findings', known: new Set<string>() },
	reviewers: { reviewer: ANN, secondReviewer: SEC, by: 'fixed', managers: new Map(), roleOwners: new Map() },
	...more,
});
const made = (more: Partial<CampaignPlan> = {}) => campaignRows(snapshot, findings, plan(more));
const link = (reviewer: string, campaign = 'c1') => ({ account: 'acc', campaign, reviewer });
const of = (rows: readonly CampaignRow[], subjectId: string) => rows.find((row) => row.subjectId === subjectId)!;
const answer = (rows: readonly CampaignRow[], who: string, answers: object, now = NOW) => {
	const { changed, problems } = withAnswers(rows, link(who), answers as Record<string, unknown>, now);
	return { rows: rows.map((row) => changed.find(({ itemId }) => itemId === row.itemId) ?? row), changed, problems };
};

test.each<[CampaignPlan['scope'], string[], string[]]>([
	['findings', ['dora', 'lou'], []],
	['high', ['dora'], []],
	['new', ['lou'], ['privileged-dormant\ndora']],
	['privileged', ['admin', 'dora', 'owner'], []],
	['group-admins', [], []],
])('the scope %s', (scope, subjects, known) =>
	expect(
		made({ scope, known: new Set(known) })
			.map(({ subjectId }) => subjectId)
			.toSorted(),
	).toEqual(subjects),
);

test.each<[string, Partial<CampaignPlan['reviewers']>, string]>([
	['the fixed reviewer', {}, ANN],
	['the manager', { by: 'manager', managers: new Map([['dora', BO]]) }, BO],
	['the fixed one where nobody manages', { by: 'manager' }, ANN],
	["the role's owner", { by: 'role-owner', roleOwners: new Map([['admin', BO]]) }, BO],
	['never about oneself', { by: 'manager', managers: new Map([['dora', 'dora@example.edu']]) }, ANN],
	['… not even by the fixed one', { reviewer: 'dora@example.edu' }, SEC],
])('who reviews: %s', (_, reviewers, expected) =>
	expect(of(made({ reviewers: { ...plan().reviewers, ...reviewers } }), 'dora').reviewer).toBe(expected),
);

test('what is of high risk wants a second look, the rest does not', () =>
	expect(made().map(({ subjectId, secondReviewer }) => [subjectId, secondReviewer])).toEqual([
		['dora', SEC],
		['lou', ''],
	]));

test.each<[string, Partial<CampaignPlan['reviewers']>, string]>([
	['the second reviewer', {}, SEC],
	[
		'never whom it is about: then whoever reviews the rest',
		{ by: 'manager', managers: new Map([['dora', BO]]), secondReviewer: 'dora@example.edu' },
		ANN,
	],
	['nobody where all others decide already or are meant', { secondReviewer: 'dora@example.edu' }, ''],
	['nobody where it is switched off', { secondReviewer: '' }, ''],
])('who looks second: %s', (_, reviewers, expected) =>
	expect(of(made({ reviewers: { ...plan().reviewers, ...reviewers } }), 'dora').secondReviewer).toBe(expected),
);

test('a comment is cut between characters, never inside one: no table stores half of one', () => {
	const rows = made();
	const { itemId } = of(rows, 'dora');
	const comment = '😀'.repeat(1200);
	const [changed] = answer(rows, ANN, { [`decision-${itemId}`]: 'keep', [`comment-${itemId}`]: comment }).changed;
	expect(changed!.comment).toBe('😀'.repeat(1000));
});

test('a link opens the items of its person in its campaign only', () => {
	const rows = made();
	expect(itemsFor(rows, link(ANN))).toHaveLength(2);
	expect(itemsFor(rows, link(SEC))).toEqual([]);
	expect(itemsFor(rows, link(ANN, 'c2'))).toEqual([]);
	const dora = of(rows, 'dora').itemId;
	expect(answer(rows, BO, { [`decision-${dora}`]: 'remove-role' }).changed).toEqual([]);
	const { rows: decided } = answer(rows, ANN, { [`decision-${dora}`]: 'remove-role' });
	expect(itemsFor(decided, link(SEC)).map(({ subjectId }) => subjectId)).toEqual(['dora']);
	// Who decides cannot agree as well.
	expect(answer(decided, ANN, { [`agree-${dora}`]: 'yes' }).changed).toEqual([]);
});

test('only what is possible is taken, and nothing after the due date', () => {
	const rows = made();
	const field = `decision-${of(rows, 'lou').itemId}`;
	expect(answer(rows, ANN, { [field]: 'deactivate' })).toMatchObject({
		changed: [],
		problems: [expect.stringMatching(/none of/)],
	});
	expect(answer(rows, ANN, { [field]: 'make-basic' }, '2026-12-02T00:00:00.000Z')).toMatchObject({
		...{ changed: [], problems: [expect.stringMatching(/can be decided no more/)] },
	});
});

test('whoever looks second agrees or gives it back; another decision wants another look', () => {
	const rows = made();
	const id = of(rows, 'dora').itemId;
	const decided = answer(rows, ANN, { [`decision-${id}`]: 'remove-role', [`comment-${id}`]: 'idle' }).rows;
	expect(standingOf(of(decided, 'dora'))).toBe('second-look');
	const agreed = answer(decided, SEC, { [`agree-${id}`]: 'yes' }).rows;
	expect(standingOf(of(agreed, 'dora'))).toBe('decided');
	expect(standingOf(of(answer(agreed, ANN, { [`decision-${id}`]: 'keep' }).rows, 'dora'))).toBe('second-look');
	const back = of(answer(decided, SEC, { [`agree-${id}`]: 'no', [`comment-${id}`]: 'on leave' }).rows, 'dora');
	expect([standingOf(back), back.comment]).toEqual(['open', `${SEC} did not agree to "remove-role": on leave`]);
});

const settings = { now: NOW, remindEveryDays: 5, lastReminderDays: 2 };
const mailed = (rows: readonly CampaignRow[], mailedAt: string) => rows.map((row) => ({ ...row, mailedAt }));

test.each<[string, string, string, number]>([
	['at once', '', NOW, 1],
	['not the next day', '2026-11-21T00:00:00.000Z', NOW, 0],
	['again after some days', '2026-11-16T00:00:00.000Z', NOW, 1],
	['daily before the due date', '2026-11-29T00:00:00.000Z', '2026-11-30T01:00:00.000Z', 1],
])('reviewers are written to %s', (_, last, now, mails) =>
	expect(followCampaigns(mailed(made(), last), { ...settings, now }).mails).toHaveLength(mails),
);

test('a campaign ends when everything is decided, with who decided in each line', () => {
	const rows = made();
	const [dora, lou] = [of(rows, 'dora').itemId, of(rows, 'lou').itemId];
	const decided = answer(rows, ANN, {
		[`decision-${dora}`]: 'deactivate + remove-role',
		[`decision-${lou}`]: 'keep',
	}).rows;
	expect(followCampaigns(decided, settings).ends).toEqual([]);
	const { ends, mails } = followCampaigns(answer(decided, SEC, { [`agree-${dora}`]: 'yes' }).rows, settings);
	expect([ends.length, mails, ends[0]!.undecided]).toEqual([1, [], []]);
	expect(readReview(fileOf(ends)).decisions).toMatchObject([
		{ decisions: ['deactivate', 'remove-role'], decidedBy: ANN, comment: `${SEC} agreed.`, subjectId: 'dora' },
		{ decisions: ['keep'], decidedBy: ANN, subjectId: 'lou' },
	]);
	expect(ends[0]!.rows.map(({ result }) => result)).toEqual(['deactivate + remove-role handed on', 'keep handed on']);
});

test.each<[CampaignRow['undecided'], string[]]>([
	['keep', []],
	['remove', ['dora remove-role', 'lou make-basic']],
])('at the due date, what nobody decided: %s', (undecided, lines) => {
	const { ends } = followCampaigns(made({ undecided }), { ...settings, now: '2026-12-02T00:00:00.000Z' });
	const { decisions } = readReview(fileOf(ends));
	expect(decisions.map((one) => `${one.subjectId} ${one.decisions.join(' + ')}`)).toEqual(lines);
	expect(ends[0]!.undecided).toHaveLength(2);
	expect(ends[0]!.undecided[0]).toMatch(/Until 2026-12-01 nobody decided\.$/);
});

test('a high-risk decision without its second look is not carried out, whatever the campaign does with undecided items', () => {
	const rows = made({ undecided: 'remove' });
	const decided = answer(rows, ANN, { [`decision-${of(rows, 'dora').itemId}`]: 'remove-role' }).rows;
	const { ends } = followCampaigns(decided, { ...settings, now: '2026-12-02T00:00:00.000Z' });
	expect(readReview(fileOf(ends)).decisions.map(({ subjectId }) => subjectId)).toEqual(['lou']);
	expect(ends[0]!.undecided.join(' ')).toMatch(/second@example\.edu did not look at "remove-role"/);
});

describe('personal links', () => {
	const secret = 'a secret that is long enough for a test';
	const at = Date.parse(NOW);
	const signed = signedLink(link(ANN), at + 1000, secret);

	test('name who they are for, also while the secret is replaced', () => {
		expect(readLink(signed, [secret], at)).toEqual({ reviewer: link(ANN) });
		expect(readLink(signed, ['a newer one', secret], at)).toEqual({ reviewer: link(ANN) });
	});

	test.each([
		['another secret', signed, ['other'], at, 'not one of ours', 'wrong signature'],
		[
			'a changed signature',
			`${signed.slice(0, -1)}${signed.endsWith('A') ? 'B' : 'A'}`,
			[secret],
			at,
			'not one of ours',
			'wrong signature',
		],
		[
			'another person under the same signature',
			`${signedLink(link(BO), at + 1000, 'x').split('.')[0]}.${signed.split('.')[1]}`,
			[secret],
			at,
			'not one of ours',
			'wrong signature',
		],
		['nothing', '', [secret], at, 'not one of ours', undefined],
		['no secret at all', signed, [], at, 'not one of ours', 'wrong signature'],
		['a time after its end', signed, [secret], at + 2000, 'expired', `${ANN} opened the link`],
	])('are refused with %s, and the log says why', (_, text, secrets, now, problem, log) =>
		expect(readLink(text, secrets, now)).toEqual({
			problem: expect.stringContaining(problem),
			...(log && { log: expect.stringContaining(log) }),
		}),
	);
});

test('what strangers wrote stays text on the page', () => {
	const evil = '<img src=x onerror=alert(1)>';
	const rows = made().map((row) => ({ ...row, name: evil, sentence: evil, comment: `"${evil}`, decision: 'keep' }));
	const drawn = campaignPage(rows, link(ANN), { saved: 1, problems: [evil], now: NOW, timezone: 'UTC' });
	expect(drawn).not.toContain('<img');
	expect(drawn).toMatch(/Decided: <b>2<\/b> of 2/);
});
