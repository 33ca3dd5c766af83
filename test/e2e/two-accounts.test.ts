import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { AccountCopies, insertRow } from './account-copies';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';
import { ABOUT_PEOPLE, directories, groupsOfTwoAccounts, listsOfTwoAccounts } from './two-accounts-people';

// Two Zoom accounts into one Kaltura, as the documentation says to set it up: every template imported once per account,
// with a name and credentials of its own, and the tables shared.

const MEETINGS = 8;
let sandbox: Sandbox;
let n8n: N8n;
const backfill: ImportedWorkflow[] = [];
/** Per account: template → what was imported of it. */
const later: Array<Record<string, ImportedWorkflow>> = [];
const PAGE = { user: 'admin', password: 'a long pass phrase' };
const accountIds: string[] = [];
let directoryUrl: string;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', zoomAccounts: 2, indexLagMs: 200, conversionMs: 100 }),
		startN8n(),
	]);
	directoryUrl = await directories.start();
	for (const [index, zoom] of sandbox.control.zoomAccounts.entries()) {
		// The same lectures in both: same topics, times and meeting numbers.
		for (let hour = 0; hour < MEETINGS; hour++) {
			await zoom.addMeeting({
				topic: hour === 0 ? 'Private talk' : `Lecture ${hour}`,
				meetingId: 91_000_000_000 + hour,
				startedAt: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - (hour + 3) * 3_600_000).toISOString(),
				files: [{ recordingType: 'shared_screen_with_speaker_view' }, { recordingType: 'chat_file' }],
			});
		}
		const { zoomServerToServerOAuth2Api, kalturaApi } = sandbox.credentialsByAccount[index]!;
		accountIds.push(zoomServerToServerOAuth2Api.accountId);
		backfill.push(
			await importFor(index === 0 ? 'A' : 'B', { zoomServerToServerOAuth2Api, kalturaApi, httpBasicAuth: PAGE }),
		);
	}
}, 600_000);
afterAll(async () => {
	directories.server?.close();
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
});

/** Imports everything as an admin does for one more account. */
async function importFor(account: 'A' | 'B', fields: Record<string, object>): Promise<ImportedWorkflow> {
	const copies = await AccountCopies.of(n8n, account, fields);
	await copies.add('record-outcome');
	await copies.add('ingest-recording', { defaultUser: `default.${account.toLowerCase()}` }, ({ nodes }) => {
		const resolver = nodes.find(({ name }) => name === 'Resolve the Owner')!;
		if (account === 'B') resolver.parameters.options.topicMustNotMatch = 'private';
	});
	for (const key of ['ingest-window', 'ingest-windows', 'ingest-backfill']) await copies.add(key);
	for (const key of ['take-claim', 'trash-proven', ...ABOUT_PEOPLE, ...OWN_ACCOUNT_ONLY])
		await copies.add(key, OWN[key]?.(account));
	later.push(copies.imported);
	return copies.imported['ingest-backfill']!;
}

/** Templates that look after one account each; both copies are published at once. */
const OWN_ACCOUNT_ONLY = [
	'cleanup-zoom',
	'handle-failures',
	'retry-recordings',
	'retry-failures',
	'decide-failures',
	'look-after-entries',
	'morning-digest',
	'report-status',
	'check-setup',
];
const OWN: Record<string, (account: 'A' | 'B') => Record<string, unknown>> = {
	'cleanup-zoom': () => ({
		dryRun: false,
		retentionDays: 0.000_01,
		lookBackDays: 5,
		mostPercent: 100,
		maximumPerRun: 2,
	}),
	'retry-failures': () => ({ firstPauseMinutes: 0.0001 }),
	'provision-zoom-users': () => ({ approveFrom: 10 }),
	'sync-groups': (account) => ({ directoryUrl: `${directoryUrl}/${'AB'.indexOf(account)}` }),
};

const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
async function start(workflow: ImportedWorkflow): Promise<void> {
	const { status } = await n8n.submitForm(workflow.webhooks['Backfill Form']!, ['Start', day(3), day(0), '']);
	expect(status).toBe(200);
}
const windows = () => n8n.tableRows('zoom_kaltura_backfill');
const ledgerOf = async (account: number) =>
	(await n8n.tableRows('zoom_kaltura_ledger')).filter((row) => row.account === accountIds[account]);
/** What n8n says about executions that failed. */
async function failures(): Promise<string> {
	const failed = await n8n.executions({ status: ['error', 'crashed'], limit: 3 });
	const errors = await Promise.all(failed.map(async ({ id }) => (await n8n.execution(id)).error));
	return JSON.stringify({ errors, windows: await windows() });
}
async function bothDone(): Promise<void> {
	for (let waited = 0; waited < 60; waited++) {
		await sleep(1000);
		const rows = await windows();
		const done = rows.length > 0 && rows.every(({ state }) => state === 'done');
		if (done && new Set(rows.map(({ account }) => account)).size === 2) return;
	}
	throw new Error(`The back catalogues did not end: ${await failures()}`);
}

