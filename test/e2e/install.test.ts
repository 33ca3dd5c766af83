import { spawnSync } from 'node:child_process';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

// One file sets everything up: the template `install` in a bare n8n, with an API key as an admin creates it.

let sandbox: Sandbox;
let n8n: N8n;
let apiKey: string;
let credentials: Record<string, { id: string; name: string }>;

interface Row {
	template: string;
	name: string;
	workflowId: string;
	outcome: string;
	published: boolean;
	problem: string;
	updated: string[];
	kept: string[];
	conflicts: Array<{ node: string; setting: string }>;
	addresses: Array<{ kind: string; url: string }>;
}

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'demo' }), startN8n()]);
	const { origin } = await n8n.info();
	const scopes: string[] = await n8n.rest('GET', '/rest/api-keys/scopes');
	const { rawApiKey } = await n8n.rest('POST', '/rest/api-keys', { label: 'setup', scopes, expiresAt: null });
	apiKey = rawApiKey;
	credentials = await n8n.createCredentials({
		...sandbox.credentials,
		n8nInstanceApi: { apiKey: rawApiKey, baseUrl: `${origin}/api/v1` },
		httpBasicAuth: { user: 'reader', password: 'sandbox' },
		signedLoginApi: { secret: 'secret-of-the-sandbox' },
	});
}, 180_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

/** Runs the operation as the workflow `install` does, without its form. */
async function setUp(operation: 'install' | 'remove', parameters: Record<string, unknown>): Promise<Row[]> {
	const workflow: WorkflowJson = {
		name: 'Run the setup',
		nodes: [
			{
				id: 'a',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'b',
				name: 'Setup',
				type: 'n8n-nodes-zoom-kaltura.zoomKalturaSetup',
				typeVersion: 1,
				position: [200, 0],
				parameters: { operation, ...parameters },
				credentials,
			},
		],
		connections: { Start: { main: [[{ node: 'Setup', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowJson;
	const { id } = await n8n.importWorkflow(workflow);
	const execution = await n8n.run(id, { timeoutMs: 180_000 });
	const run = execution.nodes.Setup?.[0];
	if (run?.error) throw new Error(JSON.stringify(run.error));
	return run!.outputs[0]!.map(({ json }) => json as unknown as Row);
}

const ALL = ['ingest', 'cleanup', 'reports', 'people', 'groups', 'access'];
const shared = { parts: ALL, timezone: 'Europe/Berlin', conflicts: 'keepMine' };

test('a dry run says what would be created and creates nothing', async () => {
	const before = (await n8n.rest('GET', '/rest/workflows')).length;
	const rows = await setUp('install', { ...shared, dryRun: true });
	expect(rows.every(({ outcome, workflowId }) => outcome === 'created' && workflowId === null)).toBe(true);
	expect((await n8n.rest('GET', '/rest/workflows')).length).toBe(before + 1);
}, 60_000);

test('everything is created wired and published, and a second run writes nothing', async () => {
	const rows = await setUp('install', {
		...shared,
		dryRun: false,
		settings: { setting: [{ name: 'defaultUser', value: 'media.team' }] },
	});
	expect(
		rows.filter(({ problem }) => problem !== '').map(({ template, problem }) => `${template}: ${problem}`),
	).toEqual([]);
	expect(rows.filter(({ published }) => !published).map(({ template }) => template)).toEqual([]);
	const live = await n8n.rest(
		'GET',
		`/rest/workflows/${rows.find(({ template }) => template === 'ingest-live')!.workflowId}`,
	);
	const called = live.nodes.find(({ name }: { name: string }) => name === 'Ingest the Recording').parameters.workflowId
		.value;
	expect(called).toBe(rows.find(({ template }) => template === 'ingest-recording')!.workflowId);
	expect(live.settings).toMatchObject({
		timezone: 'Europe/Berlin',
		errorWorkflow: rows.find(({ template }) => template === 'handle-failures')!.workflowId,
	});
	expect(
		live.nodes.find(({ type }: { type: string }) => type.endsWith('zoomTrigger')).credentials.zoomWebhookApi.id,
	).toBe(credentials.zoomWebhookApi!.id);

	const again = await setUp('install', { ...shared, dryRun: false });
	expect(
		again
			.filter(({ outcome }) => outcome !== 'unchanged')
			.map(({ template, updated, kept, conflicts }) => ({ template, updated, kept, conflicts })),
	).toEqual([]);
}, 400_000);

test('what an admin changed is kept, and what is missing is brought back', async () => {
	const [row] = (await setUp('install', { ...shared, parts: ['cleanup'], dryRun: true })).filter(
		({ template }) => template === 'cleanup-zoom',
	);
	const workflow = await n8n.rest('GET', `/rest/workflows/${row!.workflowId}`);
	const configuration = workflow.nodes.find(({ name }: { name: string }) => name === 'Configuration');
	configuration.parameters.assignments.assignments.find(
		({ name }: { name: string }) => name === 'retentionDays',
	).value = 90;
	await n8n.rest('PATCH', `/rest/workflows/${workflow.id}`, { nodes: workflow.nodes, versionId: workflow.versionId });
	const [kept] = (await setUp('install', { ...shared, parts: ['cleanup'], dryRun: false })).filter(
		({ template }) => template === 'cleanup-zoom',
	);
	expect(kept).toMatchObject({
		conflicts: [],
		kept: ['"retentionDays" of node "Configuration" was changed by you and stays.'],
	});
}, 60_000);

test('the command line does the same with the same code', async () => {
	const { origin } = await n8n.info();
	const run = (...args: string[]) =>
		spawnSync(process.execPath, ['dist/nodes/ZoomKalturaSetup/command-line.js', ...args], {
			env: { ...process.env, N8N_API_KEY: apiKey },
			encoding: 'utf8',
		});
	const account = sandbox.credentials.zoomServerToServerOAuth2Api.accountId;
	const { stdout, stderr } = run(
		'install',
		'--url',
		origin,
		'--account',
		account,
		'--parts',
		ALL.join(','),
		'--dry-run',
		'--json',
	);
	expect(stderr).toBe('');
	expect(new Set((JSON.parse(stdout) as Row[]).map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
	expect(run('install', '--url', origin, '--account', account, '--parts', 'everything')).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('There is no part everything; there are ingest'),
	});
}, 60_000);

test('removal unpublishes, lists the tables and deletes nothing', async () => {
	const removed = await setUp('remove', { dryRun: false });
	expect(removed.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
	expect(removed.filter(({ outcome }) => outcome === 'unpublished').length).toBeGreaterThan(10);
	expect(removed.some(({ name, outcome }) => name === 'zoom_kaltura_installation' && outcome === 'listed')).toBe(true);
	const active = (await n8n.rest('GET', '/rest/workflows')).filter(({ active: on }: { active: boolean }) => on);
	expect(active).toEqual([]);
}, 60_000);
