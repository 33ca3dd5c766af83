import {
	keywordIn,
	kindOf,
	recordedSeconds,
	selectionProblems,
	type SelectionSettings,
	skipByItself,
	skipByTrackingField,
	skipExcludedHost,
} from '../../../../lib/policy/import/selection';

const EVERYTHING: SelectionSettings = {
	meetings: true,
	webinars: true,
	excludedHosts: [],
	topicMustMatch: '',
	topicMustNotMatch: '',
	minimumSeconds: 0,
	personalNotes: false,
	trackingField: { mode: 'ignore', field: '' },
};
const segment = (minutes: number, startedAt = '2026-03-02T10:00:00Z') => ({
	startedAt,
	endedAt: new Date(Date.parse(startedAt) + minutes * 60_000).toISOString(),
	files: [],
});
const recording = {
	kind: 'meeting' as 'meeting' | 'webinar',
	type: 2 as number | null,
	topic: 'Organic Chemistry II',
	host: { id: 'KDcuGIm1QgePTO8WbOqwIQ', email: 'ann@example.edu' as string | null },
	segments: [segment(50)],
	complete: true,
};

test.each([
	['as it is', 'Exam [no-kaltura]', '[no-kaltura]'],
	['in capitals', 'EXAM [NO-KALTURA]', '[no-kaltura]'],
	['with the dash that a program made of it', 'Exam [no–kaltura]', '[no-kaltura]'],
	['with a hyphen that does not break', 'Exam [no\u2011kaltura]', '[no-kaltura]'],
	['with brackets of a Japanese keyboard', 'Exam ［no－kaltura］', '[no-kaltura]'],
	['with a blank that does not break', 'Exam not\u00a0recorded', 'not recorded'],
	['with a soft hyphen in it', 'Exam [no-kal\u00adtura]', '[no-kaltura]'],
	['in another spelling', 'Exam [no kaltura]', null],
])('the keyword of a host who does not want it in Kaltura counts %s', (_, topic, keyword) => {
	expect(keywordIn(topic, ['', ' ', '[no-kaltura]', 'not recorded'])).toBe(keyword);
});

describe('which recordings', () => {
	test.each([
		[1, 'meeting'],
		[2, 'meeting'],
		[3, 'meeting'],
		[4, 'meeting'],
		[7, 'meeting'],
		[8, 'meeting'],
		[99, 'meeting'],
		[5, 'webinar'],
		[6, 'webinar'],
		[9, 'webinar'],
	] as const)('Zoom type %d is a %s', (type, kind) => {
		expect(kindOf({ type, kind: kind === 'meeting' ? 'webinar' : 'meeting' })).toBe(kind);
	});

	test.each([42, null])('a type that Zoom adds later (%p) is what the item says', (type) => {
		expect(kindOf({ type, kind: 'webinar' })).toBe('webinar');
	});

	test.each([
		['everything on imports a meeting', recording, {}, null],
		['everything on imports a webinar', { ...recording, type: 5 }, {}, null],
		['meetings off', recording, { meetings: false }, 'meetings-off'],
		['meetings off still imports webinars', { ...recording, type: 9 }, { meetings: false }, null],
		['webinars off', { ...recording, type: 6 }, { webinars: false }, 'webinars-off'],
		['webinars off still imports the personal room', { ...recording, type: 4 }, { webinars: false }, null],
		[
			'excluded host by e-mail, other case, blanks',
			recording,
			{ excludedHosts: [' ANN@example.edu '] },
			'host-excluded',
		],
		['excluded host by Zoom id', recording, { excludedHosts: ['KDcuGIm1QgePTO8WbOqwIQ'] }, 'host-excluded'],
		['a Zoom id is case-sensitive', recording, { excludedHosts: ['kdcugim1qgepto8wboqwiq'] }, null],
		['an address that only begins like an excluded one', recording, { excludedHosts: ['ann@example.ed'] }, null],
		['topic matches', recording, { topicMustMatch: 'chemistry' }, null],
		['topic does not match', recording, { topicMustMatch: '^physics' }, 'topic-not-included'],
		['topic is excluded', recording, { topicMustNotMatch: '\\bII$' }, 'topic-excluded'],
		['needless backslashes are allowed', { ...recording, topic: 'A-B' }, { topicMustMatch: 'a\\-b' }, null],
		['umlauts ignore case', { ...recording, topic: 'ÜBUNG 3' }, { topicMustMatch: 'übung' }, null],
		['an empty topic matches no pattern', { ...recording, topic: '' }, { topicMustMatch: '.' }, 'topic-not-included'],
		['too short', { ...recording, segments: [segment(2)] }, { minimumSeconds: 300 }, 'too-short'],
		['exactly the minimum is long enough', { ...recording, segments: [segment(5)] }, { minimumSeconds: 300 }, null],
		['segments add up', { ...recording, segments: [segment(3), segment(3)] }, { minimumSeconds: 300 }, null],
		[
			'while files are processing nobody knows the length',
			{ ...recording, complete: false, segments: [segment(1)] },
			{ minimumSeconds: 300 },
			null,
		],
		[
			'a segment without an end has no length',
			{ ...recording, segments: [{ ...segment(1), endedAt: '' }] },
			{ minimumSeconds: 300 },
			null,
		],
	])('%s', (_, item, settings, reason) => {
		expect(skipByItself(item, { ...EVERYTHING, ...settings })?.reason ?? null).toBe(reason);
	});

	test('recorded time is the sum of the segments, not the span between them', () => {
		const segments = [segment(10), segment(5, '2026-03-02T15:00:00Z')];
		expect(recordedSeconds({ segments })).toBe(900);
	});

	test('the excluded host is asked again when only the look-up knows the address', () => {
		expect(skipExcludedHost({ id: 'x', email: null }, ['bob@example.edu'])).toBeNull();
		expect(skipExcludedHost({ id: 'x', email: 'Bob@example.edu' }, ['bob@example.edu'])?.reason).toBe('host-excluded');
	});
});

