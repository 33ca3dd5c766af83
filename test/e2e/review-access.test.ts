import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';
import { mailServer } from './mail-server';

const BASIC = { user: 'reviewer', password: 'only-for-this-test' };
const authorization = `Basic ${Buffer.from(`${BASIC.user}:${BASIC.password}`).toString('base64')}`;
// n8n's own folder, which a killed n8n leaves behind.
const userFolder = mkdtempSync(join(tmpdir(), 'review-access-'));
let sandbox: Sandbox;
let n8n: N8n;
let review: ImportedWorkflow;
let pages: ImportedWorkflow;
let form: ImportedWorkflow;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([startSandbox({ data: 'directory' }), startN8n({ userFolder })]);
	await importReview();
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
	rmSync(userFolder, { recursive: true, force: true });
});

async function importReview(configuration: Record<string, unknown> = {}): Promise<void> {
	const imported = await n8n.importTemplates(['review-access', 'show-access', 'decide-access'], {
		credentials: { ...sandbox.credentials, httpBasicAuth: BASIC },
		configure: {
			'judge-access': { Configuration: { ownDomains: 'example.edu' } },
			'decide-access': { Configuration: configuration },
		},
	});
	review = imported['review-access']!;
	pages = imported['show-access']!;
	form = imported['decide-access']!;
}

const person = async (email: string) =>
	(await sandbox.control.zoom.state()).users.find((one: any) => one.email === email);
const get = (url: string, headers: Record<string, string> = { authorization }) =>
	fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
const report = () => get(pages.webhooks['Report Page']!);
const reviewFile = () => get(pages.webhooks['Review File Page']!);
const textOf = (page: string) =>
	page
		.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();

/** What somebody sees at an address of a form when it shows what is awaited. */
const see = (url: string, awaited: RegExp): Promise<string> => n8n.formShows(url, awaited.source);

/** Uploads a review file as a browser does. @returns the address of the pages that follow */
async function upload(csv: string): Promise<string> {
	const file = { fileName: 'decisions.csv', base64: Buffer.from(csv).toString('base64') };
	return (await n8n.submitForm(form.webhooks['Decisions Form']!, [file])).url;
}

const decide = (url: string, decision: string) => n8n.submitForm(url, ['', decision]);

const writes = async () =>
	(await sandbox.control.zoom.requests()).filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2'));

/** The review file with decisions filled in where a row names the address and the finding. */
async function decided(decisions: Array<[string, string, string]>): Promise<string> {
	const csv = await (await reviewFile()).text();
	return csv
		.split('\r\n')
		.map((row) => {
			const found = decisions.find(([kind, about]) => row.startsWith(`${kind},`) && row.includes(about));
			return found ? row.replace(/,,$/, `,${found[2]},`) : row;
		})
		.join('\r\n');
}

test('before the first snapshot the page says so, and nobody sees it without the password', async () => {
	for (const page of ['Report Page', 'Review File Page', 'Person Page', 'Decisions as CSV', 'Decisions as JSON'])
		expect([page, (await get(pages.webhooks[page]!, {})).status]).toEqual([page, 401]);
	expect((await n8n.openForm(form.webhooks['Decisions Form']!, { as: 'nobody' })).page).toBe('');
	for (const answer of [await report(), await reviewFile()])
		expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(/no snapshot yet/)]);
}, 120_000);

