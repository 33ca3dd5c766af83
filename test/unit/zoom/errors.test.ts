import { explainAnswer, ZoomError } from '../../../lib/zoom/errors';
import { missingForPurposes } from '../../../lib/zoom/scopes';
import { readToken, requestToken } from '../../../lib/zoom/token';

import { answer } from './fake-zoom';

const explain = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	explainAnswer('read the recording abc==', answer(status, body, headers), 0);

describe('An error of Zoom', () => {
	test.each([
		[
			404,
			{ code: 3301, message: 'There is no recording for this meeting.' },
			/no recording for this meeting instance/,
			/trash|processing/,
		],
		[404, { code: 1001, message: 'User does not exist: u.' }, /the user does not exist/, /left the account/],
		[
			400,
			{ code: 1010, message: 'User does not belong to this account: x.' },
			/belongs to another account/,
			/credential/,
		],
		[400, { code: 3303, message: 'You can not delete an uncompleted meeting.' }, /not finished/, /again/],
		[400, { code: 3310, message: 'used for simulive' }, /in use by a simulive webinar/, /keep the recording/],
		[
			400,
			{ code: 3309, message: 'Not enough cloud storage available' },
			/storage of the account is full/,
			/Free cloud storage/,
		],
		[409, { code: 1005, message: 'Email "a@b.c" has already been used.' }, /already used/, /existing user/],
		[400, { code: 12702, message: 'Can not access a meeting a year ago.' }, /one year/, /leave this step out/],
		[
			400,
			{ code: 200, message: 'Invalid access token, does not contain permissions [User:Edit].' },
			/role of the app's owner/,
			/Roles/,
		],
		[400, { code: 200, message: 'Only available for Paid account, x.' }, /plan does not include/, /plan/],
		[
			400,
			{ code: 2300, message: 'This API endpoint is not recognized.' },
			/does not know this address/,
			/API Base URL/,
		],
	])('%i %j says what and what to do', (status, body, cause, remedy) => {
		const error = explain(status, body);
		expect(error.message).toMatch(/^Zoom refused to read the recording abc==: /);
		expect(error.message).toMatch(cause);
		expect(error.message).toContain(body.message);
		expect(error.remedy).toMatch(remedy);
		expect(error).toMatchObject({
			vendor: 'zoom',
			code: String(body.code),
			httpStatus: status,
			trackingId: 'v=2.0;clid=test',
			vendorMessage: body.message,
		});
	});

	test('about scopes names the one for server-to-server apps', () => {
		const error = explain(400, {
			code: 4711,
			message:
				'Invalid access token, does not contain scopes:[cloud_recording:read:list_user_recordings, cloud_recording:read:list_user_recordings:admin].',
		});
		expect(error.message).toBe(
			'Zoom refused to read the recording abc==: the app lacks the scope cloud_recording:read:list_user_recordings:admin.',
		);
		expect(error.remedy).toContain('deactivate and activate the app');
		expect(error).toMatchObject({
			code: '4711',
			retryable: false,
			permissionMissing: true,
			missingScopes: ['cloud_recording:read:list_user_recordings', 'cloud_recording:read:list_user_recordings:admin'],
		});
	});

	test('about fields lists them', () => {
		const error = explain(400, {
			code: 300,
			message: 'Validation Failed.',
			errors: [{ field: 'user_info.type', message: 'Invalid field.' }],
		});
		expect(error.message).toContain('user_info.type: Invalid field.');
	});

	test('that nobody knows keeps the words of Zoom', () => {
		const error = explain(400, { code: 98765, message: 'Something new.' });
		expect(error.message).toBe('Zoom refused to read the recording abc==: Zoom says: "Something new."');
		expect(error.retryable).toBe(false);
	});

	test('in HTML is a gateway that may recover', () => {
		expect(explain(502, '<html>')).toMatchObject({ code: 'HTTP_502', retryable: true });
		expect(explain(403, '<html>')).toMatchObject({ code: 'HTTP_403', retryable: false, permissionMissing: true });
	});
});

describe('The token endpoint', () => {
	test('gives a token with its scopes', () => {
		const text =
			'{"access_token":"t","token_type":"bearer","expires_in":3599,"scope":"a:b c:d","api_url":"https://api.zoom.us"}';
		expect(readToken({ status: 200, text })).toEqual({
			accessToken: 't',
			scopes: ['a:b', 'c:d'],
			expiresInSeconds: 3599,
		});
	});

	test.each([
		[
			400,
			{ reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
			'invalid_client',
			/client ID or the client secret is wrong/,
		],
		[
			400,
			{ reason: 'Account does not exist', error: 'invalid_request' },
			'unknown_account',
			/does not know the account ID/,
		],
		[
			400,
			{ reason: 'Account does not enabled the OAuth app type', error: 'invalid_request' },
			'app_not_enabled',
			/does not allow apps/,
		],
		[
			400,
			{ reason: 'unsupported grant type', error: 'unsupported_grant_type' },
			'unsupported_grant_type',
			/not a Server-to-Server OAuth app/,
		],
		[400, { reason: 'Bad Request', error: 'invalid_request' }, 'app_deactivated', /deactivated/],
		[401, { reason: 'Something else', error: 'other' }, 'token_refused', /refused/],
		[404, '<html>', 'NOT_A_TOKEN', /HTTP 404/],
		[200, { hello: 'world' }, 'NOT_A_TOKEN', /HTTP 200/],
	])('%i %j is explained', (status, body, code, message) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const read = () => readToken({ status, text });
		expect(read).toThrow(message);
		expect(read).toThrow(ZoomError);
		expect(read).toThrow(expect.objectContaining({ code, remedy: expect.stringMatching(/\S/) }));
	});

	test('is asked once by callers who come together, and again afterwards', async () => {
		const app = { accountId: 'a', clientId: 'c', clientSecret: 'x', tokenUrl: 'https://zoom.test/oauth/token' };
		let asked = 0;
		const send = async () => {
			asked += 1;
			await new Promise((done) => setImmediate(done));
			return { status: 200, text: '{"access_token":"t"}' };
		};
		await Promise.all([requestToken(app, send), requestToken(app, send), requestToken(app, send)]);
		expect(asked).toBe(1);
		await requestToken(app, send);
		expect(asked).toBe(2);
		await Promise.all([requestToken(app, send), requestToken({ ...app, accountId: 'b' }, send)]);
		expect(asked).toBe(4);
	});
});

describe('Scopes of the app', () => {
	const ingest = [
		'cloud_recording:read:list_recording_files:admin',
		'cloud_recording:read:list_account_recordings:admin',
		'user:read:user:admin',
	];
	test.each([
		['enough to ingest', ingest],
		['enough to read users and groups', ['user:read:list_users:admin', 'group:read:list_groups:admin']],
		['classic ones', ['recording:read:admin', 'user:read:admin']],
	])('%s are accepted', (_, scopes) => expect(missingForPurposes(scopes)).toBeNull());

	test('the missing one is named', () => {
		expect(missingForPurposes(ingest.slice(0, 2))).toMatch(
			/for ingesting recordings it lacks the scope user:read:user:admin\./,
		);
		expect(missingForPurposes(['user:read:list_users:admin'])).toMatch(
			/for reading users and groups it lacks the scope group:read:list_groups:admin\./,
		);
	});

	test('without any, all that ingesting needs are named', () => {
		const message = missingForPurposes([]);
		for (const scope of ingest) expect(message).toContain(scope);
	});
});