describe('the per-meeting rule in a tracking field', () => {
	test.each([
		['ignore', { Record: 'no' }, null],
		['skipIfNo', { Record: 'no' }, 'tracking-field-says-no'],
		['skipIfNo', { record: ' No ' }, 'tracking-field-says-no'],
		['skipIfNo', { Record: 'yes' }, null],
		['skipIfNo', { Record: '' }, null],
		['skipIfNo', {}, null],
		['skipIfNo', { Record: 'maybe' }, null],
		['onlyIfYes', { Record: 'YES' }, null],
		['onlyIfYes', { Record: '1' }, null],
		['onlyIfYes', { Record: 'no' }, 'tracking-field-says-no'],
		['onlyIfYes', { Record: 'maybe' }, 'tracking-field-says-no'],
		['onlyIfYes', {}, 'tracking-field-missing'],
		['onlyIfYes', { Other: 'yes' }, 'tracking-field-missing'],
	] as const)('%s with %p gives %p', (mode, fields, reason) => {
		expect(skipByTrackingField(fields as Record<string, string>, { mode, field: 'Record' })?.reason ?? null).toBe(
			reason,
		);
	});
});

describe('settings that cannot be right are named', () => {
	test.each([
		['a pattern that is no regular expression', { topicMustMatch: '(' }, ['Topic Must Match']],
		['an exclusion that is none', { topicMustNotMatch: '[z-a]' }, ['Topic Must Not Match']],
		['a negative duration', { minimumSeconds: -60 }, ['Minimum Duration']],
		['a duration that is no number', { minimumSeconds: Number.NaN }, ['Minimum Duration']],
		['a rule without its field', { trackingField: { mode: 'skipIfNo' as const, field: ' ' } }, ['Tracking Field']],
		['good settings', { topicMustMatch: 'lecture', minimumSeconds: 60 }, []],
	])('%s', (_, settings, parameters) => {
		const problems = selectionProblems({ ...EVERYTHING, ...settings });
		expect(problems.map(({ parameter }) => parameter)).toEqual(parameters);
		for (const { remedy } of problems) expect(remedy).not.toBe('');
	});
});
