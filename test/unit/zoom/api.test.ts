import { z } from 'zod';

import type { ZoomError } from '../../../lib/zoom/errors';

import { answer, scripted } from './fake-zoom';

const failure = async (promise: Promise<unknown>): Promise<ZoomError> =>
	await promise.then(
		(value) => {
			throw new Error(`It succeeded with ${JSON.stringify(value)}`);
		},
		(error: ZoomError) => error,
	);
const TOO_FAST = {
	code: 429,
	message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
};
const DAILY = {
	code: 429,
	message:
		'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
};
const OPTIONS = { doing: 'read something' };

describe('A call', () => {
	test.each([200, 201, 204])('is done when Zoom answers %i, with or without a body', async (status) => {
		const { api } = scripted([answer(status, '')]);
		await expect(api.put('/x', OPTIONS)).resolves.toEqual({});
	});

	test('sends bigints as integers and leaves empty query values out', async () => {
		const { api, requests } = scripted([answer(204, '')]);
		await api.patch('/users/u', {
			...OPTIONS,
			body: { zoom_one_type: 576460752303423500n },
			query: { a: 1, b: undefined, c: '' },
		});
		expect(requests).toEqual([
			{ method: 'PATCH', path: '/users/u', query: { a: '1' }, body: '{"zoom_one_type":576460752303423500}' },
		]);
	});

	test.each([
		['too many calls in a second', answer(429, TOO_FAST)],
		['a gateway that is down', answer(502, '<html>Bad Gateway</html>')],
		['a fault of the server', answer(500, { code: 500, message: 'Oops' })],
		['a broken connection', new Error('socket hang up')],
	])('is repeated after %s', async (_, trouble) => {
		const { api, requests, clock } = scripted([trouble, trouble, answer(200, { id: 1 })]);
		await expect(api.get('/x', OPTIONS)).resolves.toEqual({ id: 1 });
		expect(requests).toHaveLength(3);
		expect(clock.slept).toEqual([500, 1000]);
	});

	test.each([
		['seconds', '7', 7000],
		['a date', '2026-03-01T12:00:30Z', 30_000],
	])('waits as long as Retry-After says in %s', async (_, header, wait) => {
		const { api, clock } = scripted([answer(429, TOO_FAST, { 'retry-after': header }), answer(200)]);
		await api.get('/x', OPTIONS);
		expect(clock.slept).toEqual([wait]);
	});

	test('gives up after five attempts and says so', async () => {
		const { api, requests } = scripted(Array.from({ length: 9 }, () => answer(503, 'Service Unavailable')));
		const error = await failure(api.get('/x', OPTIONS));
		expect(requests).toHaveLength(5);
		expect(error).toMatchObject({ code: 'HTTP_503', retryable: true, httpStatus: 503, trackingId: 'v=2.0;clid=test' });
	});

	test('does not wait for hours: it fails and says when to come back', async () => {
		const { api, clock } = scripted([answer(429, TOO_FAST, { 'retry-after': '500' })]);
		const error = await failure(api.get('/x', OPTIONS));
		expect(clock.slept).toEqual([]);
		expect(error).toMatchObject({ retryable: true, retryAfterSeconds: 500 });
	});

	test('that changes something is not repeated when it may have been done', async () => {
		const { api, requests } = scripted([answer(502, 'Bad Gateway')]);
		await failure(api.post('/users', { ...OPTIONS, body: {} }));
		expect(requests).toHaveLength(1);
		const cut = scripted([new Error('socket hang up')]);
		await failure(cut.api.post('/users', { ...OPTIONS, body: {} }));
		expect(cut.requests).toHaveLength(1);
	});

	test('that changes something is repeated after 429, which did nothing', async () => {
		const { api } = scripted([answer(429, TOO_FAST), answer(201, { id: 'u' })]);
		await expect(api.post('/users', { ...OPTIONS, body: {} })).resolves.toEqual({ id: 'u' });
	});

	test('is not repeated when Zoom refused it', async () => {
		const { api, requests } = scripted([answer(404, { code: 1001, message: 'User does not exist: u.' })]);
		const error = await failure(api.get('/users/u', OPTIONS));
		expect(requests).toHaveLength(1);
		expect(error).toMatchObject({ code: '1001', retryable: false });
	});

	test('recognises a refusal inside HTTP 200', async () => {
		const { api } = scripted([answer(200, { code: 200, message: 'No permission.' })]);
		expect(await failure(api.get('/x', OPTIONS))).toMatchObject({ code: '200', permissionMissing: true });
	});

	test('takes an object that has a code among its data for what it is', async () => {
		const body = { code: 5, message: 'hello', id: 'm1' };
		const { api } = scripted([answer(200, body)]);
		await expect(api.get('/x', OPTIONS)).resolves.toEqual(body);
	});

	test('says when a success is a web page', async () => {
		const { api } = scripted([answer(200, '<html>Sign in</html>')]);
		expect(await failure(api.get('/x', OPTIONS))).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
	});

	test('ends at once when the execution is stopped', async () => {
		const stop = new AbortController();
		const { api, requests } = scripted([answer(503, 'down'), answer(200)], {
			signal: stop.signal,
			onRetry: () => stop.abort(new Error('stopped by the user')),
		});
		expect((await failure(api.get('/x', OPTIONS))).message).toBe('stopped by the user');
		expect(requests).toHaveLength(1);
	});
});

