import { RULE_TABLE_COLUMNS, THEN_COLUMNS, WHEN_COLUMNS } from '../../../../lib/policy/routing/columns';
import { namesOf, ruleFindings, unknownNameFindings } from '../../../../lib/policy/routing/findings';
import { listName, readRuleTable } from '../../../../lib/policy/routing/read-rules';
import { cellSentence } from '../../../../lib/policy/routing/rule';
import { ownMilliseconds, rules } from './rule-facts';

const problems = (row: Record<string, unknown>) =>
	rules(row).flatMap((rule) => [...rule.whenProblems, ...rule.thenProblems].map((one) => cellSentence(rule, one)));

describe('a cell that cannot be read is named with rule, row and column', () => {
	test.each<[Record<string, unknown>, string]>([
		[{ enabled: 'maybe' }, 'column enabled, says "maybe"'],
		[{ host: 'Ann Smith' }, 'column host, names "Ann Smith"'],
		[{ meetingId: 'PHYS101' }, 'column meetingId, says "PHYS101", which is no meeting number'],
		[{ trackingField: '=x' }, 'column trackingField, is not like Course=PHYS101'],
		[{ kind: 'lecture' }, 'column kind, says "lecture": write meeting or webinar'],
		[{ day: 'Montag', timeZone: 'Europe/Berlin' }, 'column day, names "Montag", which is no day'],
		[{ time: '9 to 10', timeZone: 'Europe/Berlin' }, 'column time, says "9 to 10", which is no time'],
		[{ time: '25:00-26:00', timeZone: 'Europe/Berlin' }, 'column time, says "25:00-26:00", which is no time'],
		[
			{ time: '22:00-02:00', timeZone: 'Europe/Berlin' },
			'column time, says "22:00-02:00", which ends before it begins',
		],
		[{ day: ',', timeZone: 'UTC' }, 'column day, says ",", which names no day'],
		[{ time: ';', timeZone: 'UTC' }, 'column time, says ";", which is no time'],
		[{ fromDate: '31.10.2026', timeZone: 'UTC' }, 'column fromDate, says "31.10.2026", which is no date'],
		[{ untilDate: '2026-02-30', timeZone: 'UTC' }, 'column untilDate, says "2026-02-30", which is no date'],
		[{ day: 'Mon' }, 'column timeZone, is empty, and a day or a time needs one'],
		[{ day: 'Mon', timeZone: 'Berlin' }, 'column timeZone, says "Berlin", which is no time zone'],
		[{ action: 'delete' }, 'column action, says "delete": write import, private or skip'],
		[{ action: 'skip' }, 'column reason, is empty'],
		[{ action: 'private', categories: 'A' }, 'column categories, is filled in, but a private recording'],
		[{ action: 'private', coEditors: 'ta' }, 'column coEditors, is filled in, but a private recording'],
		[{ owner: 'two words' }, 'column owner, names "two words", which holds a blank'],
		[{ name: '{title}' }, 'column name, holds {title}, which is none of {date}'],
		[{ conversionProfile: 'HD' }, 'column conversionProfile, says "HD"'],
		[{ keepInZoom: 'perhaps' }, 'column keepInZoom, says "perhaps": write yes or no'],
		[{ visibleUntil: 'next year' }, 'column visibleUntil, says "next year": write a date'],
	])('%j', (row, sentence) => {
		expect(problems({ rule: 'Physics', ...row })).toEqual([
			expect.stringContaining(`The rule "Physics" (row 1), ${sentence}`),
		]);
	});

	// Without a condition the rule would be for every recording, and a private one would come out as one of somebody else.
	test.each(['host', 'department', 'zoomGroup', 'meetingId', 'topic', 'trackingField'])(
		'a cell %s with nothing but separators never makes a rule one for everybody',
		(column) => {
			expect(problems({ rule: 'Physics', [column]: ' ; ' })).toEqual([
				`The rule "Physics" (row 1), column ${column}, says ";", which names nothing.`,
			]);
		},
	);

	test('what people write is understood', () => {
		expect(
			problems({
				enabled: 'Yes',
				host: 'ann@example.edu; @cs.example.edu, *@ee.example.edu, Zu3r_x',
				meetingId: '987 6543 2101, 123-456-7890',
				day: 'mon, Tue - thu; Saturday',
				time: '8:00-9:30, 14:00–16:00',
				fromDate: '2026-10-12',
				untilDate: '2027-02-05T00:00:00.000Z',
				timeZone: 'Europe/Berlin',
				action: 'Import',
				keepInZoom: 'x',
				visibleUntil: '2027-03-31',
				conversionProfile: 12,
			}),
		).toEqual([]);
	});
});

