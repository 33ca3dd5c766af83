import { ZoomAlone } from './zoom-alone';

/** docs/vendors/zoom.md: who gets in, and how refusals look. */
let zoom: ZoomAlone;
beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(async () => {
	await zoom.reset();
	await zoom.renewToken();
});

describe('the token endpoint', () => {
	test('gives a bearer token with scopes, lifetime and the address of the API', async () => {
		const { status, json } = await zoom.askToken();
		expect(status).toBe(200);
		expect(json).toMatchObject({ token_type: 'bearer', expires_in: 3600, api_url: zoom.started.origin });
		expect(json.scope.split(' ')).toContain('cloud_recording:read:list_account_recordings:admin');
	});

	test.each([
		['a wrong secret', { clientSecret: 'x' }, 'Invalid client_id or client_secret', 'invalid_client'],
		['a wrong client id', { clientId: 'x' }, 'Invalid client_id or client_secret', 'invalid_client'],
		['another account', { accountId: 'x' }, 'Account does not exist', 'invalid_request'],
		['another grant', { body: 'grant_type=client_credentials' }, 'unsupported grant type', 'unsupported_grant_type'],
		[
			'parameters in the query only',
			{ body: '', query: '?grant_type=account_credentials' },
			'unsupported grant type',
			'unsupported_grant_type',
		],
	])('refuses %s in its own words', async (_, change, reason, error) => {
		const { status, json } = await zoom.askToken(change);
		expect([status, json]).toEqual([400, { reason, error }]);
	});

	test('says Bad Request once the app is deactivated, and its tokens end', async () => {
		await zoom.settings({ appDeactivated: true });
		expect((await zoom.askToken()).json).toEqual({ reason: 'Bad Request', error: 'invalid_request' });
		expect((await zoom.get('/users')).json).toEqual({ code: 124, message: 'Invalid access token.' });
	});

	test('takes the query too when the account is an old one', async () => {
		await zoom.settings({ token: { acceptQuery: true } });
		const { accountId } = zoom.started.credentials.zoomServerToServerOAuth2Api;
		const { status } = await zoom.askToken({
			body: '',
			query: `?grant_type=account_credentials&account_id=${accountId}`,
		});
		expect(status).toBe(200);
	});
});

describe('an API call', () => {
	test('without a good token is 401/124', async () => {
		zoom.token = ['eyJhbGciOiJIUzUxMiJ9', 'e30', 'forged'].join('.');
		const { status, json, headers } = await zoom.get('/users');
		expect([status, json]).toEqual([401, { code: 124, message: 'Invalid access token.' }]);
		expect(headers['x-zm-trackingid']).toMatch(/^v=2\.0;clid=sandbox;rid=WEB_[0-9a-f]{32}$/);
	});

	test('with a token older than an hour says that it expired', async () => {
		await zoom.advance(3599);
		expect((await zoom.get('/users')).status).toBe(200);
		await zoom.advance(1);
		const { status, json } = await zoom.get('/users');
		expect([status, json]).toEqual([401, { code: 124, message: 'Access token is expired.' }]);
	});

	test('with the token before last is refused where only one token lives', async () => {
		await zoom.settings({ token: { singleToken: true } });
		const before = zoom.token;
		await zoom.renewToken();
		expect((await zoom.get('/users')).status).toBe(200);
		zoom.token = before;
		expect((await zoom.get('/users')).json.message).toBe('Invalid access token.');
	});

	test.each([
		[
			'/users/olivia%40example.edu/recordings',
			4711,
			'cloud_recording:read:list_user_recordings, cloud_recording:read:list_user_recordings:admin',
		],
		['/users', 4711, 'user:read:list_users:admin'],
		['/roles', 4700, 'role:read:list_roles, role:read:list_roles:admin'],
	])('GET %s without its scope names the scopes', async (path, code, scopes) => {
		await zoom.settings({ scopes: ['user:read:user:admin'] });
		// A token keeps the scopes that it was given with.
		expect((await zoom.get(path)).status).toBe(200);
		await zoom.renewToken();
		const { status, json } = await zoom.get(path);
		expect([status, json]).toEqual([
			400,
			{ code, message: `Invalid access token, does not contain scopes:[${scopes}].` },
		]);
		expect((await zoom.get('/users/olivia%40example.edu')).status).toBe(200);
	});

	test('without the privilege of the role is 400/200', async () => {
		await zoom.settings({ privileges: ['User:Read'] });
		expect((await zoom.get('/users')).status).toBe(200);
		const { status, json } = await zoom.get('/groups');
		expect([status, json]).toEqual([
			400,
			{ code: 200, message: 'Invalid access token, does not contain permissions [Group:Read].' },
		]);
	});

	test.each([
		['GET', '/nothing', 404, 2300, undefined],
		['POST', '/users', 400, 300, '{"action":'],
		['POST', '/users', 400, 300, '[]'],
	])('%s %s that Zoom cannot read is refused', async (method, path, status, code, body) => {
		const answer = await zoom.api(method, path, body);
		expect([answer.status, answer.json.code]).toEqual([status, code]);
	});
});

