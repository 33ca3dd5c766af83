import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EndlessServer } from '../endless-server';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { Execution, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

const MIB = 1024 * 1024;
const START = 'Start';

let sandbox: Sandbox;
let n8n: N8n;
let userFolder: string;
let workflow: string;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'transfer-e2e-'));
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 }),
		startN8n({ userFolder }),
	]);
	const options = { credentials: { ...sandbox.credentials }, publish: false };
	workflow = (await n8n.importWorkflow(importThroughN8n(), options)).id;
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	rmSync(userFolder, { recursive: true, force: true });
});

function importThroughN8n(): WorkflowJson {
	const node = (name: string, type: string, x: number, parameters: Record<string, unknown>) => ({
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters,
	});
	const ours = 'n8n-nodes-zoom-kaltura';
	return {
		name: 'Test: Import Through n8n',
		nodes: [
			{ ...node(START, 'n8n-nodes-base.executeWorkflowTrigger', 0, { inputSource: 'passthrough' }), typeVersion: 1.1 },
			node('Get', `${ours}.zoomRecordings`, 200, { operation: 'get', meetingUuid: '={{ $json.meetingUuid }}' }),
			node('Import', `${ours}.kalturaMedia`, 400, {
				resource: 'recording',
				operation: 'import',
				owner: 'ann',
				transfer: 'throughN8n',
				// n8n is back sooner than that after a kill, so the unfinished upload is watched first.
				options: { indexWait: 0, takeOverAfter: 20 },
			}),
		],
		connections: {
			[START]: { main: [[{ node: 'Get', type: 'main', index: 0 }]] },
			Get: { main: [[{ node: 'Import', type: 'main', index: 0 }]] },
		},
	};
}

async function lecture(bytes: number) {
	const files = [{ recordingType: 'gallery_view', bytes }];
	const { uuid } = await sandbox.control.zoom.addMeeting({ topic: 'Botany', files });
	return uuid as string;
}
const run = async (meetingUuid: string) =>
	await n8n.run(workflow, { trigger: START, items: [{ meetingUuid }], timeoutMs: 120_000 });
/** The item that left Import; fails with n8n's own words when none did. */
function imported(execution: Execution) {
	const item = execution.nodes.Import?.[0]?.outputs[0]?.[0]?.json;
	if (!item) throw new Error(`Import gave no item: ${JSON.stringify(execution.error ?? execution.nodes)}`);
	return item;
}
const everything = () => sandbox.control.kaltura.call('GET', '/state?all=1');
const entriesOf = async (uuid: string) =>
	(await everything()).entries.filter(({ referenceId }: { referenceId: string }) => referenceId.includes(uuid));
const hashAtZoom = async (uuid: string, fileId: string) =>
	(await sandbox.control.zoom.call('GET', `/hash?uuid=${encodeURIComponent(uuid)}&file=${fileId}`)).sha256;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const tokensOf = async (): Promise<Array<{ id: string; status: number; uploadedFileSize: number }>> =>
	(await everything()).uploadTokens;
const bytesUploaded = async () =>
	(await sandbox.control.kaltura.requests())
		.filter(({ endpoint }) => /uploadtoken\.upload/i.test(endpoint))
		.reduce((sum, request: any) => sum + Number(request.requestBytes ?? 0), 0);

