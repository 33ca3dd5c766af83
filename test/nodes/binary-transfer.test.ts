import { createHash, randomBytes } from 'node:crypto';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { BinaryModes, N8nContext } from '../n8n-context';
import { startSandbox, type Sandbox } from '../sandbox';

const MIB = 1024 * 1024;
const FTYP = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1');
const VIDEO = Buffer.concat([FTYP, randomBytes(23 * MIB)]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let sandbox: Sandbox;
let n8n: N8nContext;
const modes = new BinaryModes();

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.reset('empty');
	await sandbox.control.zoom.clearFaults();
	await modes.use('filesystem');
});
afterAll(() => modes.use('filesystem'));

async function emptyEntry(): Promise<string> {
	const parameters = { resource: 'entry', operation: 'create', name: 'Upload', mediaType: 'video', userId: 'ann' };
	const [items] = await n8n.runNode(new KalturaMedia(), { parameters });
	return String(items![0]!.json.id);
}

async function upload(entryId: string, bytes: Buffer, parameters: object = {}): Promise<any> {
	const data = await n8n.binary(bytes, 'lecture.mp4', 'video/mp4');
	const [items] = await n8n.runNode(new KalturaMedia(), {
		parameters: { resource: 'content', operation: 'upload', entryId, ...parameters } as never,
		items: [{ json: {}, binary: { data } }],
	});
	return items![0]!.json;
}

const entryOf = async (id: string): Promise<any> => {
	for (let tries = 0; tries < 100; tries++) {
		const entry = await sandbox.control.kaltura.call('GET', `/entries/${id}`);
		if (!['0', '1', '4'].includes(String(entry.status))) return entry;
		await new Promise((done) => setTimeout(done, 30));
	}
	throw new Error('Kaltura is still converting');
};
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const tokens = async (): Promise<any[]> =>
	(await sandbox.control.kaltura.call('GET', '/state?all=1')).uploadTokens.filter(({ status }: any) => status !== 5);

