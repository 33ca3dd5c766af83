import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SMALL_CHUNK_BYTES } from '../../lib/transfer/transfer';
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { startSandbox, type Sandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';
import { ImportBench } from './kaltura-import-bench';

// Fault cases are those of the catalogue (docs/fault-cases.md). Every file has three chunks; what arrives is
// compared by SHA-256 with what Zoom holds.

/** Of a chunk. */
const TENTH = SMALL_CHUNK_BYTES / 10;
const SIZE = 25 * TENTH;
/** Requests for a file before its bytes are fetched: the probe. */
const PROBE = 1;

let sandbox: Sandbox;
let bench: ImportBench;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.reset('empty');
	await sandbox.control.zoom.clearFaults();
	await sandbox.control.zoom.settings({
		downloads: { ranges: 'honour', refusal: 'html', strayAuthorization: 'record', bytesPerSecond: 0 },
	});
	await sandbox.control.zoom.call('DELETE', '/stray-authorizations');
	await sandbox.control.zoom.clearRequests();
});

const zoomFault = (rule: any) => sandbox.control.zoom.fault(rule);
const kalturaFault = (rule: any) => sandbox.control.kaltura.fault(rule);
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Lecture {
	uuid: string;
	item: any;
	fileId: string;
}

async function lecture(files: any[] = [{ recordingType: 'gallery_view', bytes: SIZE }]): Promise<Lecture> {
	const uuid = await bench.meeting({ files });
	const item = await bench.recording(uuid);
	return { uuid, item, fileId: item.segments[0].files[0].id };
}

async function carry({ item }: Lecture, options: any = {}, signal?: AbortSignal): Promise<any> {
	const [result] = await bench.import([item], { transfer: 'throughN8n', options }, signal);
	return result;
}

const hashAtZoom = async ({ uuid, fileId }: Lecture): Promise<string> =>
	(await sandbox.control.zoom.call('GET', `/hash?uuid=${encodeURIComponent(uuid)}&file=${encodeURIComponent(fileId)}`))
		.sha256;

const tokens = async (): Promise<any[]> =>
	(await sandbox.control.kaltura.call('GET', '/state?all=1')).uploadTokens.filter(({ status }: any) => status !== 5);

/** One entry with the very bytes, one token, used up; and no Authorization of ours at the content network. */
async function expectArrived(one: Lecture) {
	await bench.settled();
	const entries = await bench.entriesOf(one.uuid);
	expect(entries.map(({ content }) => content?.sha256)).toEqual([await hashAtZoom(one)]);
	expect((await tokens()).map(({ status }) => status)).toEqual([3]);
	expect((await sandbox.control.zoom.strayAuthorizations()).strayAuthorizations).toEqual([]);
}

/** Nothing was made: no entry, no upload. */
async function expectNothing({ uuid }: Lecture) {
	expect(await bench.entriesOf(uuid)).toEqual([]);
	expect(await tokens()).toEqual([]);
}