describe('rate limits', () => {
	/** A moment with most of a second ahead of it, so that the calls of a test share one window. */
	const freshSecond = () => new Promise((resolve) => setTimeout(resolve, 1010 - (Date.now() % 1000)));

	test('are off unless a plan is set', async () => {
		expect((await zoom.get('/users')).headers).not.toHaveProperty('x-ratelimit-limit');
	});

	test('count per label, not per endpoint', async () => {
		await zoom.settings({ rateLimits: 'free' });
		await freshSecond();
		const answers = await Promise.all(
			['/users', '/groups', '/roles', '/users/olivia%40example.edu'].map((path) => zoom.get(path)),
		);
		// Medium allows two in a second and is used three times; light is another bucket.
		expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
		expect(answers[3]!.status).toBe(200);
		const refused = answers.find(({ status }) => status === 429)!;
		expect(refused.json).toEqual({
			code: 429,
			message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
		});
		expect(refused.headers).toMatchObject({
			'x-ratelimit-category': 'Medium',
			'x-ratelimit-type': 'QPS',
			'x-ratelimit-remaining': '0',
		});
		expect(refused.headers).not.toHaveProperty('retry-after');
	});

	test('name the next day as a date when the daily budget is gone', async () => {
		await zoom.settings({ rateLimits: 'pro', dailyLimitDivisor: 30_000 });
		const path = '/report/meetings/99999999999/participants';
		expect((await zoom.get(path)).status).toBe(404);
		const { status, json, headers } = await zoom.get(path);
		expect([status, json.message]).toEqual([429, expect.stringContaining('maximum daily rate limit')]);
		expect(headers['retry-after']).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
		expect(headers['x-ratelimit-type']).toBe('Daily-limit');
	});

	test('may come without any header', async () => {
		await zoom.settings({ rateLimits: 'free', rateLimitHeaders: false });
		await freshSecond();
		const answers = await Promise.all([1, 2, 3].map(() => zoom.get('/users')));
		const refused = answers.find(({ status }) => status === 429)!;
		expect(Object.keys(refused.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
	});

	test('of Phone are buckets of their own', async () => {
		await zoom.settings({ rateLimits: 'business' });
		expect((await zoom.get('/phone/users')).headers['x-ratelimit-limit']).toBe('20');
		expect((await zoom.get('/users')).headers['x-ratelimit-limit']).toBe('60');
	});
});

describe('the request log', () => {
	test('counts calls by endpoint and tells writes apart', async () => {
		await zoom.control('DELETE', '/requests');
		await zoom.get('/users/olivia%40example.edu');
		await zoom.get('/users/ann.lee%40example.edu');
		await zoom.api('PATCH', '/users/ann.lee%40example.edu', { dept: 'Botany' });
		const counts = await zoom.control('GET', '/counts');
		expect(counts).toMatchObject({
			total: 3,
			writes: 1,
			byEndpoint: { 'GET /users/{userId}': 2, 'PATCH /users/{userId}': 1 },
		});
		const { requests } = await zoom.control('GET', '/requests');
		expect(requests.at(-1)).toMatchObject({
			path: '/v2/users/ann.lee%40example.edu',
			body: { dept: 'Botany' },
			status: 204,
		});
	});

	test('shows a refused write as none', async () => {
		await zoom.control('DELETE', '/requests');
		await zoom.api('PATCH', '/users/nobody%40example.edu', { dept: 'Botany' });
		expect((await zoom.control('GET', '/counts')).writes).toBe(0);
	});
});

describe('faults', () => {
	test.each([
		[
			'status',
			{ status: 503, body: '<html>503</html>', headers: { 'content-type': 'text/html' } },
			503,
			'<html>503</html>',
		],
		['apiError', { status: 400, code: 3301, message: 'x' }, 400, '{"code":3301,"message":"x"}'],
		['body', { body: 'not json' }, 200, 'not json'],
		['jsonError', {}, 200, '{"status":false,"errorCode":124,"errorMessage":"Forbidden"}'],
	])('%s answers in place of Zoom, once', async (kind, more, status, text) => {
		await zoom.fault({ kind, ...more }, { endpoint: 'GET /users' });
		const answer = await zoom.get('/users');
		expect([answer.status, answer.text]).toEqual([status, text]);
		expect((await zoom.get('/users')).status).toBe(200);
	});

	test('a write can happen although its answer is lost', async () => {
		await zoom.fault({ kind: 'reset', afterHandling: true }, { method: 'PATCH' });
		await expect(zoom.api('PATCH', '/users/ann.lee%40example.edu', { dept: 'Botany' })).rejects.toThrow();
		expect((await zoom.get('/users/ann.lee%40example.edu')).json.dept).toBe('Botany');
	});

	test('or not happen at all', async () => {
		await zoom.fault({ kind: 'reset' }, { method: 'PATCH' });
		await expect(zoom.api('PATCH', '/users/ann.lee%40example.edu', { dept: 'Botany' })).rejects.toThrow();
		expect((await zoom.get('/users/ann.lee%40example.edu')).json.dept).toBe('Biology');
	});

	test('an unknown kind is refused rather than ignored', async () => {
		await expect(zoom.fault({ kind: 'gremlin' })).rejects.toThrow('Unknown fault kind');
	});
});
