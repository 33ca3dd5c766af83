import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZoomAlone, encoded, send } from './zoom-alone';

/** docs/vendors/zoom.md#downloads: how bytes leave Zoom. */
let zoom: ZoomAlone;
/** The first file of "Photosynthesis" and a token for that meeting only. */
let file: { id: string; download_url: string; file_size: number };
let uuid: string;
let downloadToken: string;

beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(async () => {
	await zoom.reset();
	await zoom.renewToken();
	const { instances } = await zoom.control('GET', '/state');
	uuid = instances.find((one: { topic: string }) => one.topic.startsWith('Photosynthesis')).uuid;
	const { json } = await zoom.get(`/meetings/${encoded(uuid)}/recordings?include_fields=download_access_token&ttl=600`);
	file = json.recording_files[0];
	downloadToken = json.download_access_token;
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const download = (token = downloadToken, url = file.download_url) => send(url, bearer(token));
const location = async () => (await download()).headers.location!;

describe('a download', () => {
	test('redirects to a signed URL on another origin, which needs no token', async () => {
		const redirect = await download();
		expect(redirect.status).toBe(302);
		expect(redirect.headers.location).toMatch(
			new RegExp(`^${zoom.started.cdnOrigin}/cmr/replay/.*Policy=.*Signature=.*Key-Pair-Id=`),
		);
		const answer = await send(redirect.headers.location!);
		expect([answer.status, answer.bytes.length, answer.headers['content-type']]).toEqual([
			200,
			file.file_size,
			'video/mp4',
		]);
		expect(answer.bytes.toString('latin1', 4, 8)).toBe('ftyp');
		expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="GMT/);
		expect((await zoom.control('GET', '/stray-authorizations')).strayAuthorizations).toEqual([]);
	});

	test.each([
		['the access token', () => zoom.token, 302],
		['the download token of this meeting', () => downloadToken, 302],
		['no token', () => '', 200],
		['a forged token', () => `${downloadToken}x`, 200],
	])('with %s', async (_, token, status) => {
		const answer = await download(token());
		expect(answer.status).toBe(status);
		if (status === 200) expect(answer.headers['content-type']).toMatch('text/html');
	});

	test('with the token of another meeting is refused, and so is one that expired', async () => {
		const { instances } = await zoom.control('GET', '/state');
		const other = instances.find((one: { topic: string }) => one.topic === 'Lab meeting').uuid;
		const { json } = await zoom.get(`/meetings/${encoded(other)}/recordings?include_fields=download_access_token`);
		expect((await download(json.download_access_token)).status).toBe(200);
		await zoom.advance(601);
		expect((await download()).headers['content-type']).toMatch('text/html');
	});

	test('of what is in the trash shows the same page as everything that is refused', async () => {
		await zoom.control('PATCH', '/meetings', { uuid, trash: true });
		const answer = await download();
		expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html;charset=utf-8']);
		expect(answer.text).toContain('Sign In');
	});

	test.each([
		['json401', 401, '{"code":124,"message":"Invalid access token."}'],
		['html404', 404, expect.stringContaining('<!DOCTYPE html>')],
	])('can be refused as %s too', async (refusal, status, text) => {
		await zoom.settings({ downloads: { refusal } });
		const answer = await download('x');
		expect([answer.status, answer.text]).toEqual([status, text]);
	});

	test('takes a token in the query only where that is switched on', async () => {
		const url = `${file.download_url}?access_token=${downloadToken}`;
		expect((await send(url)).status).toBe(200);
		await zoom.settings({ downloads: { acceptQueryToken: true } });
		expect((await send(url)).status).toBe(302);
	});

	test('can be direct, without another origin', async () => {
		await zoom.settings({ downloads: { delivery: 'direct' } });
		expect((await download()).bytes).toHaveLength(file.file_size);
	});

	test('of an event opens with that event’s token and no other', async () => {
		const bodies: string[] = [];
		const receiver = createServer((request, response) => {
			request.on('data', (part) => bodies.push(String(part)));
			request.on('end', () => response.end());
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => receiver.once('listening', resolve));
		const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
		await zoom.control('POST', '/subscriptions', { url, validate: false });
		await zoom.control('POST', '/events', { event: 'recording.completed', uuid });
		receiver.close();
		const event = JSON.parse(bodies.join(''));
		const webhookUrl = event.payload.object.recording_files[0].download_url;
		expect(webhookUrl).toContain('/rec/webhook_download/');
		expect((await download(event.download_token, webhookUrl)).status).toBe(302);
		expect((await download(zoom.token, webhookUrl)).status).toBe(200);
		expect((await download(event.download_token)).status).toBe(200);
		await zoom.advance(24 * 3600 + 16);
		expect((await download(event.download_token, webhookUrl)).headers['content-type']).toMatch('text/html');
	});
});

describe('the CDN', () => {
	test('records an Authorization header that strayed there, without keeping it', async () => {
		await send(await location(), bearer('secret-of-the-account'));
		const { strayAuthorizations } = await zoom.control('GET', '/stray-authorizations');
		expect(strayAuthorizations).toEqual([
			expect.objectContaining({ path: expect.stringMatching('^/cmr/replay/'), scheme: 'Bearer' }),
		]);
		expect(JSON.stringify(await zoom.control('GET', '/state'))).not.toContain('secret-of-the-account');
	});

	test('rejects it where asked to', async () => {
		await zoom.settings({ downloads: { strayAuthorization: 'reject' } });
		const answer = await send(await location(), bearer('x'));
		expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('Only one auth mechanism allowed')]);
	});

	test('refuses a changed or expired signature', async () => {
		const url = await location();
		expect((await send(url.replace('Signature=', 'Signature=x'))).status).toBe(403);
		expect((await send(url.replace('/cmr/replay/', '/cmr/replay/x'))).status).toBe(403);
		await zoom.advance(6 * 3600 + 1);
		expect((await send(url)).status).toBe(403);
	});

	test('may take the signature for GET only', async () => {
		await zoom.settings({ downloads: { head: 'refuse' } });
		const url = await location();
		expect((await send(url, { method: 'HEAD' })).status).toBe(403);
		expect((await send(url)).status).toBe(200);
	});

	test('honours Range, If-Range and HEAD', async () => {
		const url = await location();
		const whole = await send(url);
		const part = await send(url, { headers: { range: 'bytes=100-199' } });
		expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 100-199/${file.file_size}`]);
		expect(part.bytes.equals(whole.bytes.subarray(100, 200))).toBe(true);
		const rest = await send(url, { headers: { range: 'bytes=100000-', 'if-range': whole.headers.etag } });
		expect(rest.bytes.equals(whole.bytes.subarray(100_000))).toBe(true);
		expect((await send(url, { headers: { range: 'bytes=100000-', 'if-range': '"other"' } })).status).toBe(200);
		expect((await send(url, { headers: { range: `bytes=${file.file_size}-` } })).status).toBe(416);
		const head = await send(url, { method: 'HEAD' });
		expect([head.headers['content-length'], head.bytes.length]).toEqual([String(file.file_size), 0]);
	});

	test('can ignore Range', async () => {
		await zoom.settings({ downloads: { ranges: 'ignore' } });
		const answer = await send(await location(), { headers: { range: 'bytes=100-199' } });
		expect([answer.status, answer.bytes.length, answer.headers['accept-ranges']]).toEqual([
			200,
			file.file_size,
			undefined,
		]);
	});
});

describe('bytes that go wrong', () => {
	const fault = (kind: string, more: object = {}) => zoom.fault({ kind, ...more }, { where: 'cdn' });

	test.each([
		['truncate', { afterBytes: 1000 }, 1000, false],
		['extend', { afterBytes: 7 }, 7 + 105_273, false],
		['reset', { afterBytes: 70_000 }, 70_000, true],
	])('%s', async (kind, more, length, broken) => {
		const url = await location();
		await fault(kind, more);
		const answer = await send(url);
		expect([answer.bytes.length, answer.broken !== undefined]).toEqual([length, broken]);
		expect((await send(url)).bytes).toHaveLength(file.file_size);
	});

	test('a stall goes on when its time is over', async () => {
		const url = await location();
		await fault('stall', { afterBytes: 5000, ms: 200 });
		expect((await send(url)).bytes).toHaveLength(file.file_size);
	});

	test.each([
		['html', 200, 'text/html;charset=utf-8', expect.stringContaining('Sign In')],
		['jsonError', 200, 'application/json', expect.stringMatching(/^\{"status":false,"errorCode":124,/)],
	])('%s instead of media', async (kind, status, type, text) => {
		const url = await location();
		await fault(kind);
		const answer = await send(url);
		expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([status, type, text]);
		if (kind === 'jsonError') expect(answer.bytes).toHaveLength(59);
	});

	test('401 once, as on transcripts that have just been finished', async () => {
		await zoom.fault({ kind: 'apiError', status: 401 }, { where: 'download' });
		expect((await download()).status).toBe(401);
		expect((await download()).status).toBe(302);
	});

	test('a redirect to somewhere else', async () => {
		await zoom.fault({ kind: 'redirect', location: 'http://169.254.169.254/latest' }, { where: 'download' });
		expect((await download()).headers.location).toBe('http://169.254.169.254/latest');
	});

	test('drip: no faster than asked', async () => {
		const url = await location();
		await fault('drip', { bytesPerSecond: 200_000 });
		const began = Date.now();
		await send(url);
		// A lower bound only: a busy machine may be slower, never faster.
		expect(Date.now() - began).toBeGreaterThan(400);
	});
});

describe('a file of five gibibytes', () => {
	test('is nowhere on disk, and any range of it is the same again', async () => {
		const made = await zoom.control('POST', '/meetings', {
			files: [{ recordingType: 'active_speaker', bytes: 5 * 1024 ** 3, seed: 'five' }],
		});
		const { json } = await zoom.get(`/meetings/${encoded(made.uuid)}/recordings`);
		expect(json.recording_files[0].file_size).toBe(5_368_709_120);
		const url = (await send(json.recording_files[0].download_url, bearer(zoom.token))).headers.location!;
		const range = (from: number, to: number) => send(url, { headers: { range: `bytes=${from}-${to}` } });
		const far = await range(4_900_000_003, 4_900_300_002);
		expect(far.bytes).toHaveLength(300_000);
		const [left, right] = [await range(4_900_000_003, 4_900_100_000), await range(4_900_100_001, 4_900_300_002)];
		expect(Buffer.concat([left.bytes, right.bytes]).equals(far.bytes)).toBe(true);
		expect((await range(0, 11)).bytes.toString('latin1', 4, 12)).toBe('ftypisom');
	});

	test('has the SHA-256 that the control API tells', async () => {
		const made = await zoom.control('POST', '/meetings', {
			files: [{ recordingType: 'active_speaker', bytes: 3_000_001 }],
		});
		const { json } = await zoom.get(`/meetings/${encoded(made.uuid)}/recordings`);
		const url = (await send(json.recording_files[0].download_url, bearer(zoom.token))).headers.location!;
		const { bytes } = await send(url);
		const told = await zoom.control('GET', `/hash?uuid=${encodeURIComponent(made.uuid)}&file=${made.files[0].id}`);
		expect(told).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: 3_000_001 });
	});

	test('can be listed with a size that is not true', async () => {
		const made = await zoom.control('POST', '/meetings', {
			files: [{ recordingType: 'active_speaker', bytes: 1000, fileSize: 2000 }],
		});
		const { json } = await zoom.get(`/meetings/${encoded(made.uuid)}/recordings`);
		const url = (await send(json.recording_files[0].download_url, bearer(zoom.token))).headers.location!;
		expect([json.recording_files[0].file_size, (await send(url)).bytes.length]).toEqual([2000, 1000]);
	});
});