describe('A dead token', () => {
	const dead = { code: 124, message: 'Access token is expired.' };

	test('told with another status than 401 is renewed once, by the transport', async () => {
		const { api, requests } = scripted([answer(400, dead), answer(200, { id: 1 })]);
		await expect(api.get('/x', OPTIONS)).resolves.toEqual({ id: 1 });
		expect(requests.map(({ renewTokenOn }) => renewTokenOn)).toEqual([undefined, 400]);
	});

	test('that stays dead is an error that names the credential', async () => {
		const { api, requests } = scripted([answer(400, dead), answer(400, dead), answer(400, dead)]);
		const error = await failure(api.get('/x', OPTIONS));
		expect(requests).toHaveLength(3);
		expect(error).toMatchObject({ code: '124', retryable: false });
		expect(error.remedy).toContain('credential');
	});

	test('told with 401 was renewed by the transport already, so somebody else has ended the new one: after a pause it is tried again', async () => {
		const { api, requests, clock } = scripted([answer(401, dead), answer(200, { id: 1 })]);
		await expect(api.get('/x', OPTIONS)).resolves.toEqual({ id: 1 });
		expect([requests.length, clock.slept.length]).toEqual([2, 1]);
		expect(clock.slept[0]).toBeGreaterThanOrEqual(2000);
		const dying = scripted([answer(401, dead), answer(401, dead), answer(401, dead)]);
		expect(await failure(dying.api.get('/x', OPTIONS))).toMatchObject({ code: '124' });
		expect(dying.requests).toHaveLength(3);
	});
});

describe('The daily limit', () => {
	test.each([
		['by its words', answer(429, DAILY)],
		[
			'by its header, in whatever words',
			answer(429, { code: 429, message: 'Enough for now.' }, { 'x-ratelimit-type': 'Daily-limit' }),
		],
		['by a date far away', answer(429, 'Too Many Requests', { 'retry-after': '2026-03-02T00:00:00Z' })],
		[
			'for one host',
			answer(429, {
				code: 429,
				message:
					'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.',
			}),
		],
	])('is recognised %s and is final', async (_, trouble) => {
		const { api, requests, clock } = scripted([trouble]);
		const error = await failure(api.get('/x', OPTIONS));
		expect(error).toMatchObject({ code: 'DAILY_LIMIT', retryable: false, dailyLimit: true });
		expect([requests.length, clock.slept.length]).toEqual([1, 0]);
	});

	test('is not taken from words that speak of a day when the header speaks of seconds', async () => {
		const { api } = scripted([answer(429, DAILY, { 'x-ratelimit-type': 'QPS' }), answer(200, { ok: true })]);
		await expect(api.get('/x', OPTIONS)).resolves.toEqual({ ok: true });
	});

	test('stops further calls of the same label without asking, and no others', async () => {
		const { api, requests } = scripted([answer(429, DAILY), answer(200, { ok: true })]);
		await failure(api.get('/users', OPTIONS));
		expect(await failure(api.get('/groups', OPTIONS))).toMatchObject({ code: 'DAILY_LIMIT' });
		await expect(api.get('/users/u', OPTIONS)).resolves.toEqual({ ok: true });
		expect(requests.map(({ path }) => path)).toEqual(['/users', '/users/u']);
	});
});

