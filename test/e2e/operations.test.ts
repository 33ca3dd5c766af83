import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { insertRow } from './account-copies';
import type { Execution, ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { mailServer } from './mail-server';
import { startN8n } from './harness';
import { begin, until } from './interrupted';

const HOST = 'bo.andersson@example.edu';
const DEFAULT_USER = 'zoom.default';
const PAGE_LOGIN = { user: 'admin', password: 'a long pass phrase' };

let sandbox: Sandbox;
let n8n: N8n;
let workflows: Record<string, ImportedWorkflow>;

/** Imports them again with other values in Configuration; what is there is replaced. */
async function configure(more: Record<string, Record<string, unknown>> = {}): Promise<void> {
	const settings: Record<string, Record<string, unknown>> = {
		'ingest-recording': { defaultUser: DEFAULT_USER },
		'retry-failures': { firstPauseMinutes: 0.0001 },
		'check-setup': { defaultUser: DEFAULT_USER },
		...more,
	};
	const names = [
		'ingest-live',
		'handle-failures',
		'retry-failures',
		'decide-failures',
		'look-after-entries',
		'report-status',
		'count-days',
		'check-setup',
		'try-recording',
	];
	workflows = await n8n.importTemplates(names, {
		credentials: { ...sandbox.credentials, httpBasicAuth: PAGE_LOGIN },
		configure: Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, { Configuration: values }])),
	});
}

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', indexLagMs: 200, conversionMs: 100 }),
		startN8n(),
	]);
	await configure();
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
});

afterEach(() => Promise.all([sandbox.control.zoom.clearFaults(), sandbox.control.kaltura.clearFaults()]));

const idOf = (name: string) => workflows[name]!.id;
const itemsOf = ({ nodes }: Execution, node: string): any[] =>
	(nodes[node] ?? []).flatMap(({ outputs }) => outputs.flatMap((output) => (output ?? []).map(({ json }) => json)));
const rowOf = async (table: string, meetingUuid: string) =>
	(await n8n.tableRows(table)).find((row) => row.meetingUuid === meetingUuid);
const ledger = (meetingUuid: string) => rowOf('zoom_kaltura_ledger', meetingUuid);

const topics = new Map<string, string>();
async function lecture(topic: string): Promise<string> {
	const uuid = randomBytes(16).toString('base64');
	topics.set(uuid, topic);
	await sandbox.control.zoom.addMeeting({
		uuid,
		meetingId: Number(`9${Math.floor(Math.random() * 1e9)}`),
		topic,
		host: HOST,
		minutesAgo: 60,
		segments: [{ offsetSeconds: 0, files: [{ recordingType: 'shared_screen_with_speaker_view' }] }],
	});
	return uuid;
}
/** What a message of Zoom says about a recording, before anybody asked Zoom. */
const told = (meetingUuid: string) => ({
	meetingUuid,
	accountId: sandbox.credentials.zoomWebhookApi.accountId,
	topic: topics.get(meetingUuid),
	host: { email: HOST },
});
const ingest = (meetingUuid: string) =>
	n8n.run(idOf('ingest-recording'), {
		trigger: 'When Handed Recordings',
		items: [{ ...told(meetingUuid), source: 'live' }],
		timeoutMs: 120_000,
	});
