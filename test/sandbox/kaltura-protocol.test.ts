/** The wire of the local Kaltura: URL and body forms, formats, errors, multirequest (docs/vendors/kaltura.md#calls). */
import { ADMIN_SECRET, codeOf, type KalturaAlone, PARTNER_ID, startKalturaAlone } from './kaltura-alone';

let kaltura: KalturaAlone;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0')));
afterAll(() => kaltura.stop());

const SESSION = { secret: ADMIN_SECRET, partnerId: PARTNER_ID, type: 2 };

describe('URL and body forms', () => {
	test.each([
		['the canonical path', '/api_v3/service/system/action/ping?format=1'],
		['the query form', '/api_v3/?service=system&action=ping&format=1'],
		['the query form with index.php', '/api_v3/index.php?service=system&action=ping&format=1'],
		['parameters as path pairs', '/api_v3/service/system/action/ping/format/1'],
		['any case of names', '/api_v3/service/SYSTEM/action/Ping?format=1'],
	])('%s is understood', async (_, path) => {
		expect(await (await fetch(kaltura.serviceUrl + path)).json()).toBe(true);
	});

	test('URL parameters override those of the body', async () => {
		const body = JSON.stringify({ ...SESSION, partnerId: 1, format: 2 });
		const answer = await kaltura.post(
			`/api_v3/service/session/action/start?partnerId=${PARTNER_ID}&format=1`,
			'application/json',
			body,
		);
		expect(await answer.json()).toMatch(/^djJ8/);
	});

	test('a JSON body counts only with exactly "application/json"', async () => {
		const body = JSON.stringify({ ...SESSION, format: 1 });
		const withCharset = await kaltura.post(
			'/api_v3/service/session/action/start',
			'application/json; charset=utf-8',
			body,
		);
		expect(await withCharset.text()).toContain('<code>MISSING_MANDATORY_PARAMETER</code>');
		const upperCase = await kaltura.post('/api_v3/service/session/action/start', 'Application/JSON', body);
		expect(await upperCase.json()).toMatch(/^djJ8/);
	});

	test('a JSON array as body is ignored', async () => {
		const answer = await kaltura.post(
			'/api_v3/service/session/action/start?format=1',
			'application/json',
			JSON.stringify([SESSION]),
		);
		expect(codeOf(await answer.json())).toBe('MISSING_MANDATORY_PARAMETER');
	});

	test.each([
		['colons', 'entry:objectType=KalturaMediaEntry&entry:name=From+a+form&entry:mediaType=5'],
		['brackets', 'entry[objectType]=KalturaMediaEntry&entry[name]=From+a+form&entry[mediaType]=5'],
	])('a form nests by %s', async (_, fields) => {
		const ks = encodeURIComponent(await kaltura.startSession());
		const answer = await kaltura.post(
			'/api_v3/service/media/action/add',
			'application/x-www-form-urlencoded',
			`format=1&ks=${ks}&${fields}`,
		);
		expect(await answer.json()).toMatchObject({ name: 'From a form', mediaType: 5, status: 7 });
	});

	test('the "json" part of a multipart body becomes all parameters', async () => {
		const form = new FormData();
		form.set('json', JSON.stringify({ ...SESSION, format: 1 }));
		form.set('partnerId', '1');
		const answer = await fetch(`${kaltura.serviceUrl}/api_v3/service/session/action/start`, {
			method: 'POST',
			body: form,
		});
		expect(await answer.json()).toMatch(/^djJ8/);
	});
});

