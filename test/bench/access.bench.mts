/**
 * What an access review of a large account costs: calls, memory, time, and the size of what is kept.
 *
 *   npm run bench:access
 *
 * The operations are those of the built package; only n8n's request function is replaced by a plain one, so that what is
 * measured is ours. Memory is the resident memory of a process of its own that takes the snapshot.
 */
import { once } from 'node:events';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../sandbox/control-call.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { built } from './built.mts';
import { benchmark, percentile, residentMb, round } from './report.mts';

/* eslint-disable @typescript-eslint/no-explicit-any -- the built package is loaded without its types */

/** What the process that takes the snapshot needs to reach both. */
interface Accounts {
	apiBaseUrl: string;
	token: string;
	kalturaFields: any;
}

interface Answer {
	seconds: number;
	item: any;
}

if (process.argv[2] === 'worker') await work();
else await measure();

async function measure(): Promise<void> {
	await benchmark('access', async ({ figure, note }) => {
		note(
			'Zoom and Kaltura are the local ones of the sandbox (data set users-20000), in a process of its own on the same machine.',
		);
		const sandbox = await startSandbox({ data: 'users-20000', indexLagMs: 0 });
		try {
			const { control, apiBaseUrl } = sandbox.zoom;
			const { access_token: token } = (await callControl(control, 'POST', '/tokens')) as { access_token: string };
			await callControl(control, 'DELETE', '/requests');

			const { answer, idleMb, peakMb } = await inOwnProcess({
				apiBaseUrl,
				token,
				kalturaFields: sandbox.credentials.kalturaApi,
			});
			const { byEndpoint } = (await callControl(control, 'GET', '/counts')) as { byEndpoint: Record<string, number> };
			const calls = Object.values(byEndpoint).reduce((sum, count) => sum + count, 0);
			const { item } = answer;
			const size = `${item.users} users, ${item.groups} groups, ${item.roles} roles`;
			figure(`snapshot of ${size}: calls to Zoom`, calls, '≤ 75', calls <= 75);
			const both = calls + item.kalturaCalls;
			figure(
				`the same with ${item.kalturaUsers} users of Kaltura, each in eight groups: calls to both`,
				`${both} (Kaltura ${item.kalturaCalls})`,
				'≤ 90',
				both <= 90,
			);
			figure(
				'calls by endpoint',
				Object.entries(byEndpoint)
					.map(([name, count]) => `${name} ${count}`)
					.join(', '),
			);
			const over = peakMb - idleMb;
			figure(
				'snapshot: resident memory over idle, at its peak',
				`${round(over, 0)} MB (idle ${round(idleMb, 0)} MB)`,
				'≤ 150 MB',
				over <= 150,
			);
			figure('snapshot: time without rate limits', `${round(answer.seconds)} s`);
			figure('packed snapshot, as a row of the data table holds it', `${round(item.packed.length / 1e6)} MB`);

			const { unpack } = built('lib/pipeline/access/packed');
			const { compareSnapshots } = built('lib/policy/access/compare');
			const { findingsOf } = built('lib/policy/access/findings');
			const { DEFAULT_FINDING_SETTINGS } = built('lib/policy/access/finding');
			const { oaaPayload } = built('lib/oaa/payload');
			const { oaaProblems } = built('lib/oaa/payload-rules');
			const before = unpack(item.packed).value;
			const after = changed(before);
			const same = await timed(() => compareSnapshots(before, unpack(item.packed).value));
			if (same.result.length > 0) throw new Error('Two equal snapshots did not compare equal.');
			figure('compare of two equal snapshots', `${round(same.median)} s`, '< 2 s', same.median < 2);
			const differing = await timed(() => compareSnapshots(before, after));
			figure(
				`compare of two snapshots with ${differing.result.length} changes`,
				`${round(differing.median)} s`,
				'< 2 s',
				differing.median < 2,
			);
			const findings = await timed(() =>
				findingsOf(before, { ...DEFAULT_FINDING_SETTINGS, now: before.takenAt, ownDomains: ['example.edu'] }),
			);
			figure(`findings (${findings.result.length})`, `${round(findings.median)} s`);
			const options = {
				application: 'Zoom',
				kalturaApplication: 'Kaltura',
				mapping: 'fine',
				identities: 'email',
				customIdentities: {},
			};
			const payload = await timed(() => oaaPayload(before, options).payload);
			const problems = oaaProblems(payload.result);
			if (problems.length > 0) throw new Error(problems[0]);
			figure('authorization metadata payload', `${round(payload.median)} s`);
			const { accessReportPage } = built('lib/report/access-page');
			const report = {
				title: 'Access',
				timezone: 'UTC',
				since: null,
				notes: [],
				changes: [],
				findings: findings.result,
			};
			const page = await timed(() => accessReportPage(before, report));
			figure('report page', `${round(page.median)} s`, '< 1 s', page.median < 1);
		} finally {
			await sandbox.stop();
		}
	});
}