const cdnRequests = async () => (await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/cmr/'));
const uploads = async () =>
	(await sandbox.control.kaltura.requests()).filter(({ endpoint }) => /uploadtoken\.upload/i.test(endpoint));

test('a file arrives byte by byte, and the outcome says how fast and in how many attempts', async () => {
	const one = await lecture();
	const result = await carry(one);
	expect(result.outcome.status).toBe('imported');
	expect(result.files[0].transfer).toMatchObject({ way: 'throughN8n', bytes: SIZE, resumedFrom: 0, attempts: 1 });
	expect(result.files[0].transfer.seconds).toBeGreaterThan(0);
	expect(result.files[0].transfer.megabytesPerSecond).toBeGreaterThan(0);
	await expectArrived(one);
	expect((await uploads()).length).toBe(5);
});

test("n8n's log says how far a file is, a line per quarter, and how it ended; no address and no token", async () => {
	const one = await lecture([{ recordingType: 'gallery_view', bytes: 40 * TENTH }]);
	const parameters = { resource: 'recording', operation: 'import', transfer: 'throughN8n' };
	const context = bench.n8n.executeContext(new KalturaMedia(), { parameters, items: [one.item] });
	const info = jest.spyOn(context.logger, 'info');
	try {
		await new KalturaMedia().execute.call(context);
		const lines = info.mock.calls.map(([line]) => line).filter((line) => line.includes('in Kaltura'));
		const share = /: ([\d.]+ MB) of 8\.4 MB \((\d+) %\) in Kaltura$/;
		expect(lines.slice(0, -1).map((line) => share.exec(line)?.[2])).toEqual(['25', '50', '75']);
		expect(lines.at(-1)).toMatch(/: all 8\.4 MB in Kaltura after [\d.]+ s$/);
		expect(JSON.stringify(info.mock.calls)).not.toMatch(/https?:|Bearer|Signature/);
	} finally {
		info.mockRestore();
	}
});

test('a hash that is asked for is that of the bytes at both ends', async () => {
	const one = await lecture();
	const { hash } = (await carry(one, { hash: 'sha256' })).files[0].transfer;
	expect(hash).toEqual({ algorithm: 'sha256', hex: await hashAtZoom(one) });
	await expectArrived(one);
});

test('a file that takes longer than its limit is left for the next run, which goes on where it stopped', async () => {
	const one = await lecture();
	await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 8 * TENTH } });
	const late = await carry(one, { timeLimit: 2 / 60 });
	expect(late.outcome).toMatchObject({ status: 'failed', retryable: true });
	expect(late.errorDetails).toMatchObject({ vendor: 'transfer', code: 'timed-out' });
	expect(await bench.entriesOf(one.uuid)).toEqual([]);
	await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 0 } });
	const [left] = await tokens();
	expect((await carry(one)).files[0].transfer).toMatchObject({ bytes: SIZE, resumedFrom: 10 * TENTH });
	expect((await tokens()).map(({ id }) => id)).toEqual([left.id]);
	await expectArrived(one);
}, 30_000);

describe('downloads that break off', () => {
	test('fault case 24: a connection that is reset twice is taken up behind the last byte', async () => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'cdn' },
			skip: PROBE,
			times: 2,
			fault: { kind: 'reset', afterBytes: 8 * TENTH },
		});
		const result = await carry(one);
		expect(result.files[0].transfer).toMatchObject({ bytes: SIZE, attempts: 3 });
		await expectArrived(one);
	});

	test.each([
		['stands still', { kind: 'stall', afterBytes: 12 * TENTH }],
		['drips', { kind: 'drip', bytesPerSecond: 2000 }],
	])('fault case 24: a download that %s is opened again', async (_, fault) => {
		const one = await lecture();
		await zoomFault({ match: { where: 'cdn' }, skip: PROBE, times: 1, fault });
		const result = await carry(one, { idleTimeout: 1 });
		expect(result.files[0].transfer).toMatchObject({ bytes: SIZE, attempts: 2 });
		await expectArrived(one);
	});

	test('fault case 25: a server that ignores Range is read from the start, and nothing is spliced', async () => {
		const one = await lecture();
		await sandbox.control.zoom.settings({ downloads: { ranges: 'ignore' } });
		await zoomFault({
			match: { where: 'cdn' },
			skip: PROBE,
			times: 1,
			fault: { kind: 'reset', afterBytes: 13 * TENTH },
		});
		expect((await carry(one)).files[0].transfer).toMatchObject({ bytes: SIZE, attempts: 2 });
		await expectArrived(one);
	});

	test('fault case 19: a token that expires in the middle is renewed, and the download goes on', async () => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'cdn' },
			skip: PROBE,
			times: 1,
			fault: { kind: 'stall', afterBytes: 12 * TENTH },
		});
		const running = carry(one, { idleTimeout: 2, downloadTokenHours: 1 });
		for (let tries = 0; tries < 100 && (await uploads()).length < 2; tries++) await sleep(50);
		await sandbox.control.zoom.clock(2 * 3600);
		const result = await running;
		expect(result.files[0].transfer).toMatchObject({ bytes: SIZE });
		await expectArrived(one);
		const tokensGiven = (await sandbox.control.zoom.requests()).filter(
			({ query, status }) => query.include_fields === 'download_access_token' && status === 200,
		);
		// For the import, and after the refusal.
		expect(tokensGiven).toHaveLength(2);
	});

	test('fault case 19: a file that changes in the middle is copied from its start; the old bytes are thrown away', async () => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'cdn' },
			skip: PROBE,
			times: 1,
			fault: { kind: 'stall', afterBytes: 12 * TENTH },
		});
		const running = carry(one, { idleTimeout: 2 });
		for (let tries = 0; tries < 100 && (await uploads()).length < 2; tries++) await sleep(50);
		await sandbox.control.zoom.changeMeeting({
			uuid: one.uuid,
			changeFile: { id: one.fileId, bytes: SIZE, seed: 'another version' },
		});
		expect((await running).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test('fault case 28: errors of the server are waited out', async () => {
		const one = await lecture();
		for (const fault of [
			{ kind: 'status', status: 500 },
			{ kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
			{ kind: 'status', status: 503 },
			{ kind: 'status', status: 504, body: '<html>Gateway time-out</html>' },
		]) {
			await zoomFault({ match: { where: 'cdn' }, skip: PROBE, times: 1, fault });
		}
		expect((await carry(one)).files[0].transfer).toMatchObject({ bytes: SIZE, attempts: 5 });
		await expectArrived(one);
	}, 30_000);

	test.each([
		['seconds', () => '1'],
		['a date', () => new Date(Date.now() + 1500).toUTCString()],
	])('fault case 27: a rate limit that names %s is waited for', async (_, header) => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'download' },
			skip: PROBE,
			times: 1,
			fault: { kind: 'status', status: 429, headers: { 'retry-after': header() } },
		});
		expect((await carry(one)).files[0].transfer).toMatchObject({ bytes: SIZE, attempts: 2 });
		await expectArrived(one);
	});

	test('fault case 27: a daily limit parks the file: one request, and the item says when to come back', async () => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'download' },
			skip: PROBE,
			fault: { kind: 'status', status: 429, headers: { 'retry-after': '7200' } },
		});
		const result = await carry(one);
		expect(result.outcome).toMatchObject({ status: 'failed', retryable: true });
		expect(result.errorDetails).toMatchObject({ code: 'rate-limited', retryAfterSeconds: 7200 });
		const opened = (await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/rec/download'));
		expect(opened).toHaveLength(PROBE + 1);
		expect(await bench.entriesOf(one.uuid)).toEqual([]);
		// The next run goes on with the same token.
		await sandbox.control.zoom.clearFaults();
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});
});