test('the first run keeps a snapshot and draws a report; the page and the file show it', async () => {
	const execution = await n8n.run(review.id, { trigger: 'Run Now', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	const { users } = await sandbox.control.zoom.state();
	const rows = await n8n.tableRows('zoom_kaltura_access_snapshots');
	expect(rows).toMatchObject([{ users: users.length, notRead: '' }]);
	const [sent] = execution.nodes['Send It']![0]!.outputs[0]!;
	expect(Object.keys((sent as any).binary).toSorted()).toEqual(['report', 'review']);
	const page = await report();
	expect(page.headers.get('content-type')).toMatch(/text\/html/);
	const text = textOf(await page.text());
	expect(text).toMatch(/This is the first snapshot/);
	expect(text).toMatch(/Dora Dormant .* is privileged and has not signed in/);
	expect(text).toMatch(
		/Who is privileged in Kaltura .* Kaltura Admin [^ ]*kaltura\.admin@example\.edu[^ ]* Publisher Administrator/,
	);
	const file = await reviewFile();
	expect(file.headers.get('content-disposition')).toMatch(/attachment; filename="zoom-access-review-/);
	expect(await file.text()).toMatch(/privileged-dormant,high,user,/);
}, 180_000);

test('a change in Zoom is on the page after the next run, as a sentence', async () => {
	const auditor = (await sandbox.control.zoom.state()).roles.find(({ name }: any) => name === 'Role Manager');
	await sandbox.control.zoom.call('PATCH', '/users', { user: 'basic.user@example.edu', role_id: auditor.id });
	const execution = await n8n.run(review.id, { trigger: 'Run Now', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	expect(textOf(await (await report()).text())).toMatch(
		/Bea Basic .* has the role Role Manager now; it was Member: gained [^.]*Role:Edit/,
	);
}, 180_000);

test('the page of one person names what gives each right, now and after a planned change', async () => {
	const ask = async (query: string) => textOf(await (await get(`${pages.webhooks['Person Page']!}?${query}`)).text());
	expect((await get(pages.webhooks['Person Page']!, {})).status).toBe(401);
	const now = await ask('person=basic.user@example.edu');
	expect(now).toMatch(/Bea Basic .* Role Role Manager .* Role:Edit Zoom role Role Manager yes yes/);
	const later = await ask('person=basic.user@example.edu&role=Member&status=nonsense');
	expect(later).toMatch(/Role Role Manager → Member .* Role:Edit Zoom role Role Manager yes yes no/);
	expect(await ask('person=nobody@example.edu')).toMatch(/The snapshot has nobody with the address or ID nobody/);
}, 60_000);

test('decisions are shown as a dry run first: stopping there writes nothing', async () => {
	await sandbox.control.zoom.clearRequests();
	const file = await decided([
		['privileged-dormant', 'dormant.admin', 'remove-role'],
		['licensed-unused', 'licensed.unused', 'perhaps'],
	]);
	const url = await upload(file);
	const page = textOf(await see(url, /This would be done/));
	expect(page).toMatch(/dormant\.admin@example\.edu: .*(role|Member)/i);
	expect(page).toMatch(/Line \d+ decides "perhaps".*It was not applied/);
	await decide(url, 'Stop: change nothing');
	await see(url, /You stopped before anything was written/);
	expect(await writes()).toEqual([]);
}, 240_000);

test('applied decisions change what they say and nothing else', async () => {
	await sandbox.control.zoom.clearRequests();
	const url = await upload(
		await decided([
			['privileged-dormant', 'dormant.admin', 'deactivate'],
			['licensed-unused', 'licensed.unused', 'make-basic'],
			['pending-for-long', 'pending.old', 'withdraw-invitation'],
			['empty-group', 'Empty Group', 'delete-group'],
			['inactive-with-phone', 'inactive.phone', 'remove-phone'],
			['risky-pair', 'never.seen', 'keep'],
		]),
	);
	await see(url, /This would be done/);
	expect(await writes()).toEqual([]);
	await decide(url, 'Apply');
	const done = textOf(await see(url, /The decisions were carried out/));
	expect(done).toMatch(/Carried out: 5 of 5 decisions\. Kept: 3\./);
	expect((await person('dormant.admin@example.edu')).status).toBe('inactive');
	expect((await person('licensed.unused@example.edu')).type).toBe(1);
	expect(await person('pending.old@example.edu')).toBeUndefined();
	expect(await person('inactive.phone@example.edu')).toMatchObject({ status: 'inactive' });
	expect((await person('inactive.phone@example.edu')).phone).toBeUndefined();
	expect((await person('never.seen@example.edu')).status).toBe('active');
	const { groups } = await sandbox.control.zoom.state();
	expect(groups.map(({ name }: any) => name)).not.toContain('Empty Group');
	const rows = await n8n.tableRows('zoom_kaltura_access_decisions');
	expect(rows.map(({ decision, result }) => [decision, result]).toSorted()).toEqual(
		[
			['deactivate', 'done'],
			['delete-group', 'done'],
			['keep', 'kept'],
			['keep', 'kept'],
			['keep', 'kept'],
			['make-basic', 'done'],
			['remove-phone', 'done'],
			['withdraw-invitation', 'done'],
		].toSorted(),
	);
	const kept = rows.find(({ decision }) => decision === 'keep')!;
	expect(kept).toMatchObject({
		finding: 'risky-pair',
		decidedBy: expect.stringContaining('@'),
		snapshotTakenAt: expect.stringMatching(/^20\d\d-/),
		keepUntil: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
		evidence: expect.stringContaining('role: '),
	});
	expect(await (await get(pages.webhooks['Decisions as JSON']!)).json()).toHaveLength(rows.length);
	expect(await (await get(pages.webhooks['Decisions as CSV']!)).text()).toContain(',keep,');
	// What was kept is accepted, with its day, and no open finding any more.
	expect(textOf(await (await report()).text())).toMatch(/Accepted Somebody decided to keep these/);
}, 240_000);

test('somebody who changed after the file was made, or while the approval waited, is not touched and is named', async () => {
	const file = await decided([
		['privileged-without-sso', 'password.admin', 'remove-role'],
		['privileged-unverified', 'password.admin', 'keep'],
		['outside-domain', 'outside.admin', 'deactivate'],
	]);
	const change = (email: string, role_id: string) =>
		sandbox.control.zoom.call('PATCH', '/users', { user: email, role_id });
	const [password, outside] = ['password.admin@example.edu', 'outside.admin@partner.example'];
	const before = [(await person(password)).role_id, (await person(outside)).role_id];
	await change(password, '1');
	const url = await upload(file);
	const page = textOf(await see(url, /This would be done/));
	expect(page).toMatch(/role was [^.]* and is Admin now\. It was not applied/);
	expect(page).toMatch(/Users who change: 1 outside\.admin/);
	const manager = (await sandbox.control.zoom.state()).roles.find(({ name }: any) => name === 'Role Manager');
	await change(outside, manager.id);
	await sandbox.control.zoom.clearRequests();
	await decide(url, 'Apply');
	const done = textOf(await see(url, /Not everything was carried out/));
	expect(done).toMatch(/Carried out: 0 of 3 decisions/);
	expect(done).toMatch(/"outside-domain" is not so any more/);
	expect(await writes()).toEqual([]);
	// As the file says that the tests after this one read.
	await change(password, before[0]);
	await change(outside, before[1]);
}, 240_000);

/** The cells of a file as we write it. */
const cellsOf = (row: string) =>
	[...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
		quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
	);

/** As a spreadsheet of another country saves it: semicolons, a mark, every cell quoted, the order turned round, a column more. */
function resaved(csv: string): string {
	const rows = csv.split('\r\n').filter(Boolean).map(cellsOf);
	return `\uFEFF${rows
		.map((cells, at) => [...cells.toReversed(), at === 0 ? 'checked on' : '22.11.2026'])
		.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
		.join('\r\n')}\r\n`;
}

test('a file that a spreadsheet saved in its own way is read; rows that it damaged are named by line and not applied', async () => {
	await sandbox.control.zoom.clearRequests();
	const rows = resaved(
		await decided([
			['privileged-without-sso', 'password.admin', 'remove-role'],
			['privileged-unverified', 'password.admin', '01.02.2026'],
			['outside-domain', 'outside.admin', 'deactivate'],
		]),
	).split('\r\n');
	const outside = rows.findIndex((row) => row.includes('"outside-domain"'));
	rows[outside] = rows[outside]!.replace(/"low";"outside-domain".*$/, '');
	const dated = rows.findIndex((row) => row.includes('"01.02.2026"'));
	const page = textOf(await see(await upload(rows.join('\r\n')), /This would be done/));
	expect(page).toMatch(/password\.admin@example\.edu: Take the role \w+( \w+)* away/);
	expect(page).toContain(`Line ${dated + 1} decides "01.02.2026", which is none of keep,`);
	expect(page).toMatch(new RegExp(`Line ${outside + 1} has 13 cells instead of 15: [^.]*\\. It was not applied`));
	expect(page).not.toMatch(/outside\.admin|The column/);
	expect(await writes()).toEqual([]);
}, 120_000);

test('more changes than allowed are shown, but refused as a whole when they are to be applied', async () => {
	const file = await decided([
		['privileged-without-sso', 'password.admin', 'remove-role'],
		['outside-domain', 'outside.admin', 'deactivate'],
		['empty-role', 'Partner', 'delete-group'],
	]);
	await importReview({ mostChanged: 1 });
	await sandbox.control.zoom.clearRequests();
	const url = await upload(file);
	const page = textOf(await see(url, /This would be done/));
	expect(page).toMatch(/password\.admin@example\.edu: .*outside\.admin@partner\.example: /);
	expect(page).toMatch(
		/decides "delete-group" for a role; possible are keep, remove-role, delete-role\. It was not applied/,
	);
	await decide(url, 'Apply');
	const done = textOf(await see(url, /Not everything was carried out/));
	expect(done).toMatch(/Carried out: 0 of 2 decisions/);
	expect(done).toMatch(/password\.admin@example\.edu.*outside\.admin@partner\.example/);
	expect(await writes()).toEqual([]);
}, 180_000);

test('a snapshot of another version is not compared, and the report says so', async () => {
	const project = (await n8n.rest('GET', '/rest/projects/personal')) as { id: string };
	const tables = `/rest/projects/${project.id}/data-tables`;
	const { data } = (await n8n.rest('GET', `${tables}?take=100`)) as { data: Array<{ id: string; name: string }> };
	const table = data.find(({ name }) => name === 'zoom_kaltura_access_snapshots')!;
	const packed = gzipSync(JSON.stringify({ version: 0, users: [], groups: [], roles: [] })).toString('base64');
	const { accountId: account } = sandbox.credentials.zoomServerToServerOAuth2Api;
	const row = { account, takenAt: '2020-01-01T00:00:00Z', users: 0, groups: 0, roles: 0, notRead: '', packed };
	await n8n.rest('POST', `${tables}/${table.id}/insert`, { data: [row], returnType: 'count' });
	const execution = await n8n.run(review.id, { trigger: 'Run Now', timeoutMs: 120_000 });
	expect(execution.error).toBeNull();
	const text = textOf(await (await report()).text());
	expect(text).toMatch(/snapshot of version 0; this node reads version 1\. Take a new one/);
	expect(text).toMatch(/Dora|Findings/);
}, 120_000);

test('a file that is no review file is refused with what to do', async () => {
	const page = textOf(await see(await upload('PK\u0003\u0004 a workbook'), /The file cannot be used/));
	expect(page).toMatch(/workbook \(xlsx\).*CSV UTF-8/);
	const other = textOf(await see(await upload('name;age\r\nann;44\r\n'), /The file cannot be used/));
	expect(other).toMatch(/The file has no column subjectType, no column subjectId, no column decision\. Use the file/);
}, 120_000);

test('a campaign: who was not written to is said, a killed n8n loses nothing, personal links open the own items only, a second look is taken, and at the end it is carried out', async () => {
	const [ann, bo] = ['ann.reviewer@example.edu', 'bo.second@example.edu'];
	const mails: string[] = [];
	let taken = false;
	const mailbox = mailServer((mail) => taken && mails.push(mail));
	await new Promise<void>((done) => mailbox.listen(0, '127.0.0.1', done));
	const { port } = mailbox.address() as AddressInfo;
	const smtp = { host: '127.0.0.1', port, user: '', password: '', secure: false, disableStartTls: true, hostName: '' };
	const credentials = {
		...{ ...sandbox.credentials, httpBasicAuth: BASIC, smtp },
		reviewLinksApi: { secret: 'only-for-this-test-and-long-enough-to-sign' },
	};
	const names = ['start-campaign', 'review-items', 'follow-campaign'];
	const pagesUrl = 'http://127.0.0.1/replaced-below';
	const campaign = await n8n.importTemplates(names, {
		credentials,
		configure: {
			'judge-access': { Configuration: { ownDomains: 'example.edu' } },
			'start-campaign': { Configuration: { reviewer: ann, secondReviewer: bo } },
			'follow-campaign': { Configuration: { pagesUrl, mailFrom: 'n8n@example.edu', reportTo: 'owner@example.edu' } },
		},
	});
	const start = campaign['start-campaign']!.webhooks['Campaign Form']!;
	const { url } = await n8n.submitForm(start, ['Findings with high risk', '7', 'Keep and report']);
	expect(textOf(await see(url, /The campaign has started/))).toContain(
		`reviewed by ${ann}. NOT written to yet: ${ann}. The last execution of "follow campaign" says why`,
	);
	const rows = () => n8n.tableRows('zoom_kaltura_access_campaign');
	const pages = campaign['review-items']!.webhooks['Personal Link']!;
	const letters = async (back = 1) => {
		const last = (await n8n.settled({ workflowId: campaign['follow-campaign']!.id, count: back }))[back - 1];
		const mails = (await n8n.execution(last!.id)).nodes['Each Mail']?.[0]?.outputs[0] ?? [];
		return mails.map(({ json }: any) => ({
			to: json.to,
			link: /\?link=(\S+)/.exec(json.text)?.[1] ?? '',
			text: json.text,
		}));
	};
	const follow = () =>
		n8n.run(campaign['follow-campaign']!.id, { trigger: 'When Called', items: [{}], timeoutMs: 120_000 });
	const page = (link: string) => `${pages}?link=${link}`;
	const [unsent] = await n8n.settled({ workflowId: campaign['follow-campaign']!.id, count: 1 });
	expect((await n8n.execution(unsent!.id)).error?.message).toMatch(
		/^2 mails of access reviews were not sent; .*The mail to \S+ was not sent: .*550/,
	);

	const { pid, origin } = await n8n.info();
	process.kill(pid, 'SIGKILL');
	await n8n.stop().catch(() => undefined);
	n8n = await startN8n({ userFolder, port: Number(new URL(origin).port) });
	taken = true;
	expect((await follow()).error).toBeNull();
	expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]).toSorted()).toEqual([ann, 'owner@example.edu']);
	expect((await rows()).map(({ mailedAt }) => mailedAt)).not.toContain('');
	// Who was written to today is not written to again.
	expect((await follow()).error).toBeNull();
	expect(mails.filter((mail) => mail.includes(`To: ${ann}`))).toHaveLength(1);
	const first = await letters(2);
	expect(first.map(({ to }) => to).toSorted()).toEqual([ann, 'owner@example.edu']);
	const link = first.find(({ to }) => to === ann)!.link;
	expect((await fetch(pages)).status).toBe(403);
	expect((await fetch(page(`${link.slice(0, -2)}xx`))).status).toBe(403);
	const opened = await fetch(page(link));
	expect([opened.status, opened.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
	expect(textOf(await opened.text())).toMatch(/Decided: 0 of \d+/);
	const pat = (await rows()).find(
		({ finding, email }) => finding === 'privileged-without-sso' && email.startsWith('password.admin'),
	)!;
	const send = (to: string, fields: Record<string, string>) =>
		fetch(page(to), { method: 'POST', body: new URLSearchParams(fields) }).then((answer) => answer.text());
	expect(
		textOf(await send(link, { [`decision-${pat.itemId}`]: 'remove-role', [`comment-${pat.itemId}`]: 'not needed' })),
	).toMatch(/Saved: 1/);
	expect((await follow()).error).toBeNull();
	const second = (await letters()).find(({ to }) => to === bo)!;
	expect(textOf(await (await fetch(page(second.link))).text())).toMatch(
		/ann\.reviewer@example\.edu decided: remove-role\. not needed/,
	);
	await send(second.link, { [`agree-${pat.itemId}`]: 'yes' });
	// The others keep what they have until the due date; this one is decided for all of them.
	for (const { itemId } of (await rows()).filter((row) => row.itemId !== pat.itemId)) {
		await send(link, { [`decision-${itemId}`]: 'keep' });
		await send(second.link, { [`agree-${itemId}`]: 'yes' });
	}
	expect((await follow()).error).toBeNull();
	expect((await rows()).map(({ result }) => result)).not.toContain('');
	expect((await person('password.admin@example.edu')).role_id).toBe('2');
	const decisions = await n8n.tableRows('zoom_kaltura_access_decisions');
	expect(
		decisions.filter(({ decision, email }) => decision === 'remove-role' && email.startsWith('password')),
	).toContainEqual(expect.objectContaining({ decidedBy: ann, result: 'done', comment: `not needed ${bo} agreed.` }));
	expect(textOf(await (await fetch(page(link))).text())).toMatch(/This review is over/);
	mailbox.close();
}, 300_000);
