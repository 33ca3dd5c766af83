import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { Execution, ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

const SECRET = 'portal-secret-1';
const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const EIGHT = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8'];

const TAKE_LOGINS: WorkflowJson = {
	name: 'Probe: take the logins',
	nodes: [
		{
			name: 'Start',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { inputSource: 'passthrough' },
		},
		{
			name: 'Take',
			type: 'n8n-nodes-base.dataTable',
			typeVersion: 1.1,
			position: [200, 0],
			parameters: {
				resource: 'row',
				operation: 'update',
				dataTableId: { __rl: true, mode: 'name', value: 'zoom_kaltura_logins' },
				matchType: 'allConditions',
				filters: { conditions: [{ keyName: 'id', condition: 'gt', keyValue: '0' }] },
				columns: { mappingMode: 'defineBelow', value: { takenBy: 'dead', takenAt: '={{ $json.at }}' }, schema: [] },
			},
		},
	],
	connections: { Start: { main: [[{ node: 'Take', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

let sandbox: Sandbox;
let n8n: N8n;
let groups: ImportedWorkflow;
/** Marks every kept login as taken at a time. */
let probe: ImportedWorkflow;
let directory: Server;
let csv = '';

beforeAll(async () => {
	directory = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(csv));
	await new Promise<void>((done) => directory.listen(0, '127.0.0.1', done));
	const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}/users.csv`;
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'demo', indexLagMs: 0 }), startN8n()]);
	const imported = await n8n.importTemplates(['sync-groups'], {
		credentials: { ...sandbox.credentials, crypto: { hmacSecret: SECRET } },
		configure: { 'sync-groups': { Configuration: { directoryUrl, approveFrom: 15 } } },
	});
	groups = imported['sync-groups']!;
	probe = await n8n.importWorkflow(TAKE_LOGINS);
}, 240_000);
afterAll(async () => {
	directory?.close();
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
});

const run = () => n8n.run(groups.id, { trigger: 'Run Now', timeoutMs: 120_000 });
const items = (execution: Execution, node: string, output = 0) =>
	(execution.nodes[node]?.[0]?.outputs[output] ?? []).map(({ json }) => json);
async function groupsOf(userId: string): Promise<string[]> {
	const { users } = await sandbox.control.kaltura.state();
	const user = (users as Array<{ id: string; groups: Array<{ groupId: string }> }>).find(({ id }) => id === userId);
	return user!.groups.map(({ groupId }) => groupId).toSorted();
}
/** Tells the template of a login, as a portal does; gives the status of the answer. */
async function login(body: object, secret = SECRET): Promise<number> {
	const text = JSON.stringify(body);
	const response = await fetch(Object.values(groups.webhooks)[0]!, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-signature': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
		},
		body: text,
		signal: AbortSignal.timeout(30_000),
	});
	return response.status;
}
const now = () => Math.floor(Date.now() / 1000);

test('a directory file puts people into groups, and the second run writes nothing', async () => {
	csv = `userId,memberOf\n${ANN},"CN=R\\, D,OU=G,DC=x;CN=Studio,OU=G"\n${BO},CN=Staff\nnobody@example.edu,CN=Staff\n`;
	const first = await run();
	expect(first.error).toBeNull();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'RD', 'Studio']);
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'Staff']);
	const records = await n8n.tableRows('zoom_kaltura_group_record');
	expect(records.map(({ ruleSet, userId, groups: ids }) => [ruleSet, userId, ids]).toSorted()).toEqual([
		['directory', ANN, '["RD","Studio"]'],
		['directory', BO, '["Staff"]'],
	]);
	const changes = await n8n.tableRows('zoom_kaltura_group_changes');
	const report = changes.map(({ way, userId, added, created, error, nextStep }) =>
		[way, userId, added, created, error, nextStep].join('|'),
	);
	expect(report.toSorted()).toEqual([
		`directory|${ANN}|RD Studio|RD||`,
		`directory|${BO}|Staff|Staff||`,
		'directory|nobody@example.edu|||Kaltura has no user nobody@example.edu, so nothing was changed for them.|Create the user first.',
	]);

	const { writes } = await sandbox.control.kaltura.counts();
	const second = await run();
	expect(second.error).toBeNull();
	expect(items(second, 'Plan the Changes', 1)).toHaveLength(2);
	expect(second.nodes['Write the Changes']).toBeUndefined();
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
}, 240_000);

const logins = () => n8n.tableRows('zoom_kaltura_logins');
/** What the schedule does every twenty seconds; which of the two takes a login does not matter. */
async function applyLogins(): Promise<void> {
	for (let tries = 0; tries < 60; tries++) {
		const execution = await n8n.run(groups.id, { trigger: 'Every Twenty Seconds', timeoutMs: 120_000 });
		expect(execution.error).toBeNull();
		if ((await logins()).length === 0) return;
		await sleep(1000);
	}
	throw new Error('The logins were never applied.');
}
/** n8n's schedule comes at the full twenty seconds of the clock; a test that must see what is kept begins after it. */
async function rightAfterTheSchedule(): Promise<void> {
	const left = 20_000 - (Date.now() % 20_000);
	if (left < 12_000) await sleep(left + 2000);
}
const inInbox = async (count: number) => {
	for (let tries = 0; tries < 100 && (await logins()).length < count; tries++) await sleep(100);
};

test('a signed login is answered before the work, which changes what differs; the directory’s record goes on', async () => {
	await rightAfterTheSchedule();
	const { total } = await sandbox.control.kaltura.counts();
	expect(await login({ userId: ANN, attributes: { groups: ['Elsewhere'] }, sentAt: now() })).toBe(200);
	await inInbox(1);
	expect(await login({ userId: 'ANN.LEE', attributes: { groups: ['Studio', 'Media Team'] }, sentAt: now() })).toBe(200);
	await inInbox(2);
	expect((await sandbox.control.kaltura.counts()).total).toBe(total);
	await applyLogins();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'MediaTeam', 'Studio']);
	const records = await n8n.tableRows('zoom_kaltura_group_record');
	expect(records.find(({ userId }) => userId === ANN)?.groups).toBe('["MediaTeam","Studio"]');
	const changes = await n8n.tableRows('zoom_kaltura_group_changes');
	expect(changes.filter(({ way }) => way === 'login')).toMatchObject([
		{ added: 'MediaTeam', created: 'MediaTeam', removed: 'RD', error: '' },
	]);
}, 240_000);

test('a login that a run had taken when it broke off is applied by a later one', async () => {
	await rightAfterTheSchedule();
	expect(await login({ userId: BO, attributes: { groups: ['Staff', 'Studio'] }, sentAt: now() })).toBe(200);
	await inInbox(1);
	const taken = (minutesAgo: number) =>
		n8n.run(probe.id, { trigger: 'Start', items: [{ at: new Date(Date.now() - minutesAgo * 60_000).toISOString() }] });
	await taken(5);
	await n8n.run(groups.id, { trigger: 'Every Twenty Seconds', timeoutMs: 120_000 });
	expect([await groupsOf(BO), (await logins()).length]).toEqual([['Lecturers', 'Staff'], 1]);
	await taken(11);
	await applyLogins();
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'Staff', 'Studio']);
}, 240_000);

test.each([
	['with another secret', { sentAt: now() }, 'wrong'],
	['that is an hour old', { sentAt: now() - 3600 }, SECRET],
])(
	'a login %s is not kept; the next one that is right is',
	async (_, more, secret) => {
		await login({ userId: ANN, attributes: { groups: ['Admins'] }, ...more }, secret);
		await login({ userId: BO, attributes: { groups: ['Staff', 'Studio'] }, sentAt: now() });
		await inInbox(1);
		await sleep(1000);
		expect((await logins()).map(({ userId }) => userId)).not.toContain(ANN);
		await applyLogins();
		expect(await groupsOf(ANN)).not.toContain('Admins');
	},
	240_000,
);

/** Starts the run, and answers the form at the address that the report gives. */
async function runAndDecide(decision: string): Promise<{ sentence: string; page: string }> {
	const waitsAt = async () =>
		(await n8n.tableRows('zoom_kaltura_group_changes'))
			.filter(({ nextStep }) => /^Decide at /.test(String(nextStep)))
			.toSorted((a, b) => Number(b.id) - Number(a.id));
	const before = (await waitsAt()).length;
	const [last] = await n8n.executions({ workflowId: groups.id, limit: 1 });
	const started = n8n.run(groups.id, { trigger: 'Run Now', timeoutMs: 180_000 }).catch((error: unknown) => error);
	let rows = await waitsAt();
	for (let tries = 0; tries < 120 && rows.length === before; tries++) {
		await sleep(500);
		rows = await waitsAt();
	}
	for (let tries = 0; tries < 120; tries++) {
		const [waiting] = await n8n.executions({ workflowId: groups.id, status: ['waiting'], limit: 1 });
		if (waiting) break;
		await sleep(500);
	}
	const { error, nextStep } = rows[0]!;
	const answer = await fetch(String(nextStep).replace('Decide at ', ''), { signal: AbortSignal.timeout(30_000) });
	const page = await answer.text();
	const body = new FormData();
	body.set('field-0', decision);
	const target = /action="([^"]*form-waiting[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? answer.url;
	await fetch(target, { method: 'POST', body, signal: AbortSignal.timeout(30_000) });
	await started;
	await n8n.settled({ workflowId: groups.id, after: last!.id, count: 1, timeoutMs: 120_000 });
	return { sentence: String(error), page };
}

describe('a change over the threshold waits for somebody', () => {
	beforeAll(() => {
		csv = `userId,memberOf\n${ANN},${EIGHT.join(';')}\n${BO},${EIGHT.join(';')}\n`;
	});

	test('who says no: nothing is written', async () => {
		const { writes } = await sandbox.control.kaltura.counts();
		const { sentence, page } = await runAndDecide('Change nothing');
		expect(sentence).toMatch(/Waits for approval: of \d+ memberships, 4 would be removed and 16 added; 8 groups/);
		expect(page).toMatch(/4 would be removed/);
		expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
		expect(await groupsOf(ANN)).toEqual(['Lecturers', 'MediaTeam', 'Studio']);
	}, 240_000);

	test('who says yes: exactly the plan is written', async () => {
		await runAndDecide('Write the changes');
		expect(await groupsOf(ANN)).toEqual([...EIGHT, 'Lecturers']);
		expect(await groupsOf(BO)).toEqual([...EIGHT, 'Lecturers']);
	}, 240_000);
});

test('Zoom groups become Kaltura groups under a rule set of their own', async () => {
	const { groups: zoomGroups, users } = (await sandbox.control.zoom.state()) as {
		groups: Array<{ id: string; name: string }>;
		users: Array<{ email: string; status: string; group_ids: string[] }>;
	};
	const member = users.find(({ status, group_ids }) => status === 'active' && group_ids.length > 0)!;
	await sandbox.control.kaltura.call('POST', '/users', { id: member.email, email: member.email });
	const execution = await n8n.run(groups.id, { trigger: 'Every Night From Zoom', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	expect(items(execution, 'Zoom Users')).toHaveLength(users.length);
	const names = zoomGroups.filter(({ id }) => member.group_ids.includes(id)).map(({ name }) => name);
	expect(await groupsOf(member.email)).toEqual(names.map((name) => name.replace(/[^A-Za-z0-9]/g, '')).toSorted());
	const records = await n8n.tableRows('zoom_kaltura_group_record');
	expect(records.filter(({ ruleSet }) => ruleSet === 'zoom-groups').map(({ userId }) => userId)).toContain(
		member.email,
	);
	// What the directory put people into is another rule set's.
	expect(await groupsOf(ANN)).toEqual([...EIGHT, 'Lecturers']);
}, 240_000);