describe('downloads that are not the file', () => {
	shortenWaits();
	test.each([
		['fault case 20: 401', { kind: 'status', status: 401 }, { reason: 'zoom-refused', retryable: false }, 'refused'],
		['fault case 20: 403', { kind: 'status', status: 403 }, { reason: 'zoom-refused', retryable: false }, 'refused'],
		['fault case 21: a login page', { kind: 'html' }, { reason: 'download-not-media', retryable: true }, 'not-media'],
		[
			'fault case 22: an error in JSON',
			{ kind: 'jsonError' },
			{ reason: 'download-not-media', retryable: true },
			'not-media',
		],
	])('%s: one new token, then a named failure; nothing is left in Kaltura', async (_, fault, outcome, code) => {
		const one = await lecture();
		await zoomFault({ match: { where: 'download' }, skip: PROBE, fault });
		const result = await carry(one);
		expect(result.outcome).toMatchObject({ status: 'failed', ...outcome });
		expect(result.errorDetails).toMatchObject({ vendor: 'transfer', code });
		const opened = (await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/rec/download'));
		expect(opened).toHaveLength(PROBE + 2);
		await expectNothing(one);
	});

	test.each([
		['fault case 21: a login page', { kind: 'html' }],
		['fault case 22: an error in JSON', { kind: 'jsonError' }],
		['fault case 20: a refusal', { kind: 'status', status: 401 }],
	])('%s that a new token cures costs nothing', async (_, fault) => {
		const one = await lecture();
		await zoomFault({ match: { where: 'download' }, skip: PROBE, times: 1, fault });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test('fault case 21: a login page in the middle of a file is never taken for its rest', async () => {
		const one = await lecture();
		await zoomFault({
			match: { where: 'cdn' },
			skip: PROBE,
			times: 1,
			fault: { kind: 'reset', afterBytes: 11 * TENTH },
		});
		await zoomFault({ match: { where: 'download' }, skip: PROBE + 1, times: 1, fault: { kind: 'html' } });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test.each([
		['shorter', { kind: 'truncate', afterBytes: 20 * TENTH }],
		['longer', { kind: 'extend', afterBytes: 10 }],
	])(
		'fault case 23: a file that is %s than its listing says is tried again, then refused; nothing is left',
		async (_, fault) => {
			const one = await lecture();
			await zoomFault({ match: { where: 'cdn' }, skip: PROBE, times: 1, fault });
			expect((await carry(one)).outcome.status).toBe('imported');
			await expectArrived(one);

			const two = await lecture();
			await sandbox.control.kaltura.reset('empty');
			await zoomFault({ match: { where: 'cdn' }, skip: PROBE, fault });
			const result = await carry(two);
			expect(result.outcome.status).toBe('failed');
			expect(result.errorDetails).toMatchObject({ vendor: 'transfer', code: 'size-mismatch' });
			await expectNothing(two);
		},
	);

	test.each([404, 410])(
		'fault case 26: HTTP %i: gone at the source is said so; the other files go on',
		async (status) => {
			const one = await lecture([
				{ recordingType: 'shared_screen_with_speaker_view', bytes: 12 * TENTH },
				{ recordingType: 'gallery_view', bytes: 11 * TENTH },
			]);
			const gallery = one.item.segments[0].files.find((file: any) => file.recordingType === 'gallery_view');
			const path = `cmr.*${Buffer.from(`${one.uuid}|${gallery.id}`).toString('base64url')}`;
			await zoomFault({ match: { where: 'cdn', path }, skip: PROBE, fault: { kind: 'status', status } });
			const result = await carry(one);
			expect(result.outcome).toMatchObject({ status: 'partial' });
			const file = result.files.find(({ id }: any) => id === gallery.id);
			expect(file.outcome).toMatchObject({ status: 'failed', reason: 'gone-at-source' });
			await expectArrived(one);
		},
	);

	test.each([
		'http://169.254.169.254/latest/meta-data/',
		'https://127.0.0.1:9/file.mp4?Signature=x',
		'https://[::ffff:10.0.0.1]/file.mp4?Signature=x',
		'http://cdn.example.org/file.mp4?Signature=x',
		'https://files.example.org/file.mp4',
		'file:///etc/passwd',
	])('fault case 29: a redirect to %s is not followed', async (location) => {
		const one = await lecture();
		await zoomFault({ match: { where: 'download' }, fault: { kind: 'redirect', location } });
		const result = await carry(one);
		expect(result.errorDetails).toMatchObject({ vendor: 'transfer', code: 'target-not-allowed' });
		expect(JSON.stringify(result)).not.toContain('Signature');
		await expectNothing(one);
	});

	test.each(['html', 'json401', 'html404'])(
		'fault case 30: a recording whose download is protected (%s) fails with a reason',
		async (refusal) => {
			const one = await lecture();
			await sandbox.control.zoom.settings({ privileges: [], downloads: { refusal } });
			try {
				const result = await carry(one);
				expect(result.outcome.status).toBe('failed');
				expect(result.outcome.nextStep).not.toBe('');
				await expectNothing(one);
			} finally {
				await sandbox.control.zoom.settings({ privileges: '*' });
			}
		},
	);
});

describe('uploads that go wrong', () => {
	shortenWaits();
	/** Upload requests of a file: the empty first part, three chunks, the empty final part. */
	const [SECOND_CHUNK, FINAL] = [2, 4];
	const upload = { endpoint: 'uploadToken.upload' };

	test('fault case 34: a session that ends in mid-upload is renewed', async () => {
		const one = await lecture();
		const args = { KSID: 'EXPIRED', ERR_CODE: '-1', ERR_DESC: 'INVALID_STR' };
		const fault = { kind: 'apiError', code: 'INVALID_KS', args };
		await kalturaFault({ match: upload, skip: SECOND_CHUNK, times: 2, fault });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test('fault case 35: an error inside HTTP 200 is an error, with its code; the token does not stay', async () => {
		const one = await lecture();
		await kalturaFault({ match: upload, skip: FINAL, fault: { kind: 'apiError', code: 'FILE_CONTENT_NOT_SECURE' } });
		const result = await carry(one);
		expect(result.outcome).toMatchObject({ status: 'failed', reason: 'kaltura-refused' });
		expect(result.errorDetails).toMatchObject({ vendor: 'kaltura', code: 'FILE_CONTENT_NOT_SECURE' });
		await expectNothing(one);
	});

	test.each(['lost', 'truncated', 'reset', 'html502'])('a chunk whose answer is %s is sent again', async (kind) => {
		const one = await lecture();
		await kalturaFault({ match: upload, skip: SECOND_CHUNK, times: 1, fault: { kind } });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test('a chunk whose connection breaks in its middle is sent again', async () => {
		const one = await lecture();
		await kalturaFault({ match: upload, skip: 1, times: 2, fault: { kind: 'reset', afterBytes: 3 * TENTH } });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test.each([
		['lost', 0],
		['truncated', 0],
		['reset', 1],
	])(
		'fault case 36: the final chunk when its answer is %s: Kaltura is asked before anything is sent again',
		async (kind, again) => {
			const one = await lecture();
			await kalturaFault({ match: upload, skip: FINAL, times: 1, fault: { kind } });
			expect((await carry(one)).outcome.status).toBe('imported');
			await expectArrived(one);
			const requests = await sandbox.control.kaltura.requests();
			const names = requests.map(({ endpoint }) => endpoint.toLowerCase());
			expect(names.filter((name) => name === 'uploadtoken.get')).toHaveLength(1);
			expect(names.filter((name) => name === 'uploadtoken.upload')).toHaveLength(5 + again);
		},
	);

	test('a final chunk that does not find the parts before it goes back to what Kaltura holds', async () => {
		const one = await lecture();
		const code = 'UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE';
		await kalturaFault({ match: upload, skip: FINAL, times: 1, fault: { kind: 'apiError', code } });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test.each([
		'UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD',
		'UPLOAD_TOKEN_NOT_FOUND',
		'UPLOAD_PASSED_MAX_RESUME_TIME_ALLOWED',
		'UPLOAD_TOKEN_CANNOT_RESUME',
	])('fault case 37: a token that Kaltura no longer takes (%s) is replaced by a new one', async (code) => {
		const one = await lecture();
		await kalturaFault({ match: upload, skip: SECOND_CHUNK, times: 1, fault: { kind: 'apiError', code } });
		expect((await carry(one)).outcome.status).toBe('imported');
		await expectArrived(one);
	});

	test('the host that Kaltura names for uploads gets the bytes, and nothing else', async () => {
		const service = new URL(sandbox.kaltura.serviceUrl);
		const paths: string[] = [];
		const named = createServer((request, response) => {
			paths.push(request.url!);
			const { method, headers, url } = request;
			const onward = httpRequest(
				{ host: service.hostname, port: service.port, path: url, method, headers },
				(answer) => {
					response.writeHead(answer.statusCode!, answer.headers);
					answer.pipe(response);
				},
			);
			request.pipe(onward);
		});
		await new Promise<void>((done) => named.listen(0, '127.0.0.1', done));
		try {
			const { port } = named.address() as AddressInfo;
			await sandbox.control.kaltura.settings({ uploadUrl: `http://127.0.0.1:${port}` });
			const one = await lecture();
			expect((await carry(one)).outcome.status).toBe('imported');
			await expectArrived(one);
			expect(paths).toEqual(Array.from({ length: 5 }, () => '/api_v3/service/uploadToken/action/upload'));
		} finally {
			await sandbox.control.kaltura.settings({ uploadUrl: null });
			named.closeAllConnections();
			named.close();
		}
	});
});

describe('a run that ends in mid-file', () => {
	test.each([
		['fault case 31: after the first chunk', 2],
		['fault case 31: before the final chunk', 4],
	])('%s: the next run goes on with the same token and sends only the rest', async (_, skip) => {
		const one = await lecture();
		await kalturaFault({ match: { endpoint: 'uploadToken.upload' }, skip, fault: { kind: 'hang' } });
		const kill = new AbortController();
		const running = carry(one, {}, kill.signal);
		running.catch(() => undefined);
		const struck = async () =>
			(await sandbox.control.kaltura.call('GET', '/faults')).faults.some((fault: any) => fault.struck > 0);
		for (let tries = 0; tries < 200 && !(await struck()); tries++) await sleep(30);
		kill.abort();
		await expect(running).rejects.toThrow();
		await sandbox.control.kaltura.clearFaults();
		expect(await bench.entriesOf(one.uuid)).toEqual([]);
		const [left] = await tokens();

		await sandbox.control.kaltura.clearRequests();
		const result = await carry(one);
		expect(result.outcome.status).toBe('imported');
		expect(result.files[0].transfer.resumedFrom).toBe(left.uploadedFileSize);
		expect(result.files[0].transfer.resumedFrom).toBeGreaterThanOrEqual(10 * TENTH);
		const sent = (await uploads()).reduce((sum, request: any) => sum + request.requestBytes, 0);
		expect(sent).toBeLessThan(SIZE - left.uploadedFileSize + 100_000);
		await expectArrived(one);
		expect((await tokens()).map(({ id }) => id)).toEqual([left.id]);
	});

	test('fault case 31: after the upload, before the entry: the next run attaches it without reading Zoom again', async () => {
		const one = await lecture();
		await kalturaFault({ match: { endpoint: 'media.add' }, fault: { kind: 'hang' } });
		const kill = new AbortController();
		const running = carry(one, {}, kill.signal);
		running.catch(() => undefined);
		for (let tries = 0; tries < 200 && (await tokens())[0]?.status !== 2; tries++) await sleep(30);
		kill.abort();
		await expect(running).rejects.toThrow();
		await sandbox.control.kaltura.clearFaults();
		await sandbox.control.zoom.clearRequests();
		expect((await carry(one)).files[0].transfer).toMatchObject({ bytes: SIZE, resumedFrom: SIZE, attempts: 0 });
		await expectArrived(one);
		expect(await cdnRequests()).toHaveLength(PROBE);
	});

	test('fault case 31: a run that comes soon after the kill watches the upload, sees that it stands still, and goes on with it', async () => {
		const one = await lecture();
		await kalturaFault({ match: { endpoint: 'uploadToken.upload' }, skip: 2, fault: { kind: 'hang' } });
		const kill = new AbortController();
		const running = carry(one, {}, kill.signal);
		running.catch(() => undefined);
		for (let tries = 0; tries < 200 && !(await tokens())[0]?.uploadedFileSize; tries++) await sleep(30);
		kill.abort();
		await expect(running).rejects.toThrow();
		await sandbox.control.kaltura.clearFaults();
		const [left] = await tokens();
		const result = await carry(one, { takeOverAfter: 4 });
		expect(result.files[0].transfer).toMatchObject({ bytes: SIZE, resumedFrom: 10 * TENTH });
		await expectArrived(one);
		expect((await tokens()).map(({ id }) => id)).toEqual([left.id]);
	}, 30_000);

	test('fault case 31: two runs that take over the same upload at the same moment end in one entry with the right bytes', async () => {
		const one = await lecture();
		await kalturaFault({ match: { endpoint: 'uploadToken.upload' }, skip: 2, fault: { kind: 'hang' } });
		const kill = new AbortController();
		const running = carry(one, {}, kill.signal);
		running.catch(() => undefined);
		for (let tries = 0; tries < 200 && !(await tokens())[0]?.uploadedFileSize; tries++) await sleep(30);
		kill.abort();
		await expect(running).rejects.toThrow();
		await sandbox.control.kaltura.clearFaults();
		const both = await Promise.all([carry(one), carry(one)]);
		const reasons = both.map(({ outcome }) => outcome.reason);
		expect(reasons).toContain('imported');
		for (const reason of reasons) expect(['imported', 'already-imported', 'upload-under-way']).toContain(reason);
		await expectArrived(one);
	}, 30_000);

	test('an upload that another execution is busy with is left to it', async () => {
		const one = await lecture();
		await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 2.5 * TENTH } });
		const running = carry(one);
		for (let tries = 0; tries < 200 && !(await tokens())[0]; tries++) await sleep(30);
		const result = await carry(one, { takeOverAfter: 60 });
		expect(result.outcome).toMatchObject({ status: 'waiting', reason: 'upload-under-way' });
		expect(await bench.entriesOf(one.uuid)).toEqual([]);
		await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 0 } });
		expect((await running).outcome.status).toBe('imported');
		await expectArrived(one);
	}, 60_000);
});

describe('who moves the bytes', () => {
	test('automatic: Kaltura pulls what it can reach, and no byte passes through n8n', async () => {
		const one = await lecture();
		const [result] = await bench.import([one.item], { transfer: 'automatic' });
		expect(result.files[0].transfer).toMatchObject({ way: 'kalturaPulls' });
		await bench.settled();
		expect(await uploads()).toEqual([]);
		expect((await bench.entriesOf(one.uuid)).map(({ content }) => content.sha256)).toEqual([await hashAtZoom(one)]);
		// What n8n itself took is the look at the first 4 KiB; the rest is Kaltura's, once.
		const [look, ...pulls] = (await cdnRequests()).filter(({ method }) => method === 'GET') as any[];
		expect(look).toMatchObject({ range: 'bytes=0-4095', status: 206, bytes: 4096 });
		expect(pulls.map(({ bytes }) => bytes)).toEqual([SIZE]);
	});

	test('a content network that ignores Range is hung up on after the first bytes, and Kaltura pulls', async () => {
		await sandbox.control.zoom.settings({ downloads: { ranges: 'ignore' } });
		const size = 64 * 1024 * 1024;
		const one = await lecture([{ recordingType: 'gallery_view', bytes: size }]);
		const [result] = await bench.import([one.item], { transfer: 'automatic' });
		expect(result.files[0].transfer).toMatchObject({ way: 'kalturaPulls' });
		await bench.settled();
		expect((await bench.entriesOf(one.uuid)).map(({ content }) => content.sha256)).toEqual([await hashAtZoom(one)]);
		const [look, ...pulls] = (await cdnRequests()).filter(({ method }) => method === 'GET') as any[];
		// What lay in the buffers of both sockets when n8n hung up.
		expect(look.bytes).toBeLessThan(size / 4);
		expect(pulls.map(({ bytes }) => bytes)).toEqual([size]);
	});

	test.each(['automatic', 'throughN8n'])('%s: a content network that refuses HEAD is no obstacle', async (transfer) => {
		// Signed addresses are signed for one method.
		await zoomFault({ match: { where: 'cdn', method: 'HEAD' }, fault: { kind: 'status', status: 403 } });
		const one = await lecture([{ recordingType: 'gallery_view' }]);
		const [result] = await bench.import([one.item], { transfer });
		expect(result.outcome.status).toBe('imported');
		await bench.settled();
		expect((await bench.entriesOf(one.uuid)).map(({ content }) => content.sha256)).toEqual([await hashAtZoom(one)]);
	});

	test('automatic: what Kaltura failed to pull comes through n8n the next time, into the same entry', async () => {
		// A content network that refuses a second way of authorization, as S3 does; Kaltura cannot leave the header out.
		await sandbox.control.zoom.settings({ downloads: { strayAuthorization: 'reject' } });
		await sandbox.control.kaltura.settings({ importAttempts: 1 });
		const one = await lecture([{ recordingType: 'gallery_view' }]);
		await bench.import([one.item], { transfer: 'automatic' });
		await bench.settled();
		const [failed] = await bench.entriesOf(one.uuid);
		expect(failed.status).toBe(-2);
		// As the node is shipped: nobody had to choose anything.
		const [result] = await bench.import([one.item], { transfer: 'automatic' });
		expect(result.files[0].transfer).toMatchObject({ way: 'throughN8n', because: expect.stringMatching(/failed/) });
		await bench.settled();
		const [entry] = (await bench.entriesOf(one.uuid)).filter(({ id }) => id === failed.id);
		expect(entry).toMatchObject({ status: 2, content: { sha256: await hashAtZoom(one) } });
	});

	test('three layouts, transcript and chat travel through n8n and become one complete entry; twice writes nothing', async () => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await bench.import([item], { transfer: 'throughN8n' });
		await bench.settled();
		expect(await bench.summaryOf(uuid)).toEqual([
			'entry Algebra I [2] with Chat, Zoom_TRANSCRIPT',
			'stream Algebra I (Active speaker) [2]',
			'stream Algebra I (Gallery view) [2]',
		]);
		await bench.counts();
		expect((await bench.import([item], { transfer: 'throughN8n' }))[0].outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	});
});
