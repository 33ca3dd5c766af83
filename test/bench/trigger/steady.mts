import { allInLedger, atRate } from '../live-events.mts';
import { type Bench, round } from '../report.mts';
import { startLiveN8n } from './live-n8n.mts';

/** What an event may be behind when nothing piles up: the window, Kaltura's index, and a run before its own. */
const NO_BACKLOG_MS = 25_000;

/** 5 events a second for ten minutes; `--minutes=2` for less. */
export async function steady({ figure, quick }: Bench): Promise<void> {
	const asked = process.argv.find((argument) => argument.startsWith('--minutes='))?.split('=')[1];
	const minutes = Number(asked ?? (quick ? 1 : 10));
	const live = await startLiveN8n(5 * 60 * minutes + 10);
	try {
		const { database, used, post } = live;
		const behind: number[] = [];
		const part = (minutes * 60) / 4;
		for (let quarter = 0; quarter < 4; quarter++) {
			await atRate(5, part, () => post());
			behind.push(used.length - database.inLedger(new Set(used)));
		}
		const underWay = database.underWay();
		const { found, ms } = await allInLedger(database, new Set(used), performance.now(), 120_000);
		figure(
			`5 events/s for ${minutes} min: not yet imported after each quarter`,
			`${behind.join(', ')} (${underWay} executions under way at the end)`,
		);
		figure(
			`5 events/s for ${minutes} min: backlog at the end`,
			`${found} of ${used.length} imported ${round(ms / 1000, 0)} s after the last`,
			'none: all within 25 s',
			found === used.length && ms <= NO_BACKLOG_MS,
		);
	} finally {
		await live.stop();
	}
}