describe('answers', () => {
	test('without a format come as XML', async () => {
		const answer = await kaltura.post('/api_v3/service/system/action/ping', 'application/json', '{}');
		expect(answer.headers.get('content-type')).toBe('text/xml');
		expect(await answer.text()).toMatch(
			/^<\?xml version="1.0" encoding="utf-8"\?><xml><result>1<\/result><executionTime>/,
		);
	});

	test('in JSON escape slashes and everything outside ASCII, leave out nulls, and put objectType last', async () => {
		const body = JSON.stringify({
			format: 1,
			ks: await kaltura.startSession(),
			entry: { name: 'שלום a/b', mediaType: 1 },
		});
		const text = await (await kaltura.post('/api_v3/service/media/action/add', 'application/json', body)).text();
		expect(text).toContain(String.raw`"name":"\u05e9\u05dc\u05d5\u05dd a\/b"`);
		expect(text).not.toContain(':null');
		expect(text).toMatch(/"objectType":"KalturaMediaEntry"}$/);
	});

	test('of actions without a result are null', async () => {
		const { id } = await kaltura.call('media.add', { entry: { name: 'x' } });
		expect(await kaltura.call('media.delete', { entryId: id })).toBeNull();
	});

	test('carry the session id that support asks for', async () => {
		const answer = await kaltura.post('/api_v3/service/system/action/ping', 'application/json', '{"format":1}');
		expect(answer.headers.get('x-kaltura-session')).toMatch(/^\w+, \d+$/);
		expect(answer.headers.get('x-me')).toBeTruthy();
	});
});

describe('errors', () => {
	test('are HTTP 200, with keys in their order and [] for no arguments', async () => {
		const answer = await kaltura.post('/api_v3/service/media/action/list', 'application/json', '{"format":1}');
		expect(answer.status).toBe(200);
		expect(await answer.text()).toBe(
			'{"code":"MISSING_KS","message":"Missing KS, session not established","objectType":"KalturaAPIException","args":[]}',
		);
	});

	test.each([
		['no session but a partner id', 'media.list', { partnerId: PARTNER_ID }, null, 'SERVICE_FORBIDDEN'],
		['a plugin service without its prefix', 'captionAsset.list', {}, undefined, 'SERVICE_DOES_NOT_EXISTS'],
		['an unknown action', 'media.fetch', {}, undefined, 'ACTION_DOES_NOT_EXISTS'],
		['a missing parameter', 'media.get', {}, undefined, 'MISSING_MANDATORY_PARAMETER'],
		['text instead of an object', 'media.add', { entry: 'x' }, undefined, 'PROPERTY_VALIDATION_WRONG_FORMAT'],
		['a value outside an enumeration', 'media.add', { entry: { mediaType: 9 } }, undefined, 'INVALID_ENUM_VALUE'],
		['a control character', 'media.add', { entry: { name: 'a\u000bb' } }, undefined, 'INVALID_PARAMETER_CHAR'],
		['a read-only property', 'media.add', { entry: { status: 2 } }, undefined, 'PROPERTY_VALIDATION_NOT_UPDATABLE'],
		['a short reference id', 'media.add', { entry: { referenceId: 'x' } }, undefined, 'PROPERTY_VALIDATION_MIN_LENGTH'],
		['a long owner', 'media.add', { entry: { userId: 'u'.repeat(101) } }, undefined, 'PROPERTY_VALIDATION_MAX_LENGTH'],
	])('%s', async (_, endpoint, parameters, ks, expected) => {
		expect(codeOf(await kaltura.call(endpoint, parameters, ks))).toBe(expected);
	});

	test('of permission stand in headers as well', async () => {
		const body = JSON.stringify({ format: 1, partnerId: PARTNER_ID });
		const answer = await kaltura.post('/api_v3/service/category/action/list', 'application/json', body);
		expect(answer.headers.get('x-kaltura')).toBe('error-SERVICE_FORBIDDEN');
		expect(await answer.json()).toEqual({
			code: 'SERVICE_FORBIDDEN',
			message: 'The access to service [category->list] is forbidden',
			objectType: 'KalturaAPIException',
			args: { SERVICE: 'category->list' },
		});
	});

	test('an abstract class without a usable objectType is named', async () => {
		const { id } = await kaltura.call('media.add', { entry: { name: 'x' } });
		const answer = await kaltura.call('media.addContent', { entryId: id, resource: { url: 'http://127.0.0.1/' } });
		expect(answer).toMatchObject({ code: 'OBJECT_TYPE_ABSTRACT', args: { OBJ_TYPE: 'KalturaResource' } });
	});

	test('null is stored, a missing key leaves as it is, "__null" clears', async () => {
		const { id } = await kaltura.call('media.add', { entry: { name: 'x', description: 'kept', tags: 'a' } });
		const update = (mediaEntry: object) => kaltura.call('media.update', { entryId: id, mediaEntry });
		expect((await update({ name: 'y' })).description).toBe('kept');
		expect((await update({ description: null })).description).toBe('');
		expect(await update({ tags__null: '' })).not.toHaveProperty('tags');
	});
});

