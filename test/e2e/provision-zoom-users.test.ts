/**
 * provision-zoom-users and sync-users in the real n8n: forms, waits and data tables, which provision.test.ts replaces.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

let sandbox: Sandbox;
let n8n: N8n;
let provision: ImportedWorkflow;
let sync: ImportedWorkflow;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'directory' }), startN8n()]);
	const imported = await n8n.importTemplates(['provision-zoom-users', 'sync-users'], {
		credentials: { ...sandbox.credentials },
	});
	provision = imported['provision-zoom-users']!;
	sync = imported['sync-users']!;
}, 180_000);
afterAll(() => Promise.all([n8n?.stop(), sandbox?.stop()]));

const plain = (page: string) =>
	page.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
async function pageWith(url: string, expected: RegExp): Promise<string> {
	let text = '';
	for (let attempt = 0; attempt < 30; attempt++) {
		// A page that is asked for before the workflow reached it may never be answered.
		await sleep(1500);
		text = await fetch(url, { signal: AbortSignal.timeout(5000) })
			.then(async (response) => plain(await response.text()))
			.catch(() => '');
		if (expected.test(text)) return text;
	}
	throw new Error(`The form never showed ${expected}; last: ${text.slice(0, 500)}`);
}
/** Uploads a list as a browser does; gives the address where the form goes on. */
async function upload(lines: string[]): Promise<string> {
	const body = new FormData();
	body.set('field-0', new Blob([lines.join('\n')], { type: 'text/csv' }), 'people.csv');
	const answer = await fetch(provision.webhooks['Upload a List']!, {
		method: 'POST',
		body,
		signal: AbortSignal.timeout(30_000),
	});
	return ((await answer.json()) as { formWaitingUrl: string }).formWaitingUrl;
}
async function decide(url: string, decision: string): Promise<void> {
	const body = new FormData();
	body.set('field-0', decision);
	await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(20_000) });
}
const zoomWrites = async () => (await sandbox.control.zoom.counts()).writes;
const HEADER = 'email,firstName,lastName,department,licence,groups,role,status';
const LIST = [
	HEADER,
	'new.joiner@example.edu,Jo,Iner,Physics,Basic,Staff,,active',
	'licensed.unused@example.edu,Lou,Licensed,History,,,,active',
	'basic.user@example.edu,,,,,,,leaver',
];

test('a list with an unknown group is refused in the form, and nothing is written', async () => {
	const before = await zoomWrites();
	const url = await upload([HEADER, 'basic.user@example.edu,,,,,No Such Group,,active']);
	expect(await pageWith(url, /cannot be used/)).toMatch(/No Such Group/);
	expect(await zoomWrites()).toBe(before);
}, 90_000);

test('the plan is shown first; only the approval writes, and each change becomes a row', async () => {
	const before = await zoomWrites();
	const url = await upload(LIST);
	const plan = await pageWith(url, /3 people: 3 to change/);
	for (const name of ['new.joiner', 'licensed.unused', 'basic.user']) expect(plan).toContain(name);
	expect(await zoomWrites()).toBe(before);

	await decide(url, 'Carry it out');
	expect(await pageWith(url, /Carried out/)).toMatch(/3 people were changed, 0 were not/);
	const rows = await n8n.tableRows('zoom_kaltura_provisioning');
	expect(rows.map(({ email, outcome }) => [email, outcome]).toSorted()).toEqual([
		['basic.user@example.edu', 'changed'],
		['licensed.unused@example.edu', 'changed'],
		['new.joiner@example.edu', 'changed'],
	]);
	expect(rows.filter(({ leftAt }) => leftAt).map(({ email }) => email)).toEqual(['basic.user@example.edu']);
}, 120_000);

test('the same list again has nothing to change and writes nothing', async () => {
	const before = await zoomWrites();
	await pageWith(await upload(LIST), /Nothing was changed/);
	expect(await zoomWrites()).toBe(before);
}, 90_000);

test('the deletion of leavers is off unless it is allowed', async () => {
	const before = await zoomWrites();
	const execution = await n8n.run(provision.id, { trigger: 'Every Night', timeoutMs: 60_000 });
	expect(execution.error).toBeNull();
	expect(execution.nodes['Deletion Allowed?']![0]!.outputs[0] ?? []).toHaveLength(0);
	expect(await zoomWrites()).toBe(before);
}, 90_000);

test('sync-users reports who differs, and writes to neither side', async () => {
	const before = [await zoomWrites(), (await sandbox.control.kaltura.counts()).writes];
	const execution = await n8n.run(sync.id, { trigger: 'Run Now', timeoutMs: 90_000 });
	expect(execution.error).toBeNull();
	const active = execution.nodes['Get the Zoom Users']![0]!.outputs[0]!.map(({ json }) => json.email as string);
	const rows = await n8n.tableRows('zoom_kaltura_user_report');
	expect(rows.length).toBeGreaterThan(0);
	expect(rows.every(({ email }) => active.some((one) => one.toLowerCase() === email))).toBe(true);
	expect(rows.find(({ email }) => email === 'auditor@example.edu')).toMatchObject({
		difference: 'missing-in-kaltura',
		written: false,
	});
	expect([await zoomWrites(), (await sandbox.control.kaltura.counts()).writes]).toEqual(before);
}, 120_000);
