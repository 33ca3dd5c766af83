/**
 * provision-zoom-users and sync-users in the real n8n: forms, waits and data tables, which provision.test.ts replaces.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ExecutionSummary, ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { startN8n } from './harness';
import { PROVISIONING } from './two-accounts-people';

let sandbox: Sandbox;
let n8n: N8n;
let provision: ImportedWorkflow;
let deletion: ImportedWorkflow;
let sync: ImportedWorkflow;

const TEMPLATES = [
	'take-claim',
	...PROVISIONING,
	'provision-zoom-users',
	'delete-leavers',
	'compare-users',
	'sync-users',
];
beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'directory' }), startN8n()]);
	const imported = await n8n.importTemplates(TEMPLATES, {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'decider', password: 'decider-password-1' } },
	});
	provision = imported['provision-zoom-users']!;
	deletion = imported['delete-leavers']!;
	sync = imported['sync-users']!;
}, 180_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

const plain = (page: string) =>
	page.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const pageWith = async (url: string, expected: RegExp) => plain(await n8n.formShows(url, expected.source));
const file = (lines: string[]) => ({
	fileName: 'people.csv',
	base64: Buffer.from(lines.join('\n')).toString('base64'),
});
/** Uploads a list as a browser does; gives the address where the form goes on. */
const upload = async (lines: string[]): Promise<string> =>
	(await n8n.submitForm(provision.webhooks['Upload a List']!, [file(lines)])).url;
const decide = (url: string, decision: string) => n8n.submitForm(url, ['', decision]);
const zoomWrites = async () => (await sandbox.control.zoom.counts()).writes;
const HEADER = 'email,firstName,lastName,department,licence,groups,role,status';
const account = () => String(sandbox.credentials.zoomServerToServerOAuth2Api.accountId);
const LIST = [
	HEADER,
	'new.joiner@example.edu,Jo,Iner,Physics,Basic,Staff,,active',
	'licensed.unused@example.edu,Lou,Licensed,History,,,,active',
	'basic.user@example.edu,,,,,,,leaver',
];

test('without a login nobody sees the form, and no list is taken; with one the run knows who it was', async () => {
	const before = await zoomWrites();
	const form = provision.webhooks['Upload a List']!;
	const stranger = await n8n.openForm(form, { as: 'nobody' });
	expect([stranger.status, stranger.page]).toEqual([302, '']);
	expect((await n8n.submitForm(form, [file(LIST)], { as: 'nobody' })).status).toBe(401);
	expect(await n8n.executions({ workflowId: provision.id })).toEqual([]);

	expect((await n8n.openForm(form)).page).toContain('Provision Zoom users');
	const url = await upload(LIST);
	await pageWith(url, /3 people: 3 to change/);
	// Whoever learns the address of the next page needs the login too.
	expect((await n8n.openForm(url, { as: 'nobody' })).page).toBe('');
	expect((await n8n.submitForm(url, ['', 'Carry it out'], { as: 'nobody' })).status).toBe(401);
	expect(await zoomWrites()).toBe(before);
	await decide(url, 'Change nothing');
	await pageWith(url, /Nothing was changed/);
	const [last] = await n8n.executions({ workflowId: provision.id });
	const execution = await n8n.execution(last!.id);
	expect(execution.nodes['Upload a List']![0]!.outputs[0]![0]!.json.user).toMatchObject({
		email: (await n8n.info()).owner.email,
	});
	expect(await zoomWrites()).toBe(before);
}, 120_000);

test('a list with an unknown group or heading is refused in the form, and nothing is written', async () => {
	const before = await zoomWrites();
	const url = await upload([HEADER, 'basic.user@example.edu,,,,,No Such Group,,active']);
	expect(await pageWith(url, /cannot be used/)).toMatch(/No Such Group/);
	const other = await upload(['Email,Statuss', 'basic.user@example.edu,leaver']);
	expect(await pageWith(other, /cannot be used/)).toMatch(/no column "Statuss"\. Do you mean status\?/);
	expect(await zoomWrites()).toBe(before);
}, 90_000);

