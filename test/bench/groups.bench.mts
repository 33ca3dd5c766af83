/**
 * What Group Sync asks of Kaltura for a large directory, and how quickly a login is answered in a real n8n.
 *
 *   npm run bench:groups [-- --quick] [-- --full]
 *
 * The first figures run the operation of the built package; only n8n's request function is replaced by a plain one, so
 * that what is measured is ours and the sandbox's. The login figures start a real n8n and are taken with --full.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { callControl } from '../../sandbox/control-call.mts';
import type { Sandbox } from '../../scripts/demo/sandbox.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';
import { built } from './built.mts';
import { benchmark, percentile, round } from './report.mts';
import { RECOMMENDED_SETTINGS } from './settings.mts';

/* eslint-disable @typescript-eslint/no-explicit-any -- the built package is loaded without its types */

const { createKalturaClient } = built('lib/kaltura/client');
const { toHttpRequest, readKalturaAccount } = built('lib/n8n/kaltura');
const { ParameterReader } = built('lib/n8n/parameters');
const { sync } = built('nodes/GroupSync/operations/sync.operation');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heapMb = () => {
	collectGarbage();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

const groupsOf = (user: number) =>
	Array.from({ length: 8 }, (_, k) => `Group${String((user * 7 + k * 53) % 400).padStart(3, '0')}`);
const idOf = (user: number) => `user${String(user).padStart(6, '0')}@example.edu`;

await benchmark('groups', async ({ figure, note, quick }) => {
	note('Kaltura is the local one of the sandbox, in a process of its own on the same machine.');
	const users = quick ? 5_000 : 50_000;

	const large = await startSandbox({ data: 'people', indexLagMs: 0 });
	try {
		await callControl(large.kaltura.control, 'POST', '/reset', { data: `users-${users}` });
		await nothingChanged(large);
		await threeChanges(large);
	} finally {
		await large.stop();
	}
	if (process.argv.includes('--full')) await logins();
	else note('The login figures need a real n8n: they are taken with --full.');

	async function nothingChanged(sandbox: Sandbox): Promise<void> {
		const directory = Array.from({ length: users }, (_, user) => ({
			userId: idOf(user),
			memberOf: groupsOf(user),
			record: groupsOf(user),
		}));
		const peaks: number[] = [];
		for (const part of [directory.slice(0, users / 2), directory]) {
			const before = heapMb();
			let peak = before;
			let requests = 0;
			const { seconds, outputs, counts } = await run(sandbox, part, {}, () => {
				if (++requests % 20 === 0) peak = Math.max(peak, heapMb());
			});
			peak = Math.max(peak, heapMb());
			peaks.push((peak - before) / part.length);
			if (outputs[1]?.length !== part.length) throw new Error(`Not unchanged: ${JSON.stringify(outputs[0]?.[0])}`);
			if (part.length < users) continue;
			const perUser = counts.total / users;
			figure(
				`${users} users × 8 groups, nothing changed: Kaltura requests per user`,
				round(perUser, 4),
				'≤ 0.02',
				perUser <= 0.02,
			);
			figure(`${users} users × 8 groups, nothing changed: writes`, counts.writes, '0', counts.writes === 0);
			figure(`${users} users × 8 groups, nothing changed: time`, `${round(seconds, 1)} s`);
			figure(
				'heap on top of the input items at its peak, output items included',
				`${round(peak - before, 0)} MB (${round(peaks[1]! * 1024, 1)} KB per user, ${round(peaks[0]! * 1024, 1)} KB with half of them)`,
				'flat: no more per user with twice as many',
				peaks[1]! <= peaks[0]! * 1.25,
			);
		}
	}

	async function threeChanges(sandbox: Sandbox): Promise<void> {
		const directory = Array.from({ length: 1000 }, (_, user) => ({
			userId: idOf(user),
			memberOf: [...groupsOf(user).slice(1), 'New1', 'New2'],
			record: groupsOf(user),
		}));
		const { seconds, outputs, counts } = await run(sandbox, directory, { mostRemovals: 1000 });
		if (outputs[0]?.length !== 1000) throw new Error(`Not changed: ${JSON.stringify(outputs[2]?.[0])}`);
		const perChange = counts.total / 3000;
		figure('1,000 users with 3 changes each: requests per change', round(perChange, 4), '≤ 0.1', perChange <= 0.1);
		const lists = counts.byCall['groupUser.list'] ?? 0;
		const groupReads = counts.byCall['group_group.get'] ?? 0;
		const userReads = counts.byCall['user.get'] ?? 0;
		// Two pages of memberships per hundred users; each group and user that something depends on once.
		figure(
			'1,000 users with 3 changes each: reads (lists of memberships, groups, users)',
			`${lists}, ${groupReads}, ${userReads}`,
			'none twice',
			lists <= 20 && groupReads <= 402 && userReads <= 1002,
		);
		figure('1,000 users with 3 changes each: time', `${round(seconds, 1)} s`);
	}

	async function logins(): Promise<void> {
		const sandbox = await startSandbox({ data: 'people', indexLagMs: 0 });
		await callControl(sandbox.kaltura.control, 'POST', '/reset', { data: 'users-1000' });
		const n8n = await startN8n({ env: RECOMMENDED_SETTINGS });
		try {
			const secret = 'secret-of-the-benchmark';
			const imported = await n8n.importTemplates(['sync-groups-at-login'], {
				credentials: {
					...sandbox.credentials,
					signedLoginApi: { secret },
					httpBasicAuth: { user: 'decider', password: 'decider-1' },
				},
			});
			const address = imported['sync-groups-at-login']!.webhooks['Login']!;

			const send = async (to: string, user: number) => {
				const attributes = { groups: [...groupsOf(user), 'LoggedIn'] };
				const body = JSON.stringify({ userId: idOf(user), attributes, sentAt: Math.floor(Date.now() / 1000) });
				const signature = createHmac('sha256', secret).update(body).digest('hex');
				const started = performance.now();
				const response = await fetch(to, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'x-signature': signature },
					body,
					signal: AbortSignal.timeout(120_000),
				});
				return { ms: performance.now() - started, status: response.status };
			};
			const seconds = quick ? 10 : 60;
			const count = seconds * 10;
			const inGroup = async () => {
				const { users: all } = await callControl<any>(sandbox.kaltura.control, 'GET', '/state?all=1');
				const meant = new Set(Array.from({ length: count }, (_, user) => idOf(user)));
				return (all as any[]).filter(
					({ id, groups }) => meant.has(id) && groups.some(({ groupId }: any) => groupId === 'LoggedIn'),
				).length;
			};

			const alone: number[] = [];
			for (let one = 0; one < 20; one++) {
				const [{ ms }] = await Promise.all([send(address, 900 + one), sleep(400)]);
				alone.push(ms);
			}
			while ((await n8n.tableRows('zoom_kaltura_logins')).length > 0) await sleep(500);
			figure('login, one at a time: answered within (median of 20)', `${round(percentile(alone), 1)} ms`);

			const answers: Array<Promise<{ ms: number; status: number }>> = [];
			for (let user = 0; user < count; user++) {
				answers.push(send(address, user));
				await sleep(100);
			}
			const all = await Promise.all(answers);
			const last = performance.now();
			const slowest = Math.max(...all.map(({ ms }) => ms));
			const answered = all.filter(({ status }) => status === 200).length;
			figure(
				`login webhook, 10/s for ${seconds} s: slowest answer`,
				`${Math.round(slowest)} ms`,
				'< 2 s',
				slowest < 2000,
			);
			let applied = 0;
			let waited = 0;
			for (; waited < 180; waited = (performance.now() - last) / 1000) {
				applied = await inGroup();
				if (applied >= count) break;
				await sleep(1000);
			}
			figure('login webhook: answered', `${answered} of ${count}`, 'all', answered === count);
			figure(
				'login webhook: all applied after the last',
				`${applied} of ${count} within ${Math.round(waited)} s`,
				'all within 60 s',
				applied >= count && waited <= 60,
			);
		} finally {
			await Promise.all([n8n.stop(), sandbox.stop()]);
		}
	}
});