describe('Content → Upload', () => {
	test.each([
		['filesystem', 'filesystem', false],
		['default', 'default', true],
		['database', 'database', true],
		['s3', 's3', false],
	] as const)('streams a binary field in the mode %s', async (mode, binaryMode, buffered) => {
		await modes.use(mode);
		const entryId = await emptyEntry();
		const result = await upload(entryId, VIDEO);
		expect(result).toMatchObject({
			id: entryId,
			changed: true,
			transfer: { bytes: VIDEO.length, binaryMode, buffered },
		});
		expect((await entryOf(entryId)).content).toMatchObject({ sha256: sha256(VIDEO), fileName: 'lecture.mp4' });
		expect((await tokens()).map(({ status }) => status)).toEqual([3]);
	});

	test.each([
		['default', 'at most 384 MiB'],
		['database', 'at most 512 MiB'],
	] as const)(
		'mode %s, which buffers, is named in the log with its limit before the first byte',
		async (mode, limit) => {
			await modes.use(mode);
			const entryId = await emptyEntry();
			await sandbox.control.kaltura.fault({
				match: { endpoint: 'uploadToken.add' },
				fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
			});
			const data = await n8n.binary(VIDEO, 'lecture.mp4', 'video/mp4');
			const parameters = { resource: 'content', operation: 'upload', entryId };
			const context = n8n.executeContext(new KalturaMedia(), { parameters, items: [{ json: {}, binary: { data } }] });
			const warn = jest.spyOn(context.logger, 'warn');
			try {
				await expect(new KalturaMedia().execute.call(context)).rejects.toThrow(/Kaltura/);
				expect(warn.mock.calls.map(([line]) => line)).toEqual([
					expect.stringMatching(new RegExp(`"${mode}" holds "lecture.mp4" in memory.*${limit}`)),
				]);
			} finally {
				warn.mockRestore();
			}
		},
	);

	test('stops when the execution is cancelled, and leaves no token behind', async () => {
		const entryId = await emptyEntry();
		const data = await n8n.binary(VIDEO, 'lecture.mp4', 'video/mp4');
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'uploadToken.upload' },
			skip: 2,
			fault: { kind: 'hang' },
		});
		const stop = new AbortController();
		const running = n8n.runNode(new KalturaMedia(), {
			parameters: { resource: 'content', operation: 'upload', entryId },
			items: [{ json: {}, binary: { data } }],
			signal: stop.signal,
		});
		running.catch(() => undefined);
		for (let tries = 0; tries < 200 && !(await tokens())[0]?.uploadedFileSize; tries++) await sleep(30);
		stop.abort();
		await expect(running).rejects.toThrow();
		// No later run could tell whose bytes these are: the name of a binary field identifies nothing.
		expect(await tokens()).toEqual([]);
		expect(Number((await entryOf(entryId)).status)).toBe(7);
	});

	test('keeps, refuses or replaces content that is there, before the bytes travel', async () => {
		const entryId = await emptyEntry();
		const first = VIDEO.subarray(0, 50_000);
		await upload(entryId, first);
		await entryOf(entryId);
		await sandbox.control.kaltura.clearRequests();
		expect(await upload(entryId, VIDEO)).toMatchObject({ changed: false });
		await expect(upload(entryId, VIDEO, { ifContentExists: 'fail' })).rejects.toThrow(/content/);
		const asked = (await sandbox.control.kaltura.requests()).map(({ endpoint }) => endpoint.toLowerCase());
		expect(asked.filter((name) => name.startsWith('uploadtoken'))).toEqual([]);
		expect(await upload(entryId, VIDEO, { ifContentExists: 'replace' })).toMatchObject({ changed: true });
	});

	test('a chunk that fails for good leaves no token, and the entry stays empty', async () => {
		const entryId = await emptyEntry();
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'uploadToken.upload' },
			skip: 2,
			fault: { kind: 'apiError', code: 'FILE_CONTENT_NOT_SECURE' },
		});
		await expect(upload(entryId, VIDEO)).rejects.toThrow(/Kaltura/);
		expect(await tokens()).toEqual([]);
		expect(Number((await entryOf(entryId)).status)).toBe(7);
	});

	test('an answer that is lost when the content is attached is looked up, not repeated', async () => {
		const entryId = await emptyEntry();
		await sandbox.control.kaltura.fault({ match: { endpoint: 'media.addContent' }, times: 1, fault: { kind: 'lost' } });
		expect(await upload(entryId, VIDEO)).toMatchObject({ changed: true });
		expect((await entryOf(entryId)).content.sha256).toBe(sha256(VIDEO));
	});

	test('a missing field, an empty file and an unknown entry are named before anything is sent', async () => {
		const entryId = await emptyEntry();
		await sandbox.control.kaltura.clearRequests();
		await expect(upload(entryId, Buffer.alloc(0))).rejects.toThrow(/empty/);
		await expect(upload(entryId, VIDEO, { binaryField: 'other' })).rejects.toThrow(/other/);
		await expect(upload('1_nothere', VIDEO)).rejects.toThrow(/1_nothere/);
		const writes = (await sandbox.control.kaltura.counts()).writes;
		expect(writes).toBe(0);
	});
});

