import { KalturaError } from '../../../lib/kaltura/errors';
import { holdsReferenceText, ref, referencesIn } from '../../../lib/kaltura/result-references';
import { CLEAR } from '../../../lib/kaltura/wire';

import { broken, ended, exception, http, scripted } from './answers';

const failure = (promise: Promise<unknown>) =>
	promise.then(
		() => Promise.reject(new Error('it succeeded')),
		(error: unknown) => error as KalturaError,
	);

describe('a request', () => {
	test('names service and action in the path and asks for JSON, with a session and a client tag', async () => {
		const { api, sent } = scripted([{ id: '0_a' }]);
		await api.call('media', 'get', { entryId: '0_a' });
		expect(sent[0]?.path).toBe('/api_v3/service/media/action/get');
		expect(sent[0]?.json).toEqual({ entryId: '0_a', format: 1, clientTag: 'n8n-nodes-zoom-kaltura', ks: 'ks 1' });
	});

	test.each([
		['leaves out what is undefined', { a: undefined, b: 0, c: '', d: false }, { b: 0, c: '', d: false }],
		['clears on demand', { entry: { description: CLEAR } }, { entry: { description__null: '' } }],
		['writes dates as epoch seconds', { since: new Date('2026-01-01T00:00:00.9Z') }, { since: 1767225600 }],
		[
			'cleans text of what XML forbids, and keeps emoji, tabs and line breaks',
			{ entry: { name: 'A\u0000B\u000bC\tD\r\nE \u{1f600}\ud83d \udc00', tags: ['\u0007x'] } },
			{ entry: { name: 'AB C\tD\r\nE \u{1f600} ', tags: ['x'] } },
		],
		['writes large numbers without loss', { size: 9007199254740993n }, { size: '9007199254740993' }],
	])('%s', async (_, params, expected) => {
		const { api, sent } = scripted([null]);
		await api.call('x', 'get', params);
		const { format, clientTag, ks, ...rest } = sent[0]!.json;
		expect(rest).toEqual(expected);
		expect([format, clientTag, ks]).toEqual([1, 'n8n-nodes-zoom-kaltura', 'ks 1']);
	});

	test.each([null, Number.NaN])(
		'is refused before it is sent when a value is %s: Kaltura would store it',
		async (bad) => {
			const { api, sent } = scripted([]);
			const error = await failure(api.call('media', 'update', { entry: { tags: ['a'], nested: [{ name: bad }] } }));
			expect(error.message).toBe(
				'Kaltura media.update: entry.nested[0].name is null, which would clear it in Kaltura.',
			);
			expect(sent).toHaveLength(0);
		},
	);
});

