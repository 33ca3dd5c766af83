import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
				options: { indexWait: 0, takeOverAfter: 0 },
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

// A worker that is killed in mid-file and continued by another: shown in test/nodes; in the real n8n it is not reliable yet.

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
