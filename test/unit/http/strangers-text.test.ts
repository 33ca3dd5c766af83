import { storable, storableText } from '../../../lib/http/strangers-text';
import { readAnswer } from '../../../lib/kaltura/wire';
import { parseJson } from '../../../lib/zoom/json';

const NUL = '\u0000';
const HALF = '\ud83d';

test.each([
	['NUL, which PostgreSQL refuses', `a${NUL}b`, 'a\uFFFDb'],
	['the first half of a surrogate pair', `a${HALF}b`, 'a\uFFFDb'],
	['the second half of a surrogate pair', 'a\ude00b', 'a\uFFFDb'],
	['halves in the wrong order', '\ude00\ud83d', '\uFFFD\uFFFD'],
	['characters that are none', '\uFFFE\uFFFF', '\uFFFD\uFFFD'],
	['several at once', `${NUL}${NUL}${HALF}`, '\uFFFD\uFFFD\uFFFD'],
])('%s is replaced', (_, text, clean) => {
	expect(storableText(text)).toBe(clean);
});

test.each(['', 'Photosynthesis', 'Grüße 你好 😀 \u202eabc', 'line\nline\ttab', "'; DROP TABLE x; --", '{1:result:id}'])(
	'%j stays as it is',
	(text) => {
		expect(storableText(text)).toBe(text);
	},
);

test('a value that can be stored is given back itself, not copied', () => {
	const value = { a: [{ b: 'c', n: 1, none: null, yes: true }], when: new Date(0) };
	expect(storable(value)).toBe(value);
});

test('what cannot be stored is replaced wherever it is, keys included, and nothing else changes', () => {
	const kept = { deep: ['x'] };
	const value = { kept, [`k${NUL}`]: 'v', list: ['a', `b${NUL}`], n: 1 };
	const clean = storable(value);
	expect(clean).toEqual({ kept: { deep: ['x'] }, 'k\uFFFD': 'v', list: ['a', 'b\uFFFD'], n: 1 });
	expect(clean.kept).toBe(kept);
	expect(value.list[1]).toBe(`b${NUL}`);
});

test('a key __proto__ is left out, so that no later copy inherits from a stranger', () => {
	const clean = storable(JSON.parse('{"a":{"__proto__":{"isAdmin":true},"b":1}}') as { a: object });
	expect(Object.keys(clean.a)).toEqual(['b']);
	const copy: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(clean.a)) copy[key] = value;
	expect(copy.isAdmin).toBeUndefined();
});

test('an answer that is nested without end uses up no stack', () => {
	const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
	expect(() => storable(deep)).not.toThrow();
});

test('a text of 5 MB is looked through in passing', () => {
	const long = 'x'.repeat(5_000_000);
	expect(storableText(long)).toBe(long);
	expect(storableText(`${long}${NUL}`)).toHaveLength(5_000_001);
});

test('answers and events of Zoom and answers of Kaltura come in without it, however it was written', () => {
	const text =
		'{"topic":"a\\u0000b","id":"x","objects":[{"name":"\\ud83d","__proto__":{"x":1}}],"long":12345678901234567890}';
	expect(parseJson(text)).toEqual({
		topic: 'a\uFFFDb',
		id: 'x',
		objects: [{ name: '\uFFFD' }],
		long: '12345678901234567890',
	});
	expect(readAnswer({ status: 200, headers: {}, text: '{"name":"a\\u0000b"}' }, 'media.get')).toEqual({
		name: 'a\uFFFDb',
	});
});