test('two accounts are brought in at once, each by its own settings, into one Kaltura and one ledger', async () => {
	await Promise.all(backfill.map(start));
	await bothDone();

	const seen = (account: number, rows: Array<Record<string, any>>) =>
		rows
			.filter((row) => row.account === accountIds[account])
			.reduce((sum, { recordings }) => sum + Number(recordings), 0);
	const rows = await windows();
	expect([seen(0, rows), seen(1, rows)]).toEqual([MEETINGS, MEETINGS]);

	const [ofA, ofB] = [await ledgerOf(0), await ledgerOf(1)];
	expect(ofA.map(({ status }) => status)).toEqual(Array(MEETINGS).fill('imported'));
	expect(ofB.filter(({ status }) => status === 'imported')).toHaveLength(MEETINGS - 1);
	expect(ofB.filter(({ status }) => status === 'skipped')).toMatchObject([{ topic: 'Private talk' }]);
	expect(await n8n.tableRows('zoom_kaltura_ledger')).toHaveLength(2 * MEETINGS);

	const { entries } = (await sandbox.control.kaltura.state()) as {
		entries: Array<{ id: string; referenceId: string; userId: string }>;
	};
	const owners = (ledger: Array<Record<string, any>>) => {
		const ids = new Set(ledger.flatMap(({ entryIds }) => String(entryIds).split(' ')));
		return [...new Set(entries.filter(({ id }) => ids.has(id)).map(({ userId }) => userId))];
	};
	expect([owners(ofA), owners(ofB)]).toEqual([['default.a'], ['default.b']]);
	expect(new Set(entries.map(({ referenceId }) => referenceId)).size).toBe(2 * MEETINGS - 1);
}, 300_000);

test('running one account again writes nothing in Kaltura and leaves the other account alone', async () => {
	const { writes } = await sandbox.control.kaltura.counts();
	const [beforeA, before] = [await ledgerOf(0), await ledgerOf(1)];
	await start(backfill[0]!);
	await bothDone();
	const again = (await windows()).filter(({ account }) => account === accountIds[0]);
	expect(again.reduce((sum, { already }) => sum + Number(already), 0)).toBe(MEETINGS);
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	// What is found complete again is no news: not even its rows are written.
	expect(await ledgerOf(0)).toEqual(beforeA);
	expect(await ledgerOf(1)).toEqual(before);
}, 180_000);

