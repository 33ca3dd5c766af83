import { createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZoomAlone } from './zoom-alone';

/** docs/vendors/zoom.md#events: signed, validated, retried on 5xx and time-outs only. */
const SHARED_KEY = 'known-to-the-sandbox-and-this-test';

interface Received {
	headers: IncomingHttpHeaders;
	body: Buffer;
	event: any;
}

/** An endpoint that keeps what it gets and answers as told. */
class Endpoint {
	received: Received[] = [];
	/** Status of the next answers, the last one for all further; 0 = never answers. */
	answers: number[] = [200];
	private constructor(
		private readonly server: Server,
		readonly url: string,
		readonly state: { endpoint?: Endpoint },
	) {}

	static async start(): Promise<Endpoint> {
		const state: { endpoint?: Endpoint } = {};
		const server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const body = Buffer.concat(parts);
				const event = JSON.parse(body.toString());
				const endpoint = state.endpoint!;
				endpoint.received.push({ headers: request.headers, body, event });
				const status = endpoint.answers.length > 1 ? endpoint.answers.shift()! : endpoint.answers[0]!;
				if (status === 0) return;
				const { plainToken } = event.payload ?? {};
				const answer =
					event.event === 'endpoint.url_validation'
						? JSON.stringify({
								plainToken,
								encryptedToken: createHmac('sha256', SHARED_KEY).update(plainToken).digest('hex'),
							})
						: '';
				response.writeHead(status).end(answer);
			});
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		state.endpoint = new Endpoint(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, state);
		return state.endpoint;
	}

	/** Events of this name, oldest first. */
	named(event: string): Received[] {
		return this.received.filter((one) => one.event.event === event);
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}

let zoom: ZoomAlone;
let endpoint: Endpoint;
let uuid: string;

beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(async () => {
	await zoom.reset();
	await zoom.renewToken();
	endpoint = await Endpoint.start();
	const { instances } = await zoom.control('GET', '/state');
	uuid = instances.find((one: { topic: string }) => one.topic.startsWith('Photosynthesis')).uuid;
});
afterEach(() => endpoint.stop());

const subscribe = (more: object = {}) =>
	zoom.control('POST', '/subscriptions', { url: endpoint.url, secretToken: SHARED_KEY, ...more });
const emit = (event: string, more: object = {}) => zoom.control('POST', '/events', { event, uuid, ...more });
const lastDelivery = async () => (await zoom.control('GET', '/deliveries')).deliveries.at(-1);
const signature = ({ headers, body }: Received) =>
	`v0=${createHmac('sha256', SHARED_KEY)
		.update(Buffer.concat([Buffer.from(`v0:${headers['x-zm-request-timestamp']}:`), body]))
		.digest('hex')}`;

describe('a subscription', () => {
	test('is validated first: the endpoint proves that it knows the secret', async () => {
		expect(await subscribe()).toMatchObject({ valid: true, lastResult: 'valid' });
		const [{ event }] = endpoint.received as [Received];
		expect(event).toEqual({
			payload: { plainToken: expect.any(String) },
			event_ts: expect.any(Number),
			event: 'endpoint.url_validation',
		});
		expect(endpoint.received[0]!.headers['x-zm-signature']).toBe(signature(endpoint.received[0]!));
	});

	test('with another secret is not valid', async () => {
		expect(await subscribe({ secretToken: 'other' })).toMatchObject({ valid: false });
	});

	test('is validated again every 72 hours, and ends after six failures', async () => {
		const { id } = await subscribe();
		await zoom.advance(72 * 3600 + 1);
		expect(endpoint.named('endpoint.url_validation')).toHaveLength(2);
		endpoint.answers = [500];
		for (let failure = 1; failure <= 6; failure++) {
			const { enabled } = await zoom.control('POST', '/subscriptions/validate', { id });
			expect(enabled).toBe(failure < 6);
		}
		endpoint.answers = [200];
		expect((await emit('recording.completed')).deliveries).toEqual([]);
	});

	test('gets only the events that it asked for', async () => {
		await subscribe({ events: ['recording.completed', 'meeting.*'] });
		await emit('recording.completed');
		await emit('recording.trashed');
		await emit('meeting.ended');
		expect(endpoint.received.slice(1).map((one) => one.event.event)).toEqual(['recording.completed', 'meeting.ended']);
	});
});

