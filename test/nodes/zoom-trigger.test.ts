/**
 * Zoom Trigger behind a real HTTP server in a real n8n-core WebhookContext: requests made here by hand (with a signature
 * written out a second time), and events of the sandbox's Zoom.
 */

import { createHmac } from 'node:crypto';

import { ZoomTrigger } from '../../nodes/ZoomTrigger/ZoomTrigger.node';
import type { WebhookServer } from '../n8n-context';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomTrigger();
const SECRET = 'present-signing-value';
const OLD_SECRET = 'previous-signing-value';
const ACCOUNT = 'acc-1';
const credential = { secretToken: SECRET, previousSecretToken: '', accountId: ACCOUNT };

const OBJECT = {
	uuid: '/ajXp112QmuoKj4854875==',
	id: 85392858403,
	host_id: 'host-1',
	topic: 'Ünïcode ☃ "quoted"',
	type: 5,
	start_time: '2026-03-01T10:00:00Z',
	host_email: 'ann@example.edu',
	password: 'private-passcode',
	share_url: 'https://zoom.us/rec/share/private-share',
	recording_files: [
		{
			id: 'f1',
			recording_start: '2026-03-08T10:00:00Z',
			recording_end: '2026-03-08T11:00:00Z',
			file_type: 'MP4',
			file_extension: 'MP4',
			file_size: 5,
			status: 'completed',
			recording_type: 'active_speaker',
			download_url: 'https://zoom.us/rec/webhook_download/private-download',
		},
	],
};
// Zoom's own order of keys: payload first (docs/vendors/zoom.md#events-about-recordings).
const completed = (change: object = {}) =>
	JSON.stringify({
		payload: { account_id: ACCOUNT, object: OBJECT },
		event_ts: 1772964000000,
		event: 'recording.completed',
		download_token: 'private-token',
		...change,
	});

interface Sent {
	body?: string | Uint8Array<ArrayBuffer>;
	secret?: string;
	/** Seconds that the signature's time lies in the past. */
	age?: number;
	headers?: Record<string, string>;
	unsigned?: boolean;
	method?: string;
	parameters?: object;
	credential?: object;
}

async function send({ body = completed(), secret = SECRET, age = 0, ...sent }: Sent = {}) {
	const n8n = new N8nContext({ zoomWebhookApi: sent.credential ?? credential });
	const timestamp = String(Math.floor(Date.now() / 1000) - age);
	const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
	const signature = { 'x-zm-signature': `v0=${hmac}`, 'x-zm-request-timestamp': timestamp };
	const answer = await n8n.callWebhook(
		node,
		{
			...(sent.method === undefined ? {} : { method: sent.method }),
			body,
			headers: { ...(sent.unsigned ? {} : signature), ...sent.headers },
		},
		{ parameters: { events: ['recording.*'], ...sent.parameters } as never },
	);
	expect(answer.error).toBeUndefined();
	return answer;
}

describe('An event of Zoom', () => {
	test('starts the workflow with a Recording item and an empty answer', async () => {
		const { status, text, items } = await send();
		expect([status, text]).toEqual([200, '']);
		expect(items).toEqual([
			{
				json: {
					accountId: ACCOUNT,
					meetingUuid: '/ajXp112QmuoKj4854875==',
					meetingId: '85392858403',
					kind: 'webinar',
					type: 5,
					topic: 'Ünïcode ☃ "quoted"',
					host: { id: 'host-1', email: 'ann@example.edu' },
					startedAt: '2026-03-08T10:00:00Z',
					endedAt: '2026-03-08T11:00:00Z',
					timezone: '',
					complete: true,
					sizeBytes: 5,
					segments: [
						{
							startedAt: '2026-03-08T10:00:00Z',
							endedAt: '2026-03-08T11:00:00Z',
							files: [
								{
									id: 'f1',
									fileType: 'MP4',
									recordingType: 'active_speaker',
									extension: 'mp4',
									sizeBytes: 5,
									status: 'completed',
								},
							],
						},
					],
					event: { name: 'recording.completed', timestamp: '2026-03-08T10:00:00.000Z', operator: null },
				},
			},
		]);
	});

	test.each(['recording', 'event'])('carries no secret into the item (output: %s)', async (output) => {
		const { items } = await send({ parameters: { output } });
		expect(items).toHaveLength(1);
		expect(JSON.stringify(items)).not.toMatch(/private/);
	});

	test('comes as it is when that is wanted, or when it is about something else', async () => {
		const { items } = await send({ parameters: { output: 'event' } });
		expect(items?.[0]?.json).toMatchObject({
			event: { name: 'recording.completed' },
			payload: { object: { id: 85392858403, recording_files: [{ id: 'f1' }] } },
		});
		const ended = await send({
			body: completed({ event: 'meeting.ended' }),
			parameters: { events: ['meeting.ended'] },
		});
		expect(ended.items?.[0]?.json).toMatchObject({ accountId: ACCOUNT, event: { name: 'meeting.ended' } });
	});

	test('that is delivered twice starts the workflow twice: the pipeline is idempotent, the trigger forgets nothing', async () => {
		expect((await send()).items).toHaveLength(1);
		expect((await send()).items).toHaveLength(1);
	});

	test.each([
		['not chosen', { parameters: { events: ['recording.trashed'] } }],
		['unknown (fault case 15)', { body: completed({ event: 'something.new' }) }],
	])('that is %s is answered and ignored', async (_, sent) => {
		const { status, items } = await send(sent);
		expect([status, items]).toEqual([200, null]);
	});

	test('that is not in the list can be named', async () => {
		const { items } = await send({
			body: completed({ event: 'phone.recording_completed' }),
			parameters: { events: [], options: { furtherEvents: 'phone.recording_completed, x.y' } },
		});
		expect(items).toHaveLength(1);
	});
});

