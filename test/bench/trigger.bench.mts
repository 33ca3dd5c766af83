/**
 * How n8n bears events in a real n8n: how fast Zoom Trigger answers signed ones, compared with n8n's own Webhook node that
 * starts the very same pipeline (ingest-live, ingest-recording); one event alone; a burst, and people who want something
 * meanwhile; a steady stream; a day on which nothing happens; and what the package costs n8n at its start.
 *
 *   npm run bench:trigger [-- --quick] [-- --default-settings] [-- --only=burst,alone] [-- --minutes=2]
 *
 * All of it takes half an hour. With --only (answers, alone, burst, steady, idle, start) the figures of earlier runs are
 * kept beside the new ones. Every event is about
 * a recording of its own, so the ledger at the end says which events were lost.
 */
import { n8nVersion } from '../../scripts/install/paths.mjs';

import { benchmark, isWanted } from './report.mts';
import { alone } from './trigger/alone.mts';
import { answers } from './trigger/answers.mts';
import { burst } from './trigger/burst.mts';
import { idleDay } from './trigger/idle-day.mts';
import { SETTINGS } from './trigger/live-n8n.mts';
import { startUp } from './trigger/start-up.mts';
import { steady } from './trigger/steady.mts';

const PARTS = { answers, alone, burst, steady, idle: idleDay, start: startUp };

await benchmark('trigger', async (bench) => {
	const settings = Object.entries(SETTINGS).map(([name, value]) => `${name}=${value}`);
	bench.note(`n8n ${n8nVersion()}, SQLite, one process; ${settings.join(' ') || 'default settings'}`);
	for (const [part, measure] of Object.entries(PARTS)) if (isWanted(part)) await measure(bench);
});
