import { readLink } from '../../lib/pipeline/access/review-links';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

/** Items, links and pages of a campaign through the node, against the local Zoom. */
const SECRET = 'a secret that is long enough to sign links with';
const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let rows: any[];

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
	await sandbox.control.zoom.call('PATCH', '/users', {
		user: 'dormant.admin@example.edu',
		manager: 'Boss@Example.edu',
	});
}, 120_000);
afterAll(() => sandbox?.stop());

async function run(operation: string, parameters: Record<string, unknown>, secret = SECRET): Promise<any> {
	const n8n = new N8nContext({ ...sandbox.credentials, reviewLinksApi: { secret } });
	const [out] = await n8n.runNode(node, { parameters: { resource: 'access', operation, ...parameters } as any });
	return out![0]!.json;
}

test('each item has its reviewer: the manager whom Zoom names, else the one who reviews the rest', async () => {
	const { snapshot } = await run('snapshot', { output: 'data', options: {} });
	const settings = { dormantDays: 90, pendingDays: 30, graceDays: 14, loginDelayDays: 3, output: 'single' };
	const { findings } = await run('findings', { snapshot: JSON.stringify(snapshot), ...settings, allPrivileged: true });
	const items = (campaign: string) =>
		run('campaignItems', {
			...{ snapshot: JSON.stringify(snapshot), findings: JSON.stringify(findings), campaign },
			...{ scope: 'privileged', dueDays: 7, undecided: 'keep', reviewersBy: 'manager', reviewer: 'Sec@Example.edu' },
		});
	({ rows } = await items('Autumn'));
	// The template names a campaign by the time of day: whoever looks for its items afterwards must find them.
	const named = await items('={{ String(Math.random()) }}');
	expect(new Set([named.campaign, ...named.rows.map((row: any) => row.campaign)]).size).toBe(1);
	const of = (email: string) => rows.find((row) => row.email === email);
	expect(of('dormant.admin@example.edu')).toMatchObject({ reviewer: 'boss@example.edu', finding: 'privileged-access' });
	expect(of('olivia@example.edu')).toMatchObject({ reviewer: 'sec@example.edu', possible: 'keep' });
	expect(rows.map(({ finding }) => finding)).toEqual(rows.map(() => 'privileged-access'));
}, 60_000);

test('mails hold a link for their reader alone; without a usable secret nobody is written to', async () => {
	const pagesUrl = 'https://n8n.test/webhook/x/review';
	const follow = { campaignRows: JSON.stringify(rows), pagesUrl, reportTo: 'owner@example.edu' };
	const { mails, ends } = await run('campaignFollow', follow);
	expect(mails.map(({ to }: any) => to).toSorted()).toEqual([
		'boss@example.edu',
		'owner@example.edu',
		'sec@example.edu',
	]);
	for (const { to, text } of mails.slice(0, 2)) {
		const link = new URL(/https:\S+/.exec(text)![0]).searchParams.get('link')!;
		expect(readLink(link, [SECRET], Date.now())).toMatchObject({ reviewer: { campaign: 'Autumn', reviewer: to } });
	}
	expect([mails.flatMap(({ mailed }: any) => mailed).length, ends]).toEqual([rows.length, []]);
	await expect(run('campaignFollow', follow, 'short')).rejects.toThrow(/Review Links/);
	await expect(run('campaignFollow', { ...follow, pagesUrl: 'review' })).rejects.toThrow(/Address of the Pages/);
});

describe('what is noted as mailed', () => {
	const mailed = [{ account: 'a', campaign: 'Autumn', itemId: '1', mailedAt: '2026-12-01T00:00:00.000Z' }];
	const mail = { to: 'ann@example.edu', subject: 'Please review', text: 'the link', mailed };
	const told = async (answer: Record<string, unknown>) => {
		const parameters: any = { resource: 'access', operation: 'campaignMailed', mail: JSON.stringify(mail) };
		const [out] = await new N8nContext({ ...sandbox.credentials }).runNode(node, {
			parameters,
			items: [answer as any],
		});
		return out!.map(({ json }) => json);
	};

	test('is what a server of mails took, or any other channel', async () => {
		expect(await told({ accepted: [mail.to], rejected: [] })).toEqual(mailed);
		expect(await told({ ok: true, message: { text: mail.text } })).toEqual(mailed);
	});

	test.each([
		['the server of mails refused', { error: '550 no such mailbox' }, '550 no such mailbox'],
		['the channel refused with an object', { error: { message: 'channel_not_found' } }, 'channel_not_found'],
		['a node hands on because it is switched off', mail, 'the node that mails is switched off'],
	])('is nothing that %s, and the error says so', async (_, answer, why) =>
		expect(told(answer)).rejects.toThrow(`The mail to ann@example.edu was not sent: ${why}`),
	);
});
