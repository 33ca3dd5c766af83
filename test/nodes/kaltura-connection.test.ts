import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ data: 'demo', indexLagMs: 0 })));
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('demo'));

const appToken = (more: object = {}) => ({
	...sandbox.credentials.kalturaApi,
	authentication: 'appToken',
	adminSecret: '',
	...more,
});
const get = { resource: 'user', operation: 'get', findBy: 'id', value: 'ann.lee' };

describe('the Test button of the Kaltura credential', () => {
	const check = (values: object) => new N8nContext().testCredential(new KalturaMedia(), 'kalturaApi', values);

	test.each([
		['an admin secret', () => sandbox.credentials.kalturaApi],
		['an app token', () => appToken()],
		[
			'a service URL with the path of the API',
			() => ({ ...sandbox.credentials.kalturaApi, serviceUrl: `${sandbox.kaltura.serviceUrl}/api_v3/` }),
		],
		[
			'blanks around the values',
			() => ({ ...sandbox.credentials.kalturaApi, adminSecret: ` ${sandbox.credentials.kalturaApi.adminSecret}\n` }),
		],
	])('is content with %s', async (_, values) => {
		expect(await check(values())).toEqual({ status: 'OK', message: 'Connected to Kaltura account 1234567' });
	});

	test.each([
		[
			'a wrong admin secret',
			() => ({ ...sandbox.credentials.kalturaApi, adminSecret: 'f'.repeat(32) }),
			/does not accept the session\. Check partner ID and secret/,
		],
		[
			'another partner',
			() => ({ ...sandbox.credentials.kalturaApi, partnerId: '99' }),
			/does not accept the session\. Check partner ID and secret/,
		],
		[
			'a partner that is no number',
			() => ({ ...sandbox.credentials.kalturaApi, partnerId: 'uni' }),
			/"Partner ID" of the Kaltura credential is "uni" instead of a number/,
		],
		[
			'no admin secret',
			() => ({ ...sandbox.credentials.kalturaApi, adminSecret: '' }),
			/"Admin Secret" of the Kaltura credential is empty/,
		],
		[
			'an app token with another ID',
			() => appToken({ appTokenId: '1_nothere' }),
			/no app token 1_nothere.*Check the App Token ID/,
		],
		[
			'a wrong app token',
			() => appToken({ appToken: '0'.repeat(32) }),
			/the app token does not fit its ID\. Copy the token again/,
		],
		['an app token of another partner', () => appToken({ partnerId: '99' }), /there is no partner with this ID/],
		[
			'the user secret instead of the admin secret',
			() => ({ ...sandbox.credentials.kalturaApi, adminSecret: 'fedcba98'.concat('76543210').repeat(2) }),
			/does not accept the session|ordinary user/,
		],
		[
			'a closed port',
			() => ({ ...sandbox.credentials.kalturaApi, serviceUrl: 'http://127.0.0.1:9' }),
			/could not be reached: nothing listens there\..*Check the service URL/,
		],
		[
			'a service URL that is none',
			() => ({ ...sandbox.credentials.kalturaApi, serviceUrl: 'ftp://x' }),
			/"Service URL" of the Kaltura credential is "ftp:\/\/x"/,
		],
	])('says what to do about %s', async (_, values, expected) => {
		const { status, message } = await check(values());
		expect(status).toBe('Error');
		expect(message).toMatch(expected);
		expect(message).not.toContain(sandbox.credentials.kalturaApi.adminSecret);
		expect(message).not.toMatch(/djJ8/);
	});

	test('says so when the app token has expired', async () => {
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'appToken.startSession' },
			fault: { kind: 'apiError', code: 'APP_TOKEN_EXPIRED' },
		});
		expect((await check(appToken())).message).toMatch(/the app token has expired\. Create a new app token/);
	});

	test.each([
		[
			'a web page',
			200,
			'<!DOCTYPE html><title>Welcome</title>',
			{},
			/answered a web page instead of the API \(HTTP 200\)\. Check the service URL/,
		],
		['another API', 404, '{"message":"no such route"}', {}, /HTTP 404|web page/],
		[
			'a redirect',
			301,
			'',
			{ location: 'https://www.kaltura.com/' },
			/redirects to https:\/\/www\.kaltura\.com\/.*Service URL/,
		],
		[
			'a Kaltura behind a proxy that rewrites requests',
			200,
			'<?xml version="1.0"?><xml><result><error/></result></xml>',
			{},
			/answered XML.*application\/json/,
		],
	])('tells %s from a Kaltura', async (_, status, body, headers, expected) => {
		const server = await serve(status, body, headers);
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const result = await check({ ...sandbox.credentials.kalturaApi, serviceUrl: url });
		server.close();
		expect(result.message).toMatch(expected);
		expect(result.status).toBe('Error');
	});

	function serve(status: number, body: string, headers: Record<string, string>): Promise<Server> {
		const server = createServer((_, response) => {
			response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
		});
		return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
	}
});

