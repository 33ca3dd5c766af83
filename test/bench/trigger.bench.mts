/**
 * How fast Zoom Trigger answers signed events in a real n8n, compared with n8n's own Webhook node that starts the very
 * same pipeline (ingest-live, ingest-recording), and whether a burst gets through.
 *
 *   npm run bench:trigger [-- --quick] [-- --default-settings]
 *
 * Every event is about a recording of its own, so the ledger at the end says which events were lost. The local Kaltura
 * takes imports without downloading: its work is not n8n's, and here it would use the same processor.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../sandbox/control-call.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';

import {
	type Answer,
	atRate,
	eventsOf,
	importPipeline,
	ledgerHolds,
	n8nIsIdle,
	processorMs,
	send,
	tracesOf,
} from './live-events.mts';
import { benchmark, percentile, round } from './report.mts';
import { RECOMMENDED_SETTINGS } from './settings.mts';

/** Zoom waits this long for an answer. */
const ZOOM_WAITS_MS = 3000;

await benchmark('trigger', async ({ figure, note, quick }) => {
	const env = process.argv.includes('--default-settings') ? {} : RECOMMENDED_SETTINGS;
	const pairs = quick ? 40 : 150;
	const steadySeconds = quick ? 15 : 60;
	const burstSeconds = quick ? 10 : 30;

	const sandbox = await startSandbox({ data: 'recordings-20000', indexLagMs: 500 });
	const n8n = await startN8n({ env });
	try {
		await callControl(sandbox.kaltura.control, 'POST', '/settings', { imports: 'skip' });
		const addresses = await importPipeline(n8n, sandbox);
		const events = await eventsOf(sandbox, 2 * pairs + 5 * steadySeconds + 20 * burstSeconds + 20);
		const post = (address: string) => send(address, events.next(), sandbox.credentials.zoomWebhookApi.secretToken);
		const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
		note(`n8n 2.40, SQLite, one process; ${settings.join(' ') || 'default settings'}`);

		// Both paths once, so that neither pays for first use.
		for (let round = 0; round < 5; round++) await Promise.all([post(addresses.zoomTrigger), post(addresses.webhook)]);
		await n8nIsIdle(n8n);

		const times = { zoomTrigger: [] as Answer[], webhook: [] as Answer[] };
		for (let pair = 0; pair < pairs; pair++) {
			// One after the other, the order changing, while the pipelines of the ones before are under way.
			const order = pair % 2 === 0 ? (['zoomTrigger', 'webhook'] as const) : (['webhook', 'zoomTrigger'] as const);
			for (const kind of order) {
				const [answer] = await Promise.all([post(addresses[kind]), sleep(250)]);
				times[kind].push(answer);
			}
		}
		await n8nIsIdle(n8n);
		for (const [name, share] of [
			['p50', 0.5],
			['p99', 0.99],
		] as const) {
			const [ours, theirs] = [times.zoomTrigger, times.webhook].map((answers) =>
				percentile(
					answers.map(({ ms }) => ms),
					share,
				),
			) as [number, number];
			figure(
				`answer of Zoom Trigger, ${name} of ${pairs}, 4 events/s with n8n's Webhook in turn`,
				`${round(ours, 1)} ms`,
			);
			figure(`answer of n8n's Webhook node, ${name} of ${pairs}, same pipeline`, `${round(theirs, 1)} ms`);
			const ratio = ours / theirs;
			figure(`Zoom Trigger against n8n's Webhook node, ${name}`, `${round(ratio)} ×`, '≤ 1.3 ×', ratio <= 1.3);
		}

		const steady = await atRate(5, steadySeconds, () => post(addresses.zoomTrigger));
		const p99 = percentile(
			steady.map(({ ms }) => ms),
			0.99,
		);
		figure(`p99 of answers at 5 events/s for ${steadySeconds} s`, `${Math.round(p99)} ms`, '< 1 s', p99 < 1000);
		figure(`p50 of answers at 5 events/s`, `${Math.round(percentile(steady.map(({ ms }) => ms)))} ms`);
		await n8nIsIdle(n8n);

		const { pid } = await n8n.info();
		const before = events.used.length;
		const processor = processorMs(pid);
		const began = performance.now();
		const burst = await atRate(20, burstSeconds, () => post(addresses.zoomTrigger));
		const slowest = Math.max(...burst.map(({ ms }) => ms));
		const inTime = burst.filter(({ ms, status }) => ms < ZOOM_WAITS_MS && status === 200).length;
		figure(
			`burst of 20 events/s for ${burstSeconds} s: answered 200 inside 3 s`,
			`${inTime} of ${burst.length}, slowest ${Math.round(slowest)} ms`,
			'all',
			inTime === burst.length,
		);
		figure(
			'burst: p50 and p99 of answers',
			`${Math.round(percentile(burst.map(({ ms }) => ms)))} ms, ${Math.round(
				percentile(
					burst.map(({ ms }) => ms),
					0.99,
				),
			)} ms`,
		);
		const inLedger = await ledgerHolds(n8n, new Set(events.used.slice(before)), burst.length);
		figure(
			"n8n's processor time per event of the burst, whole pipeline",
			`${Math.round((processorMs(pid) - processor) / burst.length)} ms`,
		);
		const lost = burst.length - inLedger.found;
		figure('burst: events lost', `${lost} of ${burst.length}`, '0', lost === 0);
		figure(
			'burst: all recordings imported after',
			`${round((performance.now() - began) / 1000, 0)} s (${inLedger.statuses})`,
		);
		const all = await ledgerHolds(n8n, new Set(events.used), events.used.length);
		figure(
			'whole run: events lost',
			`${events.used.length - all.found} of ${events.used.length}`,
			'0',
			all.found === events.used.length,
		);
		if (all.found < events.used.length) note(await tracesOf(n8n, sandbox, events.used));
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
});
