/**
 * What has to work in every version of n8n that the README promises: installing, importing every template, an event, the back
 * catalogue by its form, a schedule, the check. Run by `npm run test:versions`, which sets TEST_N8N_VERSION; no part of `npm test`.
 */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n, WorkflowJson } from '../e2e/harness';
import { startN8n } from '../e2e/harness';

let sandbox: Sandbox;
let n8n: N8n;
let imported: Record<string, ImportedWorkflow>;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', indexLagMs: 200, conversionMs: 100 }),
		startN8n({ timeoutMs: 600_000 }),
	]);
	imported = await n8n.importTemplates(['ingest-live', 'ingest-reconcile', 'ingest-backfill', 'check-setup'], {
		credentials: { ...sandbox.credentials },
		configure: {
			'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
			'ingest-reconcile': {
				Configuration: { lookBackDays: 2 },
				'Every Six Hours': { rule: { interval: [{ field: 'seconds', secondsInterval: 20 }] } },
			},
		},
	});
	await sandbox.control.zoom.subscribe({
		url: imported['ingest-live']!.webhooks['Zoom Trigger']!,
		events: ['recording.*'],
	});
}, 900_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

async function lecture(topic: string, daysAgo = 0): Promise<string> {
	const meeting = {
		topic,
		minutesAgo: 60 + daysAgo * 1440,
		files: [{ recordingType: 'shared_screen_with_speaker_view' }],
	};
	return (await sandbox.control.zoom.addMeeting(meeting)).uuid as string;
}
/** Waits for its row of the ledger; n8n in a busy machine may take a while. */
async function ledger(meetingUuid: string): Promise<Record<string, unknown>> {
	for (let waited = 0; waited < 240; waited++) {
		const row = (await n8n.tableRows('zoom_kaltura_ledger')).find((one) => one.meetingUuid === meetingUuid);
		if (row) return row;
		await sleep(1000);
	}
	throw new Error(`The ledger has no row of ${meetingUuid} after 240 s.`);
}
const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);

test('knows every node of every template, and takes them by its own command line', async () => {
	const folder = resolve('workflows');
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	const { code, output } = await n8n.command(['import:workflow', '--separate', `--input=${folder}`]);
	expect([code, output]).toEqual([0, expect.stringContaining(`imported ${files.length} workflows`)]);
	const known = new Set(await n8n.nodeTypes());
	const used = files.flatMap((file) =>
		jest.requireActual<WorkflowJson>(resolve(folder, file)).nodes.map(({ type }) => type),
	);
	expect([...new Set(used)].filter((type) => !known.has(type))).toEqual([]);
}, 300_000);

test('an event brings its recording', async () => {
	const uuid = await lecture('Live');
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	expect(await ledger(uuid)).toMatchObject({ status: 'imported', source: 'live' });
}, 300_000);

test('the form of the back catalogue brings an old one', async () => {
	const uuid = await lecture('Old', 30);
	await n8n.submitForm(imported['ingest-backfill']!.webhooks['Backfill Form']!, ['Start', day(31), day(29), '']);
	expect(await ledger(uuid)).toMatchObject({ status: 'imported', source: 'backfill' });
}, 300_000);

test('a schedule finds what no event told', async () => {
	const uuid = await lecture('Missed');
	expect(await ledger(uuid)).toMatchObject({ status: 'imported', source: 'reconcile' });
}, 300_000);

test('the check of the setup shows its page in the browser, and knows which n8n this is', async () => {
	const { url } = await n8n.submitForm(imported['check-setup']!.webhooks['Check in a Browser']!, ['Everything']);
	const page = await n8n.formShows(url, 'n8n, Version', { timeoutMs: 120_000 });
	expect(page).toContain(`This is n8n ${process.env.TEST_N8N_VERSION || '2.40.7'}.`);
}, 300_000);
