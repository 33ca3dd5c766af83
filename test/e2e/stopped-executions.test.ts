/**
 * What is claimed "also when stopped", in the real n8n: somebody presses Stop, the workflow's time is up, or the process is
 * killed. n8n-core ends every authenticated request of a stopped execution, which no test with a transport of our own sees.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { type End, HalfWay } from './half-way';
import { startN8n } from './harness';

let sandbox: Sandbox;
let n8n: N8n;
let userFolder: string;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'stopped-'));
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'directory', indexLagMs: 200, conversionMs: 100 }),
		startN8n({ userFolder }),
	]);
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
});

const PHIL = 'inactive.phone@example.edu';
const statusOf = async (email: string): Promise<string> =>
	(await sandbox.control.zoom.state()).users.find((one: any) => one.email === email).status;
const log = async () => await readFile((await n8n.info()).logFile, 'utf8');
async function until(what: string, done: () => Promise<boolean>, seconds = 30): Promise<void> {
	for (let waited = 0; waited < seconds * 10; waited++) {
		if (await done()) return;
		await sleep(100);
	}
	throw new Error(`Waited ${seconds} s for ${what}.`);
}

/** Changes an inactive user, who is enabled for that, and does not say what the status is to be. */
const ensuring = (name: string, settings: Record<string, unknown> = {}): WorkflowJson => ({
	name,
	nodes: [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			name: 'Ensure',
			type: 'n8n-nodes-zoom-kaltura.zoomUsersGroups',
			typeVersion: 1,
			position: [200, 0],
			parameters: {
				resource: 'user',
				operation: 'ensure',
				email: PHIL,
				profile: { dept: `={{ 'Department ' + $execution.id }}` },
				mostShare: 100,
				options: { changesOfInactive: 'enable-for-a-moment' },
			},
		},
	],
	connections: { Start: { main: [[{ node: 'Ensure', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1', ...settings },
});

/** Starts a workflow as the editor's button does, and does not wait for it. @returns the execution's id */
async function start(workflow: WorkflowJson): Promise<{ workflowId: string; executionId: string }> {
	const { id } = await n8n.importWorkflow(workflow, { credentials: { ...sandbox.credentials } });
	const { executionId } = await n8n.rest('POST', `/rest/workflows/${id}/run`, {
		triggerToStartFrom: { name: 'Start' },
	});
	return { workflowId: id, executionId: String(executionId) };
}
/** Enables Phil, and has Zoom think about the change meanwhile. */
async function whileEnabled(workflow: WorkflowJson, ms: number): Promise<{ workflowId: string; executionId: string }> {
	await sandbox.control.zoom.reset('directory');
	expect(await statusOf(PHIL)).toBe('inactive');
	await sandbox.control.zoom.fault({
		match: { endpoint: 'PATCH /users/{userId}' },
		times: 1,
		fault: { kind: 'slow', ms },
	});
	const started = await start(workflow);
	await until('the person to be enabled', async () => (await statusOf(PHIL)) === 'active');
	return started;
}

const HOST = 'basic.user@example.edu';
let recordings: ImportedWorkflow;
beforeAll(async () => {
	await sandbox.control.kaltura.call('POST', '/users', { id: 'zoom.default', email: 'zoom.default@example.edu' });
	const imported = await n8n.importTemplates(['ingest-recording'], {
		credentials: { ...sandbox.credentials },
		configure: { 'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } } },
	});
	recordings = imported['ingest-recording']!;
}, 120_000);

async function lecture(): Promise<string> {
	const uuid = randomBytes(16).toString('base64');
	await sandbox.control.zoom.addMeeting({
		uuid,
		meetingId: Number(`9${Math.floor(Math.random() * 1e9)}`),
		topic: 'Cut off',
		host: HOST,
		minutesAgo: 60,
		segments: [{ offsetSeconds: 0, files: [{ recordingType: 'shared_screen_with_speaker_view' }] }],
	});
	return uuid;
}
const handed = (meetingUuid: string) => ({
	meetingUuid,
	accountId: sandbox.credentials.zoomWebhookApi.accountId,
	topic: 'Cut off',
	host: { email: HOST },
	source: 'live',
});
const entriesOf = async (uuid: string): Promise<any[]> =>
	(await sandbox.control.kaltura.state()).entries.filter(
		(entry: any) => entry.referenceId?.startsWith(`Zoom_${uuid}`) && entry.status !== 3,
	);
/** Begins an import, and has Kaltura think about the content of the new entry. @returns the execution's id */
async function whileEmpty(uuid: string): Promise<string> {
	await sandbox.control.kaltura.fault({
		match: { endpoint: 'media.addContent' },
		times: 1,
		fault: { kind: 'slow', ms: 20_000 },
	});
	const items = [{ json: handed(uuid), pairedItem: { item: 0 } }];
	const data = {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [],
		data: { main: [items] },
	};
	const { executionId } = await n8n.rest('POST', `/rest/workflows/${recordings.id}/run`, {
		triggerToStartFrom: { name: 'When Handed Recordings', data },
	});
	await until('the empty entry', async () => (await entriesOf(uuid)).length > 0);
	await sleep(500);
	expect((await entriesOf(uuid)).map(({ status }) => status)).not.toContain(2);
	return String(executionId);
}
/** Imports it again when the entry counts as left; gives the entries that are there in the end. */
async function again(uuid: string): Promise<any[]> {
	await sandbox.control.kaltura.clearFaults();
	await sandbox.control.kaltura.clock(300);
	const { error } = await n8n.run(recordings.id, {
		trigger: 'When Handed Recordings',
		items: [handed(uuid)],
		timeoutMs: 90_000,
	});
	expect(error).toBeNull();
	await until('the entry to be ready', async () => (await entriesOf(uuid)).some(({ status }) => status === 2));
	return await entriesOf(uuid);
}

describe.each<End>(['Stop', 'time is up', 'kill'])('work that a vendor does not answer, and then: %s', (end) => {
	const halfWay = new HalfWay(
		() => sandbox,
		() => n8n,
	);
	beforeAll(async () => {
		await halfWay.start();
		await halfWay.cutOff(end, async () => {
			process.kill((await n8n.info()).pid, 'SIGKILL');
			await n8n.stop().catch(() => undefined);
			n8n = await startN8n({ userFolder });
		});
	}, 240_000);
	afterAll(() => halfWay.stop());

	test.each(Object.keys(halfWay.works))(
		'%s: nothing is left half done, and the next run ends it',
		async (work) => {
			await halfWay.works[work]!.prove(end);
		},
		120_000,
	);

	if (end !== 'Stop') return;
	test('a cleanup whose claim another run took while it looked for proof removes and announces nothing', async () => {
		expect(await halfWay.claimTaken()).toMatchObject({
			error: { message: expect.stringContaining('Another run took the claim') },
			rows: [],
			deletions: 0,
		});
	}, 120_000);
});

test('an entry that a stopped import left empty is filled by the next run, and there is one of it', async () => {
	const uuid = await lecture();
	const executionId = await whileEmpty(uuid);
	await n8n.rest('POST', `/rest/executions/${executionId}/stop`);
	await until('the end', async () => (await n8n.execution(executionId)).status === 'canceled');
	expect(await again(uuid)).toHaveLength(1);
}, 120_000);

test('a rehearsal: a second one at the same time does nothing, Stop removes what was made, and then another may begin', async () => {
	const HEADING = 'Rehearsal of Zoom to Kaltura';
	const made = async (): Promise<any[]> =>
		(await sandbox.control.kaltura.state()).entries.filter(
			({ name, status }: any) => name.startsWith(HEADING) && status !== 3,
		);
	await lecture();
	const { rehearse } = await n8n.importTemplates(['rehearse'], {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'pages', password: 'a long pass phrase' } },
	});
	const submit = (action: string) =>
		n8n.submitForm(rehearse!.webhooks.Rehearse!, [JSON.stringify([action]), HOST, '', '[]', '', '', '[]']);
	await sandbox.control.kaltura.fault({
		match: { endpoint: 'media.addContent' },
		times: 1,
		fault: { kind: 'slow', ms: 30_000 },
	});
	await submit('Rehearse');
	await until('the entry of the rehearsal', async () => (await made()).length > 0);
	const [running] = await n8n.executions({ workflowId: rehearse!.id, status: ['running'] });
	const second = await submit('Rehearse');
	expect(await n8n.formShows(second.url, 'ended early')).toMatch(/Another rehearsal is under way/);
	expect(await made()).toHaveLength(1);
	await n8n.rest('POST', `/rest/executions/${running!.id}/stop`);
	await until('the entry to be removed', async () => (await made()).length === 0, 15);
	await sandbox.control.kaltura.clearFaults();
	const third = await submit('Rehearse: the one before was stopped');
	await n8n.formShows(third.url, 'steps went as assumed|shows? (a )?problem', { timeoutMs: 90_000 });
	expect(await made()).toEqual([]);
	const claims = (await n8n.tableRows('zoom_kaltura_claims')).filter(({ name }) => name === 'rehearse');
	expect(claims.map(({ holder }) => holder)).toEqual(['']);
}, 180_000);

describe('somebody who is enabled for a moment', () => {
	test('Stop: is disabled again, and the log says what was done and what was not', async () => {
		const { executionId } = await whileEnabled(ensuring('Probe: stopped'), 20_000);
		await n8n.rest('POST', `/rest/executions/${executionId}/stop`);
		await until('the person to be disabled', async () => (await statusOf(PHIL)) === 'inactive', 10);
		await until('the end of the execution', async () => (await n8n.execution(executionId)).status === 'canceled');
		// n8n keeps nothing of what a node gives after Stop, so it stands in the log.
		await until('the report', async () => /Ensure was stopped\. inactive\.phone/.test(await log()));
		expect(/Ensure was stopped\..*/.exec(await log())![0]).toMatch(
			/Activate.*: done; .*: failed .*; Deactivate again: done\./,
		);
	}, 60_000);

	test('a time-out of the workflow: is disabled again', async () => {
		await whileEnabled(ensuring('Probe: out of time', { executionTimeout: 3 }), 20_000);
		await until('the person to be disabled', async () => (await statusOf(PHIL)) === 'inactive', 15);
	}, 60_000);

	test('a killed process: the next run disables the person and fills the entry that was left empty', async () => {
		const probe = ensuring('Probe: killed');
		const { workflowId } = await whileEnabled(probe, 20_000);
		const uuid = await lecture();
		await whileEmpty(uuid);
		process.kill((await n8n.info()).pid, 'SIGKILL');
		await n8n.stop().catch(() => undefined);
		n8n = await startN8n({ userFolder });
		expect(await statusOf(PHIL)).toBe('active');

		const { nodes, error } = await n8n.run(workflowId, { timeoutMs: 60_000 });
		expect(error).toBeNull();
		expect(await statusOf(PHIL)).toBe('inactive');
		expect(nodes.Ensure![0]!.outputs[0]![0]!.json).toMatchObject({ email: PHIL, outcome: 'changed' });

		expect(await again(uuid)).toHaveLength(1);

		// Once disabled, whoever is enabled by a person later stays enabled.
		await sandbox.control.zoom.call('PATCH', '/users', { user: PHIL, status: 'active' });
		expect(await statusOf(PHIL)).toBe('active');
		await n8n.run(workflowId, { timeoutMs: 60_000 });
		expect(await statusOf(PHIL)).toBe('active');
	}, 240_000);
});
