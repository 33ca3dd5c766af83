import { memoryOf, rowsToRemember } from '../../../../lib/policy/people/missing-rows';
import type {
	PresentPerson,
	VanishedAnswer,
	VanishedMemory,
	VanishedRules,
} from '../../../../lib/policy/people/vanished';
import { findVanished } from '../../../../lib/policy/people/vanished';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 1, 12);
const RULES: VanishedRules = {
	afterRuns: 3,
	afterDays: 2,
	ignored: [],
	protectedGroups: new Set(),
	most: 10,
	mostShare: 0.5,
	leastRows: 0.8,
};
const at = (email: string, more: Partial<PresentPerson> = {}): PresentPerson => ({
	email,
	stableId: '',
	groupIds: [],
	isOwner: false,
	isOut: false,
	...more,
});
const listed = (...emails: string[]) => emails.map((email) => ({ email }));
const NOTHING: VanishedMemory = { last: null, missing: [] };
const ANN = 'ann@example.edu';
const BO = 'bo@example.edu';
const CY = 'cy@example.edu';

/** What the table holds after the run, read back. */
function remembered(before: VanishedMemory, answer: VanishedAnswer): VanishedMemory {
	const rows = new Map<string, object>();
	const old = rowsToRemember({ missed: [...before.missing], returned: [], run: before.last }, 'a');
	for (const row of [...old, ...rowsToRemember(answer, 'a')]) rows.set(row.email, row);
	return memoryOf([...rows.values()] as never);
}
/** One run a day, each with its list; what the last one says. */
function days(lists: string[][], present: PresentPerson[], rules: VanishedRules = RULES): VanishedAnswer {
	let memory = NOTHING;
	let answer: VanishedAnswer | null = null;
	lists.forEach((list, day) => {
		answer = findVanished(listed(...list), present, memory, rules, NOON + day * DAY);
		memory = remembered(memory, answer);
	});
	return answer!;
}
const whoLeaves = ({ leavers }: VanishedAnswer) => leavers.map(({ email }) => email);

test('who is missing becomes a leaver when both the runs and the days are over, with the reason', () => {
	const people = [at(ANN), at(BO), at(CY)];
	expect(days([[ANN, BO]], people)).toMatchObject({ leavers: [], waiting: 1 });
	expect(
		days(
			[
				[ANN, BO],
				[ANN, BO],
			],
			people,
		),
	).toMatchObject({ leavers: [], waiting: 1 });
	expect(days(Array<string[]>(3).fill([ANN, BO]), people).leavers).toEqual([
		{ email: CY, because: 'Not in the list since 2026-11-01 (3 runs).', heldBack: '' },
	]);
	expect(whoLeaves(days(Array<string[]>(3).fill([ANN, BO]), people, { ...RULES, afterDays: 5 }))).toEqual([]);
	expect(whoLeaves(days([[ANN, BO]], people, { ...RULES, afterRuns: 1, afterDays: 0 }))).toEqual([CY]);
});

test('who comes back starts anew', () => {
	const all = [ANN, BO, CY];
	const answer = days(
		[[ANN, BO], [ANN, BO], all, [ANN, BO]],
		all.map((one) => at(one)),
		{ ...RULES, leastRows: 0.5 },
	);
	expect(answer).toMatchObject({ leavers: [], waiting: 1 });
	expect(
		days(
			[[ANN, BO], all],
			all.map((one) => at(one)),
		).returned,
	).toEqual([CY]);
});

test('runs within twelve hours count once, and looking again changes nothing', () => {
	const people = [at(ANN), at(BO), at(CY)];
	const rules = { ...RULES, afterDays: 0 };
	let memory = NOTHING;
	for (const hour of [0, 1, 2, 11]) {
		const answer = findVanished(listed(ANN, BO), people, memory, rules, NOON + (hour * DAY) / 24);
		memory = remembered(memory, answer);
		expect(whoLeaves(answer)).toEqual([]);
	}
	expect(memory.last?.run).toBe(1);
	const due = {
		last: { run: 3, at: NOON - DAY / 24, rows: 2 },
		missing: [{ email: CY, since: NOON - 3 * DAY, sinceRun: 1 }],
	};
	const looks = [1, 2].map(() => whoLeaves(findVanished(listed(ANN, BO), people, due, rules, NOON)));
	expect(looks).toEqual([[CY], [CY]]);
});

