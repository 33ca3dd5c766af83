import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { LoggedRequest, Sandbox } from '../sandbox';
import type { Execution, ImportedWorkflow, N8n } from './harness';

/** Both accounts in one n8n, as test/e2e/two-accounts.test.ts sets them up. */
export interface TwoAccounts {
	sandbox: Sandbox;
	n8n: N8n;
	/** Per account: template → what was imported of it. */
	imported: Array<Record<string, ImportedWorkflow>>;
	accountIds: string[];
	run(account: number, template: string, trigger: string): Promise<Execution>;
	insert(table: string, row: Record<string, unknown>): Promise<void>;
}

/** What provision-zoom-users calls, callees first. */
export const PROVISIONING = [
	'list-people',
	'ensure-people',
	'plan-user-changes',
	'carry-out-user-changes',
	'write-user-changes',
];

/** Templates about people and groups, callees first; imported once per account. */
export const ABOUT_PEOPLE = [
	...PROVISIONING,
	'provision-zoom-users',
	'compare-users',
	'sync-users',
	'write-group-changes',
	'plan-group-changes',
	'sync-groups',
	'sync-groups-from-zoom',
	'judge-access',
	'review-access',
	'show-access',
];

/** Answers `/0` and `/1` with the list of that account. */
export const directories = {
	server: null as Server | null,
	lists: ['', ''],
	async start(): Promise<string> {
		this.server = createServer((request, response) =>
			response.writeHead(200, { 'content-type': 'text/csv' }).end(this.lists[Number(request.url!.slice(1))] ?? ''),
		);
		await new Promise<void>((done) => this.server!.listen(0, '127.0.0.1', done));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	},
};

/** An address exists once in all of Zoom, so the people of the accounts have different ones; their names are the same. */
const ADDRESSES = [
	['ann.lee@example.edu', 'bo.andersson@example.edu'],
	['ann.lee@account1.example.edu', 'bo.andersson@account1.example.edu'],
] as const;

const person = async ({ sandbox }: TwoAccounts, account: number, email: string) =>
	(await sandbox.control.zoomAccounts[account]!.state()).users.find((one: any) => one.email === email);

/** Everything that one account's copy asked while it ran; fails where it named anybody of the other account. */
async function alone(
	{ sandbox }: TwoAccounts,
	account: number,
	work: () => Promise<unknown>,
	/** The Kaltura account is one that both use: whoever reads all of it reads of everybody. */
	readsAllOfKaltura = false,
): Promise<void> {
	const { zoomAccounts, kaltura } = sandbox.control;
	await Promise.all([...zoomAccounts, kaltura].map((server) => server.clearRequests()));
	await work();
	expect(await zoomAccounts[1 - account]!.requests()).toEqual([]);
	const { users } = (await zoomAccounts[1 - account]!.state()) as { users: Array<{ id: string; email: string }> };
	const strangers = users.flatMap(({ id, email }) => [id, email]);
	const naming = (requests: LoggedRequest[]) =>
		requests.flatMap(({ endpoint, path, query, body, calls }) => {
			const said = decodeURIComponent(path) + JSON.stringify([query, body, calls]);
			return strangers.filter((one) => said.includes(one)).map((one) => `${endpoint}: ${one}`);
		});
	expect(naming(await zoomAccounts[account]!.requests())).toEqual([]);
	if (!readsAllOfKaltura) expect(naming(await kaltura.requests())).toEqual([]);
}