/** Every tenth user changes role, group or status; one role gains a privilege. */
function changed(snapshot: any): any {
	const custom = snapshot.roles.find(({ id }: any) => id.length > 2);
	return {
		...snapshot,
		users: snapshot.users.map((user: any, index: number) =>
			index % 10 === 0
				? { ...user, roleId: index % 20 === 0 ? custom.id : user.roleId, groupIds: user.groupIds.slice(1), planType: 4 }
				: user,
		),
		roles: snapshot.roles.map((role: any) =>
			role.id === custom.id ? { ...role, privileges: [...role.privileges, 'SingleSignOn:Edit'] } : role,
		),
	};
}

async function timed<Result>(work: () => Result): Promise<{ result: Result; median: number }> {
	const times: number[] = [];
	let result!: Result;
	for (let run = 0; run < 5; run++) {
		const started = performance.now();
		result = work();
		times.push((performance.now() - started) / 1000);
		await sleep(0);
	}
	return { result, median: percentile(times) };
}

/** Takes the snapshot in a process whose memory nobody else uses; idle is that process with everything loaded. */
async function inOwnProcess(accounts: Accounts) {
	const child = fork(fileURLToPath(import.meta.url), ['worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
	await once(child, 'message');
	const idleMb = residentMb(child.pid!);
	let peakMb = idleMb;
	let answer: Answer | null = null;
	child.on('message', (message: Answer) => (answer = message));
	child.send(accounts);
	while (answer === null && child.exitCode === null) {
		peakMb = Math.max(peakMb, residentMb(child.pid!));
		await sleep(10);
	}
	if (answer === null) throw new Error('The process that took the snapshot ended early.');
	child.disconnect();
	return { answer: answer as Answer, idleMb, peakMb };
}

async function work(): Promise<void> {
	const { createZoomClient } = built('lib/zoom/client');
	const { RateLimiter } = built('lib/zoom/rate-limits');
	const { createKalturaClient } = built('lib/kaltura/client');
	const { toHttpRequest, readKalturaAccount } = built('lib/n8n/kaltura');
	const { takeSnapshot } = built('lib/pipeline/access/take-snapshot');
	const { pack } = built('lib/pipeline/access/packed');
	process.send!('ready');
	const [{ apiBaseUrl, token, kalturaFields }] = (await once(process, 'message')) as [Accounts];
	const zoom = createZoomClient(
		async ({ method, path, query, body }: any) => {
			const search = new URLSearchParams(query).toString();
			const response = await fetch(`${apiBaseUrl}${path}${search ? `?${search}` : ''}`, {
				method,
				headers: { authorization: `Bearer ${token}` },
				body,
			});
			return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
		},
		{ limiter: new RateLimiter('unlimited') },
	);
	let kalturaCalls = 0;
	const account = readKalturaAccount(kalturaFields);
	const kaltura = createKalturaClient(
		async (request: any) => {
			kalturaCalls++;
			const { url, headers, body } = toHttpRequest(account.serviceUrl, request);
			const response = await fetch(url, { method: 'POST', headers, body });
			return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
		},
		{ account },
	);
	const started = performance.now();
	const nothingMore = { groupAdmins: false, phones: false, signInTypes: false, expiredInvitations: false };
	const { snapshot, summary } = await takeSnapshot(zoom, { accountId: 'bench', ...nothingMore, kaltura });
	const item = { ...summary, packed: pack(snapshot), kalturaCalls };
	process.send!({ seconds: (performance.now() - started) / 1000, item });
}