describe('Zoom Recordings → Download', () => {
	const meeting = async (files: any[]): Promise<string> =>
		(await sandbox.control.zoom.addMeeting({ topic: 'Algebra I: "sets" / maps', files })).uuid;

	async function download(meetingUuid: string, parameters: object = {}) {
		const [items] = await n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'download', meetingUuid, ...parameters } as never,
		});
		return items!;
	}
	const hashAtZoom = async (uuid: string, fileId: string) =>
		(await sandbox.control.zoom.call('GET', `/hash?uuid=${encodeURIComponent(uuid)}&file=${fileId}`)).sha256;

	test.each(['filesystem', 'default', 'database', 's3'] as const)(
		'gives one item per file in the mode %s',
		async (mode) => {
			await modes.use(mode);
			const uuid = await meeting([
				{ recordingType: 'gallery_view', bytes: 12 * MIB },
				{ recordingType: 'audio_transcript' },
				{ recordingType: 'chat_file' },
			]);
			const items = await download(uuid);
			expect(items.map(({ json }) => json.recordingType)).toEqual(['gallery_view', 'audio_transcript', 'chat_file']);
			for (const { json, binary } of items) {
				const bytes = await n8n.bytesOf(binary!.data!);
				expect(sha256(bytes)).toBe(await hashAtZoom(uuid, String(json.fileId)));
				expect(json.transfer).toMatchObject({ bytes: bytes.length, attempts: 1 });
			}
			expect(items[0]!.json.fileName).toMatch(/^Algebra-I-sets-maps_\d{8}T\d{6}Z_gallery_view\.mp4$/);
			expect(items[0]!.binary!.data!.mimeType).toBe('video/mp4');
			expect(JSON.stringify(items.map(({ json }) => json))).not.toMatch(/rec\/download|Bearer|Signature/);
		},
	);

	test('survives a connection that breaks', async () => {
		const uuid = await meeting([{ recordingType: 'gallery_view', bytes: 12 * MIB }]);
		await sandbox.control.zoom.fault({
			match: { where: 'cdn' },
			times: 2,
			fault: { kind: 'reset', afterBytes: 4 * MIB },
		});
		const [item] = await download(uuid);
		expect(sha256(await n8n.bytesOf(item!.binary!.data!))).toBe(await hashAtZoom(uuid, String(item!.json.fileId)));
		expect(item!.json.transfer).toMatchObject({ attempts: 3 });
	});

	test.each([
		['default', '384 MiB'],
		['database', '512 MiB'],
		['s3', '1024 MiB'],
	] as const)('mode %s: what would not fit is named with its limit before the first byte', async (mode, limit) => {
		await modes.use(mode);
		const uuid = await meeting([
			{ recordingType: 'audio_transcript' },
			{ recordingType: 'gallery_view', bytes: 1200 * MIB },
		]);
		await sandbox.control.zoom.clearRequests();
		await expect(download(uuid)).rejects.toThrow(new RegExp(`"${mode}".*${limit}`));
		const paths = (await sandbox.control.zoom.requests()).map(({ path }) => path);
		expect(paths.filter((path) => /^\/(rec|cmr)\//.test(path))).toEqual([]);
	});

	test("n8n's log names a mode that buffers, with its limit, before the first byte, and says how far a file is", async () => {
		await modes.use('database');
		const uuid = await meeting([{ recordingType: 'gallery_view', bytes: 40 * MIB }]);
		const parameters = { operation: 'download', meetingUuid: uuid };
		const context = n8n.executeContext(new ZoomRecordings(), { parameters });
		const said: string[] = [];
		const listen = (line: string) => void said.push(line);
		const spies = [
			jest.spyOn(context.logger, 'warn').mockImplementation(listen),
			jest.spyOn(context.logger, 'info').mockImplementation(listen),
		];
		try {
			await new ZoomRecordings().execute.call(context);
			const [first, ...lines] = said.filter((line) => /in memory|in n8n/.test(line));
			expect(first).toMatch(/"database" holds each file in memory.*at most 512 MiB/);
			const share = (line: string) => /of 42 MB \((\d+) %\) in n8n$/.exec(line)?.[1];
			expect(lines.slice(0, -1).map(share)).toEqual(['25', '50', '75']);
			expect(lines.at(-1)).toMatch(/: all 42 MB in n8n after [\d.]+ s$/);
			expect(said.join()).not.toMatch(/rec\/download|Bearer|Signature/);
		} finally {
			for (const spy of spies) spy.mockRestore();
		}
	});

	test('files are chosen by id or type; one that is not there is named', async () => {
		const uuid = await meeting([{ recordingType: 'gallery_view' }, { recordingType: 'chat_file' }]);
		const [all] = await download(uuid, { downloadFiles: 'types', downloadTypes: 'chat_file' });
		expect(all!.json.recordingType).toBe('chat_file');
		const byId = await download(uuid, { downloadFiles: 'ids', downloadFileIds: [all!.json.fileId] });
		expect(byId.map(({ json }) => json.fileId)).toEqual([all!.json.fileId]);
		await expect(download(uuid, { downloadFiles: 'types', downloadTypes: 'shared_screen' })).rejects.toThrow(
			/shared_screen/,
		);
	});

	test('stops when the execution is cancelled: the connection to Zoom is closed', async () => {
		const uuid = await meeting([{ recordingType: 'gallery_view', bytes: 200 * MIB }]);
		await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 20 * MIB } });
		try {
			const stop = new AbortController();
			const parameters = { operation: 'download', meetingUuid: uuid };
			const running = n8n.runNode(new ZoomRecordings(), { parameters, signal: stop.signal });
			running.catch(() => undefined);
			await sleep(500);
			stop.abort();
			await expect(running).rejects.toThrow(/cancel/i);
			const sent = async () =>
				(await sandbox.control.zoom.requests()).find(({ path }) => path.startsWith('/cmr/')) as { bytes?: number };
			for (let tries = 0; tries < 100 && (await sent())?.bytes === undefined; tries++) await sleep(30);
			expect((await sent()).bytes).toBeLessThan(100 * MIB);
		} finally {
			await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 0 } });
		}
	});

	test('a login page never becomes a file', async () => {
		const uuid = await meeting([{ recordingType: 'gallery_view' }]);
		await sandbox.control.zoom.fault({ match: { where: 'download' }, fault: { kind: 'html' } });
		await expect(download(uuid)).rejects.toThrow(/web page/);
	});
});
