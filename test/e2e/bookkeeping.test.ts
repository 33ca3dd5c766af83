/**
 * n8n keeps all data tables of an instance within one quota and refuses every further row. Here it is 64 kB, so that it is
 * reached at once: recordings are imported all the same, and somebody is told.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { Execution, ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

let sandbox: Sandbox;
let n8n: N8n;
let imported: Record<string, ImportedWorkflow>;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', indexLagMs: 200, conversionMs: 100 }),
		startN8n({
			env: { N8N_DATA_TABLES_MAX_SIZE_BYTES: String(64 * 1024), N8N_DATA_TABLES_SIZE_CHECK_CACHE_DURATION_MS: '0' },
		}),
	]);
	await sandbox.control.kaltura.settings({ imports: 'skip' });
	imported = await n8n.importTemplates(['ingest-live', 'ingest-reconcile', 'ingest-backfill'], {
		credentials: { ...sandbox.credentials },
		configure: {
			'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
			'ingest-reconcile': { Configuration: { lookBackDays: 2 } },
			'ingest-windows': { Configuration: { windowsAtOnce: 1 } },
			'ingest-window': { Configuration: { recordingsPerBatch: 2 } },
		},
	});
	await sandbox.control.zoom.subscribe({
		url: imported['ingest-live']!.webhooks['Zoom Trigger']!,
		events: ['recording.*'],
	});
}, 240_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
const lecture = async (topic: string, daysAgo = 0) => {
	const meeting = {
		topic,
		minutesAgo: 60 + daysAgo * 1440,
		files: [{ recordingType: 'shared_screen_with_speaker_view' }],
	};
	return (await sandbox.control.zoom.addMeeting(meeting)).uuid as string;
};
const parents = async (uuids: string[]) =>
	((await sandbox.control.kaltura.state()).entries as Array<{ referenceId: string }>).filter(({ referenceId }) =>
		uuids.some((uuid) => referenceId.startsWith(`Zoom_${uuid}`)),
	);
async function until(what: string, done: () => Promise<boolean>, seconds = 60): Promise<void> {
	for (let waited = 0; waited < seconds * 2; waited++) {
		if (await done()) return;
		await sleep(500);
	}
	throw new Error(`After ${seconds} s there was still no ${what}.`);
}
/** Executions that ended as errors, with what they said. */
async function failed(workflow: string): Promise<Execution[]> {
	const ended = await n8n.executions({ workflowId: imported[workflow]!.id, status: ['error'], limit: 20 });
	return await Promise.all(ended.map(({ id }) => n8n.execution(id)));
}
const FULL = /size limit exceeded/i;

test('a back catalogue whose tables become full in the middle brings the rest of its window, and says so', async () => {
	const uuids = await Promise.all(Array.from({ length: 6 }, (_, index) => lecture(`Old ${index}`, 20)));
	const form = imported['ingest-backfill']!.webhooks['Backfill Form']!;
	await n8n.submitForm(form, ['Start', day(22), day(18), '']);
	await until('recording in Kaltura', async () => (await parents(uuids)).length > 0);
	// An empty table takes 4 kB.
	for (let table = 0; table < 18; table++) await n8n.createTable(`filler_${table}`, [{ name: 'x', type: 'string' }]);
	await until('whole window in Kaltura', async () => (await parents(uuids)).length === 6);
	await until('failure that is seen', async () => (await failed('ingest-windows')).length > 0);
	expect((await failed('ingest-windows')).map(({ error }) => error?.message)).toEqual([expect.stringMatching(FULL)]);
}, 180_000);

test('no further window is begun without being noted', async () => {
	const before = (await failed('ingest-backfill')).length;
	const form = imported['ingest-backfill']!.webhooks['Backfill Form']!;
	await n8n.submitForm(form, ['Start', day(60), day(50), '']);
	await until('failure that is seen', async () => (await failed('ingest-backfill')).length > before);
	expect((await failed('ingest-backfill'))[0]!.error?.message).toMatch(FULL);
	const noted = (await n8n.tableRows('zoom_kaltura_backfill')).map(({ windowFrom }) => windowFrom);
	expect(noted.filter((from) => from < day(49))).toEqual([]);
}, 60_000);

test('a recording of an event is imported although its row cannot be written, and the ledger’s own workflow fails', async () => {
	const before = (await failed('record-outcome')).length;
	const uuid = await lecture('Live');
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	await until('entry', async () => (await parents([uuid])).length === 1);
	await until('failure of the ledger', async () => (await failed('record-outcome')).length > before);
	await n8n.settled({ workflowId: imported['ingest-live']!.id, timeoutMs: 60_000 });
	expect((await failed('record-outcome'))[0]!.error?.message).toMatch(FULL);
	expect(await failed('ingest-live')).toEqual([]);
	expect(await failed('ingest-recording')).toEqual([]);
}, 120_000);

