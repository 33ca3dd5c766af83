import { setTimeout as sleep } from 'node:timers/promises';

import { startN8n } from '../../../scripts/n8n/n8n.mts';
import { type Bench, percentile, residentMb, round } from '../report.mts';
import { SETTINGS } from './live-n8n.mts';

/** What it costs n8n to have this package: starts with and without it, in turn. */
export async function startUp({ figure, quick }: Bench): Promise<void> {
	const runs = quick ? 1 : 3;
	const seen = { with: { seconds: [] as number[], mb: [] as number[] }, without: { seconds: [], mb: [] } } as Record<
		'with' | 'without',
		{ seconds: number[]; mb: number[] }
	>;
	for (let run = 0; run < runs + 1; run++) {
		for (const kind of ['without', 'with'] as const) {
			const began = performance.now();
			const n8n = await startN8n({ env: SETTINGS, withPackage: kind === 'with' });
			const seconds = (performance.now() - began) / 1000;
			try {
				await sleep(8000);
				// The first of each fills the caches of the file system.
				if (run === 0) continue;
				seen[kind].seconds.push(seconds);
				seen[kind].mb.push(residentMb((await n8n.info()).pid));
			} finally {
				await n8n.stop();
			}
		}
	}
	const more = (what: 'mb' | 'seconds') => percentile(seen.with[what]) - percentile(seen.without[what]);
	const [seconds, mb] = [more('seconds'), more('mb')];
	const medians = `medians of ${runs}`;
	figure(
		`start of n8n with the package against without, ${medians}`,
		`+${round(seconds)} s`,
		'≤ +0.5 s',
		seconds <= 0.5,
	);
	figure(`idle memory of n8n with the package against without`, `+${round(mb, 0)} MB`, '≤ +40 MB', mb <= 40);
}