const retry = () => n8n.run(idOf('retry-failures'), { trigger: 'Retry Now', timeoutMs: 180_000 });
/** Fills the form in as a browser does; gives the page that a person sees in the end, as text. */
async function form(action: string, which = ''): Promise<string> {
	const { url } = await n8n.submitForm(workflows['decide-failures']!.webhooks['Failures Form']!, [action, which]);
	const page = await n8n.formShows(url, 'recordings|They are');
	return page.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
const entriesOf = async (uuid: string): Promise<any[]> =>
	(await sandbox.control.kaltura.state()).entries.filter(
		(entry: any) => String(entry.referenceId).startsWith(`Zoom_${uuid}`) && entry.status !== 3,
	);

describe('check-setup', () => {
	const check = async (): Promise<any[]> => {
		const execution = await n8n.run(idOf('check-setup'), { trigger: 'Check Now', timeoutMs: 120_000 });
		expect(execution.error).toBeNull();
		return [...itemsOf(execution, 'Findings'), ...itemsOf(execution, 'Fine')];
	};

	test('one click says what is fine, what is not, and the remedy; and writes nothing', async () => {
		await configure({
			'check-setup': {
				defaultUser: '@defaultUserID@',
				categories: 'No>Such>Category',
				purposes: 'ingest, cleanup',
				webhookUrl: 'http://127.0.0.1:9/webhook',
			},
		});
		const writes = async () => [
			(await sandbox.control.kaltura.counts()).writes,
			(await sandbox.control.zoom.counts()).writes,
		];
		const before = await writes();
		const findings = await check();
		expect(await writes()).toEqual(before);
		const found = Object.fromEntries(findings.map(({ area, check: what, result }) => [`${area}: ${what}`, result]));
		expect(found).toMatchObject({
			'Zoom: Credential': 'ok',
			'Zoom: Scopes for ingesting recordings': 'ok',
			'Zoom: Clock': 'ok',
			'Zoom: Reading recordings': 'ok',
			'Zoom: Events': 'warning',
			'Kaltura: Credential': 'ok',
			'Kaltura: Permissions': 'ok',
			'Kaltura: Clock': 'ok',
			'Kaltura: Default user': 'problem',
			'Kaltura: Category No>Such>Category': 'problem',
			'n8n: Version': 'warning', // the one that is tested has the holes in forms and waits
			'n8n: Binary data': 'ok',
			'n8n: Data tables': 'warning', // nobody gave it a key for n8n's API
			'n8n: Time zone': expect.stringMatching(/ok|warning/),
			'n8n: Webhook address': 'problem',
		});
		for (const { result, remedy } of findings) expect([result, Boolean(remedy)]).not.toEqual(['problem', false]);
	}, 240_000);

	test('the form shows the same on its page, the worst first', async () => {
		const { url } = await n8n.submitForm(workflows['check-setup']!.webhooks['Check in a Browser']!, ['Everything']);
		const page = (await n8n.formShows(url, 'that will not work')).replace(/<[^>]+>/g, ' ');
		expect(page).toContain('PROBLEM: Kaltura, Default user.');
		expect(page.indexOf('PROBLEM: ')).toBeLessThan(page.indexOf('OK: Zoom, Credential.'));
	}, 120_000);

	test('an outage of Kaltura is one finding, and Zoom is checked all the same', async () => {
		await sandbox.control.kaltura.fault({ match: {}, fault: { kind: 'status', status: 400, body: 'no' } });
		const findings = await check();
		await sandbox.control.kaltura.clearFaults();
		expect(findings.find(({ area, result }) => area === 'Kaltura' && result === 'problem')).toBeDefined();
		expect(findings.find(({ check: what }) => what === 'Reading recordings')).toMatchObject({ result: 'ok' });
	}, 240_000);
});

describe('try-recording', () => {
	test('a recording picked from the list is tried: the page says what would come of it, and nothing is written', async () => {
		const uuid = await lecture('Tried & tested');
		const written = async () => [
			(await sandbox.control.kaltura.counts()).writes,
			(await sandbox.control.zoom.counts()).writes,
			await ledger(uuid),
		];
		const before = await written();
		const fields = ['7', JSON.stringify(['Only say what would happen'])]; // as browsers send a choice of one
		const { url } = await n8n.submitForm(workflows['try-recording']!.webhooks['Try One Recording']!, fields);
		const list = await n8n.formShows(url, 'Tried (&amp;|&) tested');
		const [choice] = /\d+\. [^<>"]*UTC: Tried (&amp;|&) tested, [^<>"]*/.exec(list)!;
		await n8n.submitForm(url, [choice.replace('&amp;', '&')]);
		const page = (await n8n.formShows(url, 'would be imported|Tried: |did not work')).replace(/<[^>]+>/g, ' ');
		expect(page).toContain('It would be imported');
		expect(page).toMatch(/a new entry .* of bo\.andersson@example\.edu from shared_screen_with_speaker_view/);
		expect(page).toContain(`Owner: ${HOST}`);
		expect(await written()).toEqual(before);
	}, 180_000);
});

describe('report-status', () => {
	const page = (query = '', login: string | null = `${PAGE_LOGIN.user}:${PAGE_LOGIN.password}`) =>
		fetch(workflows['report-status']!.webhooks['Status Page'] + query, {
			headers: login === null ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
			signal: AbortSignal.timeout(30_000),
		});

	test('nobody sees it without the password', async () => {
		expect((await page('', null)).status).toBe(401);
		expect((await page('', 'admin:wrong')).status).toBe(401);
	});

	test('before the first recording the page says that nothing was counted yet', async () => {
		const answer = await page();
		expect(answer.status).toBe(200);
		expect(await answer.text()).toMatch(/The ledger (could not be read|has no recordings yet)/);
	}, 60_000);

	/** What a group sync noted, as its templates do. */
	async function tellOfGroups(): Promise<void> {
		const text = (...names: string[]) => names.map((name) => ({ name, type: 'string' as const }));
		const { accountId: account } = sandbox.credentials.zoomServerToServerOAuth2Api;
		const own = { account, ruleSet: 'directory' };
		await n8n.createTable('zoom_kaltura_group_record', text('account', 'ruleSet', 'userId', 'problem'));
		const columns = text('account', 'ruleSet', 'userId', 'skipped', 'error', 'nextStep');
		await n8n.createTable('zoom_kaltura_group_changes', [...columns, { name: 'at', type: 'date' }]);
		const record = { ...own, userId: 'bo@example.edu', problem: 'The value "X" of bo@example.edu leads to no group.' };
		await insertRow(n8n, 'zoom_kaltura_group_record', record);
		await insertRow(n8n, 'zoom_kaltura_group_record', { ...own, userId: 'ann@example.edu', problem: '' });
		const told = { userId: '', at: new Date().toISOString(), error: 'Waits for approval.', nextStep: 'Decide.' };
		await insertRow(n8n, 'zoom_kaltura_group_changes', { ...own, ...told, skipped: '' });
	}

	test('shows what came in, as a page and as CSV', async () => {
		await tellOfGroups();
		const uuid = await lecture('Botany "advanced"');
		await ingest(uuid);
		expect(await ledger(uuid)).toMatchObject({ status: 'imported' });
		const answer = await page('?days=7');
		expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
		const html = await answer.text();
		expect(html).toContain('<title>Zoom to Kaltura</title>');
		expect(html).toContain(HOST);
		expect(html).toMatch(/What holds now \(1\)[^]*leads to no group[^]*Waits for approval/);
		const figures = await (await page('?format=csv')).text();
		expect(figures).toMatch(/^total,,arrived,1,/m);
		const csv = await page('?format=csv&of=recordings');
		expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename="zoom-to-kaltura-recordings-/);
		expect(await csv.text()).toContain('"Botany ""advanced"""');
	}, 180_000);

	test('a day that was counted at night stays on the page when the ledger has forgotten its recordings', async () => {
		const uuid = await lecture('Botany of last month');
		await ingest(uuid);
		const arrived = async (query = '') =>
			/^total,,arrived,(\d+),/m.exec(await (await page(`?format=csv${query}`)).text())?.[1];
		const before = await arrived('&days=90');
		const change = await changeTable('zoom_kaltura_ledger');
		const past = new Date(Date.now() - 40 * 864e5).toISOString().replace('T', ' ').replace('Z', '');
		change(`UPDATE $table SET "createdAt" = ?, "importedAt" = ?, "lastAttemptAt" = ? WHERE "meetingUuid" = ?`, [
			past,
			past,
			past,
			uuid,
		]);
		expect(await arrived()).toBe(String(Number(before) - 1));
		const nights = async (count: number) => {
			for (let night = 0; night < count; night++) {
				const run = await n8n.run(idOf('count-days'), { trigger: 'Run Now', timeoutMs: 120_000 });
				expect(run.error).toBeNull();
			}
		};
		// 31 days a night: what lies 40 days back comes in the second, a range of 90 days is whole after the third.
		await nights(3);
		const days = await n8n.tableRows('zoom_kaltura_days');
		expect(days.filter(({ recordings }) => Number(recordings) > 0)).toHaveLength(1);
		expect(days).toHaveLength(93);
		expect(await arrived('&days=90')).toBe(before);
		change('DELETE FROM $table WHERE "meetingUuid" = ?', [uuid]);
		await nights(1);
		expect(await arrived('&days=90')).toBe(before);
		expect(await n8n.tableRows('zoom_kaltura_days')).toHaveLength(124);
	}, 240_000);

	/** n8n writes the times of a row by itself and gives no way to change them: straight into its database. */
	async function changeTable(name: string): Promise<(sql: string, values: string[]) => void> {
		const project = (await n8n.rest('GET', '/rest/projects/personal')) as { id: string };
		const { data } = (await n8n.rest('GET', `/rest/projects/${project.id}/data-tables?take=100`)) as {
			data: Array<{ id: string; name: string }>;
		};
		const { userFolder } = await n8n.info();
		return (sql, values) => {
			const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'));
			database.exec('PRAGMA busy_timeout = 10000');
			database
				.prepare(sql.replace('$table', `"data_table_user_${data.find((one) => one.name === name)!.id}"`))
				.run(...values);
			database.close();
		};
	}
});

describe('handle-failures', () => {
	test('an execution that stopped with an error becomes a row, from the very first one on', async () => {
		for (const message of ['first', 'second']) {
			const execution = await n8n.run(idOf('handle-failures'), {
				trigger: 'When Another Workflow Fails',
				items: [
					{ execution: { id: '1', lastNodeExecuted: 'List Recordings', error: { message } }, workflow: { name: 'W' } },
				],
			});
			expect(execution.error).toBeNull();
		}
		const rows = await n8n.tableRows('zoom_kaltura_failures');
		expect(rows.filter(({ workflow }) => workflow === 'W')).toEqual([
			expect.objectContaining({
				account: sandbox.credentials.zoomServerToServerOAuth2Api.accountId,
				workflow: 'W',
				node: 'List Recordings',
				message: 'first',
			}),
			expect.objectContaining({ message: 'second' }),
		]);
	}, 120_000);

	test('an entry of the default user goes to its host as soon as Kaltura knows the host', async () => {
		await configure({ 'look-after-entries': { defaultUser: DEFAULT_USER } });
		const uuid = await lecture('Newcomer');
		const newcomer = 'erin.newcomer@example.edu';
		await sandbox.control.zoom.changeMeeting({ uuid, host: newcomer });
		await ingest(uuid);
		expect((await entriesOf(uuid)).map(({ userId }) => userId)).toEqual([DEFAULT_USER]);
		await sandbox.control.kaltura.call('POST', '/users', { id: newcomer, email: newcomer });
		const execution = await n8n.run(idOf('look-after-entries'), { trigger: 'Look Now', timeoutMs: 180_000 });
		expect(execution.error).toBeNull();
		expect(itemsOf(execution, 'Give Entries to Their Hosts')).toContainEqual(
			expect.objectContaining({ meetingUuid: uuid, changed: true, owner: { userId: newcomer, from: DEFAULT_USER } }),
		);
		expect((await entriesOf(uuid)).map(({ userId }) => userId)).toEqual([newcomer]);
	}, 300_000);

	test('what failed while Zoom was down is retried and arrives, once', async () => {
		const uuid = await lecture('Outage');
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'status', status: 503, body: 'down' },
		});
		await ingest(uuid);
		await sandbox.control.zoom.clearFaults();
		expect(await ledger(uuid)).toMatchObject({ status: 'failed', retryable: true });
		const execution = await retry();
		expect(execution.error).toBeNull();
		expect(await ledger(uuid)).toMatchObject({ status: 'imported', source: 'retry' });
		expect(await rowOf('zoom_kaltura_retries', uuid)).toMatchObject({ state: 'retrying', attempts: 1 });
		expect(await entriesOf(uuid)).toHaveLength(1);
		expect(itemsOf(await retry(), 'Try Them Again')).toEqual([]);
	}, 300_000);

	test('after the last try it is parked; the form shows it, and brings it in once the cause is gone', async () => {
		await configure({ 'retry-failures': { firstPauseMinutes: 0.0001, maximumAttempts: 1 } });
		const uuid = await lecture('Poisoned');
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'status', status: 503, body: 'down' },
		});
		await ingest(uuid);
		await retry();
		await retry();
		expect(await ledger(uuid)).toMatchObject({ status: 'needs-attention', reason: 'parked' });
		const tries = async () =>
			(await sandbox.control.zoom.requests()).filter(({ path }) =>
				decodeURIComponent(decodeURIComponent(path)).includes(uuid),
			).length;
		const before = await tries();
		await retry();
		expect(await tries()).toBe(before);

		expect(await form('Show')).toMatch(/1 recordings.*Poisoned \(bo\.andersson@example\.edu, .*given up after 1/i);
		await sandbox.control.zoom.clearFaults();
		expect(await form('Retry', 'poisoned')).toMatch(/They are tried again within 15 minutes.*1: Poisoned/);
		await retry();
		expect(await ledger(uuid)).toMatchObject({ status: 'imported' });
	}, 400_000);

	test('what somebody dismisses while others are tried again stays dismissed: no run writes over a decision', async () => {
		await configure({ 'retry-failures': { firstPauseMinutes: 0.0001, maximumAttempts: 1 } });
		const READ = { endpoint: 'GET /meetings/{meetingId}/recordings' };
		await sandbox.control.zoom.fault({ match: READ, fault: { kind: 'status', status: 503, body: 'down' } });
		const given = await lecture('Tried enough');
		await ingest(given);
		await retry();
		const due = await lecture('Due once more');
		await ingest(due);
		await sandbox.control.zoom.clearFaults();
		await sandbox.control.zoom.fault({ match: READ, times: 1, fault: { kind: 'slow', ms: 15_000 } });
		const executionId = await begin(n8n, idOf('retry-failures'), 'Retry Now');
		const thinking = async () =>
			(await sandbox.control.zoom.call('GET', '/faults')).faults.some(({ used }: any) => used > 0);
		await until('Zoom to think about the one that is due', thinking);
		expect(await form('Dismiss', 'tried enough')).toMatch(/They are dismissed.*1: Tried enough/);
		await until('the run to end', async () => (await n8n.execution(executionId)).status === 'success');
		await sandbox.control.zoom.clearFaults();
		expect(await rowOf('zoom_kaltura_retries', given)).toMatchObject({ state: 'dismissed' });
		expect(await ledger(due)).toMatchObject({ status: 'imported' });
	}, 300_000);

	test('what somebody dismissed is left alone', async () => {
		const uuid = await lecture('Not wanted');
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'status', status: 503, body: 'down' },
		});
		await ingest(uuid);
		await sandbox.control.zoom.clearFaults();
		expect(await form('Dismiss', 'not wanted')).toMatch(/They are dismissed.*1: Not wanted/);
		expect(await rowOf('zoom_kaltura_retries', uuid)).toMatchObject({ state: 'dismissed' });
		await retry();
		expect(await ledger(uuid)).toMatchObject({ status: 'failed' });
		expect(await form('Show')).toMatch(/Nothing failed and nothing is parked/);
		// Nor does somebody who means everything else bring it back.
		expect(await form('Retry', 'all')).toMatch(/Nothing matches/);
	}, 300_000);

	test('a form without a choice changes nothing', async () => {
		const before = await n8n.tableRows('zoom_kaltura_retries');
		expect(await form('Dismiss')).toMatch(/Nothing matches\. Write a meeting UUID/);
		expect(await n8n.tableRows('zoom_kaltura_retries')).toEqual(before);
	}, 120_000);
});

