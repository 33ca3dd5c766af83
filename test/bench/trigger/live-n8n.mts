import { callControl } from '../../../sandbox/control-call.mts';
import { type Sandbox, startSandbox } from '../../../scripts/demo/sandbox.mts';
import type { N8n } from '../../../scripts/n8n/contract.mts';
import { startN8n } from '../../../scripts/n8n/n8n.mts';
import { type Answer, eventsOf, importPipeline, send } from '../live-events.mts';
import { N8nDatabase } from '../n8n-database.mts';
import { RECOMMENDED_SETTINGS } from '../settings.mts';

/** A real n8n with the live pipeline, which has been used already, and a Zoom that has events for it. */
export interface LiveN8n {
	sandbox: Sandbox;
	n8n: N8n;
	database: N8nDatabase;
	pid: number;
	addresses: { zoomTrigger: string; webhook: string };
	/** Meetings that an event was sent for, in order. */
	used: string[];
	/** Sends the next event; `to` default Zoom Trigger. */
	post(to?: string): Promise<Answer>;
	stop(): Promise<void>;
}

export const SETTINGS = process.argv.includes('--default-settings') ? {} : RECOMMENDED_SETTINGS;

/** @param events how many will be sent at most */
export async function startLiveN8n(events: number): Promise<LiveN8n> {
	const sandbox = await startSandbox({ data: 'recordings-20000', indexLagMs: 500 });
	const n8n = await startN8n({ env: SETTINGS }).catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	try {
		// The local Kaltura takes imports without downloading: its work is not n8n's, and would use the same processor.
		await callControl(sandbox.kaltura.control, 'POST', '/settings', { imports: 'skip' });
		const addresses = await importPipeline(n8n, sandbox);
		const { next, used } = await eventsOf(sandbox, events);
		const database = await N8nDatabase.of(n8n);
		const { pid } = await n8n.info();
		const post = (to = addresses.zoomTrigger) => send(to, next(), sandbox.credentials.zoomWebhookApi.secretToken);
		const stop = async () => {
			database.close();
			await Promise.all([n8n.stop(), sandbox.stop()]);
		};
		return { sandbox, n8n, database, pid, addresses, used, post, stop };
	} catch (error) {
		await Promise.all([n8n.stop(), sandbox.stop()]);
		throw error;
	}
}
