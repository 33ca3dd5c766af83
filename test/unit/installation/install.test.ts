import { shippedTemplates } from '../../../lib/n8n/templates';
import { type InstallationRequest, type InstalledWorkflow, install } from '../../../lib/pipeline/installation/install';
import { addressesOf } from '../../../lib/policy/setup/installation/addresses';
import {
	acceptedCredentials,
	chosenCredentials,
	missingCredentials,
} from '../../../lib/policy/setup/installation/credentials';
import { N8nInMemory } from './n8n-in-memory';

// What an admin meets when the setup does not go smoothly: a sentence with the next step, and running it again finishes it.

const NOW = '2026-11-30T08:00:00Z';
const TEMPLATES = shippedTemplates();

async function setUp(n8n: N8nInMemory, change: Partial<InstallationRequest> = {}): Promise<InstalledWorkflow[]> {
	const request: InstallationRequest = {
		templates: TEMPLATES,
		version: '1.0.0',
		parts: ['reports'],
		answers: {
			accountName: '',
			account: 'zoom-account',
			timezone: 'Europe/Berlin',
			configuration: {},
			credentials: chosenCredentials({}, n8n.credentials),
		},
		storedCredentials: new Set(n8n.credentials.map(({ id }) => id)),
		accepted: acceptedCredentials,
		missingCredentials,
		newSecret: () => 'a secret that nobody knows',
		dryRun: false,
		conflicts: 'keepMine',
		...change,
	};
	return await install(n8n.api, request, NOW);
}

const problems = (rows: readonly InstalledWorkflow[]) => rows.filter(({ problem }) => problem !== '');

test('an installation that is killed after any of its writes is finished by the next one, with nothing twice', async () => {
	const whole = new N8nInMemory();
	await setUp(whole);
	const shape = (n8n: N8nInMemory) =>
		n8n.workflows.map(({ name, active, nodes }) => [name, active, nodes.length]).toSorted();
	for (let writes = 0; writes < whole.writes.length; writes++) {
		const n8n = new N8nInMemory();
		n8n.livesFor = writes;
		await setUp(n8n).catch(() => undefined);
		n8n.livesFor = null;
		await setUp(n8n);
		expect([writes, shape(n8n)]).toEqual([writes, shape(whole)]);
		expect(n8n.credentials.filter(({ type }) => type === 'httpBasicAuth')).toHaveLength(1);
		const before = n8n.writes.length;
		expect((await setUp(n8n)).filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
		expect(n8n.writes.length).toBe(before);
	}
});

test('a key that may not create credentials leaves only the pages unpublished, and says which credential is missing', async () => {
	const n8n = new N8nInMemory();
	n8n.forbidden = ['POST /credentials'];
	const rows = await setUp(n8n);
	expect(problems(rows).map(({ template }) => template)).toEqual(['report-status']);
	expect(problems(rows)[0]!.problem).toContain('no credential of the type Basic Auth');
	n8n.forbidden = [];
	expect(problems(await setUp(n8n))).toEqual([]);
	expect(n8n.secrets).toEqual(['a secret that nobody knows']);
	expect(JSON.stringify(n8n.workflows)).not.toContain('a secret');
});

test('a key without any right is told apart from one that expired, and nothing is left behind', async () => {
	const n8n = new N8nInMemory();
	n8n.forbidden = ['GET /workflows', 'GET /data-tables', 'GET /credentials'];
	await expect(setUp(n8n)).rejects.toThrow(/may not list the .*Give the key the scopes/);
	expect(n8n.writes).toEqual([]);
});

test('one workflow that n8n refuses does not stop the others, and is finished when n8n takes it', async () => {
	const n8n = new N8nInMemory();
	await setUp(n8n, { dryRun: true });
	expect(n8n.writes).toEqual([]);
	n8n.forbidden = ['POST /workflows/id0/activate'];
	const rows = await setUp(n8n);
	expect(rows.filter(({ outcome }) => outcome === 'failed').map(({ workflowId }) => workflowId)).toEqual(['id0']);
	n8n.forbidden = [];
	expect(problems(await setUp(n8n))).toEqual([]);
	expect(n8n.workflows.find(({ id }) => id === 'id0')!.active).toBe(true);
});

test('workflows of others under our names are left alone', async () => {
	const n8n = new N8nInMemory();
	const theirs = {
		id: 'theirs',
		name: 'Zoom to Kaltura: ingest live',
		nodes: [{ id: 'x', name: 'Mine' }],
		connections: {},
		settings: {},
		active: true,
	};
	n8n.workflows.push(structuredClone(theirs));
	await setUp(n8n, { parts: ['ingest'] });
	expect(n8n.workflows[0]).toEqual(theirs);
});

test('a credential that was deleted is replaced by the one that is chosen now', async () => {
	const n8n = new N8nInMemory();
	const parts: InstallationRequest['parts'] = ['cleanup'];
	await setUp(n8n, { parts });
	expect(JSON.stringify(n8n.workflows)).toContain('"id":"k"');
	n8n.credentials = n8n.credentials.map((one) => (one.id === 'k' ? { ...one, id: 'k2' } : one));
	await setUp(n8n, { parts });
	expect(JSON.stringify(n8n.workflows)).not.toContain('"id":"k"');
	expect(n8n.workflows.filter(({ active }) => !active)).toEqual([]);
});

test('a memory edited by hand neither doubles a workflow nor overwrites what the admin changed', async () => {
	const n8n = new N8nInMemory();
	await setUp(n8n);
	const count = n8n.workflows.length;
	const live = n8n.workflows.find(({ name }) => name.endsWith('report status'))!;
	live.nodes[0].parameters.content = 'My own note';
	for (const row of n8n.tables[0]!.rows) row.fingerprints = 'not JSON';
	await setUp(n8n);
	expect(n8n.workflows).toHaveLength(count);
	expect(n8n.workflows.find(({ id }) => id === live.id)!.nodes[0].parameters.content).toBe('My own note');
});

test('the address of Zoom Trigger is the one at which n8n answers, and another one for another account', async () => {
	const n8n = new N8nInMemory();
	const live = (rows: readonly InstalledWorkflow[]) => rows.find(({ template }) => template === 'ingest-live')!;
	const events = (row: InstalledWorkflow) =>
		addressesOf(row, 'https://n8n.example.edu/', row.workflowId!).find(({ kind }) => kind === 'zoomEvents')!.url;
	const parts: InstallationRequest['parts'] = ['ingest'];
	const first = live(await setUp(n8n, { parts }));
	const { webhookId } = first.nodes.find(({ type }) => type.endsWith('zoomTrigger'))!;
	expect(events(first)).toBe(`https://n8n.example.edu/webhook/${webhookId}/zoom`);
	const answers = {
		accountName: 'Medical School',
		account: 'other',
		timezone: '',
		configuration: {},
		credentials: chosenCredentials({}, n8n.credentials),
	};
	expect(events(live(await setUp(n8n, { answers, parts })))).not.toBe(events(first));
	// A workflow that came without the installer has no webhook id; n8n then uses workflow and node.
	const bare = { nodes: first.nodes.map((node) => ({ ...node, webhookId: '' })) };
	expect(addressesOf(bare, 'https://n8n.example.edu', 'abc')[0]!.url).toBe(
		'https://n8n.example.edu/webhook/abc/zoom%20trigger/zoom',
	);
});
