import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

// Two workflows that tell each other through tables, with the latencies that real servers have: what one of them has done and
// not yet written down, the other decides about. Without latency nothing of this shows.

const RECORDINGS = 12;
const HOST = 'bo.andersson@example.edu';
const SEED = Number(process.env.SEED ?? 20261127);
const LATENCY = { from: 50, to: 1000, seed: SEED };
/** Nothing is deleted that our own cleanup may have removed. */
const DELETE = { whenTrashed: 'deleteEntry', whenDeleted: 'deleteEntry' };

let sandbox: Sandbox;
let n8n: N8n;
let templates: Record<string, ImportedWorkflow>;
const uuids: string[] = [];

beforeAll(async () => {
	process.stdout.write(`SEED=${SEED} repeats the latencies.\n`);
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 50 }), startN8n()]);
	for (let index = 0; index < RECORDINGS; index++) {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			topic: `Lecture ${index}`,
			host: HOST,
			minutesAgo: 2 * 24 * 60 + index,
			files: [{ recordingType: 'shared_screen_with_speaker_view' }],
		});
		uuids.push(uuid);
	}
	templates = await n8n.importTemplates(['ingest-live', 'ingest-reconcile', 'cleanup-zoom'], {
		credentials: { ...sandbox.credentials },
		configure: {
			'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
			'ingest-reconcile': { Configuration: { lookBackDays: 5 } },
			'follow-changes': { Configuration: DELETE },
			'cleanup-zoom': {
				Configuration: { dryRun: false, retentionDays: 0.000_01, lookBackDays: 5, mostPercent: 100 },
			},
		},
	});
	const reconcile = await n8n.run(templates['ingest-reconcile']!.id, { trigger: 'Run Now', timeoutMs: 200_000 });
	expect(reconcile.error).toBeNull();
	await sandbox.control.zoom.subscribe({
		url: templates['ingest-live']!.webhooks['Zoom Trigger']!,
		events: ['recording.*'],
	});
	await sleep(1500); // the shortest retention
}, 400_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

const entries = async (): Promise<string[]> =>
	(await sandbox.control.kaltura.call('GET', '/state?all=1')).entries
		.filter(({ status }: { status: unknown }) => String(status) !== '3')
		.map(({ referenceId }: { referenceId: string }) => referenceId);
const entriesOf = async (uuid: string) => (await entries()).filter((reference) => reference.startsWith(`Zoom_${uuid}`));
const deletions = async () =>
	(await sandbox.control.zoom.requests()).filter(({ method, status }) => method === 'DELETE' && status === 204);
const removals = async () =>
	Object.fromEntries((await n8n.tableRows('zoom_kaltura_removals')).map((row) => [row.meetingUuid, row.state]));
async function latency(value: unknown): Promise<void> {
	await sandbox.control.zoom.settings({ apiLatencyMs: value });
	await sandbox.control.kaltura.settings({ apiLatencyMs: value });
}
const cleanUp = () => n8n.run(templates['cleanup-zoom']!.id, { trigger: 'Run Now', timeoutMs: 300_000 });
/** So many events were taken, and every execution that they started has ended; events of a burst share one. */
async function heard(events: number, after: string): Promise<void> {
	for (let waited = 0; ; waited++) {
		const ended = await n8n.settled({ workflowId: templates['ingest-live']!.id, after, count: 1, timeoutMs: 60_000 });
		const runs = await Promise.all(ended.map(({ id }) => n8n.execution(id)));
		const taken = runs.flatMap(({ nodes }) => nodes['Zoom Trigger']!.flatMap(({ outputs }) => outputs[0]!));
		if (taken.length >= events) return;
		if (waited > 100) throw new Error(`Of ${events} events only ${taken.length} came.`);
		await sleep(300);
	}
}
const lastId = async () => (await n8n.executions({ limit: 1 }))[0]?.id ?? '0';

test('our own cleanup never makes our own ingest-live delete an entry, however slow everybody answers', async () => {
	expect(await entries()).toHaveLength(RECORDINGS);
	await latency(LATENCY);
	const before = await lastId();
	const execution = await cleanUp();
	expect(execution.error).toBeNull();
	await heard(RECORDINGS, before);
	await latency({ from: 0, to: 0 });
	expect(await deletions()).toHaveLength(RECORDINGS);
	expect(await entries()).toHaveLength(RECORDINGS);
	expect(await removals()).toEqual(Object.fromEntries(uuids.map((uuid) => [uuid, 'removed'])));
}, 300_000);

test('what a person brought back stays in Zoom, until somebody releases it', async () => {
	const [uuid] = uuids as [string];
	const before = await lastId();
	await sandbox.control.zoom.changeMeeting({ uuid, recover: true, emit: true });
	await heard(1, before);
	const { length } = await deletions();
	expect((await cleanUp()).error).toBeNull();
	expect(await deletions()).toHaveLength(length);
	const report = (await n8n.tableRows('zoom_kaltura_cleanup')).find(({ meetingUuid }) => meetingUuid === uuid);
	expect(report).toMatchObject({ outcome: 'kept', reason: 'hold-recovered' });
}, 200_000);

test('what a person trashes is deleted in Kaltura as the settings ask, and only that', async () => {
	const { uuid } = await sandbox.control.zoom.addMeeting({
		topic: 'Not for everybody',
		host: HOST,
		minutesAgo: 60,
		files: [{ recordingType: 'shared_screen_with_speaker_view' }],
	});
	let before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	await heard(1, before);
	expect(await entriesOf(uuid)).toHaveLength(1);
	before = await lastId();
	await sandbox.control.zoom.changeMeeting({ uuid, trash: true, emit: true });
	await heard(1, before);
	expect(await entriesOf(uuid)).toEqual([]);
	expect(await entries()).toHaveLength(RECORDINGS);
}, 200_000);
