import { EXPLAINED_CODES, sentenceFor } from '../../../lib/kaltura/error-sentences';
import { KalturaError, errorObjectOf, isEndedSession } from '../../../lib/kaltura/errors';

import { broken, ended, exception, http, scripted } from './answers';

async function errorOf(answer: unknown): Promise<KalturaError> {
	// Twice, because an ended session is tried once more with a new one.
	const { api } = scripted([answer, answer], { retries: 0 });
	return api.call('media', 'get').then(
		() => Promise.reject(new Error('it succeeded')),
		(error: unknown) => error as KalturaError,
	);
}

describe('an error says what happened and what to do', () => {
	test.each([
		[exception('ENTRY_ID_NOT_FOUND', { ENTRY_ID: '0_gone' }), 'there is no entry 0_gone', 'check the entry ID'],
		[exception('SERVICE_FORBIDDEN', { SERVICE: 'user->add' }), 'access to user->add is forbidden', 'admin secret'],
		[
			exception('START_SESSION_ERROR', { PID: '99' }),
			'refused to start a session for partner 99',
			'partner ID or the admin secret',
		],
		[exception('INVALID_WIDGET_ID'), 'there is no partner with this ID', 'Integration Settings'],
		[exception('APP_TOKEN_ID_NOT_FOUND', { ID: '1_abc' }), 'no app token 1_abc', 'App Token ID'],
		[exception('APP_TOKEN_EXPIRED'), 'the app token has expired', 'new app token'],
		[
			exception('PROPERTY_VALIDATION_MAX_LENGTH', { PROP_NAME: 'userId', MAX_LEN: '100' }),
			'userId may not have more than 100',
			'shorter',
		],
		[
			exception('INVALID_ENUM_VALUE', { ENUM_VAL: 'en', PARAM_NAME: 'language' }),
			'"en" is no valid value for language',
			'"English"',
		],
		[exception('USER_EXCEEDED_MAX_GROUPS'), '1,024', 'raise the limit'],
		[
			exception('DUPLICATE_USER_BY_ID', { UID: 'ann' }),
			'a user or group with the ID ann already exists',
			'share their IDs',
		],
		[
			http(200, '<html><body>Welcome</body></html>', { 'content-type': 'text/html' }),
			'a web page instead of the API (HTTP 200)',
			'service URL',
		],
		[
			http(404, 'not here', { 'content-type': 'text/plain' }),
			'a web page instead of the API (HTTP 404)',
			'service URL',
		],
		[http(301, '', { location: 'https://k.example/' }), 'redirects to https://k.example/', 'Service URL'],
		[http(200, '<?xml version="1.0"?><xml><result><error/></result></xml>'), 'answered XML', 'application/json'],
		[http(503, '<html>down</html>'), 'the server answered HTTP 503', 'again'],
		[broken('ENOTFOUND'), 'could not be reached: the host name is unknown', 'service URL'],
		[broken('CERT_HAS_EXPIRED'), 'certificate of the server is not trusted (CERT_HAS_EXPIRED)', 'NODE_EXTRA_CA_CERTS'],
		[broken('ETIMEDOUT'), 'no answer came in time', 'again'],
		[exception('BRAND_NEW_CODE'), 'message of BRAND_NEW_CODE', 'code'],
	])('%j', async (answer, says, remedy) => {
		const error = await errorOf(answer);
		expect(error.message).toContain(says);
		expect(error.message).toMatch(/^Kaltura media\.get: .+[^.]\.$/);
		expect(error.remedy).toContain(remedy);
	});

	test.each(EXPLAINED_CODES)('%s reads as a sentence even without arguments', (code) => {
		const { says, remedy } = sentenceFor(code, {}, { vendorMessage: '', httpStatus: undefined });
		expect(says).not.toMatch(/undefined|null\b(?! ?,)|NaN|\s$|\.$/);
		expect(remedy).toMatch(/^[A-Z].*\.$/s);
	});

	test('it carries code, arguments, HTTP status and the session number for Kaltura support', async () => {
		const error = await errorOf(
			http(200, JSON.stringify(exception('CATEGORY_NOT_FOUND', { ID: '5' })), {
				'x-kaltura-session': '98765, 1767225600',
			}),
		);
		expect(error).toMatchObject({
			vendor: 'kaltura',
			code: 'CATEGORY_NOT_FOUND',
			args: { ID: '5' },
			httpStatus: 200,
			trackingId: '98765,1767225600',
			retryable: false,
		});
	});
});

describe('what must not leak', () => {
	const ks = 'djJ8MTIzNDU2N3wtvBGRtUCL-L7_WfctLVt3VCffAyjRJM63HDq79NG34LspF0CV';
	test('a refused session is not repeated in the error', async () => {
		const error = await errorOf({ ...ended(ks), message: `Invalid KS "${ks}", Error "-1,INVALID_STR"` });
		expect(JSON.stringify([error.message, error.args, error.remedy])).not.toContain(ks);
		expect(error.args.KSID).toBe('(session)');
	});

	test('unknown errors lose sessions and the queries of URLs', async () => {
		const error = await errorOf({
			...exception('ODD_THING', { URL: 'https://zoom.us/rec/download/x?access_token=abc' }),
			message: `Download of "https://zoom.us/rec/download/x?access_token=abc" with ${ks} failed`,
		});
		expect(error.message).toBe(
			'Kaltura media.get: Download of "https://zoom.us/rec/download/x?…" with (session) failed.',
		);
		expect(error.args.URL).toBe('https://zoom.us/rec/download/x?…');
	});
});

describe('what is an error', () => {
	test.each([
		['no arguments are an empty list', exception('X'), { code: 'X', args: {} }],
		['wrapped by a gateway', { result: { error: { code: '500016', message: 'm' } } }, { code: '500016' }],
		['a result', { id: '0_a', objectType: 'KalturaMediaEntry' }, null],
		['a list', [exception('X')], null],
		['nothing', null, null],
		['a text', 'djJ8', null],
	])('%s', (_, answer, expected) => {
		const found = errorObjectOf(answer);
		if (expected === null) expect(found).toBeNull();
		else expect(found).toMatchObject(expected);
	});

	test.each([
		['EXPIRED', true],
		['LOGOUT', true],
		['EXCEEDED_RESTRICTED_IP', false],
		['EXCEEDED_ACTIONS_LIMIT', false],
		['', false],
	])('a session of kind "%s" is renewed: %p', async (reason, renewed) => {
		expect(isEndedSession(await errorOf(ended(reason)))).toBe(renewed);
	});
});