describe('A request is refused without an execution', () => {
	test.each([
		['without a signature (fault case 12)', { unsigned: true }, 401],
		['signed with another secret (fault case 12)', { secret: 'a-guessed-value' }, 401],
		['signed with the old secret after it was removed', { secret: OLD_SECRET }, 401],
		['signed too long ago (fault case 13, W25)', { age: 6001 }, 401],
		['from the future', { age: -301 }, 401],
		['with a signature of something else', { headers: { 'x-zm-signature': `v0=${'0'.repeat(64)}` } }, 401],
		[
			'of another account (fault case 15)',
			{ body: completed({ payload: { account_id: 'acc-2', object: OBJECT } }) },
			403,
		],
		['of no account', { body: completed({ payload: { object: OBJECT } }) }, 403],
		['that is not an event', { body: '{"hello":"world"}' }, 400],
		['that is a list', { body: '[1,2,3]' }, 400],
		['that is not JSON by its header', { headers: { 'content-type': 'text/plain' } }, 415],
		['that is not JSON by its body (fault case 15)', { body: 'hello' }, 422],
		['of 5 MB (fault case 15)', { body: completed({ filler: 'x'.repeat(5 * 1024 * 1024) }) }, 413],
		['that validates nothing', { body: '{"event":"endpoint.url_validation","payload":{}}' }, 400],
	])('%s', async (_, sent, expected) => {
		const { status, items, headers } = await send(sent);
		expect([status, items]).toEqual([expected, null]);
		expect(headers.get('content-type')).toContain('application/json');
	});

	test('in the same words whatever is wrong with the signature', async () => {
		const answers = [
			await send({ unsigned: true }),
			await send({ secret: 'a-guessed-value' }),
			await send({ age: 9999 }),
		];
		expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
	});

	test('while the credential is not filled in, in a way that makes Zoom try again', async () => {
		const { status, items } = await send({ credential: { secretToken: ' ' } });
		expect([status, items]).toEqual([503, null]);
	});
});

describe('The window and the secrets are settings', () => {
	test('a longer window accepts older events', async () => {
		expect((await send({ age: 500, parameters: { options: { windowSeconds: 600 } } })).items).toHaveLength(1);
	});

	test('fault case 16: while the secret is being replaced both count', async () => {
		const both = { ...credential, previousSecretToken: OLD_SECRET };
		expect((await send({ secret: OLD_SECRET, credential: both })).items).toHaveLength(1);
		expect((await send({ secret: SECRET, credential: both })).items).toHaveLength(1);
	});

	test('without an account ID every account is accepted', async () => {
		const open = { ...credential, accountId: '' };
		const body = completed({ payload: { account_id: 'acc-2', object: OBJECT } });
		expect((await send({ body, credential: open })).items).toHaveLength(1);
	});
});

describe('URL validation', () => {
	const body = JSON.stringify({
		payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' },
		event_ts: 1772964000000,
		event: 'endpoint.url_validation',
	});

	test('fault case 14: is answered with the encrypted token, whatever events are chosen', async () => {
		const secretToken = 's3cr3t_zoom_webhook_token';
		const { status, text, items } = await send({
			body,
			secret: secretToken,
			credential: { ...credential, secretToken },
			parameters: { events: [] },
		});
		expect([status, items]).toEqual([200, null]);
		expect(JSON.parse(text)).toEqual({
			plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
			encryptedToken: 'e0699fe3a9c768f469219d347a3df6e8d133e31ff345a507d4d34548074be0dd',
		});
	});

	test('is answered with the secret that signed it', async () => {
		const both = { ...credential, previousSecretToken: OLD_SECRET };
		const { text } = await send({ body, secret: OLD_SECRET, credential: both });
		const encryptedToken = createHmac('sha256', OLD_SECRET).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex');
		expect(JSON.parse(text)).toMatchObject({ encryptedToken });
	});

	test('must be signed too', async () => {
		expect((await send({ body, unsigned: true })).status).toBe(401);
	});
});