describe('Pages', () => {
	const row = z.object({ id: z.string() }).passthrough();
	const pages = (api: ReturnType<typeof scripted>['api']) =>
		api.pages('/users', { doing: 'list users', rows: 'users', schema: row, keyOf: ({ id }) => id, pageSize: 2 });
	const page = (ids: string[], next = '', total = 9) =>
		answer(200, { users: ids.map((id) => ({ id })), next_page_token: next, total_records: total });
	const deadToken = answer(400, { code: 300, message: 'Validation Failed.' });
	const collect = async (api: ReturnType<typeof scripted>['api']) => {
		const ids: string[] = [];
		for await (const { rows } of pages(api)) ids.push(...rows.map(({ id }) => id));
		return ids;
	};

	test('follow the token until it is empty', async () => {
		const { api, requests } = scripted([page(['a', 'b'], 't1'), page(['c'], '')]);
		expect(await collect(api)).toEqual(['a', 'b', 'c']);
		expect(requests.map(({ query }) => query)).toEqual([{ page_size: '2' }, { page_size: '2', next_page_token: 't1' }]);
	});

	test('that go on without a new row are given up, also when each has another token', async () => {
		const { api, requests } = scripted(Array.from({ length: 300 }, (_, index) => page(['a', 'b'], `t${index}`)));
		await expect(collect(api)).rejects.toThrow('repeats the same page without end');
		expect(requests).toHaveLength(101);
	});

	test('an empty list and a missing one are both empty', async () => {
		expect(await collect(scripted([page([])]).api)).toEqual([]);
		expect(await collect(scripted([answer(200, { total_records: 0 })]).api)).toEqual([]);
	});

	test('are not asked for when nobody wants them', async () => {
		const { api, requests } = scripted([page(['a', 'b'], 't1')]);
		for await (const { rows, totalRecords } of pages(api)) {
			expect([rows.length, totalRecords]).toEqual([2, 9]);
			break;
		}
		expect(requests).toHaveLength(1);
	});

	test('fault case 51: start again when the token died, without repeating a row', async () => {
		const { api, requests } = scripted([
			page(['a', 'b'], 't1'),
			deadToken,
			page(['a', 'b'], 't2'),
			page(['c', 'd'], 't3'),
			deadToken,
			page(['a', 'b'], 't4'),
			page(['c', 'd'], 't5'),
			page(['e'], ''),
		]);
		expect(await collect(api)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(requests).toHaveLength(8);
	});

	test('give up when starting again brings nothing new', async () => {
		const { api } = scripted([page(['a', 'b'], 't1'), deadToken, page(['a', 'b'], 't2'), deadToken]);
		expect(await failure(collect(api))).toMatchObject({ code: '300', retryable: true });
	});

	test('that repeat themselves without end are refused', async () => {
		const { api } = scripted([page(['a'], 't'), page(['a'], 't'), page(['a'], 't')]);
		expect(await failure(collect(api))).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
	});

	test('name the field that does not fit', async () => {
		const { api } = scripted([answer(200, { users: [{ id: 7 }] })]);
		expect((await failure(collect(api))).message).toMatch(/id: Expected string, received number/);
	});
});