test('the plan is shown first; only the approval writes, and each change becomes a row with who approved it', async () => {
	const before = await zoomWrites();
	const url = await upload(LIST.map((line) => line.replaceAll(',', ';')));
	const plan = await pageWith(url, /3 people: 3 to change/);
	for (const name of ['new.joiner', 'licensed.unused', 'basic.user']) expect(plan).toContain(name);
	// The leaver first, with old and new values; and how the file was read.
	expect(plan).toMatch(/1 deactivated.*basic\.user@example\.edu status: active → inactive.*dept: .* → History/);
	expect(plan).toMatch(/Read as CSV, UTF-8, separated by ;/);
	expect(await zoomWrites()).toBe(before);

	await decide(url, 'Carry it out');
	expect(await pageWith(url, /Carried out/)).toMatch(/3 people were changed, 0 were not/);
	const rows = await n8n.tableRows('zoom_kaltura_provisioning');
	expect(rows.map(({ email, outcome, account }) => [email, outcome, account]).toSorted()).toEqual([
		['basic.user@example.edu', 'changed', account()],
		['licensed.unused@example.edu', 'changed', account()],
		['new.joiner@example.edu', 'changed', account()],
	]);
	expect(rows.filter(({ leftAt }) => leftAt).map(({ email }) => email)).toEqual(['basic.user@example.edu']);
	const { email: approvedBy } = (await n8n.info()).owner;
	const changes = await n8n.tableRows('zoom_kaltura_user_changes');
	expect(changes.filter(({ email }) => email === 'basic.user@example.edu')).toMatchObject([
		{
			account: account(),
			approvedBy,
			state: 'changed',
			changes: expect.stringContaining('status: active → inactive'),
			answer: expect.stringContaining('Deactivate (done)'),
		},
	]);
	expect(changes.map(({ state }) => state)).toEqual(['changed', 'changed', 'changed']);
	expect(await n8n.tableRows('zoom_kaltura_claims')).toMatchObject([
		{ name: 'provision-zoom-users', account: account(), holder: '' },
	]);
}, 120_000);

test('the same list again has nothing to change and writes nothing', async () => {
	const before = await zoomWrites();
	await pageWith(await upload(LIST), /Nothing was changed/);
	expect(await zoomWrites()).toBe(before);
}, 90_000);

test('who differs from what was approved is left for a new plan', async () => {
	const url = await upload(
		[HEADER, 'auditor@example.edu,,,Astronomy,,,,active', 'rooms.owner@example.edu,,,,,,,leaver'].slice(0, 2),
	);
	await pageWith(url, /1 people: 1 to change/);
	// Meanwhile somebody else does it.
	await sandbox.control.zoom.call('PATCH', '/users', { user: 'auditor@example.edu', dept: 'Astronomy' });
	const before = await zoomWrites();
	await decide(url, 'Carry it out');
	await pageWith(url, /Nothing was changed/);
	expect(await zoomWrites()).toBe(before);
	expect(await n8n.tableRows('zoom_kaltura_claims')).toMatchObject([{ holder: '' }]);
}, 90_000);

