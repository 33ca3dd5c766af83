import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../../sandbox/control-call.mts';
import { processorMs } from '../live-events.mts';
import { type Bench, percentile } from '../report.mts';
import { type LiveN8n, startLiveN8n } from './live-n8n.mts';

/** From event to event: longer than a pipeline takes, with the seconds that it waits for Kaltura's index. */
const APART_MS = 12_000;

/** One event in an n8n that has nothing else to do: when its import starts, and what it costs. */
export async function alone({ figure, quick }: Bench): Promise<void> {
	const events = quick ? 3 : 7;
	const live = await startLiveN8n(events + 10);
	try {
		for (let turn = 0; turn < 3; turn++) await Promise.all([live.post(), sleep(APART_MS)]);
		const began = processorMs(live.pid);
		await sleep(APART_MS);
		const idle = processorMs(live.pid) - began;
		const costs: number[] = [];
		const starts: number[] = [];
		for (let event = 0; event < events; event++) {
			const before = processorMs(live.pid);
			const [start] = await Promise.all([startOfImport(live), sleep(APART_MS)]);
			starts.push(start);
			costs.push(processorMs(live.pid) - before - idle);
			if (live.database.inLedger(new Set([live.used.at(-1)!])) === 0) throw new Error('It was not imported in time.');
		}
		const cost = percentile(costs);
		const median = `median of ${events}`;
		figure(`n8n's processor time of one event alone, ${median}`, `${cost} ms`, '≤ 250 ms', cost <= 250);
		const start = Math.max(...starts);
		figure(
			`one event alone: its recording is read ... after the answer, slowest of ${events}`,
			`${start} ms`,
			'≤ 1 s',
			start <= 1000,
		);
	} finally {
		await live.stop();
	}
}

/** Milliseconds from the answer to the first call about the recording that reaches Zoom. */
async function startOfImport({ sandbox, post }: LiveN8n): Promise<number> {
	await callControl(sandbox.zoom.control, 'DELETE', '/requests', {});
	await post();
	const answeredAt = Date.now();
	for (let waited = 0; waited < 100; waited++) {
		await sleep(100);
		const { requests } = await callControl<{ requests: Array<{ at: string; endpoint: string }> }>(
			sandbox.zoom.control,
			'GET',
			'/requests',
		);
		const read = requests.find(({ endpoint }) => /^GET \/meetings\/\{\w+\}\/recordings$/.test(endpoint));
		if (read) return Math.max(0, Date.parse(read.at) - answeredAt);
	}
	throw new Error('The recording was not read within ten seconds.');
}