describe('one account never asks, reads or writes about the other', () => {
	const run = async (account: number, template: string, trigger: string, items?: Array<Record<string, unknown>>) => {
		const { id } = later[account]![template]!;
		const execution = await n8n.run(id, { trigger, ...(items ? { items } : {}), timeoutMs: 120_000 });
		expect(execution.error).toBeNull();
		return execution;
	};
	const insert = (name: string, row: Record<string, unknown>) => insertRow(n8n, name, row);
	const uuidsOf = async (account: number) => (await ledgerOf(account)).map(({ meetingUuid }) => String(meetingUuid));
	/** Requests to one account's Zoom that name a recording of the other account. */
	async function strangers(account: number): Promise<string[]> {
		const foreign = await uuidsOf(1 - account);
		const requests = await sandbox.control.zoomAccounts[account]!.requests();
		return requests
			.map(({ path }) => decodeURIComponent(decodeURIComponent(path)))
			.filter((path) => foreign.some((uuid) => path.includes(uuid)));
	}
	const noStrangers = async () => expect([await strangers(0), await strangers(1)]).toEqual([[], []]);

	describe('people and groups', () => {
		const both = () => ({ sandbox, n8n, imported: later, accountIds, run, insert });
		listsOfTwoAccounts(both);
		groupsOfTwoAccounts(both, PAGE);
	});

	test("an empty entry of B is not taken for gone because A's Zoom does not know its recording", async () => {
		const gone = 'b0nlyKnownToB+/gone==';
		const row = (await ledgerOf(1))[0]!;
		await insert('zoom_kaltura_ledger', {
			account: row.account,
			meetingUuid: gone,
			status: 'failed',
			reason: 'zoom-unavailable',
			retryable: true,
		});
		const { id } = await sandbox.control.kaltura.call('POST', '/entries', {
			name: 'Left by a killed run',
			userId: 'default.b',
			adminTags: 'zoomentry,zoomfile-f1',
			referenceId: `Zoom_${gone}2026-03-02T10:00:00Z`,
			status: 7,
			createdAt: Math.floor(Date.now() / 1000) - 2 * 86_400,
		});
		await sandbox.control.kaltura.call('POST', '/index');
		const isThere = async () => {
			const { entries } = await sandbox.control.kaltura.state();
			return entries.some((one: { id: string; status: unknown }) => one.id === id && Number(one.status) !== 3);
		};
		await run(0, 'look-after-entries', 'Look Now');
		expect(await isThere()).toBe(true);
		await noStrangers();
		await run(1, 'look-after-entries', 'Look Now');
		expect(await isThere()).toBe(false);
	}, 180_000);

	test("A neither retries, decides nor tells about what failed of B's", async () => {
		const retried = await run(0, 'retry-failures', 'Retry Now');
		expect(retried.nodes['Try Them Again']).toBeUndefined();
		const form = later[0]!['decide-failures']!.webhooks['Failures Form']!;
		const { url } = await n8n.submitForm(form, ['Retry', 'all']);
		expect(await n8n.formShows(url, 'Nothing matches|They are')).toContain('Nothing matches');
		expect(await n8n.tableRows('zoom_kaltura_retries')).toEqual([]);
		const digest = await run(0, 'morning-digest', 'Send Now');
		// A's own group syncs may have news.
		const told = (digest.nodes['The Digest'] ?? []).flatMap(({ outputs }) => outputs.flat());
		for (const { json } of told) {
			expect(json.text).toMatch(/^0 recordings are not in Kaltura/);
			expect(json.text).toContain('0 executions or entries failed since yesterday.');
		}
		await noStrangers();
		const own = await run(1, 'retry-failures', 'Retry Now');
		expect(own.nodes['Try Them Again']).toBeDefined();
		expect(await n8n.tableRows('zoom_kaltura_retries')).toMatchObject([{ account: accountIds[1] }]);
	}, 240_000);

	test("a failure is noted under the account of the copy that noted it; the check of B is not content with A's events", async () => {
		const failed = { execution: { id: '1', error: { message: 'stopped' } }, workflow: { name: 'W' } };
		for (const account of [0, 1]) await run(account, 'handle-failures', 'When Another Workflow Fails', [failed]);
		const noted = (await n8n.tableRows('zoom_kaltura_failures')).filter(({ workflow }) => workflow === 'W');
		expect(noted.map(({ account }) => account)).toEqual(accountIds);

		const name = 'zoom_kaltura_state';
		if ((await n8n.tableRows(name)).length === 0) {
			const columns = ['account', 'name', 'value'].map((column) => ({ name: column, type: 'string' as const }));
			await n8n.createTable(name, columns).catch(() => undefined);
		}
		await insert(name, { account: accountIds[0], name: 'last-event', value: new Date().toISOString() });
		const eventsOf = async (account: number) => {
			const { nodes } = await run(account, 'check-setup', 'Check Now');
			const items = ['Findings', 'Fine'].flatMap((node) => nodes[node] ?? []).flatMap(({ outputs }) => outputs[0]!);
			return items.map(({ json }) => json).find(({ check }) => check === 'Events')!;
		};
		expect(await eventsOf(0)).toMatchObject({ message: expect.stringContaining('within the hour') });
		expect(await eventsOf(1)).toMatchObject({ message: expect.stringContaining('No event of Zoom') });
	}, 180_000);

	test('both status pages are published, each under an address of its own', async () => {
		const urls = later.map((one) => one['report-status']!.webhooks['Status Page']!);
		expect(new Set(urls).size).toBe(2);
		const authorization = `Basic ${Buffer.from(`${PAGE.user}:${PAGE.password}`).toString('base64')}`;
		for (const url of urls) expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
	}, 60_000);

	test("A's cleanup trashes A's recordings only", async () => {
		await Promise.all(sandbox.control.zoomAccounts.map((zoom) => zoom.clearRequests()));
		await run(0, 'cleanup-zoom', 'Run Now');
		const deletions = async (account: number) =>
			(await sandbox.control.zoomAccounts[account]!.requests()).filter(({ method }) => method === 'DELETE').length;
		expect(await deletions(0)).toBeGreaterThan(0);
		expect(await deletions(1)).toBe(0);
		for (const table of ['zoom_kaltura_removals', 'zoom_kaltura_cleanup']) {
			const accounts = (await n8n.tableRows(table)).map(({ account }) => account);
			expect([table, [...new Set(accounts)]]).toEqual([table, [accountIds[0]]]);
		}
		await noStrangers();
	}, 180_000);

	test('a routing rule of A never acts on a recording of B', async () => {
		const name = 'zoom_kaltura_rules';
		const columns = ['account', 'rule', 'topic', 'action', 'reason'].map((one) => ({
			name: one,
			type: 'string' as const,
		}));
		await n8n.createTable(name, columns);
		await insert(name, {
			account: accountIds[0],
			rule: 'Rehearsals',
			topic: 'Choir',
			action: 'skip',
			reason: 'No consent',
		});
		for (const [account, zoom] of sandbox.control.zoomAccounts.entries()) {
			const files = [{ recordingType: 'shared_screen_with_speaker_view' }];
			const { uuid } = await zoom.addMeeting({ topic: 'Choir', minutesAgo: 60, files });
			const told = { meetingUuid: uuid, accountId: accountIds[account], topic: 'Choir', host: {}, source: 'live' };
			await run(account, 'ingest-recording', 'When Handed Recordings', [told]);
		}
		const outcomes = (await n8n.tableRows('zoom_kaltura_ledger')).filter(({ topic }) => topic === 'Choir');
		expect(outcomes.map(({ account, status }) => [account, status])).toEqual([
			[accountIds[0], 'skipped'],
			[accountIds[1], 'imported'],
		]);
	}, 120_000);
});
