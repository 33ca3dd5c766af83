import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { claimFaults } from './claim-probe';
import type { Execution, ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

const SECRET = 'portal-secret-1';
/** Of whoever decides, who may have no account in n8n. */
const DECIDER = { user: 'decider', password: 'decider-password-1' };
const authorization = `Basic ${Buffer.from(`${DECIDER.user}:${DECIDER.password}`).toString('base64')}`;
const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const EVA = 'eva@example.edu';
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
let importGroups: (settings?: Record<string, Record<string, unknown>>) => Promise<void>;
/** Marks every kept login as taken at a time. */
let probe: ImportedWorkflow;
let directory: Server;
let csv = '';

beforeAll(async () => {
	directory = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(csv));
	await new Promise<void>((done) => directory.listen(0, '127.0.0.1', done));
	const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}/users.csv`;
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'demo', indexLagMs: 0 }), startN8n()]);
	importGroups = async (settings) => {
		const imported = await n8n.importTemplates(['sync-groups'], {
			credentials: { ...sandbox.credentials, crypto: { hmacSecret: SECRET }, httpBasicAuth: DECIDER },
			configure: { 'sync-groups': { Configuration: { directoryUrl, approveFrom: 15 }, ...settings } },
		});
		groups = imported['sync-groups']!;
	};
	await importGroups();
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
			'x-signature': createHmac('sha256', secret).update(text).digest('hex'),
		},
		body: text,
		signal: AbortSignal.timeout(30_000),
	});
	return response.status;
}
const now = () => Math.floor(Date.now() / 1000);

test('the very first login, before any run has made the tables, is kept, and applied by the schedule', async () => {
	await sandbox.control.kaltura.call('POST', '/users', { id: EVA, email: EVA });
	expect(await login({ userId: EVA, attributes: { groups: ['Studio'] }, sentAt: now() })).toBe(200);
	const open = async () => (await groupsOf(EVA)).length === 0 || (await logins()).length > 0;
	for (let tries = 0; tries < 180 && (await open()); tries++) await sleep(1000);
	expect(await groupsOf(EVA)).toEqual(['Studio']);
	// From here on the tests press the schedule's button themselves, so that nobody takes a login before they look.
	await importGroups({ 'Every Ten Seconds': { rule: { interval: [{ field: 'months', monthsInterval: 12 }] } } });
}, 300_000);

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
		['directory', EVA, '["Studio"]'],
	]);
	const changes = await n8n.tableRows('zoom_kaltura_group_changes');
	const report = changes.map(({ way, userId, added, created, error, nextStep }) =>
		[way, userId, added, created, error, nextStep].join('|'),
	);
	expect(report.toSorted()).toEqual([
		`directory|${ANN}|RD Studio|RD||`,
		`directory|${BO}|Staff|Staff||`,
		'directory|nobody@example.edu|||Kaltura has no user nobody@example.edu, so nothing was changed for them.|Create the user first.',
		`login|${EVA}|Studio|||`,
	]);

	const { writes } = await sandbox.control.kaltura.counts();
	const second = await run();
	expect(second.error).toBeNull();
	expect(items(second, 'Plan the Changes', 1)).toHaveLength(2);
	expect(second.nodes['Write the Changes']).toBeUndefined();
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
}, 240_000);

const logins = () => n8n.tableRows('zoom_kaltura_logins');
/** What the schedule does every ten seconds. */
async function applyLogins(): Promise<void> {
	const execution = await n8n.run(groups.id, { trigger: 'Every Ten Seconds', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	expect(await logins()).toEqual([]);
}
const inInbox = async (count: number) => {
	for (let tries = 0; tries < 600 && (await logins()).length < count; tries++) await sleep(100);
};

test('a signed login is answered before the work, which changes what differs; the directory’s record goes on', async () => {
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
		{ userId: EVA },
		{ userId: 'ANN.LEE', added: 'MediaTeam', created: 'MediaTeam', removed: 'RD', error: '' },
	]);
}, 240_000);

test('a login that a run had taken when it broke off is applied by a later one', async () => {
	expect(await login({ userId: BO, attributes: { groups: ['Staff', 'Studio'] }, sentAt: now() })).toBe(200);
	await inInbox(1);
	const taken = (minutesAgo: number) =>
		n8n.run(probe.id, { trigger: 'Start', items: [{ at: new Date(Date.now() - minutesAgo * 60_000).toISOString() }] });
	await taken(5);
	await n8n.run(groups.id, { trigger: 'Every Ten Seconds', timeoutMs: 120_000 });
	expect([await groupsOf(BO), (await logins()).length]).toEqual([['Lecturers', 'Staff'], 1]);
	await taken(11);
	await applyLogins();
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'Staff', 'Studio']);
}, 240_000);

test('two runs at the same time apply each login once, and lose none', async () => {
	const crowd = Array.from({ length: 30 }, (_, n) => `crowd${n}@example.edu`);
	for (const id of crowd) await sandbox.control.kaltura.call('POST', '/users', { id, email: id });
	for (const userId of crowd)
		expect(await login({ userId, attributes: { groups: ['Crowd'] }, sentAt: now() })).toBe(200);
	await inInbox(crowd.length);
	const runs = await Promise.all(
		[1, 2, 3].map(() => n8n.run(groups.id, { trigger: 'Every Ten Seconds', timeoutMs: 120_000 })),
	);
	expect(runs.map(({ error }) => error)).toEqual([null, null, null]);
	const taken = runs.flatMap((one) => items(one, 'Take the Logins').map(({ id }) => id));
	expect(taken).toHaveLength(crowd.length);
	expect(new Set(taken).size).toBe(crowd.length);
	expect(await logins()).toEqual([]);
	for (const id of crowd) expect(await groupsOf(id)).toEqual(['Crowd']);
	const changes = await n8n.tableRows('zoom_kaltura_group_changes');
	expect(
		changes
			.filter(({ added }) => added === 'Crowd')
			.map(({ userId }) => userId)
			.toSorted(),
	).toEqual(crowd.toSorted());
}, 300_000);

test('a login with another secret, or without a signature, is not kept; the next one that is right is', async () => {
	await login({ userId: ANN, attributes: { groups: ['Admins'] }, sentAt: now() }, 'wrong');
	await fetch(Object.values(groups.webhooks)[0]!, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ userId: ANN, attributes: { groups: ['Admins'] }, sentAt: now() }),
		signal: AbortSignal.timeout(30_000),
	});
	await login({ userId: BO, attributes: { groups: ['Staff', 'Studio'] }, sentAt: now() });
	await inInbox(1);
	await sleep(1000); // the other two came first; this is for them to be kept too, if they were
	expect((await logins()).map(({ message }) => JSON.parse(message).userId)).toEqual([BO]);
	await applyLogins();
	expect(await groupsOf(ANN)).not.toContain('Admins');
}, 240_000);

test('signed messages that are an hour old, or no login at all, change nothing, and hold nobody else up', async () => {
	await login({ userId: ANN, attributes: { groups: ['Admins'] }, sentAt: now() - 3600 });
	await login({ userId: ANN, attributes: { groups: ['Admins'] } });
	await login({ attributes: { groups: ['Admins'] }, sentAt: now() });
	await login(['Admins']);
	await fetch(Object.values(groups.webhooks)[0]!, {
		method: 'POST',
		headers: { 'content-type': 'text/plain', 'x-signature': createHmac('sha256', SECRET).update('{').digest('hex') },
		body: '{',
		signal: AbortSignal.timeout(30_000),
	});
	await login({ userId: BO, attributes: { groups: ['Staff', 'Media Team'] }, sentAt: now() });
	await inInbox(6);
	expect(await logins()).toHaveLength(6);
	const before = await groupsOf(ANN);
	await applyLogins();
	expect(await groupsOf(ANN)).toEqual(before);
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'MediaTeam', 'Staff']);
	const errors = (await n8n.tableRows('zoom_kaltura_group_changes')).filter(
		({ way, error }) => way === 'login' && error,
	);
	expect(errors).toMatchObject([{ userId: '', error: 'The parameter "userId" is empty.' }]);
}, 240_000);

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
	const form = String(nextStep).replace('Decide at ', '');
	const stranger = await fetch(form, { signal: AbortSignal.timeout(30_000) });
	expect([stranger.status, await stranger.text()]).toEqual([401, '']);
	const answer = await fetch(form, { headers: { authorization }, signal: AbortSignal.timeout(30_000) });
	const page = await answer.text();
	const body = new FormData();
	body.set('field-0', decision);
	const target = /action="([^"]*form-waiting[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? answer.url;
	await fetch(target, { method: 'POST', body, headers: { authorization }, signal: AbortSignal.timeout(30_000) });
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

test('a claim never has two holders, whoever asks at the same moment, and passes on from one that died (SQLite)', async () => {
	expect(await claimFaults(n8n)).toEqual([]);
}, 240_000);
