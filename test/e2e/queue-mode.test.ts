import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { claimFaults } from './claim-probe';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

/** Queue mode as sites with many recordings run it: a main process that takes events in, two workers, Postgres, Redis. */
const inPath = (program: string) =>
	[...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => existsSync(join(folder, program)));
const possible =
	inPath('redis-server') && inPath('setpriv') && globSync('/usr/lib/postgresql/*/bin/postgres').length > 0;

(possible ? describe : describe.skip)('queue mode with two workers', () => {
	let sandbox: Sandbox;
	let n8n: N8n;
	let imported: Record<string, ImportedWorkflow>;

	beforeAll(async () => {
		[sandbox, n8n] = await Promise.all([
			startSandbox({ data: 'recordings-300', indexLagMs: 200, conversionMs: 100 }),
			startN8n({ workers: 2 }),
		]);
		// The media of this data set are fillers that no converter takes.
		await sandbox.control.kaltura.settings({ imports: 'skip' });
		imported = await n8n.importTemplates(
			['ingest-live', 'ingest-reconcile', 'cleanup-zoom', 'ingest-backfill', 'check-setup'],
			{
				credentials: { ...sandbox.credentials },
				configure: {
					'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
					'ingest-reconcile': { Configuration: { lookBackDays: 2 } },
					'ingest-window': { Configuration: { recordingsPerBatch: 20 } },
					'ingest-windows': {
						// Longer than the minute for which an import leaves an empty entry to its creator.
						Configuration: { takeOverAfterMinutes: 1.1, windowsAtOnce: 3 },
						'Every Five Minutes': { rule: { interval: [{ field: 'seconds', secondsInterval: 20 }] } },
					},
				},
			},
		);
	}, 300_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), sandbox?.stop()]);
	});

	const parents = async (): Promise<string[]> =>
		((await sandbox.control.kaltura.state()).entries as Array<{ referenceId: string; parentEntryId: string | null }>)
			.filter(({ parentEntryId }) => !parentEntryId)
			.map(({ referenceId }) => referenceId);
	async function until(what: string, done: () => Promise<boolean>, seconds = 240): Promise<void> {
		for (let waited = 0; waited < seconds; waited++) {
			if (await done()) return;
			await sleep(1000);
		}
		throw new Error(`After ${seconds} s there was still no ${what}.`);
	}
	const startedBy = async () =>
		(await n8n.info()).workers.map(
			({ logFile }) => readFileSync(logFile, 'utf8').split(/Worker started execution|started execution/).length - 1,
		);

	test('a claim never has two holders, whoever asks at the same moment, and passes on from one that died (PostgreSQL)', async () => {
		expect(await claimFaults(n8n)).toEqual([]);
	}, 240_000);

	test('events are shared among the workers, and a recording that is announced twice is imported once', async () => {
		const instances: Array<{ uuid: string }> = (await sandbox.control.zoom.state()).instances.slice(0, 12);
		await sandbox.control.zoom.subscribe({
			url: imported['ingest-live']!.webhooks['Zoom Trigger']!,
			events: ['recording.*'],
		});
		for (const { uuid } of [...instances, ...instances]) {
			await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
		}
		const uuids = new Set(instances.map(({ uuid }) => uuid));
		const known = async () =>
			(await n8n.tableRows('zoom_kaltura_ledger')).filter(
				({ meetingUuid, status }) => uuids.has(meetingUuid) && /imported/.test(status),
			);
		await sandbox.control.zoom.call('DELETE', '/subscriptions', {});
		await until(
			'ledger with all of them',
			async () => new Set((await known()).map((row) => row.meetingUuid)).size === 12,
		);
		await n8n.settled({ timeoutMs: 120_000 });
		const references = await parents();
		expect(references).toHaveLength(new Set(references).size);
		expect(await startedBy()).toEqual([expect.any(Number), expect.any(Number)]);
		for (const count of await startedBy()) expect(count).toBeGreaterThan(0);
	}, 300_000);

	test('the check of the setup runs in a worker, and main shows on its page that it can read what the worker wrote', async () => {
		const form = imported['check-setup']!.webhooks['Check in a Browser']!;
		const { url } = await n8n.submitForm(form, ['Everything']);
		expect(await n8n.formShows(url, 'Binary data')).toContain('the main process read what a worker wrote');
	}, 120_000);

	/** PostgreSQL refuses "invalid byte sequence for encoding UTF8: 0x00"; SQLite stores it. */
	test('a topic with U+0000 ends neither the reconcile nor the cleanup, and its row is written like all others', async () => {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			topic: 'Exam\u0000 \ud83d\uffff',
			minutesAgo: 60,
			files: [{ recordingType: 'shared_screen_with_speaker_view' }],
		});
		const run = await n8n.run(imported['ingest-reconcile']!.id, { trigger: 'Run Now', timeoutMs: 120_000 });
		expect(run.error).toBeNull();
		const rows = await n8n.tableRows('zoom_kaltura_ledger');
		const row = rows.find(({ meetingUuid }) => meetingUuid === uuid);
		expect(row).toMatchObject({ topic: 'Exam\uFFFD \uFFFD\uFFFD', status: 'imported' });

		const cleanup = await n8n.run(imported['cleanup-zoom']!.id, { trigger: 'Run Now', timeoutMs: 120_000 });
		expect(cleanup.error).toBeNull();
		expect((await n8n.tableRows('zoom_kaltura_cleanup')).map(({ meetingUuid }) => meetingUuid)).toContain(uuid);
	}, 240_000);

	test('when a worker is killed in the middle of a backfill, the other takes its windows up; each recording arrives once', async () => {
		const before = (await parents()).length;
		const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
		const started = await startedBy();
		// So slow that the kill meets it half-way on any machine.
		await sandbox.control.kaltura.settings({ apiLatencyMs: 500 });
		await n8n.submitForm(imported['ingest-backfill']!.webhooks['Backfill Form']!, ['Start', day(46), day(0), '']);
		await until('recordings on their way', async () => (await parents()).length > before + 20);

		const counts = (await startedBy()).map((count, index) => count - started[index]!);
		const busy = counts.indexOf(Math.max(...counts));
		process.kill((await n8n.info()).workers[busy]!.pid, 'SIGKILL');
		await sandbox.control.kaltura.settings({ apiLatencyMs: 0 });
		// The data set's, and the one of the test above.
		const all = 300 + 1;
		expect((await parents()).length).toBeLessThan(all);

		const states = async () => (await n8n.tableRows('zoom_kaltura_backfill')).map(({ state }) => state);
		await until('end of the backfill', async () => (await states()).every((state) => state === 'done'), 400);
		const references = await parents();
		expect(references).toHaveLength(new Set(references).size);
		expect(references).toHaveLength(all);
		const unhappy = (await n8n.tableRows('zoom_kaltura_ledger')).filter(({ status }) => !/imported/.test(status));
		expect(unhappy.map(({ status, message }) => `${status}: ${message}`)).toEqual([]);
	}, 700_000);
});
