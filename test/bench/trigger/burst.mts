import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { allInLedger, atRate, n8nIsIdle, processorMs, tracesOf } from '../live-events.mts';
import { type Bench, percentile, round } from '../report.mts';
import { type LiveN8n, startLiveN8n } from './live-n8n.mts';

/** Zoom waits this long for an answer. */
const ZOOM_WAITS_MS = 3000;
const MOST_MS = 300_000;
const LOGIN = { user: 'admin', password: 'of the benchmark' };
const SECRET = 'secret-of-the-benchmark';

/** 20 events a second for 30 s, each about another recording: alone, and with people who open pages and log in meanwhile. */
export async function burst({ figure, note, quick }: Bench): Promise<void> {
	const seconds = quick ? 10 : 30;
	const count = 20 * seconds;
	const live = await startLiveN8n(2 * count + 10);
	const { n8n, database, pid, used, post } = live;
	try {
		for (let turn = 0; turn < 3; turn++) await Promise.all([post(), sleep(6000)]);
		await n8nIsIdle(n8n);
		const before = used.length;
		const processor = processorMs(pid);
		const answered = await atRate(20, seconds, () => post());
		const last = performance.now();
		const slowest = Math.max(...answered.map(({ ms }) => ms));
		const inTime = answered.filter(({ ms, status }) => ms < ZOOM_WAITS_MS && status === 200).length;
		const name = `burst of 20 events/s for ${seconds} s`;
		const whole = `${inTime} of ${count}, slowest ${Math.round(slowest)} ms`;
		figure(`${name}: answered 200 inside 3 s`, whole, 'all', inTime === count);
		const [p50, p99] = [0.5, 0.99].map((share) =>
			Math.round(
				percentile(
					answered.map(({ ms }) => ms),
					share,
				),
			),
		);
		figure('burst: p50 and p99 of answers', `${p50} ms, ${p99} ms`);
		const { found, ms } = await allInLedger(database, new Set(used.slice(before)), last, MOST_MS);
		const cost = (processorMs(pid) - processor) / count;
		const after = `${round(ms / 1000, 0)} s (${found} of ${count})`;
		figure('burst: all imported after the last event', after, '≤ 60 s', found === count && ms <= 60_000);
		figure("n8n's processor time per event of the burst", `${Math.round(cost)} ms`, '≤ 60 ms', cost <= 60);
		figure('burst: events lost', `${count - found} of ${count}`, '0', found === count);
		if (found < count) note(await tracesOf(n8n, live.sandbox, used.slice(before)));
		await n8nIsIdle(n8n);
		await withPeople(live, figure, seconds);
	} finally {
		await live.stop();
	}
}

/** The same burst, while somebody opens the status page and somebody logs in, one after the other, all the time. */
async function withPeople(live: LiveN8n, figure: Bench['figure'], seconds: number): Promise<void> {
	const { n8n, sandbox, database, used, post } = live;
	const imported = await n8n.importTemplates(['report-status', 'sync-groups-at-login'], {
		credentials: { ...sandbox.credentials, httpBasicAuth: LOGIN, signedLoginApi: { secret: SECRET } },
	});
	const page = imported['report-status']!.webhooks['Status Page']!;
	const login = imported['sync-groups-at-login']!.webhooks.Login!;
	await Promise.all([open(page), logIn(login)]);
	await n8nIsIdle(n8n);
	let over = false;
	const people = [() => open(page), () => logIn(login)].map(async (ask) => {
		const waits: number[] = [];
		while (!over) {
			waits.push(await ask());
			await sleep(1000);
		}
		return waits;
	});
	const before = used.length;
	await atRate(20, seconds, () => post());
	await allInLedger(database, new Set(used.slice(before)), performance.now(), MOST_MS);
	over = true;
	const [pages, logins] = (await Promise.all(people)) as [number[], number[]];
	for (const [what, waits] of [
		['status page', pages],
		['login', logins],
	] as const) {
		const slowest = Math.max(...waits);
		const said = `${Math.round(slowest)} ms (median ${Math.round(percentile(waits))} ms of ${waits.length})`;
		figure(`${what} while the burst is worked off: slowest answer`, said, '< 2 s', slowest < 2000);
	}
}

async function open(url: string): Promise<number> {
	const authorization = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`;
	return await timed(url, { headers: { authorization } });
}

let people = 0;

async function logIn(url: string): Promise<number> {
	const userId = `person${++people}@example.edu`;
	const body = JSON.stringify({ userId, attributes: { groups: [] }, sentAt: Math.floor(Date.now() / 1000) });
	const signature = createHmac('sha256', SECRET).update(body).digest('hex');
	const headers = { 'content-type': 'application/json', 'x-signature': signature };
	return await timed(url, { method: 'POST', headers, body });
}

async function timed(url: string, request: RequestInit): Promise<number> {
	const started = performance.now();
	const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(300_000) });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${text.slice(0, 300)}`);
	return performance.now() - started;
}
