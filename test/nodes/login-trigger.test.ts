/** Login Trigger behind a real HTTP server in a real n8n-core WebhookContext; signatures are made here by hand. */
import { createHmac } from 'node:crypto';

import { LoginTrigger } from '../../nodes/LoginTrigger/LoginTrigger.node';
import { N8nContext } from '../n8n-context';

const SECRET = 'present-signing-value';
const OLD = 'previous-signing-value';
const node = new LoginTrigger();
const now = () => Math.floor(Date.now() / 1000);
const LOGIN = { userId: 'ann.lee', attributes: { groups: ['Staff'] } };

async function send(body: unknown, { secret = SECRET, prefix = '', unsigned = false, previous = '', text = '' } = {}) {
	const n8n = new N8nContext({ signedLoginApi: { secret: SECRET, previousSecret: previous } });
	const raw = text || JSON.stringify(body);
	const signature = prefix + createHmac('sha256', secret).update(raw).digest('hex');
	const answer = await n8n.callWebhook(
		node,
		{
			method: 'POST',
			body: raw,
			headers: { 'content-type': 'application/json', ...(!unsigned && { 'x-signature': signature }) },
		},
		{ parameters: {} },
	);
	expect(answer.error).toBeUndefined();
	return answer;
}

test.each([
	['seconds', () => now()],
	['milliseconds', () => Date.now()],
	['seconds as text', () => String(now())],
	['ISO 8601', () => new Date().toISOString()],
	['ISO 8601 in another zone', () => `${new Date(Date.now() + 2 * 3600_000).toISOString().slice(0, 19)}+02:00`],
])('a login whose time is in %s is taken, with the time in one form', async (_, sentAt) => {
	const { status, items } = await send({ ...LOGIN, sentAt: sentAt() });
	expect(status).toBe(200);
	const [{ json }] = items as [{ json: Record<string, string> }];
	expect(json).toMatchObject({ userId: 'ann.lee', attributes: { groups: ['Staff'] } });
	expect(Math.abs(Date.parse(json.saidAt!) - Date.now())).toBeLessThan(5000);
	expect(Math.abs(Date.parse(json.receivedAt!) - Date.now())).toBeLessThan(5000);
});

test.each([
	['no time', { ...LOGIN }, 400, /sentAt is missing or no time/],
	['a time without a zone', { ...LOGIN, sentAt: '2026-05-04T10:00:00' }, 400, /sentAt is missing or no time/],
	['an hour old', { ...LOGIN, sentAt: now() - 3600 }, 400, /sentAt is 3\d\d\d s ago; at most 300 s/],
	['from the future', { ...LOGIN, sentAt: now() + 3600 }, 400, /s in the future/],
	['nobody', { attributes: {}, sentAt: now() }, 400, /userId is missing/],
	['a number as user', { ...LOGIN, userId: 7, sentAt: now() }, 400, /userId is missing or no text/],
	['no attributes', { userId: 'ann.lee', sentAt: now() }, 400, /attributes is missing/],
	['a list', ['Admins'], 400, /not a JSON object/],
])(
	'a signed message with %s is refused where its sender sees it, and starts nothing',
	async (_, body, status, message) => {
		const answer = await send(body);
		expect([answer.status, answer.items ?? null]).toEqual([status, null]);
		expect(JSON.parse(answer.text).message).toMatch(message);
	},
);

test('broken JSON, another secret, no signature and a message of 300 kB start nothing', async () => {
	const login = { ...LOGIN, sentAt: now() };
	// n8n itself refuses JSON that it cannot read.
	expect((await send(login, { text: '{' })).status).toBe(422);
	expect((await send(login, { secret: 'another-signing-value' })).status).toBe(401);
	expect((await send(login, { unsigned: true })).status).toBe(401);
	expect((await send({ ...login, attributes: { groups: ['x'.repeat(300_000)] } })).status).toBe(413);
});

test('the previous secret is taken while it is replaced, and sha256= before the signature', async () => {
	const login = { ...LOGIN, sentAt: now() };
	expect((await send(login, { secret: OLD })).status).toBe(401);
	expect((await send(login, { secret: OLD, previous: OLD })).status).toBe(200);
	expect((await send(login, { prefix: 'sha256=' })).status).toBe(200);
});

test('text that no table can store and keys of the prototype are cleaned before anything is kept', async () => {
	const text = `{"userId":"ann\\u0000lee","attributes":{"groups":["A\\ud800"],"__proto__":{"x":1}},"sentAt":${now()}}`;
	const { items } = await send(null, { text });
	expect(JSON.stringify((items as Array<{ json: object }>)[0]!.json)).not.toMatch(/\\u0000|\\ud800|__proto__/);
});