describe('after a failure', () => {
	const READ = ['media', 'list'] as const;
	const WRITE = ['media', 'add'] as const;
	test.each([
		// [what, failure, read is repeated, write is repeated]
		['the rate limit', exception('ACTION_BLOCKED'), true, true],
		['the rate limit as a bare sentence', http(200, 'Action "list" in service "media" is blocked'), true, true],
		['a lock', exception('LOCK_TIMED_OUT'), true, true],
		['locked categories', exception('CATEGORIES_LOCKED'), true, true],
		['a gateway that limits', http(429, 'slow down'), true, true],
		['no connection', broken('ECONNREFUSED'), true, true],
		['an unknown host', broken('ENOTFOUND'), true, true],
		['a lost connection', broken('ECONNRESET'), true, false],
		[
			'a lost connection inside two wrappers',
			new Error('n8n', { cause: new Error('axios', { cause: broken('ECONNRESET') }) }),
			true,
			false,
		],
		['no answer in time', broken('ECONNABORTED'), true, false],
		['a broken gateway', http(502, '<html>Bad Gateway</html>'), true, false],
		['an internal error', exception('INTERNAL_SERVERL_ERROR'), true, false],
		['a database error', exception('INTERNAL_DATABASE_ERROR'), true, false],
		['a search error', exception('SEARCH_ENGINE_QUERY_FAILED'), true, false],
		['an answer that is cut off', http(200, '{"objects":[{"id"', { 'x-me': 'web01' }), true, false],
		['a refusal', exception('SERVICE_FORBIDDEN', { SERVICE: 'media->list' }), false, false],
		['a code nobody knows', exception('SOMETHING_NEW'), false, false],
		['a certificate that is not trusted', broken('SELF_SIGNED_CERT_IN_CHAIN'), false, false],
		['a session of the wrong kind', ended('a session of somebody'), false, false],
		['a web page', http(200, '<!DOCTYPE html><title>Hello</title>', { 'content-type': 'text/html' }), false, false],
		['an XML answer', http(200, '<?xml version="1.0"?><xml><result></result></xml>'), false, false],
	])('%s: reads repeated %p ↔ writes', async (_, fault, readRepeated, writeRepeated) => {
		for (const [[service, action], repeated] of [
			[READ, readRepeated],
			[WRITE, writeRepeated],
		] as const) {
			const { api, sent } = scripted([fault, { fine: true }]);
			if (repeated) await expect(api.call(service, action)).resolves.toEqual({ fine: true });
			else await expect(api.call(service, action)).rejects.toBeInstanceOf(KalturaError);
			expect([action, sent.length]).toEqual([action, repeated ? 2 : 1]);
		}
		const declared = scripted([fault, { fine: true }]);
		const safe = await declared.api.call('media', 'add', {}, { safeToRepeat: true }).catch(() => null);
		expect(safe).toEqual(readRepeated ? { fine: true } : null);
	});

	test('it waits 1, 2 and 4 seconds plus jitter, then gives up with the last error', async () => {
		const { api, pauses, unused } = scripted(Array(9).fill(exception('ACTION_BLOCKED')));
		const error = await failure(api.call('media', 'list'));
		expect(error.code).toBe('ACTION_BLOCKED');
		expect(error.retryable).toBe(true);
		expect(pauses).toEqual([1500, 3000, 6000]);
		expect(unused()).toBe(5);
	});

	test.each([
		['seconds', '7', 7000],
		['less than our own pause', '0', 1500],
	])('Retry-After is respected: %s', async (_, header, expected) => {
		const { api, pauses } = scripted([http(503, 'busy', { 'retry-after': header }), []]);
		await api.call('media', 'list');
		expect(pauses).toEqual([expected]);
	});

	test('Retry-After may be a date', async () => {
		const { api, pauses } = scripted([
			http(503, 'busy', { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }),
			[],
		]);
		await api.call('media', 'list');
		expect(pauses[0]).toBeGreaterThan(25_000);
		expect(pauses[0]).toBeLessThanOrEqual(31_000);
	});

	test('a stopped execution ends at once, with its own reason', async () => {
		const stop = new AbortController();
		const { api, sent } = scripted([broken('ECONNRESET'), []], {
			signal: stop.signal,
			sleep: async () => stop.abort(new Error('stopped by the user')),
		});
		await expect(api.call('media', 'list')).rejects.toThrow('stopped by the user');
		expect(sent).toHaveLength(1);
	});
});

describe('a session that ended', () => {
	test.each(['EXPIRED', 'LOGOUT'])('%s: one new session, the request once more, also for writes', async (reason) => {
		const { api, sent, pauses } = scripted([ended(reason), { id: '0_a' }]);
		await api.call('media', 'add', {});
		expect(sent.map(({ json }) => json.ks)).toEqual(['ks 1', 'ks 2']);
		expect(pauses).toEqual([]);
	});

	test('the new one refused as well: the error, not a loop', async () => {
		const { api, sent } = scripted([ended('EXPIRED'), ended('EXPIRED'), { id: '0_a' }]);
		const error = await failure(api.call('media', 'add', {}));
		expect(error.message).toBe('Kaltura media.add: the session has expired.');
		expect(error.remedy).toContain('clock');
		expect(sent).toHaveLength(2);
	});

	test('an owner change that is forbidden looks alike and renews nothing', async () => {
		const { api, sent } = scripted([exception('INVALID_KS', { KSID: '', ERR_CODE: '-4', ERR_DESC: 'INVALID_TYPE' })]);
		expect((await failure(api.call('media', 'update', {}))).message).toContain('may not act for another user');
		expect(sent).toHaveLength(1);
	});

	test('in the middle of a multirequest: only what it stopped is sent again, with the results so far filled in', async () => {
		const { api, sent } = scripted([
			[{ id: '0_parent' }, ended('EXPIRED'), ended('EXPIRED')],
			[{ id: '0_child' }, { id: 7 }],
		]);
		const results = await api.multi([
			{ service: 'media', action: 'add', params: {} },
			{ service: 'media', action: 'add', params: { entry: { parentEntryId: ref(1, 'id') } } },
			{ service: 'caption_captionasset', action: 'add', params: { entryId: ref(2, 'id'), from: ref(1, 'id') } },
		]);
		expect(results).toEqual([{ id: '0_parent' }, { id: '0_child' }, { id: 7 }]);
		expect(sent[1]?.json).toMatchObject({
			'1': { service: 'media', entry: { parentEntryId: '0_parent' } },
			'2': { entryId: '{1:result:id}', from: '0_parent' },
			ks: 'ks 2',
		});
		expect(sent[1]?.json['3']).toBeUndefined();
	});
});