describe('the table', () => {
	const row = (changes: Record<string, unknown> = {}) => ({
		json: { id: 1, rule: 'Physics', topic: 'Physics', ...changes },
	});
	const namesIn = (...items: unknown[]) => {
		const table = readRuleTable(items);
		return 'rules' in table ? table.rules.map(({ name }) => name) : table.unreadable;
	};

	test('without a table, or with an empty one, there are no rules', () => {
		expect(readRuleTable('')).toEqual({ rules: [] });
		expect(namesIn()).toEqual([]);
		expect(namesIn({ json: {} })).toEqual([]);
		expect(namesIn({ json: { error: 'Data table with name "zoom_kaltura_rules" not found' } })).toEqual([]);
	});

	test('a table that cannot be read is not one without rules', () => {
		expect(namesIn({ json: { account: 'a', from: 'x', to: 'y' } })).toBe('n8n does not say why');
		expect(namesIn({ json: { error: 'database is locked' } })).toBe('database is locked');
		expect(namesIn({ json: { account: 'a' }, error: { message: 'no connection' } })).toBe('no connection');
		expect(readRuleTable('[]')).toEqual({ unreadable: 'what was given as its rows is no list' });
		expect(namesIn(null)).toBe('what was given as its rows holds something else');
	});

	test('rows come in the order of their numbers, those without one last; what is off or empty is none', () => {
		const items = [
			row({ id: 1, rule: 'C', position: null }),
			row({ id: 2, rule: 'B', position: 20 }),
			row({ id: 3, rule: 'A', position: '3' }),
			row({ id: 4, rule: 'Off', position: 1, enabled: 'no' }),
			{ json: { id: 5, rule: null, topic: null } },
		];
		expect(namesIn(...items)).toEqual(['A', 'B', 'C']);
	});

	test('a row keeps its number when one before it is off', () => {
		const [rule] = rules({ enabled: 'no' }, { rule: 'Second' });
		expect(rule).toMatchObject({ name: 'Second', row: 2 });
	});

	test('while an upload is being written, the one before it counts; afterwards only the new one', () => {
		const [old, fresh] = [listName('2026-11-01T00:00:00.000Z', 2), listName('2026-12-01T00:00:00.000Z', 2)];
		const before = [
			row({ rule: 'Old 1', list: old }),
			row({ rule: 'Old 2', list: old }),
			row({ rule: 'Typed', list: '' }),
		];
		const half = [...before, row({ rule: 'New 1', list: fresh })];
		expect(namesIn(...half)).toEqual(['Old 1', 'Old 2', 'Typed']);
		expect(namesIn(...half, row({ rule: 'New 2', list: fresh }))).toEqual(['Typed', 'New 1', 'New 2']);
		// Somebody deleted a row of the only upload by hand.
		expect(namesIn(row({ rule: 'New 1', list: fresh }))).toEqual(['New 1']);
	});

	test('its columns are those of the rules, with account and upload', () => {
		expect(Object.keys(RULE_TABLE_COLUMNS)).toEqual([
			'account',
			'position',
			'rule',
			'enabled',
			...WHEN_COLUMNS,
			...THEN_COLUMNS,
			'list',
		]);
	});
});

