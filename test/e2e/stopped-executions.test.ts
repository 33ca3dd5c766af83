/**
 * What is claimed "also when stopped", in the real n8n: somebody presses Stop, the workflow's time is up, or the process is
 * killed. n8n-core ends every authenticated request of a stopped execution, which no test with a transport of our own sees.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

let sandbox: Sandbox;
let n8n: N8n;
let userFolder: string;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'stopped-'));
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'directory' }), startN8n({ userFolder })]);
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

	test('a killed process: the next run disables the person, who is nobody’s business otherwise', async () => {
		const probe = ensuring('Probe: killed');
		const { workflowId } = await whileEnabled(probe, 20_000);
		process.kill((await n8n.info()).pid, 'SIGKILL');
		await n8n.stop().catch(() => undefined);
		n8n = await startN8n({ userFolder });
		expect(await statusOf(PHIL)).toBe('active');

		const { nodes, error } = await n8n.run(workflowId, { timeoutMs: 60_000 });
		expect(error).toBeNull();
		expect(await statusOf(PHIL)).toBe('inactive');
		expect(nodes.Ensure![0]!.outputs[0]![0]!.json).toMatchObject({ email: PHIL, outcome: 'changed' });

		// Once disabled, whoever is enabled by a person later stays enabled.
		await sandbox.control.zoom.call('PATCH', '/users', { user: PHIL, status: 'active' });
		expect(await statusOf(PHIL)).toBe('active');
		await n8n.run(workflowId, { timeoutMs: 60_000 });
		expect(await statusOf(PHIL)).toBe('active');
	}, 180_000);
});