describe('late changes in ingest-live', () => {
	const change = async (uuid: string, name: string, operator: string | null = HOST): Promise<any> => {
		const event = { name, timestamp: new Date().toISOString(), operator, oldTopic: 'Old name' };
		const execution = await n8n.run(idOf('ingest-live'), {
			trigger: 'Zoom Trigger',
			items: [{ ...told(uuid), topic: 'New name', event }],
			timeoutMs: 120_000,
		});
		expect(execution.error).toBeNull();
		const [followed] = await n8n.executions({ workflowId: idOf('follow-changes'), limit: 1 });
		const applied = itemsOf(await n8n.execution(followed!.id), 'Apply the Change');
		expect(applied).toHaveLength(1);
		return applied[0];
	};
	let uuid: string;
	beforeAll(async () => {
		uuid = await lecture('Old name');
		await ingest(uuid);
		await sandbox.control.zoom.changeMeeting({ uuid, rename: 'New name' });
	}, 120_000);

	test('by default neither a rename nor the trash touches Kaltura', async () => {
		const { writes } = await sandbox.control.kaltura.counts();
		for (const name of ['recording.renamed', 'recording.trashed', 'recording.deleted']) {
			expect(await change(uuid, name)).toMatchObject({ action: 'nothing', outcome: { reason: 'correction-ignored' } });
		}
		expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	}, 180_000);

	test('the time of the last event is noted for the status page', async () =>
		expect(await n8n.tableRows('zoom_kaltura_state')).toEqual(
			expect.arrayContaining([expect.objectContaining({ name: 'last-event' })]),
		));

	test('when asked, a rename is followed, and a person’s trash deletes the entry', async () => {
		await configure({ 'follow-changes': { followRenames: true, whenTrashed: 'deleteEntry' } });
		expect(await change(uuid, 'recording.renamed')).toMatchObject({ action: 'renamed' });
		expect((await entriesOf(uuid)).map(({ name }) => name)).toEqual(['New name']);
		// An event that came late: Zoom has the recording.
		expect(await change(uuid, 'recording.trashed')).toMatchObject({ action: 'nothing' });
		await sandbox.control.zoom.changeMeeting({ uuid, trash: true });
		expect(await change(uuid, 'recording.trashed', null)).toMatchObject({ action: 'nothing' });
		expect(await change(uuid, 'recording.trashed')).toMatchObject({ action: 'deleted' });
		expect(await entriesOf(uuid)).toEqual([]);
	}, 240_000);

	test('a change that Kaltura refuses does not stop the others of its batch, and the run says that one is missing', async () => {
		const uuids = [await lecture('Old name'), await lecture('Old name')];
		for (const one of uuids) {
			await ingest(one);
			await sandbox.control.zoom.changeMeeting({ uuid: one, rename: 'New name' });
		}
		const refused = { kind: 'apiError', code: 'SERVICE_FORBIDDEN' };
		await sandbox.control.kaltura.fault({ match: { endpoint: 'baseEntry.update' }, times: 1, fault: refused });
		const event = {
			name: 'recording.renamed',
			timestamp: new Date().toISOString(),
			operator: HOST,
			oldTopic: 'Old name',
		};
		const execution = await n8n.run(idOf('ingest-live'), {
			trigger: 'Zoom Trigger',
			items: uuids.map((one) => ({ ...told(one), topic: 'New name', event })),
			timeoutMs: 120_000,
		});
		expect(execution.error?.message).toMatch(/^1 late changes could not be applied; the others were\. The first: /);
		const names = (await Promise.all(uuids.map(entriesOf))).flat().map(({ name }) => name);
		expect(names).toEqual(['Old name', 'New name']);
	}, 240_000);
});

