import { setTimeout as sleep } from 'node:timers/promises';

import { type Answer, atRate, n8nIsIdle } from '../live-events.mts';
import { type Bench, percentile, round } from '../report.mts';
import { startLiveN8n } from './live-n8n.mts';

/** How fast Zoom Trigger answers, against n8n's own Webhook node that starts the very same pipeline. */
export async function answers({ figure, quick }: Bench): Promise<void> {
	const pairs = quick ? 40 : 150;
	const seconds = quick ? 15 : 60;
	const live = await startLiveN8n(2 * pairs + 5 * seconds + 20);
	const { n8n, post, addresses } = live;
	try {
		// Both paths once, so that neither pays for first use.
		for (let turn = 0; turn < 5; turn++) await Promise.all([post(), post(addresses.webhook)]);
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
		const of = (kind: keyof typeof times, share: number) =>
			percentile(
				times[kind].map(({ ms }) => ms),
				share,
			);
		for (const [name, share] of [
			['p50', 0.5],
			['p99', 0.99],
		] as const) {
			const [ours, theirs] = [of('zoomTrigger', share), of('webhook', share)];
			const inTurn = `${name} of ${pairs}, 4 events/s with n8n's Webhook in turn`;
			figure(`answer of Zoom Trigger, ${inTurn}`, `${round(ours, 1)} ms`);
			figure(`answer of n8n's Webhook node, ${name} of ${pairs}, same pipeline`, `${round(theirs, 1)} ms`);
			const ratio = ours / theirs;
			figure(`Zoom Trigger against n8n's Webhook node, ${name}`, `${round(ratio)} ×`, '≤ 1.3 ×', ratio <= 1.3);
		}
		const steady = (await atRate(5, seconds, () => post())).map(({ ms }) => ms);
		const p99 = percentile(steady, 0.99);
		figure(`p99 of answers at 5 events/s for ${seconds} s`, `${Math.round(p99)} ms`, '< 1 s', p99 < 1000);
		figure('p50 of answers at 5 events/s', `${Math.round(percentile(steady))} ms`);
	} finally {
		await live.stop();
	}
}
