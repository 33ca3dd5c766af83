/** The small day as whoever takes Zoom's webhooks sees it. */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Sandbox, startSandbox } from '../sandbox';

const ROOT = resolve(__dirname, '../..');

describe('the small day', () => {
	let sandbox: Sandbox;
	let receiver: Server;
	const taken: Array<{ event: string; topic: string; uuid: string; files: string[]; signed: boolean }> = [];
	let expected: any[];

	beforeAll(async () => {
		sandbox = await startSandbox({ data: 'people' });
		const { secretToken } = sandbox.credentials.zoomWebhookApi;
		const hmac = (text: string) => createHmac('sha256', secretToken).update(text).digest('hex');
		receiver = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request
				.on('data', (chunk: Buffer) => chunks.push(chunk))
				.on('end', () => {
					const raw = Buffer.concat(chunks).toString();
					const body = JSON.parse(raw);
					if (body.event === 'endpoint.url_validation') {
						const { plainToken } = body.payload;
						return response.end(JSON.stringify({ plainToken, encryptedToken: hmac(plainToken) }));
					}
					taken.push({
						event: body.event,
						topic: body.payload.object.topic,
						uuid: body.payload.object.uuid,
						files: body.payload.object.recording_files.map((file: any) => `${file.recording_type} ${file.status}`),
						signed:
							request.headers['x-zm-signature'] ===
							`v0=${hmac(`v0:${String(request.headers['x-zm-request-timestamp'])}:${raw}`)}`,
					});
					return response.end('{}');
				});
		}).listen(0, '127.0.0.1');
		await once(receiver, 'listening');
		const webhook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook`;
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[
				...['sandbox/day/play.mts', '--json', '--zoom', sandbox.zoom.control, '--pause-ms', '0'],
				...['--webhook', webhook, '--secret', secretToken, '--default-user', 'zoom-recordings'],
			],
			{ cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' } },
		);
		expected = JSON.parse(stdout);
	});
	afterAll(async () => {
		receiver?.close();
		await sandbox?.stop();
	});

	const of = (key: string) => expected.find((recording) => recording.key === key);
	const eventsOf = (key: string) => taken.filter(({ uuid }) => uuid === of(key).uuid);

	test('every event is signed over its raw bytes', () => {
		expect(taken.length).toBeGreaterThan(0);
		expect(taken.filter(({ signed }) => !signed)).toEqual([]);
	});

	test('the lecture: three layouts, audio, chat; its transcript follows', () => {
		expect(eventsOf('lecture').map(({ event }) => event)).toEqual([
			'recording.completed',
			'recording.transcript_completed',
		]);
		expect(eventsOf('lecture')[0]!.files).toEqual(
			['gallery_view', 'shared_screen_with_speaker_view', 'active_speaker', 'audio_only', 'chat_file', 'timeline'].map(
				(type) => `${type} completed`,
			),
		);
		expect(of('lecture').entries).toEqual([
			expect.objectContaining({
				streams: ['shared_screen_with_speaker_view', 'active_speaker', 'gallery_view'],
				captions: 1,
				chat: true,
			}),
		]);
	});

	test('the webinar is told twice and its UUID wants encoding twice', () => {
		expect(eventsOf('webinar').map(({ event }) => event)).toEqual(['recording.completed', 'recording.completed']);
		expect(of('webinar').uuid).toMatch(/^\/.*\/\//);
		expect(of('webinar').kind).toBe('webinar');
	});

	test('two instances of a series share the number, not the UUID', async () => {
		const { instances } = await sandbox.control.zoom.state();
		const [one, two] = ['week-1', 'week-2'].map((key) =>
			instances.find((instance: any) => instance.uuid === of(key).uuid),
		);
		expect(one.meetingId).toBe(two.meetingId);
		expect(one.uuid).not.toBe(two.uuid);
	});

	test('a recording stopped and started again is one event and two entries', () => {
		expect(eventsOf('two-parts')).toHaveLength(1);
		const { entries, uuid } = of('two-parts');
		expect(entries.map(({ chat }: any) => chat)).toEqual([false, true]);
		const starts = entries.map(({ referenceId }: any) => referenceId.slice(`Zoom_${uuid}`.length));
		expect(Date.parse(starts[1]) - Date.parse(starts[0])).toBe(25 * 60_000);
	});

	test('a host whom Kaltura does not know: the default user owns it', () => {
		expect(of('newcomer').owner).toBe('zoom-recordings');
		expect(of('lecture').owner).toBe('ann.lee');
	});

	test('sound only', () => {
		expect(of('sound').entries).toEqual([
			expect.objectContaining({ mediaType: 'audio', streams: ['audio_only'], chat: true }),
		]);
	});

	test('a transcript is announced while its video is still processing', () => {
		expect(eventsOf('early-transcript').map(({ event }) => event)).toEqual([
			'recording.transcript_completed',
			'recording.completed',
		]);
		expect(eventsOf('early-transcript')[0]!.files).toEqual(['audio_transcript completed']);
		expect(eventsOf('early-transcript')[1]!.files).toEqual([
			'active_speaker completed',
			'audio_only completed',
			'audio_transcript completed',
		]);
	});
});