describe('a list that proves nothing', () => {
	const people = [at(ANN), at(BO)];
	const memory = { last: { run: 9, at: NOON - DAY, rows: 10 }, missing: [{ email: BO, since: 0, sinceRun: 1 }] };
	test.each([
		['is empty', [], /list is empty/],
		['shrank suddenly', listed(...Array.from({ length: 7 }, (_, n) => `p${n}@example.edu`)), /7 rows and had 10/],
		['has a row without a usable address', [...listed(ANN), { email: 'bo at example' }], /Row 2 .*no usable address/],
	])('%s: nobody is a leaver, no run counts, nothing is forgotten', (_, list, said) => {
		expect(findVanished(list, people, memory, RULES, NOON)).toEqual({
			leavers: [],
			waiting: 0,
			run: null,
			missed: [],
			returned: [],
			problem: expect.stringMatching(said),
		});
	});
	test('as large as before, less a few, is whole', () => {
		const list = listed(...Array.from({ length: 8 }, (_, n) => `p${n}@example.edu`));
		expect(findVanished(list, people, memory, { ...RULES, most: 0 }, NOON).problem).toBeNull();
	});
});

const AT_ONCE = { ...RULES, afterRuns: 1, afterDays: 0 };
test.each([
	['the owner', at(CY, { isOwner: true }), {}],
	['an ignored address, in any case', at(CY), { ignored: ['CY@example.edu'] }],
	['an ignored domain', at('room@rooms.example.edu'), { ignored: ['*@rooms.example.edu'] }],
	['an ignored domain without the star', at('room@rooms.example.edu'), { ignored: ['@rooms.example.edu'] }],
	['a member of a protected group', at(CY, { groupIds: ['g1', 'g2'] }), { protectedGroups: new Set(['g2']) }],
	['whom the list has under another address by the id', at('old@example.edu', { stableId: 'E-1' }), {}],
	['whose new address stands in the list', at('new@example.edu'), {}],
	['who is out already, and was never missed', at(CY, { isOut: true }), {}],
])('%s does not vanish', (_, person, rules) => {
	const list = [{ email: ANN, stableId: 'e-1', newEmail: 'new@example.edu' }];
	expect(whoLeaves(findVanished(list, [at(ANN), person], NOTHING, { ...AT_ONCE, ...rules }, NOON))).toEqual([]);
});

test('a domain that only ends like an ignored one is not ignored', () => {
	const rules = { ...AT_ONCE, ignored: ['@example.edu'] };
	expect(whoLeaves(findVanished(listed(ANN), [at(ANN), at('x@sub.example.edu')], NOTHING, rules, NOON))).toEqual([
		'x@sub.example.edu',
	]);
});

test.each([
	['in number', { most: 1, mostShare: 1 }, /2 people are missing.*limit is 1,.*vanishedMost\./],
	['in share', { most: 10, mostShare: 0.5 }, /66.7 % of the account; the limit is 50 %.*vanishedMostShare\./],
])('more than may vanish at once, %s: each is named and held back', (_, limit, said) => {
	const people = [at(ANN), at(BO), at(CY)];
	const { leavers } = findVanished(listed(ANN), people, NOTHING, { ...AT_ONCE, ...limit }, NOON);
	expect(leavers).toEqual(
		[BO, CY].map((email) => expect.objectContaining({ email, heldBack: expect.stringMatching(said) })),
	);
});

test('who is out stays a leaver, so that an open log-out is tried again, and counts for no limit', () => {
	const memory = {
		last: { run: 1, at: NOON - DAY, rows: 1 },
		missing: [{ email: CY, since: NOON - DAY, sinceRun: 1 }],
	};
	const people = [at(ANN), at(BO), at(CY, { isOut: true })];
	const { leavers } = findVanished(listed(ANN), people, memory, { ...AT_ONCE, most: 0 }, NOON);
	expect(leavers.map(({ email, heldBack }) => [email, heldBack === ''])).toEqual([
		[BO, false],
		[CY, true],
	]);
});

test('rows that cannot be read give people more time, and no row can pass for the list', () => {
	const memory = memoryOf([
		{ email: '# list', since: '2026-11-01T12:00:00.000Z', run: 2, rows: 5 },
		{ email: '# list', since: '2026-10-31T12:00:00.000Z', run: 1, rows: 50 },
		{ email: BO, since: 'yesterday', run: 1 },
		{ email: CY, since: '1970-01-01T00:00:00.000Z', run: 0 },
		{ email: ANN, since: '2026-11-01T12:00:00.000Z', run: 'x' },
		{},
	]);
	expect(memory).toEqual({ last: { run: 2, at: NOON, rows: 5 }, missing: [] });
});
