import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

// Two Zoom accounts into one Kaltura, as the documentation says to set it up: every template imported once per account,
// with a name and credentials of its own, and the tables shared.

const MEETINGS = 8;
let sandbox: Sandbox;
let n8n: N8n;
const backfill: ImportedWorkflow[] = [];
const accountIds: string[] = [];

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', zoomAccounts: 2, indexLagMs: 200, conversionMs: 100 }),
		startN8n(),
	]);
	for (const [index, zoom] of sandbox.control.zoomAccounts.entries()) {
		// The same lectures in both: same topics, times and meeting numbers.
		for (let hour = 0; hour < MEETINGS; hour++) {
			await zoom.addMeeting({
				topic: hour === 0 ? 'Private talk' : `Lecture ${hour}`,
				meetingId: 91_000_000_000 + hour,
				startedAt: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - (hour + 3) * 3_600_000).toISOString(),
				files: [{ recordingType: 'shared_screen_with_speaker_view' }, { recordingType: 'chat_file' }],
			});
		}
		const { zoomServerToServerOAuth2Api, kalturaApi } = sandbox.credentialsByAccount[index]!;
		accountIds.push(zoomServerToServerOAuth2Api.accountId);
		backfill.push(await importFor('AB'[index]!, { zoomServerToServerOAuth2Api, kalturaApi }));
	}
}, 240_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

/** Imports the pipeline and the back catalogue as an admin does for one more account. */
async function importFor(account: 'A' | 'B' | string, fields: Record<string, object>): Promise<ImportedWorkflow> {
	const credentials: Record<string, { id: string; name: string }> = {};
	for (const [type, data] of Object.entries(fields)) {
		const name = `${type} of account ${account}`;
		const { id } = await n8n.rest('POST', '/rest/credentials', { name, type, data });
		credentials[type] = { id, name };
	}
	const load = (key: string): WorkflowJson => {
		const workflow = JSON.parse(readFileSync(resolve('workflows', `${key}.json`), 'utf8')) as WorkflowJson;
		delete workflow.settings!.errorWorkflow;
		for (const node of workflow.nodes) if (/zoom-kaltura\./.test(node.type)) node.credentials = credentials;
		return { ...workflow, name: `${workflow.name} (account ${account})` };
	};
	const calling = (workflow: WorkflowJson, ids: Record<string, string>): WorkflowJson => {
		for (const { type, parameters } of workflow.nodes) {
			if (!type.endsWith('.executeWorkflow')) continue;
			parameters.workflowId.value = ids[parameters.workflowId.cachedResultName] ?? '';
		}
		return workflow;
	};

	const outcomes = await n8n.importWorkflow(load('record-outcome'));
	const pipeline = calling(load('ingest-recording'), { 'Zoom to Kaltura: record outcomes': outcomes.id });
	const resolver = pipeline.nodes.find(({ name }) => name === 'Resolve the Owner')!;
	if (account === 'B') resolver.parameters.options.topicMustNotMatch = 'private';
	const configure = { [pipeline.name]: { Configuration: { defaultUser: `default.${account.toLowerCase()}` } } };
	const recording = await n8n.importWorkflow(pipeline, { configure });

	const catalogue = load('ingest-backfill');
	const { id } = await n8n.importWorkflow(structuredClone(catalogue), { publish: false });
	const names = {
		'Zoom to Kaltura: ingest recordings': recording.id,
		'Zoom to Kaltura: ingest the back catalogue': id,
	};
	return await n8n.importWorkflow(calling(catalogue, names));
}

const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
async function start(workflow: ImportedWorkflow): Promise<void> {
	const { status } = await n8n.submitForm(workflow.webhooks['Backfill Form']!, ['Start', day(3), day(0), '']);
	expect(status).toBe(200);
}
const windows = () => n8n.tableRows('zoom_kaltura_backfill');
const ledgerOf = async (account: number) =>
	(await n8n.tableRows('zoom_kaltura_ledger')).filter((row) => row.account === accountIds[account]);
/** What n8n says about executions that failed. */
async function failures(): Promise<string> {
	const failed = await n8n.executions({ status: ['error', 'crashed'], limit: 3 });
	const errors = await Promise.all(failed.map(async ({ id }) => (await n8n.execution(id)).error));
	return JSON.stringify({ errors, windows: await windows() });
}
async function bothDone(): Promise<void> {
	for (let waited = 0; waited < 60; waited++) {
		await sleep(1000);
		const rows = await windows();
		const done = rows.length > 0 && rows.every(({ state }) => state === 'done');
		if (done && new Set(rows.map(({ account }) => account)).size === 2) return;
	}
	throw new Error(`The back catalogues did not end: ${await failures()}`);
}

test('two accounts are brought in at once, each by its own settings, into one Kaltura and one ledger', async () => {
	await Promise.all(backfill.map(start));
	await bothDone();

	const seen = (account: number, rows: Array<Record<string, any>>) =>
		rows.filter((row) => row.account === accountIds[account]).reduce((sum, { recordings }) => sum + Number(recordings), 0);
	const rows = await windows();
	expect([seen(0, rows), seen(1, rows)]).toEqual([MEETINGS, MEETINGS]);

	const [ofA, ofB] = [await ledgerOf(0), await ledgerOf(1)];
	expect(ofA.map(({ status }) => status)).toEqual(Array(MEETINGS).fill('imported'));
	expect(ofB.filter(({ status }) => status === 'imported')).toHaveLength(MEETINGS - 1);
	expect(ofB.filter(({ status }) => status === 'skipped')).toMatchObject([{ topic: 'Private talk' }]);
	expect(await n8n.tableRows('zoom_kaltura_ledger')).toHaveLength(2 * MEETINGS);

	const { entries } = (await sandbox.control.kaltura.state()) as {
		entries: Array<{ id: string; referenceId: string; userId: string }>;
	};
	const owners = (ledger: Array<Record<string, any>>) => {
		const ids = new Set(ledger.flatMap(({ entryIds }) => String(entryIds).split(' ')));
		return [...new Set(entries.filter(({ id }) => ids.has(id)).map(({ userId }) => userId))];
	};
	expect([owners(ofA), owners(ofB)]).toEqual([['default.a'], ['default.b']]);
	expect(new Set(entries.map(({ referenceId }) => referenceId)).size).toBe(2 * MEETINGS - 1);
}, 300_000);

test('running one account again writes nothing in Kaltura and leaves the other account alone', async () => {
	const { writes } = await sandbox.control.kaltura.counts();
	const [beforeA, before] = [await ledgerOf(0), await ledgerOf(1)];
	await start(backfill[0]!);
	await bothDone();
	const again = (await windows()).filter(({ account }) => account === accountIds[0]);
	expect(again.reduce((sum, { already }) => sum + Number(already), 0)).toBe(MEETINGS);
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	// What is found complete again is no news: not even its rows are written.
	expect(await ledgerOf(0)).toEqual(beforeA);
	expect(await ledgerOf(1)).toEqual(before);
}, 180_000);