test('rows of another account are nobody’s business; of the own ones a few need no approval', async () => {
	const rows = [
		{ account: 'another-account', email: 'auditor@example.edu', status: 'leaver' },
		{ account: account(), email: 'auditor@example.edu', department: 'Geology' },
	];
	// Nobody in the list yet: nothing is done, and the table is there.
	expect((await n8n.run(provision.id, { trigger: 'Run Now', timeoutMs: 60_000 })).error).toBeNull();
	const { id } = await n8n.importWorkflow({
		name: 'Probe: rows of people',
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				name: 'Rows',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [200, 0],
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }), options: {} },
			},
			{
				name: 'Each',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [400, 0],
				parameters: { fieldToSplitOut: 'rows', options: {} },
			},
			{
				name: 'Insert',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [600, 0],
				parameters: {
					resource: 'row',
					operation: 'insert',
					dataTableId: { __rl: true, mode: 'name', value: 'zoom_kaltura_people' },
					columns: { mappingMode: 'autoMapInputData', value: {}, schema: [] },
				},
			},
		],
		connections: {
			Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
			Rows: { main: [[{ node: 'Each', type: 'main', index: 0 }]] },
			Each: { main: [[{ node: 'Insert', type: 'main', index: 0 }]] },
		},
	});
	expect((await n8n.run(id)).error).toBeNull();
	await n8n.importTemplates(TEMPLATES, {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'decider', password: 'decider-password-1' } },
		configure: { 'provision-zoom-users': { Configuration: { approveFrom: 5 } } },
	});
	const execution = await n8n.run(provision.id, { trigger: 'Run Now', timeoutMs: 60_000 });
	expect(execution.error).toBeNull();
	const user = (await sandbox.control.zoom.state()).users.find((one: any) => one.email === 'auditor@example.edu');
	expect([user.dept, user.status]).toEqual(['Geology', 'active']);
}, 120_000);