test('rules that n8n cannot read let nothing through; where there is no table of them there are none', async () => {
	const uuid = await lecture('Private by a rule');
	// Without the column that the template asks for, n8n refuses to read it.
	await n8n.createTable('zoom_kaltura_rules', [{ name: 'rule', type: 'string' }]);
	const project = (await n8n.rest('GET', '/rest/projects/personal')) as { id: string };
	const tables = `/rest/projects/${project.id}/data-tables`;
	try {
		await ingest(uuid);
		expect(await ledger(uuid)).toMatchObject({ status: 'waiting', reason: 'rules-unreadable' });
		expect(await entriesOf(uuid)).toEqual([]);
	} finally {
		const { data } = (await n8n.rest('GET', `${tables}?take=100`)) as { data: Array<{ id: string; name: string }> };
		await n8n.rest('DELETE', `${tables}/${data.find(({ name }) => name === 'zoom_kaltura_rules')!.id}`);
	}
	await ingest(uuid);
	expect(await ledger(uuid)).toMatchObject({ status: 'imported' });
}, 180_000);

/** Templates whose mail nodes are switched on, and the server that takes what they send. */
describe('mail', () => {
	let server: Server;
	const mails: string[] = [];
	let smtp: Record<string, unknown>;
	beforeAll(async () => {
		server = mailServer((mail) => mails.push(mail));
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const { port } = server.address() as AddressInfo;
		smtp = { host: '127.0.0.1', port, user: '', password: '', secure: false, disableStartTls: true, hostName: '' };
	});
	afterAll(() => server.close());

	/** As an admin does it: the template, with its mail nodes switched on. */
	async function withMail(template: string, configuration: Record<string, unknown>): Promise<ImportedWorkflow> {
		const workflow = JSON.parse(readFileSync(resolve('workflows', `${template}.json`), 'utf8')) as WorkflowJson;
		for (const node of workflow.nodes) if (node.type === 'n8n-nodes-base.emailSend') delete node.disabled;
		return await n8n.importWorkflow(workflow, {
			credentials: { ...sandbox.credentials, smtp },
			configure: { [workflow.name]: { Configuration: configuration } },
			publish: false,
		});
	}

	test('every morning a digest says what is open and what failed; entries that failed in Kaltura are looked after', async () => {
		const uuid = await lecture('Still open');
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'status', status: 503, body: 'down' },
		});
		await ingest(uuid);
		await sandbox.control.zoom.clearFaults();
		const broken = await lecture('Broken in Kaltura');
		await ingest(broken);
		const [entry] = await entriesOf(broken);
		await sandbox.control.kaltura.call('POST', `/entries/${entry.id}`, { failConversion: true });
		await sleep(2000); // Kaltura's lists lag behind
		const mailTo = { mailFrom: 'n8n@example.edu', mailTo: 'media@example.edu' };
		const execution = await n8n.run(idOf('look-after-entries'), { trigger: 'Look Now', timeoutMs: 180_000 });
		expect(execution.error).toBeNull();
		const { id } = await withMail('morning-digest', mailTo);
		expect((await n8n.run(id, { trigger: 'Send Now', timeoutMs: 60_000 })).error).toBeNull();
		expect(itemsOf(execution, 'Look After Entries')).toMatchObject([{ entryId: entry.id, state: 'failed' }]);
		expect(itemsOf(execution, 'Ingest What Failed in Kaltura')).toHaveLength(1);
		const digest = mails.find((mail) => /^Subject: Zoom to Kaltura: \d+ recordings open/m.test(mail))!;
		expect(digest).toMatch(/^To: media@example\.edu/m);
		expect(digest).toMatch(/- Still open \(bo\.andersson@example\.edu\), failed: /);
		expect(digest).toMatch(/- W, List Recordings: second/);
		expect(digest).toMatch(/- directory: Waits for approval\. Decide\./);
	}, 300_000);

	test('the host is told with title, link and what to do, once', async () => {
		const { id } = await withMail('tell-hosts', {
			mailFrom: 'n8n@example.edu',
			playerLink: 'https://mediaspace.example.edu/media/{entryId}',
		});
		const uuid = await lecture('Glaciers');
		await ingest(uuid);
		const [entry] = await entriesOf(uuid);
		for (let run = 0; run < 2; run++) {
			const row = { ...(await ledger(uuid)), id: undefined };
			const execution = await n8n.run(id, { trigger: 'When Handed Outcomes', items: [row], timeoutMs: 120_000 });
			expect(execution.error).toBeNull();
		}
		const letters = mails.filter((mail) => mail.includes('Subject: Your recording is in Kaltura: Glaciers'));
		expect(letters).toHaveLength(1);
		expect(letters[0]).toMatch(/^To: bo\.andersson@example\.edu/m);
		expect(letters[0]).toContain(`https://mediaspace.example.edu/media/${entry.id}`);
	}, 240_000);
});