describe('an event', () => {
	test('is signed over its raw bytes, however unusual they are', async () => {
		await subscribe();
		// The vector of docs/vendors/zoom.md#signatures: key order and escapes as they are.
		const raw =
			'{"event":"recording.completed","event_ts":1739923528123,"payload":{"account_id":"AAAAAABBBB","object":{"uuid":"/ajXp112QmuoKj4854875==","id":1234567890,"topic":"Ünïcode ☃ \\"quoted\\" topic"}},"download_token":"abc"}';
		await zoom.control('POST', '/events', { raw, event: 'recording.completed' });
		const received = endpoint.received.at(-1)!;
		expect(received.body.toString()).toBe(raw);
		expect(received.headers['x-zm-signature']).toBe(signature(received));
		expect(received.headers).toMatchObject({
			'content-type': 'application/json; charset=utf-8',
			'user-agent': 'Zoom Marketplace/1.0a',
		});
	});

	test('recording.completed looks as observed', async () => {
		await subscribe();
		await emit('recording.completed');
		const { event, body } = endpoint.received.at(-1)!;
		expect(Object.keys(JSON.parse(body.toString()))).toEqual(['payload', 'event_ts', 'event', 'download_token']);
		expect(event.payload.object).toMatchObject({
			uuid,
			id: expect.any(Number),
			host_email: 'ann.lee@example.edu',
			topic: 'Photosynthesis (BIO 101)',
			recording_count: 7,
			on_prem: false,
		});
		expect(event.payload.object.recording_files.at(-1)).toMatchObject({
			file_type: 'TIMELINE',
			recording_type: 'timeline',
		});
	});

	test('of the second instance of a series carries the first one’s time', async () => {
		await subscribe();
		const { instances } = await zoom.control('GET', '/state');
		const second = instances.filter((one: { topic: string }) => one.topic.startsWith('Statistics'))[1];
		await emit('recording.completed', { uuid: second.uuid });
		const { object } = endpoint.received.at(-1)!.event.payload;
		expect(object.start_time < object.recording_files[0].recording_start).toBe(true);
	});

	test('meeting.ended has its id as text, transcript_completed only the transcript without extension', async () => {
		await subscribe();
		await emit('meeting.ended');
		expect(typeof endpoint.received.at(-1)!.event.payload.object.id).toBe('string');
		await emit('recording.transcript_completed');
		const { recording_files: files } = endpoint.received.at(-1)!.event.payload.object;
		expect(files).toEqual([expect.objectContaining({ file_type: 'TRANSCRIPT' })]);
		expect(files[0]).not.toHaveProperty('file_extension');
	});

	test('recording.started has no end yet, recording.stopped has one', async () => {
		await subscribe();
		await emit('recording.started');
		await emit('recording.stopped');
		const ends = endpoint.received.slice(1).map((one) => one.event.payload.object.recording_file.recording_end);
		expect(ends).toEqual(['', expect.stringMatching(/Z$/)]);
	});

	test('tells co-hosts, the only place that does', async () => {
		await subscribe();
		await emit('meeting.participant_role_changed');
		expect(endpoint.received.at(-1)!.event.payload.object.participant).toMatchObject({
			email: 'ivy.chen@example.edu',
			old_role: 'attendee',
			new_role: 'co-host',
		});
	});

	test('follows a change through the API: trashed, recovered, deleted', async () => {
		await subscribe();
		const path = `/meetings/${encodeURIComponent(encodeURIComponent(uuid))}/recordings`;
		await zoom.api('DELETE', path);
		await zoom.api('PUT', `${path}/status`, { action: 'recover' });
		await zoom.api('DELETE', `${path}?action=delete`);
		// A change does not wait for its event; turning the clock by nothing does.
		await zoom.advance(0);
		const [, ...events] = endpoint.received.map((one) => one.event);
		expect(new Set(events.map((one) => one.event))).toEqual(
			new Set(['recording.trashed', 'recording.recovered', 'recording.deleted']),
		);
		const deleted = events.find((one) => one.event === 'recording.deleted');
		expect(deleted).not.toHaveProperty('download_token');
		expect(deleted.payload).toMatchObject({ operator: 'olivia@example.edu' });
	});

	test('a rename comes in both of its documented forms', async () => {
		await subscribe();
		await zoom.control('PATCH', '/meetings', { uuid, rename: 'New', emit: true });
		await emit('recording.renamed', { oldTopic: 'Old', form: 'example' });
		const [schema, example] = endpoint.named('recording.renamed').map((one) => one.event.payload);
		expect([schema.object.topic, schema.old_object.topic]).toEqual(['New', 'Photosynthesis (BIO 101)']);
		expect([example.object.topic, example.recording_file.topic]).toEqual(['Old', 'New']);
	});

	test.each([
		['wrong', (one: Received) => one.headers['x-zm-signature'] !== signature(one)],
		['missing', (one: Received) => one.headers['x-zm-signature'] === undefined],
		[
			'stale',
			(one: Received) =>
				one.headers['x-zm-signature'] === signature(one) &&
				Date.now() / 1000 - Number(one.headers['x-zm-request-timestamp']) > 3000,
		],
	])('can be sent with a signature that is %s', async (how, is) => {
		await subscribe();
		await emit('recording.completed', { deliver: { signature: how } });
		expect(is(endpoint.received.at(-1)!)).toBe(true);
	});
});

