import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

let sandbox: Sandbox;
let n8n: N8n;
let reconcile: ImportedWorkflow;
let backfill: ImportedWorkflow;
let worker: ImportedWorkflow;
const userFolder = mkdtempSync(join(tmpdir(), 'zoom-kaltura-feeders-'));

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'recordings-300', indexLagMs: 200, conversionMs: 100 }),
		startN8n({ userFolder }),
	]);
	// The media of this data set are fillers that no converter takes.
	await sandbox.control.kaltura.settings({ imports: 'skip' });
	const imported = await n8n.importTemplates(['ingest-reconcile', 'ingest-backfill'], {
		credentials: { ...sandbox.credentials },
		configure: {
			'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
			'ingest-reconcile': { Configuration: { lookBackDays: 5 } },
			'ingest-windows': { Configuration: { takeOverAfterMinutes: 0.2, windowsAtOnce: 2 } },
			'ingest-window': { Configuration: { recordingsPerBatch: 50 } },
		},
	});
	reconcile = imported['ingest-reconcile']!;
	backfill = imported['ingest-backfill']!;
	worker = imported['ingest-windows']!;
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	rmSync(userFolder, { recursive: true, force: true });
});

interface Entry {
	referenceId: string;
	parentEntryId: string | null;
}
const parents = async (): Promise<Entry[]> =>
	((await sandbox.control.kaltura.state()).entries as Entry[]).filter(({ parentEntryId }) => !parentEntryId);
const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
/** Fills the form in as a browser does; gives the page that a person sees afterwards, as text. */
async function ask(action: string, more: Record<string, string> = {}): Promise<string> {
	const fields = [action, more.from ?? '', more.to ?? '', more.users ?? ''];
	const { url } = await n8n.submitForm(backfill.webhooks['Backfill Form']!, fields);
	const page = await n8n.formShows(url, 'planned|Nothing was started|Under way|Nothing is under way');
	return page.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
const windows = () => n8n.tableRows('zoom_kaltura_backfill');
async function until(what: string, done: () => Promise<boolean>, seconds = 240): Promise<void> {
	for (let waited = 0; waited < seconds; waited++) {
		if (await done()) return;
		await sleep(1000);
	}
	const states = (await windows()).map(({ windowFrom, state, message }) => `${windowFrom} ${state} ${message ?? ''}`);
	const failed = await n8n.executions({ status: ['error', 'crashed'], limit: 5 });
	const errors = await Promise.all(failed.map(async ({ id }) => (await n8n.execution(id)).error?.message));
	throw new Error(`After ${seconds} s there was still no ${what}: ${states.join(', ')}; failed: ${errors.join('; ')}`);
}

test('a recording whose webhook was lost is found by the reconcile, and the checkpoint moves', async () => {
	const execution = await n8n.run(reconcile.id, { trigger: 'Run Now', timeoutMs: 180_000 });
	expect(execution.error).toBeNull();
	const seen = execution.nodes['List Recordings']![0]!.outputs[0]!.length;
	expect(seen).toBeGreaterThan(10);
	const rows = await n8n.tableRows('zoom_kaltura_ledger');
	expect(rows).toHaveLength(seen);
	expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['imported']));
	expect(rows[0]).toMatchObject({ source: 'reconcile' });
	expect(await n8n.tableRows('zoom_kaltura_state')).toMatchObject([{ name: 'reconcile-complete-until' }]);
}, 240_000);

test('running it again writes nothing in Kaltura', async () => {
	const { writes } = await sandbox.control.kaltura.counts();
	const execution = await n8n.run(reconcile.id, { trigger: 'Run Now', timeoutMs: 180_000 });
	expect(execution.error).toBeNull();
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
}, 240_000);

test('a listing that breaks off moves no checkpoint', async () => {
	const [before] = await n8n.tableRows('zoom_kaltura_state');
	await sandbox.control.zoom.fault({
		match: { endpoint: 'GET /accounts/{accountId}/recordings' },
		fault: { kind: 'status', status: 400, body: '{"code":200,"message":"No permission."}' },
	});
	const execution = await n8n.run(reconcile.id, { trigger: 'Run Now', timeoutMs: 180_000 });
	await sandbox.control.zoom.clearFaults();
	expect(execution.error?.message).toMatch(/Zoom/);
	expect(await n8n.tableRows('zoom_kaltura_state')).toMatchObject([{ value: before!.value }]);
}, 240_000);

