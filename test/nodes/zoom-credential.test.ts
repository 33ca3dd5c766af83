/** The Test button of the Zoom credential: every way in which it can be wrong has its own sentence. */
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomRecordings();
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('demo');
});

const testButton = async (change: object = {}) =>
	await new N8nContext().testCredential(node, 'zoomServerToServerOAuth2Api', {
		...sandbox.credentials.zoomServerToServerOAuth2Api,
		...change,
	});

test('The right values connect', async () => {
	expect(await testButton()).toEqual({ status: 'OK', message: 'Connection successful' });
	expect((await sandbox.control.zoom.requests()).map(({ endpoint }) => endpoint)).toEqual([
		expect.stringContaining('token'),
		'GET /users',
	]);
});

test.each([
	['a wrong secret', { clientSecret: 'wrong' }, /client ID or the client secret is wrong.*Copy both again/],
	['a wrong client ID', { clientId: 'wrong' }, /client ID or the client secret is wrong/],
	['an unknown account', { accountId: 'wrong' }, /does not know the account ID.*not the account number/],
	['a base URL that is not the API', { apiBaseUrl: 'BASE/v3' }, /API Base URL/],
	['a server that is not there', { tokenUrl: 'http://127.0.0.1:9/oauth/token' }, /connection failed.*ECONNREFUSED/],
])('%s is named, with what to do', async (_, change, message) => {
	const origin = new URL(sandbox.credentials.zoomServerToServerOAuth2Api.apiBaseUrl).origin;
	const values = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, value.replace('BASE', origin)]));
	expect(await testButton(values)).toEqual({ status: 'Error', message: expect.stringMatching(message) });
});

test('a deactivated app is named', async () => {
	await sandbox.control.zoom.fault({
		match: { where: 'token' },
		fault: { kind: 'status', status: 400, body: { reason: 'Bad Request', error: 'invalid_request' } },
	});
	expect(await testButton()).toEqual({ status: 'Error', message: expect.stringMatching(/deactivated.*activate it/) });
});

test('a missing scope is named', async () => {
	await sandbox.control.zoom.settings({
		scopes: ['cloud_recording:read:list_recording_files:admin', 'user:read:user:admin'],
	});
	expect(await testButton()).toEqual({
		status: 'Error',
		message: expect.stringMatching(
			/lacks the scope cloud_recording:read:list_account_recordings:admin\..*activate the app/,
		),
	});
});

test('an app for ingesting alone may lack the scope of the one call that the test makes', async () => {
	await sandbox.control.zoom.settings({
		scopes: [
			'cloud_recording:read:list_recording_files:admin',
			'cloud_recording:read:list_account_recordings:admin',
			'user:read:user:admin',
		],
	});
	expect(await testButton()).toMatchObject({ status: 'OK' });
});

test('a list of users that cannot be had is an error in the editor, not an empty list', async () => {
	const n8n = new N8nContext(sandbox.credentials as never);
	expect((await n8n.listSearch(node, 'searchUsers', { filter: 'LEE' })).results).toEqual([
		{ name: 'Ann Lee (ann.lee@example.edu)', value: expect.any(String) },
	]);
	await sandbox.control.zoom.fault({
		match: { endpoint: 'GET /users' },
		fault: { kind: 'status', status: 400, body: { code: 200, message: 'No permission.' } },
	});
	await expect(n8n.listSearch(node, 'searchUsers')).rejects.toMatchObject({
		message: expect.stringContaining('Zoom refused to list the active users'),
		description: expect.stringContaining('Roles'),
	});
});