describe('multirequest', () => {
	test('runs in order, refers to earlier results by position from 1, and answers one element each', async () => {
		const [entry, got, list] = await kaltura.multi([
			['media.add', { entry: { name: 'First', referenceId: 'multi-1' } }],
			['media.get', { entryId: '{1:result:id}' }],
			['baseEntry.list', { filter: { referenceIdEqual: '{2:result:referenceId}', statusEqual: '7' } }],
		]);
		expect(got.id).toBe(entry.id);
		expect(list.objects[0].id).toBe(entry.id);
	});

	test('counts references from 1 when its own keys start at 0', async () => {
		const body = {
			format: 1,
			ks: await kaltura.startSession(),
			0: { service: 'media', action: 'add', entry: { name: 'Zero' } },
			1: { service: 'media', action: 'get', entryId: '{1:result:id}' },
		};
		const answer = await kaltura.post('/api_v3/service/multirequest', 'application/json', JSON.stringify(body));
		const [added, got] = (await answer.json()) as any[];
		expect(got.id).toBe(added.id);
	});

	test('goes on after an error; a missing value becomes the empty text', async () => {
		const answers = await kaltura.multi([
			['media.get', { entryId: '1_missing00' }],
			['media.get', { entryId: '{1:result:id}' }],
			['system.ping', {}],
		]);
		expect(answers.map((answer) => codeOf(answer) ?? answer)).toEqual([
			'ENTRY_ID_NOT_FOUND',
			'ENTRY_ID_NOT_FOUND',
			true,
		]);
		expect(answers[1].message).toBe('Entry id "" not found');
	});

	test('stops at the first gap', async () => {
		const call = { service: 'system', action: 'ping' };
		const body = JSON.stringify({ format: 1, 1: call, 3: call });
		expect(await (await kaltura.post('/api_v3/service/multirequest', 'application/json', body)).json()).toEqual([true]);
	});

	test('"_all" joins with a trailing comma, a session from a result works, two tokens in one text resolve to nothing', async () => {
		const created = await kaltura.multi([
			['media.add', { entry: { name: 'A', referenceId: 'multi-all' } }],
			['media.add', { entry: { name: 'B', referenceId: 'multi-all' } }],
			['media.list', { filter: { referenceIdEqual: 'multi-all', statusIn: '7', orderBy: '+name' } }],
			['media.update', { entryId: '{1:result:id}', mediaEntry: { description: '{3:result:objects:_all:id}' } }],
			['media.update', { entryId: '{2:result:id}', mediaEntry: { description: '{1:result:id} {2:result:id}' } }],
			['session.start', SESSION],
			['media.get', { ks: '{6:result}', entryId: '{1:result:id}' }],
		]);
		expect(created[3].description.split(',')).toHaveLength(3);
		expect(created[3].description).toMatch(/,$/);
		expect(created[4].description).toBe('');
		expect(created[6].id).toBe(created[0].id);
	});

	test('replaces in every text at any depth, greedily, without an escape; self and later references stay', async () => {
		const texts: Array<[string, string]> = [
			['{1:result:id} and more', '0_id and more'],
			['a {1:result:id} b {9:result:x} c', 'a  c'],
			['twice {1:result:id}\n{1:result:id} twice', 'twice 0_id\n0_id twice'],
			['over\n{1:result\n:id}', 'over\n{1:result\n:id}'],
			['{1:result:id', '{1:result:id'],
			['\\{1:result:id}', '\\0_id'],
			['{1:result:name}', 'named {1:result:id}'],
			['{1:resultant}', ''],
			['{1:result}', ''],
			['{0:result:id}', '{0:result:id}'],
			['{99:result:id}', '{99:result:id}'],
			...[2, 3].map((position): [string, string] => [`{${position}:result:id}`, `{${position}:result:id}`]),
		];
		for (const [text, expected] of texts) {
			const [first, second] = await kaltura.multi([
				['media.add', { entry: { name: 'named {1:result:id}' } }],
				['media.add', { entry: { name: 'x', description: text } }],
				['media.add', { entry: { name: 'y' } }],
			]);
			expect([text, second.description]).toEqual([text, expected.replaceAll('0_id', first.id)]);
		}
		const content = 'WEBVTT\n\n00:01.000 --> 00:02.000\n{1:result:id}\n';
		const [{ id }, , caption] = await kaltura.multi([
			['media.add', { entry: { name: 'deep', mediaType: 1 } }],
			['caption_captionasset.add', { entryId: '{1:result:id}', captionAsset: { format: '3', language: 'English' } }],
			[
				'caption_captionasset.setContent',
				{ id: '{2:result:id}', contentResource: { objectType: 'KalturaStringResource', content } },
			],
		]);
		const path = `/api_v3/service/caption_captionasset/action/serve?captionAssetId=${caption.id}`;
		const served = await kaltura.post(path, 'application/json', JSON.stringify({ ks: await kaltura.startSession() }));
		expect(await served.text()).toContain(`00:02.000\n${id}\n`);
	});

	test('is one request in the log, with its calls', async () => {
		await kaltura.control('DELETE', '/requests');
		await kaltura.multi([
			['media.add', { entry: { name: 'x' } }],
			['media.get', { entryId: '1_missing00' }],
		]);
		const { requests } = await kaltura.control('GET', '/requests');
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			endpoint: 'multirequest',
			calls: [
				{ endpoint: 'media.add', error: null },
				{ endpoint: 'media.get', error: 'ENTRY_ID_NOT_FOUND' },
			],
		});
		expect(await kaltura.control('GET', '/counts')).toMatchObject({
			total: 1,
			writes: 1,
			byCall: { 'media.add': 1, 'media.get': 1 },
		});
		expect(JSON.stringify(requests)).not.toContain('djJ8');
	});
});