/** What works on lists of people. */
export function listsOfTwoAccounts(of: () => TwoAccounts): void {
	test("B's copy of the provisioning never carries out A's list, and A's never B's", async () => {
		const { n8n, run, insert, accountIds } = of();
		// Creates the table.
		await run(0, 'provision-zoom-users', 'Run Now');
		for (const account of [0, 1]) {
			const [mover, leaver] = ADDRESSES[account]!;
			await insert('zoom_kaltura_people', { account: accountIds[account], email: mover, department: `Of ${account}` });
			await insert('zoom_kaltura_people', { account: accountIds[account], email: leaver, status: 'leaver' });
		}
		for (const account of [0, 1]) {
			await alone(of(), account, () => run(account, 'provision-zoom-users', 'Run Now'));
			const [mover, leaver] = ADDRESSES[account]!;
			expect(await person(of(), account, mover)).toMatchObject({ dept: `Of ${account}`, status: 'active' });
			expect(await person(of(), account, leaver)).toMatchObject({ status: 'inactive' });
			if (account === 0) expect(await person(of(), 1, ADDRESSES[1][1])).toMatchObject({ status: 'active' });
		}
		for (const table of ['zoom_kaltura_provisioning', 'zoom_kaltura_user_changes']) {
			const rows = (await n8n.tableRows(table)).map(({ account, email }) => `${account} ${email}`).toSorted();
			const both = [0, 1].flatMap((account) => ADDRESSES[account]!.map((email) => `${accountIds[account]} ${email}`));
			expect([table, rows]).toEqual([table, both.toSorted()]);
		}
	}, 240_000);

	test("users of A are compared and reported by A's copy only, and B's run forgets B's report only", async () => {
		const { n8n, run, accountIds } = of();
		for (const account of [0, 1]) await alone(of(), account, () => run(account, 'sync-users', 'Run Now'));
		const report = async (account: number) =>
			(await n8n.tableRows('zoom_kaltura_user_report')).filter((row) => row.account === accountIds[account]);
		const [ofA, ofB] = [await report(0), await report(1)];
		expect([ofA.length > 0, ofB.length > 0]).toEqual([true, true]);
		expect(ofA.filter(({ email }) => /@account1\./.test(email))).toEqual([]);
		expect(ofB.filter(({ email }) => !/@account1\./.test(email))).toEqual([]);
		await run(1, 'sync-users', 'Run Now');
		expect(await report(0)).toEqual(ofA);
	}, 240_000);
}

/** Group changes and the access review, whose page needs a login. */
export function groupsOfTwoAccounts(of: () => TwoAccounts, login: { user: string; password: string }): void {
	test("Zoom groups of A put people of A into Kaltura's groups, those of B people of B", async () => {
		const { n8n, run, accountIds } = of();
		for (const account of [0, 1]) await alone(of(), account, () => run(account, 'sync-groups-from-zoom', 'Run Now'));
		const records = (await n8n.tableRows('zoom_kaltura_group_record')).filter(({ userId }) => !userId.startsWith('#'));
		for (const { account, userId } of records)
			expect([account, /@account1\./.test(userId)]).toEqual([account, account === accountIds[1]]);
	}, 240_000);

	test('a group that both directories give to somebody stays until neither does', async () => {
		const { sandbox, run } = of();
		const USER = 'ann.lee';
		const groups = async () => {
			const { users } = (await sandbox.control.kaltura.state()) as {
				users: Array<{ id: string; groups: Array<{ groupId: string }> }>;
			};
			return users.find(({ id }) => id === USER)!.groups.map(({ groupId }) => groupId);
		};
		const list = (cell: string) => `userId,memberOf\n${USER},${cell}\n`;
		directories.lists = [list('CN=SharedStudio'), list('CN=SharedStudio')];
		for (const account of [0, 1]) await run(account, 'sync-groups', 'Run Now');
		expect(await groups()).toContain('SharedStudio');
		directories.lists[0] = list('');
		await run(0, 'sync-groups', 'Run Now');
		expect(await groups()).toContain('SharedStudio');
		directories.lists[1] = list('');
		await run(1, 'sync-groups', 'Run Now');
		expect(await groups()).not.toContain('SharedStudio');
	}, 240_000);

	test("the review of A shows nobody of B, at an address of its own, and neither forgets the other's snapshots", async () => {
		const { n8n, run, imported, accountIds } = of();
		for (const account of [0, 1]) await alone(of(), account, () => run(account, 'review-access', 'Run Now'), true);
		const snapshots = (await n8n.tableRows('zoom_kaltura_access_snapshots')).map(({ account }) => account);
		expect(snapshots).toEqual(accountIds);
		const urls = imported.map((one) => one['show-access']!.webhooks['Report Page']!);
		expect(new Set(urls).size).toBe(2);
		const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
		const pages = await Promise.all(
			urls.map(async (url) => await (await fetch(url, { headers: { authorization } })).text()),
		);
		expect(pages[0]).not.toContain('@account1.example.edu');
		// Both accounts publish in one Kaltura, and its administrator is in every review.
		expect(pages[1]!.replaceAll('kaltura.admin@example.edu', '')).not.toMatch(/[a-z]@example\.edu/);
		for (const page of pages) expect(page).toMatch(/@(account1\.)?example\.edu/);
	}, 240_000);
}
