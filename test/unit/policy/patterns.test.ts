import fc from 'fast-check';

import { LONGEST_MATCHED_TEXT, patternProblem } from '../../../lib/policy/patterns';
import { selectionProblems } from '../../../lib/policy/import/selection';
import { problemsOf } from '../../../lib/policy/groups/wanted-groups';

import { Heartbeat } from '../../heartbeat';

test.each([
	['words', 'lecture'],
	['one of several words', 'lecture|seminar|Übung'],
	['the beginning of a topic', '^(?:Lecture|Seminar) \\d+'],
	['something anywhere in between', '^.*lecture.*$'],
	['two words in this order', 'algebra.*2026'],
	['a value in a distinguished name', '^CN=([^,]+),OU=Groups,.*$'],
	['several parts with something else between them', '^\\w+-\\w+-(\\w+)$'],
	['a part of one length that repeats', '^(?:[0-9a-f]{2})+$'],
	['alternatives of one length that repeat and begin differently', '(?:ab|cd)+'],
	['a part that may be missing', 'lecture(?: \\d+)?$'],
	['a repetition with few turns', '^[A-Z]{2,4}-\\d{1,3}$'],
	['looking ahead', '^(?=.*exam)(?!.*private).+$'],
	['a class with brackets and backslashes', '^[\\]\\\\(+*]+x$'],
	['digits and separators that may be missing', '^[A-Z]{2,4}[-_ ]?\\d{1,4}[-_ ]?\\d{0,2}[a-z]?$'],
	['days and months', '^(?:Mon|Tue|Wed|Thu|Fri)[a-z]* \\d\\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug)'],
	['characters by their code', '\\u0041+\\x41\\p{L}+'],
])('a pattern of %s is fine: %s', (_, pattern) => {
	expect([() => new RegExp(pattern, 'u'), patternProblem(pattern)]).toEqual([expect.any(Function), null]);
});

test.each([
	['^(\\w+\\s?)+$', '(\\w+\\s?)+'],
	['(a*)*b', '(a*)*'],
	['^((ab)*)+$', '((ab)*)+'],
	['(?:a|a)+$', '(?:a|a)+'],
	['(\\w|\\d)*x', '(\\w|\\d)*'],
	['^(a?a?)+b', '(a?a?)+'],
	['(?<name>x+){3}y', '(?<name>x+){3}'],
	['(?:(?:\\d{1,3})\\.?){4,}!', '(?:(?:\\d{1,3})\\.?){4,}'],
	['(?=(a+)+b)', '(a+)+'],
	['([(+*]+)+', '([(+*]+)+'],
])('%s is refused, and its part is named', (pattern, part) => {
	expect(patternProblem(pattern)).toContain(`(${part})`);
});

test.each([
	'.*.*.*x',
	'\\w*\\w*\\w*!',
	'(?:.*a){1}.*b.*c',
	'a.*b.*c.*d',
	'^.*a.*b.*c.*d',
	'\\s+\\s+\\S*\\s+x',
	'(.)\\1*.*.*',
])('%s is refused for its open ends', (pattern) => expect(patternProblem(pattern)).toMatch(/^has \d+ open ends/));

test.each([
	`^${'\\w?'.repeat(26)}!`,
	`^${'[a-z]{0,3}'.repeat(12)}$`,
	`^${'(?:a|\\w)'.repeat(25)}!`,
	`^(?:${'a?(?:b|\\w?)'.repeat(12)})x`,
])('%s never gets to try the ways in which its optional parts share a text', (pattern) =>
	expect(patternProblem(pattern)).toMatch(/^has so many optional parts/),
);

test('a pattern of ten thousand parts is refused in a moment', () => {
	const heartbeat = new Heartbeat();
	expect(patternProblem('a*'.repeat(10_000))).toBe('has 20000 characters, more than 1000');
	expect(patternProblem('\\d?-'.repeat(200))).toBeNull();
	heartbeat.stop();
});

test('whatever is let through is done in a moment on the worst texts', () => {
	const atoms = ['a', 'b', '.', '\\w', '[ab]', '[^a]', '-', '\\s', 'ab'];
	const quantifiers = ['', '', '*', '+', '?', '{2,}', '{0,30}', '{3}', '{0,9}'];
	const piece = fc
		.tuple(fc.constantFrom(...atoms), fc.constantFrom(...quantifiers))
		.map(([atom, quantifier]) =>
			quantifier && atom.length === 2 && !atom.startsWith('\\') ? `(?:${atom})${quantifier}` : `${atom}${quantifier}`,
		);
	const sequence = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
	const group = fc
		.tuple(fc.array(sequence, { minLength: 1, maxLength: 3 }), fc.constantFrom(...quantifiers))
		.map(([alternatives, quantifier]) => `(?:${alternatives.join('|')})${quantifier}`);
	const pattern = fc
		.tuple(
			fc.constantFrom('', '^'),
			fc.array(fc.oneof(sequence, group), { minLength: 1, maxLength: 3 }),
			fc.constantFrom('', '$', '!'),
		)
		.map(([start, parts, end]) => start + parts.join('') + end);
	const texts = ['a', 'ab', 'a-', 'a b ', '-'].map(
		(part) => part.repeat(LONGEST_MATCHED_TEXT).slice(0, LONGEST_MATCHED_TEXT - 1) + '#',
	);
	let safe = 0;
	// A pattern that got through and should not have would never come back: the watch ends the process then.
	const heartbeat = new Heartbeat();
	fc.assert(
		fc.property(pattern, (one) => {
			if (patternProblem(one) !== null) return;
			safe++;
			heartbeat.beat();
			for (const text of texts) new RegExp(one, 'iu').test(text);
		}),
		{ numRuns: 1500, seed: Number(process.env.SEED ?? 20261201) },
	);
	heartbeat.stop();
	expect(safe).toBeGreaterThan(100);
}, 60_000);

test('the forms say it before anything is read', () => {
	const settings = {
		meetings: true,
		webinars: true,
		excludedHosts: [],
		topicMustMatch: '^(\\w+\\s?)+$',
		topicMustNotMatch: '',
		minimumSeconds: 0,
		personalNotes: false,
		trackingField: { mode: 'ignore' as const, field: '' },
	};
	expect(selectionProblems(settings)).toEqual([
		{ parameter: 'Topic Must Match', problem: expect.stringContaining('(\\w+\\s?)+'), remedy: expect.any(String) },
	]);
	const privilege = {
		attribute: 'memberOf',
		valueMappingType: 'use-value' as const,
		valueMapping: [],
		read: 'pattern' as const,
		pattern: '(\\w+\\s?)+',
		shape: { separators: [], trim: false },
	};
	expect(problemsOf([privilege], { ignoreCase: false, groupIdRule: 'as-is' })).toEqual([
		expect.stringContaining('The pattern "(\\w+\\s?)+" of the privilege "memberOf" repeats a part'),
	]);
});