test('a reconcile hands everything over; what fails is only its checkpoint, at the very end', async () => {
	const uuids = await Promise.all([lecture('Missed 1'), lecture('Missed 2')]);
	const run = await n8n.run(imported['ingest-reconcile']!.id, { trigger: 'Run Now', timeoutMs: 90_000 });
	expect(await parents(uuids)).toHaveLength(2);
	expect(run.error?.message).toMatch(FULL);
	expect(run.nodes['Ingest the Batch']).toHaveLength(1);
}, 120_000);

/** The tables are full from here on: every insert, update and upsert of every table is refused. */
describe('people, groups and cleanup with full tables', () => {
	let others: Record<string, ImportedWorkflow>;
	let directory: Server;
	const PERSON = 'ann.lee@example.edu';
	const writes = async () => [
		(await sandbox.control.zoom.counts()).writes,
		(await sandbox.control.kaltura.counts()).writes,
	];

	beforeAll(async () => {
		const csv = `userId,memberOf\n${PERSON},CN=Studio\n`;
		directory = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(csv));
		await new Promise<void>((done) => directory.listen(0, '127.0.0.1', done));
		const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}/users.csv`;
		const { origin } = await n8n.info();
		const key = { label: 'tables', scopes: ['dataTable:list'], expiresAt: null };
		const { rawApiKey } = await n8n.rest('POST', '/rest/api-keys', key);
		others = await n8n.importTemplates(
			['check-setup', 'provision-zoom-users', 'sync-users', 'sync-groups', 'cleanup-zoom', 'retry-failures'],
			{
				credentials: {
					...sandbox.credentials,
					httpBasicAuth: { user: 'decider', password: 'decider-password-1' },
					n8nInstanceApi: { apiKey: rawApiKey, baseUrl: `${origin}/api/v1` },
				},
				configure: {
					'sync-groups': { Configuration: { directoryUrl } },
					'sync-users': { Configuration: { createMissing: true } },
					'cleanup-zoom': {
						Configuration: { dryRun: false, retentionDays: 0.000_01, lookBackDays: 30, mostPercent: 100 },
					},
				},
			},
		);
	}, 180_000);
	afterAll(() => directory?.close());

	const run = (template: string, trigger: string) => n8n.run(others[template]!.id, { trigger, timeoutMs: 120_000 });

	test('the check of the setup says that they are full, and which setting is meant', async () => {
		const { error, nodes } = await run('check-setup', 'Check Now');
		expect(error).toBeNull();
		const findings = nodes['Check Everything']![0]!.outputs[0]!.map(({ json }) => json);
		const found = findings.find(({ check }) => check === 'Data tables');
		expect(found ?? nodes['Measure the Tables']![0]).toMatchObject({
			result: 'problem',
			message: expect.stringMatching(/of 0\.063 MiB \(1\d\d %\); the largest: /),
			remedy: expect.stringContaining('N8N_DATA_TABLES_MAX_SIZE_BYTES'),
		});
	}, 120_000);

	test('users are brought together, although nothing can be reported; and the run says so', async () => {
		const before = await writes();
		const { error } = await run('sync-users', 'Run Now');
		expect((await writes())[1]).toBeGreaterThan(before[1]!);
		expect(await n8n.tableRows('zoom_kaltura_user_report')).toEqual([]);
		expect(error?.message).toMatch(/differences could not be written.*N8N_DATA_TABLES_MAX_SIZE_BYTES/);
	}, 120_000);

	test('what needs a claim first changes nothing, and the run says why', async () => {
		const before = await writes();
		for (const [template, trigger] of [
			['sync-groups', 'Run Now'],
			['retry-failures', 'Retry Now'],
		] as const) {
			expect([template, (await run(template, trigger)).error?.message]).toEqual([
				template,
				expect.stringMatching(FULL),
			]);
		}
		expect(await writes()).toEqual(before);
	}, 240_000);

	test('nothing leaves Zoom that no row says has arrived', async () => {
		const before = await writes();
		const { error, nodes } = await run('cleanup-zoom', 'Run Now');
		expect(error).toBeNull();
		expect(nodes['Plan the Cleanup']![0]!.outputs[0]!.length).toBeGreaterThan(0);
		expect(await writes()).toEqual(before);
	}, 120_000);

	test('a list is planned and shown, and nobody is changed whose change could not be claimed', async () => {
		const before = await writes();
		const list = 'email,firstName,lastName,licence\nnobody.yet@example.edu,No,Body,Basic\n';
		const file = { fileName: 'people.csv', base64: Buffer.from(list).toString('base64') };
		const { url } = await n8n.submitForm(others['provision-zoom-users']!.webhooks['Upload a List']!, [file]);
		await n8n.formShows(url, '1 people: 1 to change|nobody.yet');
		await n8n.submitForm(url, ['', 'Carry it out']);
		const workflowId = others['provision-zoom-users']!.id;
		await until('end of the run', async () => (await n8n.executions({ workflowId, status: ['error'] })).length > 0);
		const [ended] = await n8n.executions({ workflowId, status: ['error'] });
		expect((await n8n.execution(ended!.id)).error?.message).toMatch(FULL);
		expect(await writes()).toEqual(before);
	}, 120_000);
});
