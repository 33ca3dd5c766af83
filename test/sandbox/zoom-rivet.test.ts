import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Meetings, Users } from '@zoom/rivet';
import { ZoomAlone, encoded } from './zoom-alone';

/**
 * Zoom's official client against the local Zoom: it reads recordings and users, sees typed errors, and its receiver accepts
 * the webhooks. Its token URL is hard-coded, so it gets a token from a store (docs/vendors/zoom.md#rivet).
 */
let zoom: ZoomAlone;
beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());

const freePort = async (): Promise<number> => {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
};

function options() {
	const { clientId, clientSecret, accountId } = zoom.started.credentials.zoomServerToServerOAuth2Api;
	return {
		clientId,
		clientSecret,
		accountId,
		baseUrl: zoom.started.apiBaseUrl,
		tokenStore: {
			getLatestToken: () => ({
				accessToken: zoom.token,
				expirationTimeIso: new Date(Date.now() + 3_000_000).toISOString(),
				scopes: ['cloud_recording:read:list_user_recordings:admin'],
			}),
			storeToken: () => undefined,
		},
	};
}

describe('the official client', () => {
	test('lists users and recordings', async () => {
		const users = new Users.UsersS2SAuthClient({ ...options(), disableReceiver: true });
		const { data } = await users.endpoints.users.listUsers({ query: { page_size: 300 } });
		expect(data.users?.map((user: { email: string }) => user.email)).toContain('ann.lee@example.edu');

		const meetings = new Meetings.MeetingsS2SAuthClient({ ...options(), disableReceiver: true });
		const from = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
		const list = await meetings.endpoints.cloudRecording.listAllRecordings({
			path: { userId: 'ann.lee@example.edu' },
			query: { from, to: new Date().toISOString().slice(0, 10) },
		});
		const [newest] = list.data.meetings ?? [];
		expect(newest?.topic).toBe('Photosynthesis (BIO 101)');
		const one = await meetings.endpoints.cloudRecording.getMeetingRecordings({
			path: { meetingId: encoded(newest!.uuid) },
		});
		expect(one.data.recording_files).toHaveLength(7);
	});

	test('sees code, status and sentence of an error', async () => {
		const meetings = new Meetings.MeetingsS2SAuthClient({ ...options(), disableReceiver: true });
		await expect(
			meetings.endpoints.cloudRecording.getMeetingRecordings({ path: { meetingId: '12345678901' } }),
		).rejects.toThrow('[404/3301]: "There is no recording for this meeting."');
	});

	test('accepts validation and events at its receiver', async () => {
		const port = await freePort();
		const { secretToken } = zoom.started.credentials.zoomWebhookApi;
		const meetings = new Meetings.MeetingsS2SAuthClient({ ...options(), port, webhooksSecretToken: secretToken });
		const topics: string[] = [];
		meetings.webEventConsumer.event(
			'recording.completed',
			({ payload }: { payload: { object: { topic: string } } }) => void topics.push(payload.object.topic),
		);
		const receiver = await meetings.start();
		try {
			const subscription = await zoom.control('POST', '/subscriptions', {
				url: `http://127.0.0.1:${port}/zoom/events`,
			});
			expect(subscription.valid).toBe(true);
			const { instances } = await zoom.control('GET', '/state');
			for (const { uuid } of instances) await zoom.control('POST', '/events', { event: 'recording.completed', uuid });
			expect(topics).toHaveLength(instances.length);
			const { deliveries } = await zoom.control('GET', '/deliveries');
			expect(new Set(deliveries.map((one: { state: string }) => one.state))).toEqual(new Set(['delivered']));
			// And it notices a signature over other bytes.
			const { deliveries: forged } = await zoom.control('POST', '/events', {
				event: 'recording.completed',
				uuid: instances[0].uuid,
				deliver: { signature: 'wrong' },
			});
			expect(forged[0]).toMatchObject({ state: 'refused', attempts: [{ result: 400 }] });
		} finally {
			receiver.close();
			receiver.closeAllConnections();
		}
	});
});
