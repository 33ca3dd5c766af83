import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

/** A workflow of n8n's own nodes: what it proves is the harness. */
const callee: WorkflowJson = {
	name: 'Probe callee',
	nodes: [
		{
			name: 'Start',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { inputSource: 'passthrough' },
		},
		{
			name: 'Configuration',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: {
				assignments: { assignments: [{ id: 'greeting', name: 'greeting', type: 'string', value: 'unset' }] },
				includeOtherFields: true,
				options: {},
			},
		},
	],
	connections: { Start: { main: [[{ node: 'Configuration', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

const caller = (calleeId: string): WorkflowJson => ({
	name: 'Probe caller',
	nodes: [
		{
			name: 'Hook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: '7f3b8f9e-6a35-4f0a-9d7f-27c1f5f0a001',
			parameters: { httpMethod: 'POST', path: 'probe' },
		},
		{
			name: 'Call',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			position: [200, 0],
			parameters: { workflowId: { __rl: true, mode: 'id', value: calleeId }, options: {} },
		},
	],
	connections: { Hook: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

describe('n8n with this package in its nodes folder', () => {
	let n8n: N8n;
	beforeAll(async () => {
		n8n = await startN8n();
	}, 180_000);
	afterAll(() => n8n?.stop());

	test('loads every node of the package under the name of the package', async () => {
		const { n8n: manifest } = jest.requireActual<{ n8n: { nodes: string[] } }>('../../package.json');
		const names = manifest.nodes.map((path) => path.split('/').at(-1)!.replace('.node.js', ''));
		const expected = names.map((name) => `n8n-nodes-zoom-kaltura.${name[0]!.toLowerCase()}${name.slice(1)}`);
		const loaded = (await n8n.nodeTypes()).filter((type) => !type.endsWith('Tool'));
		expect(loaded).toEqual(expect.arrayContaining(expected));
	});

	test('runs a published workflow that calls another one, and shows what every node put out', async () => {
		const { id: calleeId } = await n8n.importWorkflow(callee, {
			configure: { 'Probe callee': { Configuration: { greeting: 'hello' } } },
		});
		const { webhooks } = await n8n.importWorkflow(caller(calleeId));
		const answer = await fetch(webhooks.Hook!, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ from: 'zoom' }),
		});
		expect(answer.status).toBe(200);

		const [execution] = await n8n.settled({ workflowId: calleeId, count: 1 });
		const { nodes, status } = await n8n.execution(execution!.id);
		expect(status).toBe('success');
		expect(nodes.Configuration![0]!.outputs[0]![0]!.json).toMatchObject({ greeting: 'hello', body: { from: 'zoom' } });
	});

	test("imports every template with n8n's own command line, and knows each of their nodes", async () => {
		const folder = resolve('workflows');
		const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
		const templates = files.map((file) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as WorkflowJson);
		expect(templates.length).toBeGreaterThanOrEqual(12);
		const { code, output } = await n8n.command(['import:workflow', '--separate', `--input=${folder}`]);
		expect([code, output]).toEqual([0, expect.stringContaining(`imported ${files.length} workflows`)]);

		const known = new Set(await n8n.nodeTypes());
		const listed: Array<{ id: string; name: string }> = await n8n.rest('GET', '/rest/workflows?take=100');
		for (const { name, nodes } of templates) {
			const [imported, ...more] = listed.filter((one) => one.name === name);
			expect([name, more]).toEqual([name, []]);
			const stored: WorkflowJson = await n8n.rest('GET', `/rest/workflows/${imported!.id}`);
			expect(stored.nodes).toHaveLength(nodes.length);
			expect(stored.nodes.filter(({ type }) => !known.has(type)).map(({ type }) => type)).toEqual([]);
		}
	}, 180_000);

	test("no template is named in n8n's report on what version 3 breaks; a workflow that breaks is", async () => {
		const probe = caller('1');
		Object.assign(probe.nodes[1]!.parameters, { mode: 'each' });
		await n8n.importWorkflow({ ...probe, name: 'Breaks in version 3' }, { publish: false });
		const { report } = await n8n.rest('GET', '/rest/breaking-changes/report?version=v3');
		const named: string[] = [];
		for (const { ruleId } of report.workflowResults) {
			const { affectedWorkflows } = await n8n.rest('GET', `/rest/breaking-changes/report/${ruleId}`);
			for (const { name, issues } of affectedWorkflows) for (const { title } of issues) named.push(`${name}: ${title}`);
		}
		expect(named).toEqual([expect.stringMatching(/^Breaks in version 3: .*"Run once for each item"/)]);
	}, 60_000);

	test('a table that does not exist yet counts as empty on the status page, and lends no rows from another', async () => {
		const nowhere = 'http://127.0.0.1:9';
		const imported = await n8n.importTemplates(['report-status'], {
			credentials: {
				httpBasicAuth: { user: 'admin', password: 'a long pass phrase' },
				kalturaApi: { serviceUrl: nowhere, partnerId: 1, adminSecret: 'not asked' },
				zoomServerToServerOAuth2Api: { accountId: 'A', clientId: 'c', clientSecret: 's', tokenUrl: nowhere },
			},
		});
		const page = async (query = '') => {
			const answer = await fetch(imported['report-status']!.webhooks['Status Page'] + query, {
				headers: { authorization: `Basic ${Buffer.from('admin:a long pass phrase').toString('base64')}` },
			});
			return await answer.text();
		};
		expect(await page()).toContain('The ledger has no recordings yet.');

		const columns = ['account', 'meetingUuid', 'topic', 'outcome', 'verdict'];
		const { id, projectId } = await n8n.createTable(
			'zoom_kaltura_cleanup',
			columns.map((name) => ({ name, type: 'string' as const })),
		);
		const row = {
			account: 'A',
			meetingUuid: 'uuid==',
			topic: 'Not in the ledger',
			outcome: 'trash',
			verdict: 'proven',
		};
		await n8n.rest('POST', `/rest/projects/${projectId}/data-tables/${id}/insert`, { data: [row], returnType: 'id' });
		const after = await page();
		expect(after).toContain('The ledger has no recordings yet.');
		expect(after).not.toContain('Not in the ledger');
		expect(await page('?format=csv')).not.toMatch(/^total,/m);
	}, 60_000);

	test('says what is wrong when a template does not exist', async () => {
		await expect(n8n.importTemplates(['ingest-nothing'])).rejects.toThrow('no template workflows/ingest-nothing.json');
	});
});