test.each([
	['from 2012 to 2011', { from: '2012-05-01', to: '2011-05-01' }, /before From/],
	['over more than ten years', { from: '2014-01-01', to: day(0) }, /more than 10 years/],
])(
	'a backfill %s is refused in the form before anything is planned',
	async (_, dates, sentence) => {
		expect(await ask('Start', dates)).toMatch(sentence);
		expect(await windows()).toEqual([]);
	},
	120_000,
);

test('a dry run counts and writes nothing', async () => {
	const { writes } = await sandbox.control.kaltura.counts();
	expect(await ask('Dry run (only count)', { from: day(46), to: day(0) })).toMatch(/Counting has begun/);
	await until('end of the counting', async () => {
		const rows = await windows();
		return rows.length > 0 && rows.every(({ state }) => state === 'counted');
	});
	const rows = await windows();
	expect(rows.reduce((sum, { recordings }) => sum + Number(recordings), 0)).toBe(300);
	// 300 recordings at 3,000 an hour.
	expect(await ask('Show progress')).toMatch(/\d+ counted\. Recordings seen: 300 \(0\.0 GB, about 0\.1 hours\)/);
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
}, 300_000);

/** So slow that a window takes long enough to be met half-way on any machine. */
const slowly = async (apiLatencyMs: number) => await sandbox.control.kaltura.settings({ apiLatencyMs });

test('a backfill that is paused finishes what it works on, goes on when resumed, and ends when stopped', async () => {
	const states = async () => (await windows()).map(({ state }) => String(state));
	const idle = async () => !(await states()).some((state) => ['pending', 'running'].includes(state));
	await slowly(1000);
	await ask('Start', { from: day(46), to: day(0) });
	expect(await ask('Pause')).toMatch(/Under way.*\d+ paused/);
	await until('end of the windows under way', idle);
	const paused = (await states()).filter((state) => state === 'paused').length;
	expect(paused).toBeGreaterThan(2);
	const atRest = (await parents()).length;
	// Nothing may start a paused window, the schedule included.
	await n8n.run(worker.id, { trigger: 'Every Five Minutes', timeoutMs: 60_000 });
	expect((await states()).filter((state) => state === 'paused')).toHaveLength(paused);
	expect(await parents()).toHaveLength(atRest);

	await ask('Resume');
	await until('window that goes on', async () => (await parents()).length > atRest);
	await ask('Stop');
	await until('end of the windows under way', idle);
	const stopped = (await states()).filter((state) => state === 'stopped').length;
	expect(stopped).toBeGreaterThan(0);
	await n8n.run(worker.id, { trigger: 'Every Five Minutes', timeoutMs: 60_000 });
	expect((await states()).filter((state) => state === 'stopped')).toHaveLength(stopped);
	await slowly(0);
	expect((await parents()).length).toBeLessThan(300);
}, 400_000);

test('a backfill of 300 recordings that is killed half-way goes on where it was and brings each once', async () => {
	await slowly(1000);
	await ask('Start', { from: day(46), to: day(0) });
	await until(
		'first finished window',
		async () => (await windows()).filter(({ state }) => state === 'done').length >= 1,
	);
	process.kill((await n8n.info()).pid, 'SIGKILL');
	await n8n.stop().catch(() => undefined);
	await slowly(0);
	const interrupted = (await parents()).length;
	expect(interrupted).toBeGreaterThan(0);
	expect(interrupted).toBeLessThan(300);

	n8n = await startN8n({ userFolder });
	await n8n.run(worker.id, { trigger: 'Every Five Minutes', timeoutMs: 240_000 });
	await until('end of the backfill', async () => (await windows()).every(({ state }) => state === 'done'), 400);
	const references = (await parents()).map(({ referenceId }) => referenceId);
	expect(references).toHaveLength(new Set(references).size);
	expect(new Set(references).size).toBe(300);
	const ledger = await n8n.tableRows('zoom_kaltura_ledger');
	const unhappy = ledger.filter(({ status }) => status !== 'imported' && status !== 'already-imported');
	expect(unhappy.map(({ status, message }) => `${status}: ${message}`)).toEqual([]);
	expect(await ask('Show progress')).toMatch(
		/Nothing is under way.*Windows: \d+ done\. Recordings seen: 300 .*waiting: 0, skipped: 0, need attention: 0, failed: 0/,
	);
}, 900_000);