/** One run of the operation over all items, as n8n would make it. */
async function run(sandbox: Sandbox, items: object[], options: object = {}, onRequest: () => void = () => undefined) {
	const fields = sandbox.credentials.kalturaApi!;
	const account = readKalturaAccount(fields);
	const kaltura = createKalturaClient(
		async (request: any) => {
			onRequest();
			const { url, headers, body } = toHttpRequest(account.serviceUrl, request);
			const response = await fetch(url, { method: 'POST', headers, body });
			return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
		},
		{ account },
	);
	const settings: Record<string, unknown> = {
		target: 'kaltura',
		ruleSet: 'directory',
		privileges: { privilege: [{ privilege: 'memberOf', valueMappingType: 'useValue', read: 'value' }] },
		removeFromGroups: true,
		createNewGroups: true,
		dryRun: false,
		recordFrom: 'items',
		options,
	};
	const ofItems = Object.keys(items[0] ?? {}).map((name) => [name, `={{ $json.${name} }}`]);
	const context = {
		getNode: () => ({ parameters: { ...Object.fromEntries(ofItems), ...settings } }),
		getNodeParameter: (name: string, index: number, fallback: unknown) =>
			settings[name] ?? (items[index] as Record<string, unknown>)[name] ?? fallback,
	};
	const calls = items.map((json, itemIndex) => ({
		kaltura,
		zoom: null,
		zoomAccountId: '',
		parameter: new ParameterReader(context, itemIndex),
		item: { json },
		itemIndex,
		context,
	}));
	await callControl(sandbox.kaltura.control, 'DELETE', '/requests');
	const started = performance.now();
	const answers: any[][] = await sync.runAll(calls);
	const seconds = (performance.now() - started) / 1000;
	const outputs: any[][] = [[], [], []];
	for (const { output, json } of answers.flat()) outputs[output]!.push(json);
	const counts = await callControl<{ total: number; writes: number; byCall: Record<string, number> }>(
		sandbox.kaltura.control,
		'GET',
		'/counts',
	);
	return { seconds, outputs, counts };
}
