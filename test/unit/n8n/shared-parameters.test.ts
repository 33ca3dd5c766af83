import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldNamedBy, isSameForAllItems, SharedParameters } from '../../../lib/n8n/shared-parameters';

test.each([
	['a fixed text', 'zoom.default'],
	['a number', 5],
	['nothing', null],
	['text that only looks like an expression', '{{ $json.a }}'],
	['a field of a named node', "={{ $('Configuration').first().json.defaultUser }}"],
	['one below another', '={{ $("Configuration").first().json.rules?.owner ?? "none" }}'],
	['a choice between fixed values', "={{ $('When Called').first().json.source === 'backfill' ? 60 : 0 }}"],
	['the last item of a named node', "=user {{ $('Configuration').last().json.user }}!"],
	['all items of an output of a named node', "={{ $('Routing Rules').all(0) }}"],
	['a list in which nothing differs', { values: [{ category: { __rl: true, mode: 'path', value: 'a>b' } }] }],
])('%s is the same for all items', (_, saved) => {
	expect(isSameForAllItems(saved)).toBe(true);
});

test.each([
	['a field of the item', '={{ $json.meetingUuid }}'],
	['the item of a named node that belongs to this one', "={{ $('Configuration').item.json.defaultUser }}"],
	['a chosen item of a named node', "={{ $('Configuration').all()[$itemIndex].json.defaultUser }}"],
	['the time', '={{ $now.toISO() }}'],
	['the time without a name of n8n', '={{ DateTime.now().toISO() }}'],
	['a date object', '={{ new Date }}'],
	['chance', '={{ Math.random() }}'],
	['a call on a shared value', "={{ $('Configuration').first().json.user.replace('x', $json.y) }}"],
	['a template string', '={{ `${1}` }}'],
	['a node whose name is worked out', "={{ $('Configu' + $json.a).first().json.b }}"],
	['one that differs, deep in a list', { values: [{ a: 1 }, { a: '={{ $json.a }}' }] }],
])('%s may differ between items', (_, saved) => {
	expect(isSameForAllItems(saved)).toBe(false);
});

test.each([
	['={{ $json.meetingUuid }}', ['meetingUuid']],
	['={{$json.owner?.userId}}', ['owner', 'userId']],
	['={{ $json.a.b_1.c }}', ['a', 'b_1', 'c']],
	['={{ $json.a ?? "" }}', null],
	['={{ $json.a.trim() }}', null],
	['={{ $json["a"] }}', null],
	['={{ $json.list[0] }}', null],
	['= {{ $json.a }}', null],
	['={{ $json.a }}!', null],
	['={{ $json }}', null],
	['a', null],
])('%s names the field %j', (saved, path) => {
	expect(fieldNamedBy(saved)).toEqual(path);
});

describe('reading', () => {
	const parameters = {
		fixed: { tags: ['a'] },
		field: '={{ $json.owner?.userId }}',
		other: '={{ $json.a + 1 }}',
	};
	const shared = () => new SharedParameters({ getNode: () => ({ parameters }) } as unknown as IExecuteFunctions);

	test('what is shared is evaluated once, and nobody can change it for the others', () => {
		const evaluate = jest.fn(() => ({ tags: ['a'] }));
		const all = shared();
		const first = all.get('fixed', {}, { json: {} }, evaluate) as { tags: string[] };
		first.tags.push('b');
		expect(all.get('fixed', {}, { json: {} }, evaluate)).toEqual({ tags: ['a'] });
		expect(evaluate).toHaveBeenCalledTimes(1);
	});

	test('a text in the named field is taken from the item', () => {
		const evaluate = jest.fn();
		expect(shared().get('field', '', { json: { owner: { userId: 'ann' } } }, evaluate)).toBe('ann');
		expect(evaluate).not.toHaveBeenCalled();
	});

	test.each([
		['no owner', {}],
		['an owner without an id', { owner: {} }],
		['an id that is no text', { owner: { userId: 7 } }],
		['an inherited name', { owner: Object.create({ userId: 'ann' }) as object }],
	])('with %s n8n decides', (_, json) => {
		const evaluate = jest.fn(() => 'from n8n');
		expect(shared().get('field', '', { json } as never, evaluate)).toBe('from n8n');
	});

	test('all items of a node come from n8n itself, with those that failed, which no expression can hold', () => {
		const failed = { json: { error: 'no such column' }, error: new Error('no such column') };
		const asked: string[] = [];
		const context = {
			getNode: () => ({ parameters: { rules: "={{ $('Routing Rules').all() }}" } }),
			getWorkflowDataProxy: () => ({ $: (name: string) => ({ all: () => (asked.push(name), [failed]) }) }),
		};
		const evaluate = jest.fn();
		const all = new SharedParameters(context as unknown as IExecuteFunctions);
		for (const json of [{}, { a: 1 }]) {
			expect(all.get('rules', '', { json }, evaluate)).toEqual([
				{ json: { error: 'no such column' }, error: { message: 'no such column' } },
			]);
		}
		expect([asked, evaluate.mock.calls]).toEqual([['Routing Rules'], []]);
	});

	test('everything else is evaluated for each item', () => {
		const evaluate = jest.fn();
		const all = shared();
		all.get('other', '', { json: {} }, evaluate);
		all.get('other', '', { json: {} }, evaluate);
		expect(evaluate).toHaveBeenCalledTimes(2);
	});
});