describe('delivery', () => {
	test.each([
		[204, 'delivered', 1],
		[302, 'refused', 1],
		[401, 'refused', 1],
		[429, 'refused', 1],
	])('ends with the answer %i: %s', async (status, state, attempts) => {
		await subscribe();
		endpoint.answers = [status];
		await emit('recording.completed');
		await zoom.advance(2 * 3600);
		const delivery = await lastDelivery();
		expect([delivery.state, delivery.attempts.length]).toEqual([state, attempts]);
	});

	test('goes on after 5, 20 and 60 minutes while the endpoint answers 500, then the event is lost', async () => {
		await subscribe();
		endpoint.answers = [500];
		await emit('recording.completed');
		const attempts = async () => (await lastDelivery()).attempts.length;
		for (const [minutes, expected] of [
			[4.9, 1],
			[0.2, 2],
			[19.7, 2],
			[0.4, 3],
			[59.5, 3],
			[0.6, 4],
			[600, 4],
		] as const) {
			await zoom.advance(minutes * 60);
			expect(await attempts()).toBe(expected);
		}
		expect((await lastDelivery()).state).toBe('lost');
		expect(new Set(endpoint.named('recording.completed').map((one) => one.event.download_token)).size).toBe(1);
	});

	test('reaches an endpoint that recovered, with the same body', async () => {
		await subscribe();
		endpoint.answers = [503, 200];
		await emit('recording.completed');
		await zoom.advance(5 * 60 + 1);
		expect((await lastDelivery()).state).toBe('delivered');
		const [first, second] = endpoint.named('recording.completed');
		expect(second!.body.equals(first!.body)).toBe(true);
	});

	test('is tried again when nobody answers in time, or nobody is there', async () => {
		await zoom.settings({ webhooks: { timeoutMs: 200 } });
		await subscribe();
		endpoint.answers = [0];
		await emit('recording.completed');
		expect(await lastDelivery()).toMatchObject({ state: 'retrying', attempts: [{ result: -4 }] });
		endpoint.stop();
		await zoom.advance(5 * 60 + 1);
		expect((await lastDelivery()).attempts[1].result).toBe(-2);
	});

	test('waits less when a test is in a hurry', async () => {
		await zoom.settings({ webhooks: { retryFactor: 0.001 } });
		await subscribe();
		endpoint.answers = [500, 200];
		await emit('recording.completed');
		await zoom.advance(1);
		expect((await lastDelivery()).state).toBe('delivered');
	});

	test('can happen twice at once, with other URLs and another token', async () => {
		await subscribe();
		await emit('recording.completed', { deliver: { duplicate: true } });
		const [one, two] = endpoint.named('recording.completed').map(({ event }) => event);
		expect(two.download_token).not.toBe(one.download_token);
		expect(two.payload.object.recording_files[0].download_url).not.toBe(
			one.payload.object.recording_files[0].download_url,
		);
		expect(two.payload.object.recording_files[0].id).toBe(one.payload.object.recording_files[0].id);
	});

	test('to two subscriptions are two deliveries', async () => {
		await subscribe();
		await subscribe();
		await emit('recording.completed');
		expect(endpoint.named('recording.completed')).toHaveLength(2);
	});

	test('can be out of order', async () => {
		await subscribe();
		await emit('recording.completed', { deliver: { reorder: true } });
		await emit('recording.trashed');
		while (endpoint.received.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(endpoint.received.slice(1).map((one) => one.event.event)).toEqual([
			'recording.trashed',
			'recording.completed',
		]);
	});

	test('can be late, with a token that is dead by then', async () => {
		await subscribe();
		await emit('recording.completed', { deliver: { delaySeconds: 60 * 3600 } });
		expect(endpoint.named('recording.completed')).toHaveLength(0);
		await zoom.advance(60 * 3600 + 1);
		const [{ event }] = endpoint.named('recording.completed') as [Received];
		const { exp } = JSON.parse(Buffer.from(event.download_token.split('.')[1], 'base64url').toString());
		const { now } = await zoom.control('GET', '/clock');
		expect(exp * 1000).toBeLessThan(Date.parse(now));
	});
});
