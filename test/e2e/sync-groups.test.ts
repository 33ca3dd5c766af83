import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { claimFaults } from './claim-probe';
import type { Execution, ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';

const SECRET = 'portal-secret-of-tests';
/** Of whoever decides, who may have no account in n8n. */
const DECIDER = { user: 'decider', password: 'decider-password-1' };
const authorization = `Basic ${Buffer.from(`${DECIDER.user}:${DECIDER.password}`).toString('base64')}`;
const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const EVA = 'eva@example.edu';
const EIGHT = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8'];

let sandbox: Sandbox;
let n8n: N8n;
/** Makes logins that wait be tried at once. */
const SOON: WorkflowJson = {
	name: 'Probe: try the logins soon',
	nodes: [
		{
			name: 'Start',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { inputSource: 'passthrough' },
		},
		{
			name: 'Try',
			type: 'n8n-nodes-base.dataTable',
			typeVersion: 1.1,
			position: [200, 0],
			parameters: {
				resource: 'row',
				operation: 'update',
				dataTableId: { __rl: true, mode: 'name', value: 'zoom_kaltura_logins' },
				matchType: 'allConditions',
				filters: { conditions: [{ keyName: 'id', condition: 'gt', keyValue: '0' }] },
				columns: { mappingMode: 'defineBelow', value: { tryAt: '2026-01-01T00:00:00.000Z' }, schema: [] },
			},
		},
	],
	connections: { Start: { main: [[{ node: 'Try', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

let imported: Record<string, ImportedWorkflow>;
let directory: Server;
let csv = '';
/** How long Kaltura's answers take in the moment. */
const slow = (latencyMs: number) => sandbox.control.kaltura.settings({ apiLatencyMs: latencyMs });

beforeAll(async () => {
	directory = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(csv));
	await new Promise<void>((done) => directory.listen(0, '127.0.0.1', done));
	const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}/users.csv`;
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'demo', indexLagMs: 0 }), startN8n()]);
	imported = await n8n.importTemplates(['sync-groups', 'sync-groups-at-login', 'sync-groups-from-zoom'], {
		credentials: { ...sandbox.credentials, signedLoginApi: { secret: SECRET }, httpBasicAuth: DECIDER },
		configure: {
			'sync-groups': { Configuration: { directoryUrl } },
			'plan-group-changes': { Configuration: { approveFrom: 16, usersPerPart: 20 } },
			'take-claim': { 'A Moment': { amount: 0.5 } },
		},
	});
	imported.soon = await n8n.importWorkflow(SOON);
}, 240_000);
afterAll(async () => {
	directory?.close();
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
});

const run = () => n8n.run(imported['sync-groups']!.id, { trigger: 'Run Now', timeoutMs: 120_000 });
const changes = () => n8n.tableRows('zoom_kaltura_group_changes');
const records = async () =>
	(await n8n.tableRows('zoom_kaltura_group_record')).filter(({ userId }) => !/^#/.test(userId));
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
	const response = await fetch(imported['sync-groups-at-login']!.webhooks['Login']!, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-signature': createHmac('sha256', secret).update(text).digest('hex'),
		},
		body: text,
		signal: AbortSignal.timeout(30_000),
	});
	await response.arrayBuffer();
	return response.status;
}
const logins = () => n8n.tableRows('zoom_kaltura_logins');
/** Waits until every login that was taken was acted on, except those of people whom Kaltura does not know. */
async function allApplied(but: string[] = []): Promise<void> {
	const atWork = async () =>
		(await logins()).some(({ userId }) => !but.includes(userId)) ||
		(await n8n.tableRows('zoom_kaltura_claims')).some(({ holder }) => holder);
	// Successful executions are not kept, so n8n cannot tell when they have ended; and a login is answered before it is stored.
	for (let tries = 0, quiet = 0; tries < 400 && quiet < 8; tries++) {
		quiet = (await atWork()) ? 0 : quiet + 1;
		await sleep(250);
	}
	expect((await logins()).map(({ userId }) => userId)).toEqual(but);
}
const now = () => Math.floor(Date.now() / 1000);

test('the very first login, before any run has made the tables, is kept and applied at once', async () => {
	await sandbox.control.kaltura.call('POST', '/users', { id: EVA, email: EVA });
	expect(await login({ userId: EVA, attributes: { groups: ['Studio'] }, sentAt: now() })).toBe(200);
	await allApplied();
	expect(await groupsOf(EVA)).toEqual(['Studio']);
}, 120_000);

test('a directory file puts people into groups, and the second run writes nothing and reports nothing again', async () => {
	csv = `userId,memberOf\n${ANN},"CN=R\\, D,OU=G,DC=x;CN=Studio,OU=G"\n${BO},CN=Staff\nnobody@example.edu,CN=Staff\n`;
	const first = await run();
	expect(first.error).toBeNull();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'RD', 'Studio']);
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'Staff']);
	expect((await records()).map(({ ruleSet, userId, groups: ids }) => [ruleSet, userId, ids]).toSorted()).toEqual([
		['directory', ANN, '["RD","Studio"]'],
		['directory', BO, '["Staff"]'],
		['directory', EVA, '["Studio"]'],
		['directory', 'nobody@example.edu', '[]'],
	]);
	const report = async () =>
		(await changes())
			.map(({ userId, added, created, error, nextStep }) => [userId, added, created, error, nextStep].join('|'))
			.toSorted();
	const expected = [
		`${ANN}|RD Studio|RD||`,
		`${BO}|Staff|Staff||`,
		`${EVA}|Studio|||`,
		'nobody@example.edu|||Kaltura has no user nobody@example.edu, so nothing was changed for them.|Create the user first.',
	];
	expect(await report()).toEqual(expected);
	for (const { account } of [...(await records()), ...(await changes())]) expect(account).toMatch(/\S/);

	const { writes } = await sandbox.control.kaltura.counts();
	expect((await run()).error).toBeNull();
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	expect(await report()).toEqual(expected);
}, 240_000);

test.each([
	['a page instead of the file', '<!DOCTYPE html><p>Please log in', /is a web page/],
	['a renamed column', `userId,groups\n${ANN},Studio\n`, /memberOf is missing/],
	['a ragged row', `userId,memberOf\n${ANN}\n`, /Line 2 has 1 cells for 2 headings/],
])(
	'%s stops the run with a sentence, and nobody loses anything',
	async (_, content, sentence) => {
		const before = csv;
		csv = content;
		const { writes } = await sandbox.control.kaltura.counts();
		expect((await run()).error?.message).toMatch(sentence);
		expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
		csv = before;
	},
	120_000,
);

test('somebody whose cell in the directory is empty leaves the groups that this sync gave them', async () => {
	csv = `userId,memberOf\n${ANN},CN=Studio;CN=RD\n${BO},\n`;
	expect((await run()).error).toBeNull();
	expect(await groupsOf(BO)).toEqual(['Lecturers']);
	expect((await changes()).at(-1)).toMatchObject({ userId: BO, removed: 'Staff' });
}, 120_000);

test('a login changes what differs, a repeated or older one changes nothing, and the directory’s record goes on', async () => {
	const first = { userId: 'ANN.LEE', attributes: { groups: ['Studio', 'Media Team'] }, sentAt: Date.now() };
	expect(await login(first)).toBe(200);
	await allApplied();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'MediaTeam', 'Studio']);
	expect((await records()).find(({ userId }) => userId === ANN)?.groups).toBe('["MediaTeam","Studio"]');

	expect(await login({ ...first, attributes: { groups: ['Studio'] }, sentAt: first.sentAt + 1000 })).toBe(200);
	await allApplied();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'Studio']);
	// Captured, and sent once more: it must not undo what was said after it.
	expect(await login(first)).toBe(200);
	await allApplied();
	expect(await groupsOf(ANN)).toEqual(['Lecturers', 'Studio']);
}, 240_000);

test('a login that cannot be used, or of somebody whom Kaltura does not know yet, harms no other', async () => {
	const sentAt = now();
	expect(await login({ userId: ANN, attributes: { groups: ['Admins'] }, sentAt }, 'another-secret-of-tests')).toBe(401);
	expect(await login({ userId: ANN, attributes: { groups: ['Admins'] }, sentAt: sentAt - 3600 })).toBe(400);
	expect(await login({ attributes: { groups: ['Admins'] }, sentAt })).toBe(400);
	// Signed, and fit for the trigger, but no user of Kaltura can be called so.
	expect(await login({ userId: 'no body', attributes: { groups: ['Admins'] }, sentAt })).toBe(200);
	expect(await login({ userId: '# source', attributes: { groups: [null, 7, { x: 1 }] }, sentAt })).toBe(200);
	expect(await login({ userId: 'new.person', attributes: { groups: ['Studio'] }, sentAt })).toBe(200);
	expect(await login({ userId: BO, attributes: { groups: ['Staff', 'Media Team'] }, sentAt })).toBe(200);
	await allApplied(['new.person']);
	expect(await groupsOf(BO)).toEqual(['Lecturers', 'MediaTeam', 'Staff']);
	expect(await groupsOf(ANN)).not.toContain('Admins');
	const told = (await changes()).map(({ userId, error }) => `${userId}: ${error}`);
	expect(told).toContainEqual(expect.stringMatching(/^no body: .* cannot be the ID of a user/));

	await sandbox.control.kaltura.call('POST', '/users', { id: 'new.person', email: 'new@example.edu' });
	// The schedule finds it as soon as its two minutes have passed.
	const [waiting] = await logins();
	expect(Date.parse(waiting!.tryAt) - Date.now()).toBeGreaterThan(60_000);
	await n8n.run(imported['soon']!.id, { trigger: 'Start', timeoutMs: 30_000 });
	await n8n.run(imported['sync-groups-at-login']!.id, { trigger: 'Every Fifteen Minutes', timeoutMs: 60_000 });
	await allApplied();
	expect(await groupsOf('new.person')).toEqual(['Studio']);
}, 300_000);

test('logins during two nightly runs and in several batches at once end with the newest word about each', async () => {
	const crowd = Array.from({ length: 10 }, (_, n) => `crowd${n}@example.edu`);
	for (const id of crowd) await sandbox.control.kaltura.call('POST', '/users', { id, email: id });
	const others = csv;
	csv = `${others}${crowd.map((id) => `${id},CN=Before\n`).join('')}`;
	await slow(150);
	const nightly = [run(), sleep(400).then(run)];
	const latest = new Map<string, string>();
	// Later than both readings of the directory: the newest word is always a login.
	let sentAt = Date.now() + 30_000;
	for (let round = 0; round < 3; round++) {
		for (const userId of crowd.toSorted(() => Math.random() - 0.5)) {
			const group = `Round${Math.floor(Math.random() * 4)}`;
			// Some arrive before others that were sent earlier.
			const said = ++sentAt + (Math.random() < 0.3 ? 2000 : 0);
			if (said > Number(latest.get(`${userId} at`) ?? 0)) latest.set(userId, group).set(`${userId} at`, String(said));
			expect(await login({ userId, attributes: { groups: [group] }, sentAt: said })).toBe(200);
		}
	}
	const ends = await Promise.all(nightly);
	await allApplied();
	await slow(0);
	expect(ends.map(({ error }) => error)).toEqual([null, null]);
	for (const userId of crowd) expect([userId, await groupsOf(userId)]).toEqual([userId, [latest.get(userId)]]);
	csv = others;
}, 300_000);

/** Starts the run, and answers the form at the address that the report gives. */
async function runAndDecide(decision: string, meanwhile = async () => {}): Promise<{ sentence: string; page: string }> {
	const waitsAt = async () =>
		(await changes())
			.filter(({ nextStep }) => /^Decide at /.test(String(nextStep)))
			.toSorted((a, b) => Number(b.id) - Number(a.id));
	const before = (await waitsAt()).length;
	const { id } = imported['sync-groups']!;
	const started = n8n.run(id, { trigger: 'Run Now', timeoutMs: 180_000 }).catch((error: unknown) => error);
	let rows = await waitsAt();
	for (let tries = 0; tries < 120 && rows.length === before; tries++) {
		await sleep(500);
		rows = await waitsAt();
	}
	for (let tries = 0; tries < 120; tries++) {
		const [waiting] = await n8n.executions({ status: ['waiting'], limit: 1 });
		if (waiting) break;
		await sleep(500);
	}
	const { error, nextStep } = rows[0]!;
	const form = String(nextStep).replace('Decide at ', '');
	const stranger = await fetch(form, { signal: AbortSignal.timeout(30_000) });
	expect([stranger.status, await stranger.text()]).toEqual([401, '']);
	const answer = await fetch(form, { headers: { authorization }, signal: AbortSignal.timeout(30_000) });
	const page = await answer.text();
	await meanwhile();
	const body = new FormData();
	body.set('field-0', decision);
	const target = /action="([^"]*form-waiting[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? answer.url;
	await fetch(target, { method: 'POST', body, headers: { authorization }, signal: AbortSignal.timeout(30_000) });
	await started;
	await allApplied();
	return { sentence: String(error), page };
}

describe('a change over the threshold waits for somebody', () => {
	beforeAll(() => {
		csv = `userId,memberOf\n${ANN},${EIGHT.join(';')}\n${BO},${EIGHT.join(';')}\n`;
	});

	test('who says no: nothing is written', async () => {
		const { writes } = await sandbox.control.kaltura.counts();
		const before = await groupsOf(ANN);
		const { sentence, page } = await runAndDecide('Change nothing');
		expect(sentence).toMatch(
			/Waits for approval. Of \d+ memberships, \d would be removed and 16 added; 8 groups would be new/,
		);
		expect(sentence).toMatch(/It concerns ann\.lee, bo\.chen@example\.edu/);
		expect(page).toMatch(/ would be removed and 16 added/);
		expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
		expect(await groupsOf(ANN)).toEqual(before);
	}, 240_000);

	test('who says yes: the plan is written, but not for somebody who has logged in with other groups since', async () => {
		await runAndDecide('Write the changes', async () => {
			expect(await login({ userId: ANN, attributes: { groups: ['Studio', 'G1'] }, sentAt: Date.now() })).toBe(200);
			await allApplied();
		});
		expect(await groupsOf(ANN)).toEqual(['G1', 'Lecturers', 'Studio']);
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
	const execution = await n8n.run(imported['sync-groups-from-zoom']!.id, { trigger: 'Run Now', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	expect(items(execution, 'Zoom Users')).toHaveLength(users.length);
	const names = zoomGroups.filter(({ id }) => member.group_ids.includes(id)).map(({ name }) => name);
	expect(await groupsOf(member.email)).toEqual(names.map((name) => name.replace(/[^A-Za-z0-9]/g, '')).toSorted());
	expect((await records()).filter(({ ruleSet }) => ruleSet === 'zoom-groups').map(({ userId }) => userId)).toContain(
		member.email,
	);
	// What the directory put people into is another rule set's.
	expect(await groupsOf(ANN)).toEqual(['G1', 'Lecturers', 'Studio']);
}, 240_000);

test('a claim never has two holders, whoever asks at the same moment, and passes on from one that died (SQLite)', async () => {
	expect(await claimFaults(n8n)).toEqual([]);
}, 240_000);