describe('sessions of the nodes', () => {
	test('are made here with the admin secret: not one request for them', async () => {
		const n8n = new N8nContext({ ...sandbox.credentials });
		await n8n.runNode(new KalturaUsers(), { parameters: get });
		const { byEndpoint } = await sandbox.control.kaltura.counts();
		expect(Object.keys(byEndpoint).filter((endpoint) => endpoint.startsWith('session.'))).toEqual([]);
	});

	test('with an app token are started once and shared by all nodes of the process', async () => {
		const n8n = new N8nContext({ kalturaApi: appToken({ userId: 'one.of.this.test' }) });
		await n8n.runNode(new KalturaUsers(), { parameters: get });
		await n8n.runNode(new KalturaUsers(), { parameters: get });
		await n8n.runNode(new KalturaMedia(), {
			parameters: { resource: 'category', operation: 'getAll', returnAll: true },
		});
		const { byEndpoint } = await sandbox.control.kaltura.counts();
		expect(byEndpoint['session.startWidgetSession']).toBe(1);
	});

	test('that Kaltura ended are renewed once, in the middle of a run', async () => {
		const n8n = new N8nContext({ kalturaApi: appToken({ userId: 'another.of.this.test' }) });
		await n8n.runNode(new KalturaUsers(), { parameters: get });
		await sandbox.control.kaltura.clock(90_000);
		const [items] = await n8n.runNode(new KalturaUsers(), { parameters: get });
		expect(items?.[0]?.json).toMatchObject({ id: 'ann.lee' });
		expect((await sandbox.control.kaltura.counts()).byEndpoint['session.startWidgetSession']).toBe(2);
	});

	test('refused for good: the item says why, and nothing is tried again', async () => {
		const n8n = new N8nContext({ kalturaApi: { ...sandbox.credentials.kalturaApi, adminSecret: 'e'.repeat(32) } });
		const [items] = await n8n.runNode(new KalturaUsers(), { parameters: get, continueOnFail: true });
		expect(items?.[0]?.json).toMatchObject({
			error: 'Kaltura user.get: Kaltura does not accept the session.',
			errorDetails: { vendor: 'kaltura', code: 'INVALID_KS', retryable: false },
		});
		expect((await sandbox.control.kaltura.counts()).total).toBe(1);
	});
});

test('requests reach Kaltura with exactly the content type that it reads, through n8n', async () => {
	const seen: Array<{ type: string | undefined; path: string | undefined; body: Record<string, unknown> }> = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			seen.push({ type: request.headers['content-type'], path: request.url, body: JSON.parse(text) });
			response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const n8n = new N8nContext({ kalturaApi: { ...sandbox.credentials.kalturaApi, serviceUrl } });
	await n8n.runNode(new KalturaUsers(), { parameters: { ...get, value: 'ánn' }, continueOnFail: true });
	await n8n.runNode(new KalturaUsers(), { parameters: get, continueOnFail: true });
	server.close();
	expect(seen).toHaveLength(1);
	expect(seen[0]).toMatchObject({
		type: 'application/json',
		path: '/api_v3/service/multirequest',
		body: { format: 1 },
	});
	expect(String(seen[0]?.body.ks)).toMatch(/^djJ8/);
});

describe('the credential in the HTTP Request node', () => {
	const request = (kalturaApi: object, body: object | undefined) => {
		const context = new N8nContext({ kalturaApi }).executeContext(new KalturaUsers());
		return context.helpers.httpRequestWithAuthentication.call(context, 'kalturaApi', {
			method: 'POST',
			url: `${sandbox.kaltura.serviceUrl}/api_v3/service/user/action/get`,
			...(body === undefined ? {} : { body: body as never }),
			json: true,
		}) as Promise<Record<string, unknown>>;
	};

	test('puts a session into a JSON body', async () => {
		expect(await request(sandbox.credentials.kalturaApi, { userId: 'ann.lee' })).toMatchObject({ id: 'ann.lee' });
	});

	test('leaves a session that is there alone', async () => {
		expect(await request(sandbox.credentials.kalturaApi, { userId: 'ann.lee', ks: 'mine', format: 1 })).toMatchObject({
			code: 'INVALID_KS',
		});
	});

	test('says that app tokens are for the Kaltura nodes', async () => {
		await expect(request(appToken(), { userId: 'ann.lee' })).rejects.toThrow(/app token needs requests of its own/);
	});
});