describe('fault case 31: n8n is killed with SIGKILL', () => {
	const SIZE = 96 * MIB;
	/** Reset after each: what is left of one kill must not help the next. */
	beforeEach(async () => {
		await sandbox.control.kaltura.reset('empty');
		await sandbox.control.kaltura.clearFaults();
		await sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 0 } });
	});

	const upload = { endpoint: 'uploadToken.upload' };
	const held = async () => (await tokensOf())[0]?.uploadedFileSize ?? 0;
	// Several parts travel at a time and may overtake each other: how many of those that arrived lie without a gap is open.
	const LEAST = 3 * MIB;
	const struck = async (times: number) =>
		(await sandbox.control.kaltura.call('GET', '/faults')).faults.some((fault: any) => fault.struck >= times);
	test.each([
		{
			when: 'while Zoom sends and parts are on their way',
			before: () => sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 12 * MIB } }),
			reached: async () => (await held()) >= 8 * LEAST,
			after: () => sandbox.control.zoom.settings({ downloads: { bytesPerSecond: 0 } }),
		},
		{
			when: 'while Kaltura does not answer several parts',
			before: () => sandbox.control.kaltura.fault({ match: upload, skip: 5, fault: { kind: 'hang' } }),
			reached: async () => (await struck(2)) && (await held()) >= LEAST,
			after: () => sandbox.control.kaltura.clearFaults(),
		},
		{
			when: 'when every byte is there and no entry yet',
			before: () => sandbox.control.kaltura.fault({ match: { endpoint: 'media.add' }, fault: { kind: 'hang' } }),
			reached: async () => (await tokensOf())[0]?.status === 2,
			after: () => sandbox.control.kaltura.clearFaults(),
		},
	])(
		'$when: the next run goes on with the same token, sends the rest, and there is one entry',
		async ({ before, reached, after }) => {
			const uuid = await lecture(SIZE);
			await sandbox.control.kaltura.clearRequests();
			await before();
			const { pid } = await n8n.info();
			const running = run(uuid).catch(() => 'died');
			for (let tries = 0; !(await reached()); tries++) {
				if (tries > 1200) throw new Error('The upload does not get that far.');
				await sleep(50);
			}
			process.kill(pid, 'SIGKILL');
			await running;
			await n8n.stop();
			await after();
			// By then Kaltura has done with whatever it had received when n8n died.
			n8n = await startN8n({ userFolder });
			const [left, ...others] = await tokensOf();
			expect(others).toEqual([]);
			expect(left!.uploadedFileSize).toBeGreaterThanOrEqual(LEAST);
			expect(await entriesOf(uuid)).toEqual([]);
			const sentBefore = await bytesUploaded();
			await sandbox.control.kaltura.clearRequests();

			const { files, outcome } = imported(await run(uuid));
			expect(outcome.status).toBe('imported');
			expect(files[0].transfer).toMatchObject({ bytes: SIZE, resumedFrom: left!.uploadedFileSize });
			// Frames and API calls come on top of the bytes.
			const sent = await bytesUploaded();
			expect(sent).toBeLessThan(SIZE - left!.uploadedFileSize + MIB);
			expect(sentBefore + sent).toBeLessThan(2 * SIZE);
			expect((await tokensOf()).map(({ id, status }) => [id, status])).toEqual([[left!.id, 3]]);
			const entries = await entriesOf(uuid);
			expect(entries.map(({ content }: { content: { sha256: string } }) => content.sha256)).toEqual([
				await hashAtZoom(uuid, files[0].id),
			]);
		},
		300_000,
	);
});

test('a file of 400 MiB passes through n8n without lying in its memory', async () => {
	await run(await lecture(12 * MIB)); // everything is loaded then
	const { pid } = await n8n.info();
	const memory = (name: string) =>
		Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
	writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the kernel's high-water mark starts anew
	const before = memory('VmRSS');
	const uuid = await lecture(400 * MIB);
	const execution = await run(uuid);
	expect(imported(execution).outcome.status).toBe('imported');
	expect(memory('VmHWM') - before).toBeLessThan(150);
	const [entry] = await entriesOf(uuid);
	expect(entry.content.size).toBe(400 * MIB);
	const { files } = imported(execution);
	expect(entry.content.sha256).toBe(await hashAtZoom(uuid, files[0].id));
}, 180_000);

test.each([10, 63])(
	'a download that breaks after %i bytes does not freeze n8n',
	async (afterBytes) => {
		await sandbox.control.zoom.fault({ match: { where: 'cdn' }, fault: { kind: 'reset', afterBytes } });
		const { origin } = await n8n.info();
		let slowest = 0;
		let asked = 0;
		let over = false;
		const watching = (async () => {
			while (!over) {
				const started = performance.now();
				// A frozen n8n answers nothing at all: then this fails, and the execution below ends with its time limit.
				const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(10_000) });
				expect(answer.status).toBe(200);
				slowest = Math.max(slowest, performance.now() - started);
				asked++;
				await sleep(20);
			}
		})();
		const running = run(await lecture(MIB)).finally(() => (over = true));
		await Promise.all([watching, running]);
		expect(asked).toBeGreaterThan(10);
		const [file] = imported(await running).files;
		expect(file.outcome).toMatchObject({ status: 'failed', retryable: true });
		expect(slowest).toBeLessThan(2000);
		await sandbox.control.zoom.clearFaults();
		expect(imported(await run(await lecture(MIB))).outcome.status).toBe('imported');
	},
	60_000,
);

test.each(['endless', 'bomb'] as const)(
	'%s answers of Zoom and Kaltura are named failures, and n8n keeps its memory',
	async (body) => {
		const server = await EndlessServer.start();
		const base = server.baseFor(body);
		const zoom = { ...sandbox.credentials.zoomServerToServerOAuth2Api, apiBaseUrl: base };
		const kaltura = { ...sandbox.credentials.kalturaApi, serviceUrl: base };
		try {
			const { pid } = await n8n.info();
			const memory = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
			writeFileSync(`/proc/${pid}/clear_refs`, '5');
			const before = memory();
			for (const verdict of [
				await n8n.testCredential('zoomServerToServerOAuth2Api', zoom),
				await n8n.testCredential('kalturaApi', kaltura),
			]) {
				expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(/longer than 32 MB/) });
			}
			await n8n.createCredentials({ zoomServerToServerOAuth2Api: zoom, kalturaApi: kaltura });
			const { error } = await run('abc==');
			expect(error?.message).toMatch(/the answer did not end.*longer than 32 MB/);
			expect(memory() - before).toBeLessThan(250);
		} finally {
			await n8n.createCredentials({ ...sandbox.credentials });
			await server.stop();
		}
	},
	60_000,
);
