import type { CarriedOutPerson } from '../../../../lib/policy/people/outcome-rows';
import { newsOf, outcomesOf } from '../../../../lib/policy/people/outcome-rows';

const of = { account: 'A', source: 'table', at: '2026-12-01T06:00:00.000Z' };
const refused = { email: 'Ann@example.edu', outcome: 'refused', reason: 'No such group.', steps: [] };
const known = { ...of, email: 'ann@example.edu', outcome: 'refused', message: 'No such group.' };

test('a refusal is told once', () => {
	expect(newsOf([refused], [{}], of)).toEqual([known]);
	expect(newsOf([refused], [known], of)).toEqual([]);
	expect(newsOf([{ ...refused, reason: 'No such role.' }], [known], of)).toHaveLength(1);
	expect(newsOf([refused], [{ ...known, account: 'B' }], of)).toHaveLength(1);
});

test('a row without an address is told once, too', () => {
	const nobody = { ...refused, email: '', reason: 'The address is empty.' };
	const [told] = newsOf([nobody], [], of);
	expect(told).toMatchObject({ email: '(no address)', message: 'The address is empty.' });
	expect(newsOf([nobody], [{ ...told }], of)).toEqual([]);
});

test('it is over when the person is as wished, or in the whole list no more; a file names some people only', () => {
	const over = (plan: Parameters<typeof newsOf>[0], source: string) =>
		newsOf(plan, [known], { ...of, source }).map(({ email, outcome, message }) => [email, outcome, message]);
	expect(over([{ ...refused, outcome: 'unchanged' }], 'table')).toEqual([['ann@example.edu', 'unchanged', '']]);
	expect(over([], 'table')).toEqual([['ann@example.edu', 'not-in-the-list', '']]);
	expect(over([], 'form')).toEqual([]);
});

type Steps = Array<{ step: string; what?: string; result: string; message?: string; nextStep?: string }>;
const done = (outcome: string, steps: Steps, more: object = {}): CarriedOutPerson => ({
	email: 'Ann@example.edu',
	outcome,
	steps: steps.map((one) => ({ what: one.step, ...one })),
	notes: [],
	...more,
});
const row = (person: CarriedOutPerson, status: string, leftAt?: string) =>
	outcomesOf(
		[person],
		[{ email: 'ann@example.edu', status }],
		leftAt ? [{ email: 'ann@example.edu', leftAt }] : [{}],
		of,
	)[0]!;
const BEFORE = '2026-11-01T04:00:00.000Z';

test.each<[string, CarriedOutPerson, string, string | undefined, string | null]>([
	[
		'who is deactivated now is out since now',
		done('changed', [{ step: 'deactivate', result: 'done' }]),
		'leaver',
		BEFORE,
		of.at,
	],
	[
		'a log-out that was missing changes no date',
		done('changed', [{ step: 'log-out', result: 'done' }]),
		'leaver',
		BEFORE,
		BEFORE,
	],
	[
		'a log-out that fails changes none either',
		done('failed', [{ step: 'log-out', result: 'failed' }]),
		'inactive',
		BEFORE,
		BEFORE,
	],
	[
		'a deactivation that failed',
		done('failed', [{ step: 'deactivate', result: 'failed' }]),
		'inactive',
		undefined,
		null,
	],
	// Who was refused is in Zoom still, and must not be on the way to deletion.
	['a leaver for whom nothing was done', done('refused', [], { reason: 'The owner.' }), 'inactive', BEFORE, null],
	['whoever stays', done('changed', [{ step: 'deactivate', result: 'done' }]), 'active', BEFORE, null],
])('since when somebody is out: %s', (_, person, status, before, expected) => {
	expect(row(person, status, before).leftAt).toBe(expected);
});

test('one step that failed beside one that was done is partly done, with the answers and the next step', () => {
	const person = done(
		'failed',
		[
			{ step: 'deactivate', what: 'Deactivate', result: 'done' },
			{ step: 'log-out', what: 'Log out', result: 'failed', message: 'Zoom answered 400.', nextStep: 'Run it again.' },
		],
		{ notes: ['The column role is empty in all 3 rows.', 'Has to accept first.'] },
	);
	expect(row(person, 'inactive')).toMatchObject({
		outcome: 'partly',
		steps: 'Deactivate (done); Log out (failed)',
		message: 'Zoom answered 400. Run it again. Has to accept first.',
		answer: 'Deactivate (done); Log out (failed). Zoom answered 400. Run it again. Has to accept first.',
	});
});