describe('a multirequest', () => {
	const adds = (n: number) =>
		Array.from({ length: n }, (_, i) => ({ service: 'groupUser', action: 'add', params: { i } }));

	test('gives a result or an error for each part', async () => {
		const { api, sent } = scripted([[{ id: 1 }, exception('CATEGORY_NOT_FOUND', { ID: '9' }), null]]);
		const [one, two, three] = await api.multi(adds(3));
		expect(one).toEqual({ id: 1 });
		expect(two).toBeInstanceOf(KalturaError);
		expect((two as KalturaError).message).toBe('Kaltura groupUser.add: there is no category 9.');
		expect((two as KalturaError).trackingId).toBe('123,456');
		expect(three).toBeNull();
		expect(sent[0]?.path).toBe('/api_v3/service/multirequest');
	});

	test('that failed as a whole throws', async () => {
		const { api } = scripted([exception('SERVICE_FORBIDDEN_CONTENT_BLOCKED')]);
		expect((await failure(api.multi(adds(2)))).message).toContain('the Kaltura account is blocked');
	});

	test('that stopped early: the missing parts are errors, never silently absent', async () => {
		const { api } = scripted([[{ id: 1 }]]);
		const results = await api.multi(adds(2));
		expect(results[0]).toEqual({ id: 1 });
		expect((results[1] as KalturaError).code).toBe('UNEXPECTED_ANSWER');
	});

	test('repeats the parts that were surely not carried out, alone', async () => {
		const { api, sent, pauses } = scripted([
			[{ id: 1 }, exception('LOCK_TIMED_OUT'), exception('GROUP_NOT_FOUND')],
			[exception('LOCK_TIMED_OUT')],
			[{ id: 2 }],
		]);
		const results = await api.multi(adds(3));
		expect(results[1]).toEqual({ id: 2 });
		expect((results[2] as KalturaError).code).toBe('GROUP_NOT_FOUND');
		expect(sent.map(({ json }) => (json['1'] as { i: number }).i)).toEqual([0, 1, 1]);
		expect(pauses).toEqual([1500, 3000]);
	});

	test('does not repeat a write that may have happened', async () => {
		const { api, sent } = scripted([[exception('INTERNAL_SERVERL_ERROR')]]);
		const [result] = await api.multi(adds(1));
		expect((result as KalturaError).code).toBe('INTERNAL_SERVERL_ERROR');
		expect(sent).toHaveLength(1);
	});

	test('what depended on a repeated part is repeated with it', async () => {
		const { api, sent } = scripted([
			[exception('ACTION_BLOCKED'), exception('ENTRY_ID_NOT_FOUND'), { fine: true }],
			[{ id: '0_x' }, { id: '0_y' }],
		]);
		const results = await api.multi([
			{ service: 'media', action: 'add' },
			{ service: 'media', action: 'addContent', params: { entryId: ref(1, 'id') } },
			{ service: 'media', action: 'list' },
		]);
		expect(results).toEqual([{ id: '0_x' }, { id: '0_y' }, { fine: true }]);
		expect(sent[1]?.json['2']).toMatchObject({ entryId: '{1:result:id}' });
	});

	test('is not repeated as a whole after a lost connection when a part of it is a write', async () => {
		const { api, sent } = scripted([broken('ECONNRESET'), []]);
		const error = await failure(api.multi([{ service: 'media', action: 'list' }, ...adds(1)]));
		expect(error.code).toBe('NETWORK');
		expect(sent).toHaveLength(1);
	});

	test('of reads is repeated as a whole', async () => {
		const { api, sent } = scripted([broken('ECONNRESET'), [{ id: 1 }]]);
		expect(await api.multi([{ service: 'media', action: 'get' }])).toEqual([{ id: 1 }]);
		expect(sent).toHaveLength(2);
	});

	test('batches go out in parts; a part that fails does not take the others with it', async () => {
		const { api, sent } = scripted([[{ id: 0 }, { id: 1 }], http(502, 'x'), [{ id: 4 }]]);
		const results = await api.batch(adds(5), { size: 2 });
		expect(sent).toHaveLength(3);
		expect(
			results.map((result) => (result instanceof KalturaError ? result.code : (result as { id: number }).id)),
		).toEqual([0, 1, 'HTTP_STATUS', 'HTTP_STATUS', 4]);
	});

	test.each([
		[ref(1, 'id'), [1]],
		[{ a: [ref(2)], b: { c: ref(12, 'objects', 0, 'id') } }, [2, 12]],
		[JSON.parse(JSON.stringify({ a: ref(1, 'id'), b: { position: 1, path: ['id'] } })), []],
		['{1:result:id}', []],
	])('only `ref` makes a reference: %j', (value, expected) => expect(referencesIn(value)).toEqual(expected));

	test.each([
		['{1:result:id}', true],
		['hello {12:result', true],
		[{ tags: [{ value: 'x {2:result} y' }] }, true],
		[{ id: ref(1, 'id') }, false],
		['{1:resultant}', true],
		['{x:result}', false],
		['{1: result}', false],
	])('what Kaltura might take for a reference: %j → %p', (value, expected) =>
		expect(holdsReferenceText(value)).toBe(expected),
	);

	test('text that looks like a reference travels alone, between what comes before and after it', async () => {
		const { api, sent } = scripted([[{ id: '0_a' }], { id: '0_b' }, [{ id: '0_c' }, { id: '0_d' }]]);
		const named = (name: unknown) => ({ service: 'media', action: 'add', params: { entry: { name } } });
		const results = await api.multi([
			named('Algebra'),
			{ service: 'media', action: 'add', params: { entry: { name: '{1:result:id}', parentEntryId: ref(1, 'id') } } },
			named('Chemistry'),
			{ service: 'media', action: 'get', params: { entryId: ref(3, 'id'), of: ref(2, 'id') } },
		]);
		expect(results).toEqual([{ id: '0_a' }, { id: '0_b' }, { id: '0_c' }, { id: '0_d' }]);
		expect(sent.map(({ path }) => path.slice('/api_v3/service/'.length))).toEqual([
			'multirequest',
			'media/action/add',
			'multirequest',
		]);
		expect(sent[1]?.json.entry).toEqual({ name: '{1:result:id}', parentEntryId: '0_a' });
		expect(sent[2]?.json['2']).toMatchObject({ entryId: '{1:result:id}', of: '0_b' });
	});

	test('a reference that appears only when the text is cleaned is seen as well', async () => {
		const { api, sent } = scripted([{ id: '0_a' }]);
		await api.multi([{ service: 'media', action: 'add', params: { name: '{1\u0000:res\ud800ult:id}' } }]);
		expect(sent[0]?.path).toBe('/api_v3/service/media/action/add');
		expect(sent[0]?.json.name).toBe('{1:result:id}');
	});

	test('what refers to a step that failed is not sent alone with an empty id; it has that failure', async () => {
		const { api, sent } = scripted([[exception('ENTRY_ID_NOT_FOUND')]]);
		const results = await api.multi([
			{ service: 'caption_captionasset', action: 'add' },
			{ service: 'caption_captionasset', action: 'setContent', params: { id: ref(1, 'id'), text: '{1:result:id}' } },
		]);
		expect(results.map((result) => (result as KalturaError).code)).toEqual([
			'ENTRY_ID_NOT_FOUND',
			'ENTRY_ID_NOT_FOUND',
		]);
		expect(sent).toHaveLength(1);
	});

	test('a retry repeats what people wrote as they wrote it', async () => {
		const { api, sent } = scripted([
			[{ id: '0_a' }, exception('ACTION_BLOCKED')],
			exception('ACTION_BLOCKED'),
			{ id: 7 },
			[{ id: 8 }],
		]);
		const text = 'see {1:result:id} and {1:result:name}';
		const results = await api.multi([
			{ service: 'media', action: 'add' },
			{ service: 'media', action: 'update', params: { name: 'x', of: ref(1, 'id') } },
			{ service: 'media', action: 'update', params: { name: text, of: ref(1, 'id') } },
		]);
		expect(results).toEqual([{ id: '0_a' }, { id: 8 }, { id: 7 }]);
		expect(sent.map(({ json }) => json.name)).toEqual([undefined, text, text, undefined]);
		expect(sent[3]?.json['1']).toMatchObject({ name: 'x', of: '0_a' });
	});

	test('a part that fails as a whole does not take the results of the others with it', async () => {
		const { api } = scripted([[{ id: 1 }], { id: 2 }, http(502, 'x')]);
		const add = (name: string) => ({ service: 'media', action: 'add', params: { name } });
		const results = await api.multi([add('a'), add('{1:result:id}'), add('b')]);
		expect(results.slice(0, 2)).toEqual([{ id: 1 }, { id: 2 }]);
		expect((results[2] as KalturaError).code).toBe('HTTP_STATUS');
	});

	test('a call of one action refuses a reference: there is nothing that it could refer to', async () => {
		const { api, sent } = scripted([]);
		await expect(api.call('media', 'get', { entryId: ref(1, 'id') })).rejects.toThrow('only a multirequest');
		expect(sent).toHaveLength(0);
	});
});
