import { spawnSync } from 'node:child_process';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

// One file sets everything up: the template `install` in a bare n8n, with an API key as an admin creates it.

/** A whole installation writes and publishes some 25 workflows, one after the other. */
const PATIENCE_MS = 240_000;

let sandbox: Sandbox;
let n8n: N8n;
let apiKey: string;
let credentials: Record<string, { id: string; name: string }>;

interface Row {
	row: 'workflow' | 'removal' | 'finding';
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
		signedLoginApi: { secret: 'secret-of-the-sandbox' },
	});
}, 180_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

/** Runs the operation as the workflow `install` does, without its form. */
async function setUp(task: 'install' | 'remove', parameters: Record<string, unknown>): Promise<Row[]> {
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
				parameters: { operation: 'install', task, ...parameters },
				credentials,
			},
		],
		connections: { Start: { main: [[{ node: 'Setup', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowJson;
	const { id } = await n8n.importWorkflow(workflow);
	const execution = await n8n.run(id, { timeoutMs: PATIENCE_MS });
	const run = execution.nodes.Setup?.[0];
	if (run?.error) throw new Error(JSON.stringify(run.error));
	return run!.outputs[0]!.map(({ json }) => json as unknown as Row).filter(({ row }) => row !== 'finding');
}

const ALL = ['ingest', 'cleanup', 'reports', 'people', 'groups', 'access'];
const shared = { parts: ALL, timezone: 'Europe/Berlin', conflicts: 'keepMine' };

test(
	'a dry run says what would be created and creates nothing',
	async () => {
		const before = (await n8n.rest('GET', '/rest/workflows')).length;
		const rows = await setUp('install', { ...shared, dryRun: true });
		expect(rows.every(({ outcome, workflowId }) => outcome === 'created' && workflowId === null)).toBe(true);
		expect((await n8n.rest('GET', '/rest/workflows')).length).toBe(before + 1);
	},
	PATIENCE_MS,
);

test(
	'everything is created wired and published, and a second run writes nothing',
	async () => {
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
		const called = live.nodes.find(({ name }: { name: string }) => name === 'Ingest the Recording').parameters
			.workflowId.value;
		expect(called).toBe(rows.find(({ template }) => template === 'ingest-recording')!.workflowId);
		expect(live.settings).toMatchObject({
			timezone: 'Europe/Berlin',
			errorWorkflow: rows.find(({ template }) => template === 'handle-failures')!.workflowId,
		});
		expect(
			live.nodes.find(({ type }: { type: string }) => type.endsWith('zoomTrigger')).credentials.zoomWebhookApi.id,
		).toBe(credentials.zoomWebhookApi!.id);

		// Zoom gets the address that the page shows, and it answers.
		const address = rows.flatMap(({ addresses }) => addresses).find(({ kind }) => kind === 'zoomEvents')!.url;
		const answer = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}',
		});
		expect([address, answer.status]).toEqual([expect.stringMatching(/\/webhook\/[0-9a-f-]{36}\/zoom$/), 401]);
		// Nobody chose a login for the pages: one was made whose password nobody knows.
		const logins = (await n8n.rest('GET', '/rest/credentials')).filter(
			({ type }: { type: string }) => type === 'httpBasicAuth',
		);
		expect(logins.map(({ name }: { name: string }) => name)).toEqual(['Zoom to Kaltura: pages']);
		const page = rows
			.find(({ template }) => template === 'report-status')!
			.addresses.find(({ kind }) => kind === 'page')!;
		const guess = `Basic ${Buffer.from('status:').toString('base64')}`;
		expect((await fetch(page.url, { headers: { authorization: guess } })).status).toBe(401);

		const again = await setUp('install', { ...shared, dryRun: false });
		expect(
			again
				.filter(({ outcome }) => outcome !== 'unchanged')
				.map(({ template, updated, kept, conflicts }) => ({ template, updated, kept, conflicts })),
		).toEqual([]);
	},
	2 * PATIENCE_MS,
);

test(
	'what an admin changed is kept, and what is missing is brought back',
	async () => {
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
	},
	PATIENCE_MS,
);

test(
	'the command line does the same with the same code',
	async () => {
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
	},
	PATIENCE_MS,
);

test(
	'removal unpublishes, lists the tables and deletes nothing',
	async () => {
		const removed = await setUp('remove', { dryRun: false });
		expect(removed.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(removed.filter(({ outcome }) => outcome === 'unpublished').length).toBeGreaterThan(10);
		expect(removed.some(({ name, outcome }) => name === 'zoom_kaltura_installation' && outcome === 'listed')).toBe(
			true,
		);
		const active = (await n8n.rest('GET', '/rest/workflows')).filter(({ active: on }: { active: boolean }) => on);
		expect(active).toEqual([]);
	},
	PATIENCE_MS,
);
