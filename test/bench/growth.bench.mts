/**
 * How much room n8n's data tables need: all of an n8n share one limit (N8N_DATA_TABLES_MAX_SIZE_BYTES). The templates work on
 * a thousand recordings and on a thousand people in a real n8n, and n8n says how large each table has become.
 *
 *   npm run bench:growth                   both; some twenty minutes
 *   npm run bench:growth -- --people       only people
 *   npm run bench:growth -- --recordings   only recordings
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../sandbox/control-call.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import type { Execution, N8n } from '../../scripts/n8n/contract.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';
import { type Bench, benchmark, round } from './report.mts';

/** Days that hold about a thousand recordings of the data set recordings-20000. */
const DAYS = 18;

await benchmark('growth', async (bench) => {
	bench.note('Sizes as n8n says them (SQLite; pages of 4 kB, so an empty table has one).');
	if (!process.argv.includes('--people')) await recordings(bench);
	if (!process.argv.includes('--recordings')) await people(bench);
});

async function recordings({ figure, note }: Bench): Promise<void> {
	const sandbox = await startSandbox({ data: 'recordings-20000', indexLagMs: 200 });
	const n8n = await startN8n({ timeoutMs: 400_000 });
	try {
		await callControl(sandbox.kaltura.control, 'POST', '/settings', { imports: 'skip' });
		const imported = await n8n.importTemplates(['ingest-backfill', 'cleanup-zoom'], {
			credentials: sandbox.credentials,
			configure: {
				'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
				'cleanup-zoom': { Configuration: { lookBackDays: DAYS + 1 } },
			},
		});
		const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
		await n8n.submitForm(imported['ingest-backfill']!.webhooks['Backfill Form']!, ['Start', day(DAYS), day(0), '']);
		await backfillDone(n8n);
		succeeded(await n8n.run(imported['cleanup-zoom']!.id, { trigger: 'Run Now', timeoutMs: 600_000 }));
		const rows = (await n8n.tableRows('zoom_kaltura_ledger')).length;
		note(`${rows} recordings: back catalogue, then a dry run of the cleanup.`);
		const sizes = await sizesOf(n8n);
		for (const name of ['zoom_kaltura_ledger', 'zoom_kaltura_cleanup'])
			figure(`${name}, per 1,000 recordings`, kilobytes(sizes, name, rows));
		figure('all tables, per 1,000 recordings', `${Math.round(total(sizes) / rows)} kB`);
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

/** A machine with much to do answers late now and then; only when that lasts is something wrong. */
async function backfillDone(n8n: N8n): Promise<void> {
	for (let silent = 0; silent < 30;) {
		await sleep(2000);
		try {
			const states = (await n8n.tableRows('zoom_kaltura_backfill')).map(({ state }) => String(state));
			if (states.length > 0 && states.every((state) => state === 'done')) return;
			silent = 0;
		} catch (error) {
			console.log(`# … no answer just now: ${(error as Error).message}`);
			silent += 1;
		}
	}
	throw new Error('n8n has not answered for a minute.');
}

async function people({ figure, note }: Bench): Promise<void> {
	const sandbox = await startSandbox({ data: 'users-1000', indexLagMs: 0 });
	const n8n = await startN8n({ timeoutMs: 400_000 });
	try {
		const account = String(sandbox.credentials.zoomServerToServerOAuth2Api!.accountId);
		const imported = await n8n.importTemplates(
			['provision-zoom-users', 'sync-users', 'sync-groups-from-zoom', 'review-access'],
			{
				credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'reader', password: 'only-for-the-bench' } },
				configure: {
					'provision-zoom-users': { Configuration: { approveFrom: 10_000 } },
					'plan-group-changes': { Configuration: { approveFrom: 10_000, createUsers: true } },
				},
			},
		);
		const run = (template: string) => runToItsEnd(n8n, imported[template]!.id);
		await run('provision-zoom-users'); // creates its tables
		const state = await callControl<{ users: Array<{ email: string; status: string }> }>(
			sandbox.zoom.control,
			'GET',
			'/state',
		);
		const active = state.users.filter(({ status }) => status === 'active');
		await insert(
			n8n,
			'zoom_kaltura_people',
			active.map(({ email }) => ({ account, email, department: 'Department of Figures' })),
		);
		for (const template of ['provision-zoom-users', 'sync-users', 'sync-groups-from-zoom', 'review-access'])
			await run(template);
		const sizes = await sizesOf(n8n);
		note(`${active.length} active people: each changed once by a list, compared, put into groups, and reviewed once.`);
		for (const name of [
			'zoom_kaltura_people',
			'zoom_kaltura_provisioning',
			'zoom_kaltura_user_changes',
			'zoom_kaltura_user_report',
			'zoom_kaltura_group_record',
			'zoom_kaltura_group_changes',
			'zoom_kaltura_access_snapshots',
		]) {
			const per = /changes$|snapshots$/.test(name) ? 'per 1,000 people and change or snapshot' : 'per 1,000 people';
			figure(`${name}, ${per}`, kilobytes(sizes, name, active.length));
		}
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

/** A thousand people make an execution that n8n takes long to show; only how it ended is asked for. */
async function runToItsEnd(n8n: N8n, workflowId: string): Promise<void> {
	const [before] = await n8n.executions({ workflowId, limit: 1 });
	// What it gives back is not awaited: a busy n8n answers later than anybody waits.
	n8n.run(workflowId, { trigger: 'Run Now', timeoutMs: 900_000 }).catch(() => undefined);
	for (let waited = 0; waited < 450; waited++) {
		await sleep(2000);
		const [latest] = await n8n.executions({ workflowId, limit: 1 }).catch(() => []);
		if (latest === undefined || latest.id === before?.id || ['new', 'running'].includes(latest.status)) continue;
		if (latest.status !== 'success') throw new Error(`Execution ${latest.id} ended as ${latest.status}.`);
		return;
	}
	throw new Error(`A run of the workflow ${workflowId} has not ended within 15 minutes.`);
}

function succeeded(execution: Execution): void {
	if (execution.error) throw new Error(execution.error.message);
}

async function insert(n8n: N8n, name: string, rows: Array<Record<string, unknown>>): Promise<void> {
	const { id: project } = (await n8n.rest('GET', '/rest/projects/personal')) as { id: string };
	const tables = `/rest/projects/${project}/data-tables`;
	const { data } = (await n8n.rest('GET', `${tables}?take=100`)) as { data: Array<{ id: string; name: string }> };
	const { id } = data.find((one) => one.name === name)!;
	for (let at = 0; at < rows.length; at += 200)
		await n8n.rest('POST', `${tables}/${id}/insert`, { data: rows.slice(at, at + 200), returnType: 'count' });
}

/** Name → bytes. n8n keeps its answer for some seconds. */
async function sizesOf(n8n: N8n): Promise<Map<string, number>> {
	await sleep(6000);
	const { dataTables } = (await n8n.rest('GET', '/rest/data-tables-global/limits')) as {
		dataTables: Record<string, { name: string; sizeBytes: number }>;
	};
	return new Map(Object.values(dataTables).map(({ name, sizeBytes }) => [name, sizeBytes]));
}

function total(sizes: ReadonlyMap<string, number>): number {
	return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function kilobytes(sizes: ReadonlyMap<string, number>, name: string, rows: number): string {
	const bytes = sizes.get(name);
	return bytes === undefined ? 'not measured: the table is not there' : `${round(bytes / rows, 0)} kB`;
}