describe('lists', () => {
	test('have pages of 30, at most 500, counted from 1', async () => {
		await kaltura.control('POST', '/reset', { data: 'entries-600' });
		const list = (pager?: object) => kaltura.call('media.list', { pager });
		expect((await list()).objects).toHaveLength(30);
		expect((await list({ pageSize: 1000, pageIndex: 0 })).objects).toHaveLength(500);
		const { objects, totalCount } = await list({ pageSize: 500, pageIndex: 2 });
		expect(objects).toHaveLength(100);
		expect(totalCount).toBe(600);
	});

	test('end at 10,000 matches', async () => {
		const answer = await kaltura.call('media.list', { pager: { pageSize: 500, pageIndex: 21 } });
		expect(codeOf(answer)).toBe('QUERY_EXCEEDED_MAX_MATCHES_ALLOWED');
	});

	test('show only the fields of a response profile', async () => {
		const responseProfile = { objectType: 'KalturaDetachedResponseProfile', type: 1, fields: 'id,referenceId' };
		const { objects } = await kaltura.call('media.list', { responseProfile });
		expect(Object.keys(objects[0])).toEqual(['id', 'referenceId', 'objectType']);
	});

	test('times up to ten years are relative to now', async () => {
		const count = (since: number) => kaltura.call('media.count', { filter: { createdAtGreaterThanOrEqual: since } });
		expect(await count(0)).toBe(0);
		expect(await count(1_600_000_000)).toBe(600);
	});
});