test('who vanished from a directory that answers SCIM is deactivated with the reason; a part of the list proves nothing', async () => {
	const { users } = (await sandbox.control.zoom.state()) as { users: Array<{ email: string; status: string }> };
	const LEFT = 'licensed.unused@example.edu';
	let people = users.map(({ email }) => email).filter((email) => email !== LEFT);
	const server = createServer((request, response) => {
		const from = Number(new URL(request.url!, 'http://x').searchParams.get('startIndex') ?? 1);
		const Resources = people.slice(from - 1, from + 14).map((userName) => ({ userName }));
		response.setHeader('content-type', 'application/scim+json');
		response.end(JSON.stringify({ totalResults: people.length, startIndex: from, Resources }));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const sourceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Users`;
	await n8n.importTemplates(TEMPLATES, {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'decider', password: 'decider-password-1' } },
		configure: {
			'provision-zoom-users': { Configuration: { approveFrom: 5 } },
			'list-people': {
				Configuration: {
					source: 'api',
					sourceUrl,
					sourceIsTruth: true,
					missingRuns: 1,
					missingDays: 0,
					vanishedMost: 1,
				},
			},
		},
	});
	const statusOf = async () =>
		((await sandbox.control.zoom.state()).users as typeof users).find(({ email }) => email === LEFT)?.status;
	const reported = async (who: string) =>
		(await n8n.tableRows('zoom_kaltura_provisioning')).find(({ email }) => email === who);
	try {
		const whole = people;
		expect((await n8n.run(provision.id, { trigger: 'Run Now', timeoutMs: 60_000 })).error).toBeNull();
		expect([await statusOf(), await reported(LEFT)]).toMatchObject(['inactive', { outcome: 'changed' }]);
		const [change] = (await n8n.tableRows('zoom_kaltura_user_changes')).filter(({ email }) => email === LEFT).slice(-1);
		expect(change).toMatchObject({
			changes: expect.stringMatching(/^Not in the list since \d{4}-.*active → inactive/),
		});
		expect((await n8n.tableRows('zoom_kaltura_missing')).map(({ email, rows }) => [email, rows]).toSorted()).toEqual([
			['# list', whole.length],
			[LEFT, 0],
		]);

		people = whole.slice(0, 7);
		const before = await zoomWrites();
		expect((await n8n.run(provision.id, { trigger: 'Run Now', timeoutMs: 60_000 })).error).toBeNull();
		expect(await zoomWrites()).toBe(before);
		expect(await reported('(the list)')).toMatchObject({
			outcome: 'refused',
			message: expect.stringContaining(`has 7 rows and had ${whole.length} before`),
		});
	} finally {
		server.close();
	}
}, 120_000);

test('leavers are deleted only where that is allowed, after somebody has approved it, and what they leave is handed over', async () => {
	const before = await zoomWrites();
	const off = await n8n.run(deletion.id, { trigger: 'Every Night', timeoutMs: 60_000 });
	expect([off.error, off.nodes['Deletion Allowed?']![0]!.outputs[0] ?? [], await zoomWrites()]).toEqual([
		null,
		[],
		before,
	]);

	// As its note says: whoever decides gets the address from a node in front of the question.
	const LEFT = 'basic.user@example.edu';
	const template = JSON.parse(readFileSync(resolve('workflows/delete-leavers.json'), 'utf8')) as WorkflowJson;
	const tell = { mode: 'raw', jsonOutput: '={{ { url: $execution.resumeFormUrl } }}', options: {} };
	template.nodes.push({
		...template.nodes.find(({ name }) => name === 'People to Delete')!,
		id: 'tell',
		name: 'Tell',
		parameters: tell,
	});
	template.connections['How Many?']!.main![2] = [{ node: 'Tell', type: 'main', index: 0 }];
	template.connections.Tell = { main: [[{ node: 'Ask Before Deleting', type: 'main', index: 0 }]] };
	delete template.settings!.errorWorkflow;
	const { id } = await n8n.importWorkflow(template, {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'decider', password: 'decider-password-1' } },
		configure: {
			[template.name]: {
				Configuration: { allowDelete: true, transferTo: 'alice.admin@example.edu', deleteAfterDays: 0 },
			},
		},
	});
	const isThere = async () =>
		((await sandbox.control.zoom.state()).users as Array<{ email: string }>).some(({ email }) => email === LEFT);
	const started = n8n.run(id, { trigger: 'Every Night', timeoutMs: 90_000 });
	let waiting: ExecutionSummary | undefined;
	for (let tries = 0; tries < 60 && !waiting; tries++) {
		await new Promise((done) => setTimeout(done, 500));
		[waiting] = await n8n.executions({ workflowId: id, status: ['waiting'], limit: 1 });
	}
	const { url } = (await n8n.execution(waiting!.id)).nodes.Tell![0]!.outputs[0]![0]!.json as { url: string };
	expect((await fetch(url)).status).toBe(401);
	const authorization = `Basic ${Buffer.from('decider:decider-password-1').toString('base64')}`;
	const question = await fetch(url, { headers: { authorization } });
	const page = await question.text();
	expect([plain(page), await isThere(), await zoomWrites()]).toEqual([expect.stringContaining(LEFT), true, before]);
	const body = new FormData();
	body.set('field-0', 'Delete them');
	const target = /action="([^"]*form-waiting[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? question.url;
	await fetch(target, { method: 'POST', body, headers: { authorization } });
	const { error, nodes } = await started;
	expect(error).toBeNull();
	expect(nodes['Delete and Hand Over']![0]!.outputs[0]!.map(({ json }) => json)).toContainEqual(
		expect.objectContaining({ email: LEFT, outcome: 'deleted', transferredTo: 'alice.admin@example.edu' }),
	);
	expect(await isThere()).toBe(false);
	expect((await n8n.tableRows('zoom_kaltura_provisioning')).find(({ email }) => email === LEFT)).toMatchObject({
		deletedAt: expect.anything(),
		message: expect.stringMatching(/^Handed over to alice\.admin@example\.edu: .*recording/),
	});
}, 150_000);

test('sync-users reports who differs, and writes to neither side', async () => {
	const before = [await zoomWrites(), (await sandbox.control.kaltura.counts()).writes];
	const execution = await n8n.run(sync.id, { trigger: 'Run Now', timeoutMs: 90_000 });
	expect(execution.error).toBeNull();
	const active = (await sandbox.control.zoom.state()).users
		.filter(({ status }: { status: string }) => status === 'active')
		.map(({ email }: { email: string }) => email);
	const rows = await n8n.tableRows('zoom_kaltura_user_report');
	expect(rows.length).toBeGreaterThan(0);
	expect(rows.every(({ email }) => active.some((one: string) => one.toLowerCase() === email))).toBe(true);
	expect(rows.find(({ email }) => email === 'auditor@example.edu')).toMatchObject({
		difference: 'missing-in-kaltura',
		written: false,
	});
	expect([await zoomWrites(), (await sandbox.control.kaltura.counts()).writes]).toEqual(before);
}, 120_000);