describe('telling the host', () => {
	test('is noted once per recording, however often the pipeline sees it, and only when switched on', async () => {
		const quiet = await lecture('Quiet');
		const about = async (...uuids: string[]) =>
			(await n8n.tableRows('zoom_kaltura_notified')).filter(({ meetingUuid }) => uuids.includes(meetingUuid));
		await ingest(quiet);
		expect(await about(quiet)).toEqual([]);

		const workflow = JSON.parse(readFileSync(resolve('workflows/ingest-recording.json'), 'utf8')) as WorkflowJson;
		delete workflow.nodes.find(({ name }) => name === 'Tell the Hosts')!.disabled;
		const telling = await n8n.importWorkflow(workflow, {
			credentials: { ...sandbox.credentials },
			configure: { [workflow.name]: { Configuration: { defaultUser: DEFAULT_USER } } },
			publish: false,
		});
		const loud = await lecture('Told');
		for (const uuid of [loud, loud, quiet]) {
			const items = [{ ...told(uuid), source: 'live' }];
			const { error } = await n8n.run(telling.id, { trigger: 'When Handed Recordings', items, timeoutMs: 120_000 });
			expect(error).toBeNull();
		}
		expect(await about(quiet, loud)).toMatchObject([{ meetingUuid: loud, hostEmail: HOST }]);
		// Found complete again, which is nothing new.
		expect(await ledger(loud)).toMatchObject({ status: 'imported' });
	}, 300_000);
});
