import { neededFacts, routeRecording, type RulesApply } from '../../../../lib/policy/routing/route';
import { factsOf, ownMilliseconds, rules } from './rule-facts';

const route = (rows: Array<Record<string, unknown>>, facts = factsOf(), apply: RulesApply = 'first') =>
	routeRecording(rules(...rows), facts, apply);
const acts = (when: Record<string, unknown>, facts = factsOf()) =>
	route([{ ...when, tags: 'hit' }], facts).routing.tags !== undefined;

describe('when', () => {
	test.each<[string, Record<string, unknown>, boolean]>([
		['an empty rule is for every recording', {}, true],
		['an address, in any case', { host: 'bob@example.edu, ANN@physics.example.edu' }, true],
		['another address', { host: 'bob@example.edu' }, false],
		['the address with more before it', { host: 'nn@physics.example.edu' }, false],
		['all addresses of a domain', { host: '@physics.example.edu' }, true],
		['the same with an asterisk', { host: '*@physics.example.edu' }, true],
		['another domain that ends alike', { host: '@cs.example.edu' }, false],
		['a Zoom user ID', { host: 'zoom-ann' }, true],
		['the department', { department: 'Chemistry; physics' }, true],
		['another department', { department: 'Chemistry' }, false],
		['a Zoom group by name', { zoomGroup: 'lecturers' }, true],
		['a Zoom group by id', { zoomGroup: 'g-1' }, true],
		['a group of others', { zoomGroup: 'Staff' }, false],
		['a meeting number with blanks', { meetingId: '987 6543 2101' }, true],
		['part of the topic, in any case', { topic: 'physics i:' }, true],
		['one of two parts of topics', { topic: 'Chemistry; waves' }, true],
		['another topic', { topic: 'Chemistry' }, false],
		['a tracking field with its value', { trackingField: 'course=phys101' }, true],
		['a tracking field that says anything', { trackingField: 'Course' }, true],
		['a tracking field with another value', { trackingField: 'Course=CHEM' }, false],
		['a meeting', { kind: 'meeting' }, true],
		['a webinar', { kind: 'Webinars' }, false],
		['all cells together', { department: 'Physics', topic: 'waves', host: '@physics.example.edu' }, true],
		['all cells but one', { department: 'Physics', topic: 'atoms', host: '@physics.example.edu' }, false],
	])('%s', (_, when, expected) => expect(acts(when)).toBe(expected));

	const berlin = { timeZone: 'Europe/Berlin' };
	test.each<[string, Record<string, unknown>, boolean]>([
		['its day', { day: 'Mon' }, true],
		['a range of days', { day: 'Fri-Tue' }, true],
		['another day', { day: 'Tuesday, Wed' }, false],
		['a time of the day there, not in UTC', { time: '10:00-11:30' }, true],
		['the same time in UTC', { time: '09:00-10:00' }, false],
		['the end of a time is not in it any more', { time: '08:00-10:02' }, false],
		['one of two times', { time: '08:00-09:00; 10:00-11:00' }, true],
		['days of a term', { fromDate: '2026-10-12', untilDate: '2026-11-02' }, true],
		['a term that is over', { fromDate: '2026-04-01', untilDate: '2026-11-01' }, false],
		['day and time together', { day: 'Mon', time: '10:00-12:00', untilDate: '2027-02-05' }, true],
	])('%s', (_, when, expected) => expect(acts({ ...berlin, ...when })).toBe(expected));

	test('the evening in New York is another day in Berlin', () => {
		const late = factsOf({ recording: { startedAt: '2026-11-03T01:30:00Z' } });
		expect(acts({ day: 'Mon', timeZone: 'America/New_York' }, late)).toBe(true);
		expect(acts({ day: 'Mon', timeZone: 'Europe/Berlin' }, late)).toBe(false);
	});

	test('summer time counts as the clock on the wall', () => {
		const summer = factsOf({ recording: { startedAt: '2026-07-06T08:02:00Z' } });
		expect(acts({ time: '10:00-11:00', ...berlin }, summer)).toBe(true);
	});
});