describe('findings', () => {
	const found = (rows: Array<Record<string, unknown>>, apply: 'all' | 'first' = 'first') =>
		ruleFindings(rules(...rows), apply, '2026-11-02').map(({ message }) => message);
	const never = (why: string) => [expect.stringContaining(`never acts: ${why}`)];

	test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['a rule for everything', {}, { topic: 'a' }],
		['the domain of its hosts', { host: '@example.edu' }, { host: 'ann@cs.example.edu@example.edu', topic: 'a' }],
		['all hosts of it', { host: 'ann@x.edu, bo@x.edu' }, { host: 'BO@x.edu' }],
		['a shorter part of the topic', { topic: 'physics' }, { topic: 'Physics I; Physics II' }],
		['any value of the field', { trackingField: 'Course' }, { trackingField: 'course=1' }],
		['the same kind', { kind: 'webinar' }, { kind: 'webinar', department: 'A' }],
		['more departments', { department: 'A;B' }, { department: 'b' }],
		['more of the week', { day: 'Mon-Fri', timeZone: 'UTC' }, { day: 'Tue', time: '08:00-09:00', timeZone: 'UTC' }],
		[
			'a longer term',
			{ fromDate: '2026-10-01', timeZone: 'UTC' },
			{ fromDate: '2026-10-12', untilDate: '2027-02-05', timeZone: 'UTC' },
		],
	])('what an earlier rule takes for %s never acts', (_, first, second) => {
		expect(found([first, second])).toEqual(never('whatever it is for is decided before by the rule "Rule 1" (row 1).'));
		expect(found([first, second], 'all')).toEqual([]);
	});

	test.each<[Record<string, unknown>, Record<string, unknown>]>([
		[{ topic: 'physics' }, {}],
		[{ topic: 'physics i' }, { topic: 'physics' }],
		[{ host: '@cs.example.edu' }, { host: '@example.edu' }],
		[{ department: 'A' }, { department: 'A;B' }],
		[{ trackingField: 'Course=1' }, { trackingField: 'Course' }],
		[
			{ day: 'Mon', timeZone: 'UTC' },
			{ day: 'Mon', timeZone: 'Europe/Berlin' },
		],
		[
			{ time: '08:00-09:00', timeZone: 'UTC' },
			{ time: '08:00-10:00', timeZone: 'UTC' },
		],
		[{ kind: 'meeting' }, { topic: 'a' }],
		[
			{ day: 'Mond', timeZone: 'UTC' },
			{ topic: 'a', action: 'skip', reason: 'x' },
		],
	])('what %j leaves over for %j may act', (first, second) => {
		expect(found([first, second]).filter((message) => message.includes('never'))).toEqual([]);
	});

	test('a term that is over, days outside of it, and one that ends before it begins', () => {
		const term = { timeZone: 'UTC', fromDate: '2026-04-01', untilDate: '2026-07-31' };
		expect(found([term])).toEqual(never('its last day 2026-07-31 is over'));
		expect(found([{ ...term, untilDate: '2026-03-01' }])).toEqual(never('its last day 2026-03-01 is before'));
		expect(found([{ timeZone: 'UTC', fromDate: '2026-11-02', untilDate: '2026-11-04', day: 'Fri' }])).toEqual(
			never('none of its days lies between'),
		);
	});

	test('two rules of one name, and cells that cannot be read', () => {
		expect(
			found([
				{ rule: 'A', topic: 'x' },
				{ rule: 'a', topic: 'y' },
			]),
		).toEqual(['The rules in rows 1 and 2 are both called "a", so outcomes do not tell which.']);
		expect(ruleFindings(rules({ action: 'x' }), 'first', '2026-11-02')).toMatchObject([{ result: 'problem', row: 1 }]);
	});

	test('names that Zoom and Kaltura do not know are told with their rule', () => {
		const some = rules(
			{
				rule: 'A',
				host: 'ann@x.edu, @y.edu, zid',
				zoomGroup: 'Staff',
				owner: 'ann',
				coEditors: 'bo',
				categories: 'A>B',
			},
			{ rule: 'B', owner: 'cy', coPublishers: 'bo' },
		);
		expect(namesOf(some)).toEqual({
			hosts: ['zid', 'ann@x.edu'],
			zoomGroups: ['staff'],
			users: ['ann', 'bo', 'cy'],
			categories: ['A>B'],
		});
		const unknown = { hosts: ['zid'], zoomGroups: ['staff'], users: ['bo'], categories: ['A>B'] };
		expect(unknownNameFindings(some, unknown).map(({ message }) => message)).toEqual([
			'The rule "A" (row 1): Zoom has no user "zid".',
			'The rule "A" (row 1): Zoom has no group "staff".',
			'The rule "A" (row 1): Kaltura has no user "bo".',
			'The rule "A" (row 1): Kaltura has no category "A>B".',
			'The rule "B" (row 2): Kaltura has no user "bo".',
		]);
	});
});

test('a thousand rules are checked at once', () => {
	const many = rules(
		...Array.from({ length: 1000 }, (_, index) => ({ rule: `R${index}`, host: `h${index}@x.edu`, topic: `t${index}` })),
	);
	const before = ownMilliseconds();
	expect(ruleFindings(many, 'first', '2026-11-02')).toEqual([]);
	expect(ownMilliseconds() - before).toBeLessThan(1000);
});
