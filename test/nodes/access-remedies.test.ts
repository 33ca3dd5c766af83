import { gzipSync } from 'node:zlib';

import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

/** Every remedy is carried out in an account of its own, and the finding must be gone in the next snapshot. */
const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
	n8n = new N8nContext({ ...sandbox.credentials });
}, 120_000);
afterAll(() => sandbox?.stop());

async function run(resource: string, operation: string, parameters: Record<string, unknown>): Promise<any[]> {
	const [out] = await n8n.runNode(node, { parameters: { resource, operation, ...parameters } as any });
	return out!.map(({ json }) => json);
}

interface Judged {
	packed: string;
	findings: any[];
}

async function judge(): Promise<Judged> {
	const options = { groupAdmins: true, phones: true, signInTypes: true, expiredInvitations: true };
	const [{ snapshot }] = await run('access', 'snapshot', { output: 'data', options });
	const packed = gzipSync(JSON.stringify(snapshot)).toString('base64');
	const settings = { dormantDays: 90, pendingDays: 30, graceDays: 14, loginDelayDays: 3, ownDomains: 'example.edu' };
	return { packed, findings: await run('access', 'findings', { snapshot: packed, ...settings, output: 'items' }) };
}

/** Through the review file, as a reviewer would. */
async function decide({ packed, findings }: Judged, finding: any, together: string[]): Promise<any[]> {
	const [{ csv }] = await run('access', 'reviewFile', { findingsFrom: 'field', findings: JSON.stringify([finding]) });
	const reviewFile = csv.trimEnd().replace(/,,$/, `,${together.join(' + ')},`) + '\r\n';
	const [read] = await run('access', 'readDecisions', {
		...{ reviewFile, snapshot: packed, output: 'single', keepFor: 10, decidedBy: 'Bo' },
		...{ checkFindings: true, findings: JSON.stringify(findings), decisions: '[]', includeKept: true },
	});
	expect([finding.kind, read.problems]).toEqual([finding.kind, []]);
	for (const change of read.changes) await carryOut(change);
	return read.rows;
}

async function carryOut(change: any): Promise<void> {
	const byEmail = { __rl: true, mode: 'email', value: change.email };
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const options = { badRows: 'skip', demoteAdminsFirst: true, changesOfInactive: 'enable-for-a-moment' };
	const work: Record<string, () => Promise<any[]>> = {
		ensure: () =>
			run('user', 'ensure', {
				...{ email: change.email, ifMissing: 'never', status: change.status, type: change.type, role: change.role },
				...{ phone: change.phoneEnabled === false ? { enabled: false } : {}, dryRun: false, mostChanged: 50, options },
			}),
		'remove-group-admin': () => run('group', 'removeAdmins', { group: byId(change.groupId), users: change.subjectId }),
		'withdraw-invitation': () =>
			run('user', 'delete', { user: byEmail, how: 'disassociate', options: { onlyInvitations: true } }),
		'invite-again': () => run('user', 'inviteAgain', { user: byEmail }),
		'delete-group': () =>
			run('group', 'delete', { group: byId(change.subjectId), allowDeletion: true, onlyIfEmpty: true }),
		'delete-role': () => run('role', 'delete', { role: byId(change.subjectId), allowDeletion: true }),
	};
	const [answer] = await work[change.action]!();
	expect(answer).not.toMatchObject({ outcome: expect.stringMatching(/failed|refused/) });
}

test('every decision that a finding offers ends it', async () => {
	const tried = new Set<string>();
	for (;;) {
		const judged = await judge();
		const next = judged.findings
			.flatMap((finding) => finding.decisions.map((together: string[]) => ({ finding, together })))
			.find(({ finding, together }) => !tried.has(`${finding.kind} ${together.join(' + ')}`));
		if (!next) break;
		const { finding, together } = next;
		tried.add(`${finding.kind} ${together.join(' + ')}`);
		const rows = await decide(judged, finding, together);
		expect(rows).toMatchObject([{ finding: finding.kind, decision: together.join(' + '), result: 'approved' }]);
		const left = (await judge()).findings.filter(
			({ kind, subject }) => kind === finding.kind && subject.id === finding.subject.id,
		);
		expect([finding.kind, together, left]).toEqual([finding.kind, together, []]);
		await sandbox.control.zoom.reset('directory');
	}
	// The directory holds nearly every kind; whatever is added to it is tried too.
	for (const one of [
		'privileged-dormant remove-role',
		'privileged-never-signed-in deactivate + remove-role',
		'inactive-privileged remove-role + remove-group-admin',
		'pending-for-long invite-again',
		'pending-for-long withdraw-invitation',
		'empty-group delete-group',
		'empty-role delete-role',
		'licensed-unused make-basic',
		'inactive-with-phone remove-phone',
		'outside-domain deactivate',
	])
		expect([...tried]).toContain(one);
}, 300_000);

test('whoever administers a group loses that by the remedy, and the finding ends', async () => {
	const { groups, users } = await sandbox.control.zoom.state();
	const group = groups.find(({ name }: any) => name === 'Staff') ?? groups[0];
	const dormant = users.find((one: any) => one.email === 'licensed.unused@example.edu');
	await run('group', 'addAdmins', { group: { __rl: true, mode: 'id', value: group.id }, users: dormant.email });
	const judged = await judge();
	const found = judged.findings.find(
		({ kind, subject }) => /^privileged-(dormant|never)/.test(kind) && subject.id === dormant.id,
	);
	expect(found).toMatchObject({ remedy: expect.stringContaining(`End the administration of the group ${group.name}`) });
	expect(found.decisions[0]).toEqual(['remove-group-admin']);
	await decide(judged, found, ['remove-group-admin']);
	expect(
		(await judge()).findings.filter(({ kind, subject }) => kind === found.kind && subject.id === dormant.id),
	).toEqual([]);
	await sandbox.control.zoom.reset('directory');
}, 60_000);