describe('then', () => {
	const MORE = { categories: 'Courses>Physics, Courses>Waves', coEditors: 'ta1, ta2', tags: 'physics' };

	test('the first rule that fits decides alone, and is named', () => {
		const { routing, stop } = route([
			{ rule: 'Chemistry', department: 'Chemistry', owner: 'chem' },
			{ rule: 'Physics', department: 'Physics', owner: 'phys', ...MORE },
			{ rule: 'All', owner: 'all', name: '{topic} {date}', keepInZoom: 'yes' },
		]);
		expect(stop).toBeNull();
		expect(routing).toEqual({
			rules: ['Physics'],
			owner: 'phys',
			categories: ['Courses>Physics', 'Courses>Waves'],
			coEditors: ['ta1', 'ta2'],
			tags: ['physics'],
		});
	});

	test('all that fit add their lists, and the first that says a single thing is heard', () => {
		const { routing } = route(
			[
				{ rule: 'Physics', department: 'Physics', ...MORE },
				{ rule: 'Waves', topic: 'waves', coEditors: 'ta2, ta3', owner: 'phys', conversionProfile: '12' },
				{ rule: 'All', owner: 'all', name: '{topic} {date}', keepInZoom: 'yes', visibleUntil: '180 days' },
				{ rule: 'Others', topic: 'atoms', tags: 'atoms' },
			],
			factsOf(),
			'all',
		);
		expect(routing).toEqual({
			rules: ['Physics', 'Waves', 'All'],
			categories: ['Courses>Physics', 'Courses>Waves'],
			coEditors: ['ta1', 'ta2', 'ta3'],
			tags: ['physics'],
			owner: 'phys',
			name: '{topic} {date}',
			conversionProfileId: 12,
			keepInZoom: 'All',
			visibleUntil: '2027-05-01T09:02:00.000Z',
		});
	});

	test('where no rule fits, nothing is said', () => {
		expect(route([{ topic: 'Chemistry', owner: 'chem' }])).toEqual({ routing: { rules: [] }, stop: null });
	});

	test('a skip tells rule and reason', () => {
		const { routing, stop } = route([
			{ rule: 'Exams', topic: 'waves', action: 'skip', reason: 'oral exams stay out.' },
		]);
		expect(routing).toEqual({ rules: ['Exams'] });
		expect(stop).toMatchObject({
			status: 'skipped',
			reason: 'skipped-by-rule',
			message: 'The rule "Exams" leaves the recording out: oral exams stay out.',
		});
	});

	test('where all apply, a skip wins over whatever else fits, before and after it', () => {
		const skip = { action: 'skip', reason: 'no.', topic: 'waves' };
		for (const rows of [
			[MORE, skip],
			[skip, MORE],
		])
			expect(route(rows, factsOf(), 'all').stop?.reason).toBe('skipped-by-rule');
	});

	test('where all apply, one that says private keeps categories and people of all others away', () => {
		const { routing } = route(
			[
				{ ...MORE, owner: 'phys' },
				{ action: 'private', topic: 'waves' },
			],
			factsOf(),
			'all',
		);
		expect(routing).toEqual({ rules: ['Rule 1', 'Rule 2'], private: true, owner: 'phys', tags: ['physics'] });
	});

	test('of several days of expiry the first counts', () => {
		const { routing } = route([{ visibleUntil: '2027-03-31' }, { visibleUntil: '30' }], factsOf(), 'all');
		expect(routing.visibleUntil).toBe('2026-12-02T09:02:00.000Z');
	});
});

describe('what nobody knows lets nothing through', () => {
	const broken = { rule: 'Seminar', department: 'Physics', action: 'pirvate' };

	test('a mistake in what a rule does holds back what it is for, and nothing else', () => {
		expect(route([broken]).stop).toMatchObject({ status: 'needs-attention', reason: 'rule-unreadable' });
		expect(route([broken]).stop?.message).toContain('The rule "Seminar" (row 1), column action, says "pirvate"');
		expect(route([broken], factsOf({ department: 'Chemistry' })).stop).toBeNull();
	});

	test('a mistake in whom a rule is for holds back whatever it may be for', () => {
		const mistaken = {
			rule: 'Seminar',
			department: 'Physics',
			day: 'Montag',
			timeZone: 'Europe/Berlin',
			action: 'private',
		};
		expect(route([mistaken]).stop?.message).toContain('column day, names "Montag"');
		expect(route([mistaken], factsOf({ department: 'Chemistry' })).stop).toBeNull();
		expect(route([{ host: 'not an address', action: 'private' }]).stop?.reason).toBe('rule-unreadable');
	});

	test('an earlier rule that fits still decides', () => {
		expect(route([{ owner: 'phys' }, broken]).stop).toBeNull();
		expect(route([{ owner: 'phys' }, broken], factsOf(), 'all').stop?.reason).toBe('rule-unreadable');
	});

	test.each(['private', 'skip'])(
		'a rule that says %s by the department of a host who left waits for a person',
		(action) => {
			const gone = factsOf({ department: null, groups: null });
			const rule = { rule: 'Legal', department: 'Legal', action, reason: 'secret.' };
			expect(route([rule], gone).stop).toMatchObject({ status: 'needs-attention', reason: 'rule-not-decidable' });
			expect(route([{ department: 'Legal', tags: 'legal' }], gone)).toEqual({ routing: { rules: [] }, stop: null });
		},
	);
});

test('groups and tracking fields are asked for only where they decide', () => {
	const open = factsOf();
	delete open.groups;
	delete open.trackingFields;
	const needs = (rows: Array<Record<string, unknown>>, apply: RulesApply = 'first') =>
		neededFacts(rules(...rows), open, apply);
	expect(needs([{ department: 'Physics' }])).toEqual({ groups: false, trackingFields: false });
	expect(needs([{ topic: 'atoms', zoomGroup: 'Staff' }])).toEqual({ groups: false, trackingFields: false });
	expect(needs([{ topic: 'waves', zoomGroup: 'Staff' }])).toEqual({ groups: true, trackingFields: false });
	expect(needs([{ owner: 'phys' }, { trackingField: 'Course=1' }])).toEqual({ groups: false, trackingFields: false });
	expect(needs([{ owner: 'phys' }, { trackingField: 'Course=1' }], 'all')).toEqual({
		groups: false,
		trackingFields: true,
	});
});

test('a thousand rules for a thousand recordings keep nobody waiting', () => {
	const many = rules(
		...Array.from({ length: 1000 }, (_, index) => ({
			rule: `Course ${index}`,
			host: `lecturer${index}@example.edu`,
			topic: `course ${index};c-${index}`,
			day: 'Mon, Wed-Fri',
			time: '08:00-18:00',
			timeZone: index % 2 ? 'Europe/Berlin' : 'America/New_York',
			categories: `Courses>${index}`,
		})),
	);
	const recordings = Array.from({ length: 1000 }, (_, index) =>
		factsOf({
			host: { id: `h-${index}`, email: `lecturer${index}@example.edu` },
			recording: { topic: `Course ${index}`, startedAt: '2026-11-02T15:02:00Z' },
		}),
	);
	const before = ownMilliseconds();
	const routed = recordings.map((facts) => routeRecording(many, facts, 'first').routing.rules);
	expect(ownMilliseconds() - before).toBeLessThan(1000);
	expect(routed.every(([rule], index) => rule === `Course ${index}`)).toBe(true);
});