describe('Publishing the workflow', () => {
	const check = async (values: object) =>
		await new N8nContext({ zoomWebhookApi: values }).webhookMethod(node, 'checkExists');

	test('is fine with a secret', async () => {
		await expect(check(credential)).resolves.toBe(true);
		const n8n = new N8nContext({ zoomWebhookApi: credential });
		await expect(n8n.webhookMethod(node, 'create')).resolves.toBe(true);
		await expect(n8n.webhookMethod(node, 'delete')).resolves.toBe(true);
	});

	test('fails without one, and says where to find it', async () => {
		await expect(check({ secretToken: '' })).rejects.toMatchObject({
			message: 'The Zoom Webhook credential cannot be used',
			description: expect.stringContaining('Feature page of your Zoom app'),
		});
	});

	test.each([
		['a good one', credential, 'OK', /format is right/],
		['an empty one', { secretToken: '' }, 'Error', /is empty/],
		['one with a blank in it', { secretToken: 'two words here' }, 'Error', /blanks/],
		['a previous one that is the same', { ...credential, previousSecretToken: SECRET }, 'Error', /same/],
		['an account ID with a blank', { ...credential, accountId: 'a b' }, 'Error', /account ID/],
	])('the Test button judges %s', async (_, values, status, message) => {
		const result = await new N8nContext().testCredential(node, 'zoomWebhookApi', values);
		expect(result).toEqual({ status, message: expect.stringMatching(message) });
	});
});

describe('A burst', () => {
	test('starts one execution together after the first, one item per recording, and loses nothing', async () => {
		const n8n = new N8nContext({ zoomWebhookApi: credential });
		const server = await n8n.serveWebhook(node, {
			parameters: { events: ['recording.*'], options: { gatherSeconds: 1 } },
		});
		try {
			const uuids = ['a==', 'b==', 'c==', 'b==', 'd=='];
			for (const uuid of uuids) {
				const body = JSON.stringify({
					event: 'recording.completed',
					event_ts: Date.now(),
					payload: { account_id: ACCOUNT, object: { uuid } },
				});
				const timestamp = String(Math.floor(Date.now() / 1000));
				const hmac = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
				expect(
					(
						await fetch(server.url, {
							method: 'POST',
							body,
							headers: {
								'content-type': 'application/json',
								'x-zm-request-timestamp': timestamp,
								'x-zm-signature': `v0=${hmac}`,
							},
						})
					).status,
				).toBe(200);
			}
			const started = () =>
				server.calls.map(({ items }) => items).filter((items) => items !== null && items !== undefined);
			for (let waited = 0; waited < 100 && started().flat().length < 4; waited++)
				await new Promise((resolve) => setTimeout(resolve, 50));
			const runs = started()
				.filter((items) => items.length > 0)
				.map((items) => items.map(({ json }) => json.meetingUuid));
			// The first may have to wait for the end of a window that an earlier test began.
			expect(runs.flat()).toEqual(['a==', 'b==', 'c==', 'd==']);
			expect(runs.length).toBeLessThanOrEqual(2);
		} finally {
			await server.close();
		}
	});
});

describe("With the sandbox's Zoom", () => {
	let sandbox: Sandbox;
	let webhook: WebhookServer;

	beforeAll(async () => {
		sandbox = await startSandbox({ data: 'demo' });
		const n8n = new N8nContext(sandbox.credentials as never);
		webhook = await n8n.serveWebhook(node, {
			// One execution per event: gathering has its own test.
			parameters: { events: ['recording.*', 'meeting.participant_role_changed'], options: { gatherSeconds: 0 } },
		});
	});
	afterAll(async () => {
		await webhook?.close();
		await sandbox?.stop();
	});

	test('a subscription is validated and its events arrive, in every way in which Zoom tells them', async () => {
		const { zoom } = sandbox.control;
		expect(await zoom.subscribe({ url: webhook.url })).toMatchObject({ valid: true });
		const recording = (await zoom.state()).instances?.[0];
		const uuid: string = recording?.uuid ?? (await zoom.addMeeting({ topic: 'Lecture' })).uuid;
		const names = ['recording.completed', 'recording.transcript_completed', 'recording.trashed', 'recording.recovered'];
		for (const event of names) {
			const before = webhook.calls.length;
			const { deliveries } = await zoom.sendEvent({ event, uuid });
			expect(deliveries).toMatchObject([{ state: 'delivered' }]);
			const items = webhook.calls.slice(before).flatMap((call) => call.items ?? []);
			expect(items.map(({ json }) => json)).toEqual([
				expect.objectContaining({ meetingUuid: uuid, event: expect.objectContaining({ name: event }) }),
			]);
		}
	});

	test('forged and replayed deliveries are refused (fault cases 12 and 13)', async () => {
		const { zoom } = sandbox.control;
		const { uuid } = await zoom.addMeeting({ topic: 'Forged' });
		for (const signature of ['wrong', 'missing', 'stale']) {
			const before = webhook.calls.length;
			const { deliveries } = await zoom.sendEvent({ event: 'recording.completed', uuid, deliver: { signature } });
			expect(deliveries).toMatchObject([{ state: 'refused' }]);
			expect(webhook.calls.slice(before).map(({ items, status }) => [status, items])).toEqual([[401, null]]);
		}
	});
});
