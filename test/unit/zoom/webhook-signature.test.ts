import { signatureOf, urlValidationAnswer, verifySignature } from '../../../lib/zoom/webhook-signature';

// The vectors were computed with another implementation (Python's hmac), see docs/vendors/zoom.md#signatures.
const SECRET = 's3cr3t_zoom_webhook_token';
const A = {
	timestamp: '1739923528',
	body: String.raw`{"event":"recording.completed","event_ts":1739923528123,"payload":{"account_id":"AAAAAABBBB","object":{"uuid":"/ajXp112QmuoKj4854875==","id":1234567890,"topic":"Ünïcode ☃ \"quoted\" topic"}},"download_token":"abc"}`,
	signature: 'v0=0df20f9dcd6feac3a929efbdb9e2b5702455a86fd81ae8d8dc9e325855e49c46',
};
const B = {
	timestamp: '1658940994',
	body: '{"event":"session.started","payload":{"account_id":"{ACCOUNT_ID}","object":{"start_time":"2022-07-27T16:56:34Z","id":"{SESSION_ID}"}},"event_ts":1658940994914}',
	signature: 'v0=0f1655d5c9970a20bdb8eef4722efee7a4922a305f45ff2149b49f7117340a8e',
};

const verify = (
	{ body, timestamp, signature }: { body: string; timestamp?: string | undefined; signature?: string | undefined },
	rules: { secrets?: string[]; ageSeconds?: number } = {},
) =>
	verifySignature(
		{ rawBody: Buffer.from(body), timestamp, signature },
		{
			secrets: rules.secrets ?? [SECRET],
			windowSeconds: 300,
			now: (Number(timestamp) + (rules.ageSeconds ?? 0)) * 1000,
		},
	);

describe("Zoom's signature", () => {
	test.each([
		['with non-ASCII characters and escapes', A],
		['of a session event', B],
	])('%s is accepted', (_, vector) => expect(verify(vector)).toEqual({ valid: true, secret: SECRET }));

	test.each([
		['a body that differs in one blank', { ...A, body: A.body.replace(',"id"', ', "id"') }, {}, 'wrong'],
		[
			'JSON that was parsed and written again',
			{ ...A, body: A.body.replace('ü', String.raw`\u00fc`).replace('☃', '?') },
			{},
			'wrong',
		],
		['another timestamp than the signed one', { ...A, timestamp: '1739923529' }, {}, 'wrong'],
		['the secret of another app', A, { secrets: ['another_secret_token'] }, 'wrong'],
		['a signature that is cut', { ...A, signature: A.signature.slice(0, -1) }, {}, 'wrong'],
		['a signature in capitals', { ...A, signature: A.signature.toUpperCase() }, {}, 'wrong'],
		['no signature', { ...A, signature: undefined }, {}, 'missing'],
		['no timestamp', { ...A, timestamp: undefined }, {}, 'missing'],
		['a timestamp that is no number', { ...A, timestamp: '1e9' }, {}, 'missing'],
		['a replay after the window', A, { ageSeconds: 301 }, 'stale'],
		['a time in the future beyond the window', A, { ageSeconds: -301 }, 'stale'],
	] as const)('%s is refused', (_, vector, rules, problem) =>
		expect(verify(vector, rules as { secrets?: string[]; ageSeconds?: number })).toEqual({ valid: false, problem }),
	);

	test('the edge of the window still counts', () => {
		expect(verify(A, { ageSeconds: 300 }).valid).toBe(true);
		expect(verify(A, { ageSeconds: -300 }).valid).toBe(true);
	});

	test('while the secret is being replaced both are good, and the one that was used is told', () => {
		expect(verify(A, { secrets: ['brand_new_secret', SECRET] })).toEqual({ valid: true, secret: SECRET });
	});

	test('without any secret nothing is accepted', () => {
		expect(verify(A, { secrets: [] })).toEqual({ valid: false, problem: 'wrong' });
	});

	test('is made of the raw bytes, also when they are not UTF-8', () => {
		const rawBody = Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]);
		const signature = signatureOf(rawBody, '1', SECRET);
		const rules = { secrets: [SECRET], windowSeconds: 300, now: 1000 };
		expect(verifySignature({ rawBody, timestamp: '1', signature }, rules).valid).toBe(true);
		const asText = Buffer.from(Buffer.from(rawBody).toString('utf8'));
		expect(verifySignature({ rawBody: asText, timestamp: '1', signature }, rules).valid).toBe(false);
	});
});

test('URL validation answers with the encrypted token', () => {
	expect(urlValidationAnswer('qgg8vlvZRS6UYooatFL8Aw', SECRET)).toEqual({
		plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
		encryptedToken: 'e0699fe3a9c768f469219d347a3df6e8d133e31ff345a507d4d34548074be0dd',
	});
});
