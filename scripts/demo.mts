/**
 * `npm run demo`: a local Zoom, a local Kaltura, and between them a real n8n with this package, playing a small day.
 * demo/options.mts lists the options.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { readKalturaSide } from '../sandbox/console/kaltura-side.mts';
import { readZoomSide } from '../sandbox/console/zoom-side.mts';
import { callControl } from '../sandbox/control-call.mts';
import { expectedDay, playDay } from '../sandbox/day/day.mts';
import { newSeed } from '../sandbox/dice.mts';
import { ensureBuilt } from './build.mts';
import { type Arrival, compare } from './demo/observed.mts';
import { HELP, type Options, UsageError, readOptions } from './demo/options.mts';
import { bad, bold, dim, good, table, tell } from './demo/print.mts';
import { rehearse } from './demo/rehearse.mts';
import { type Sandbox, startSandbox } from './demo/sandbox.mts';
import { openState } from './demo/state.mts';
import { watch } from './demo/watch.mts';
import { SetupError, step } from './install/progress.mjs';
import type { N8n } from './n8n/contract.mts';
import { startN8n } from './n8n/n8n.mts';

/** Owner of what nobody in Kaltura held; the sandbox's Kaltura knows this user. */
const DEFAULT_USER = 'zoom.default';
const ARRIVE_MS = 120_000;

const leaving = new AbortController();
const { signal } = leaving;
let asked = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(name, () => {
		// npm and the terminal may both deliver one Ctrl-C; a later, second one means "at once".
		if (asked > 0 && Date.now() - asked > 1500) process.exit(130);
		asked ||= Date.now();
		leaving.abort(new Left());
	});
}
class Left extends Error {}

async function main(options: Options): Promise<number> {
	const state = await openState(options);
	// What has to be ended, newest first; also when a later step fails.
	const open: Array<() => unknown> = [state.release];
	try {
		await step('Package built', () => ensureBuilt());
		signal.throwIfAborted();
		const [sandbox, n8n] = await step('Zoom, Kaltura and n8n started', async () => {
			const starts = await Promise.allSettled([
				startSandbox({ stateFolder: state.sandboxFolder, ports: state.ports, data: 'people', ...moodOf(options) }),
				startN8n({ userFolder: state.userFolder, port: state.ports.n8n }),
			]);
			for (const start of starts) if (start.status === 'fulfilled') open.unshift(() => start.value.stop());
			const [first, second] = starts;
			if (first.status === 'rejected') throw first.reason;
			if (second.status === 'rejected') throw second.reason;
			return [first.value, second.value] as const;
		});
		void Promise.race([sandbox.ended, n8n.ended]).then(() =>
			leaving.abort(new Error('The sandbox or n8n ended on its own.')),
		);
		signal.throwIfAborted();
		if (options.rehearse) {
			const wrong = await rehearse(sandbox, n8n, signal);
			for (const sentence of wrong) console.log(`  ${bad('✗')} ${sentence}`);
			if (wrong.length === 0) console.log(`  ${good('✓')} The rehearsal found no problem, and left nothing.\n`);
			return wrong.length === 0 ? 0 : 1;
		}
		const live = await step('Credentials and templates imported and published', () => setUp(sandbox, n8n));
		await printAddresses(sandbox, n8n);

		const arrivals = await playAndWait(sandbox, n8n, live, options);
		printResult(arrivals);
		const faults = arrivals.flatMap(({ topic, part, faults: found }) =>
			found.map((fault) => `"${topic}"${part && ` (${part})`} ${fault}`),
		);
		if (faults.length > 0) console.log(`\n${faults.map((fault) => `  ${bad('✗')} ${fault}`).join('\n')}`);
		if (options.once) {
			console.log(faults.length === 0 ? `\n  ${good('✓')} Everything arrived as expected.\n` : '');
			return faults.length === 0 ? 0 : 1;
		}
		await printAddresses(sandbox, n8n);
		console.log(`  ${dim('Everything stays up. Ctrl-C ends it.')}\n`);
		await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
		return 0;
	} catch (error) {
		if (!(error instanceof Left) && !(signal.aborted && signal.reason instanceof Left)) throw error;
		console.log('\n  Ending n8n and the sandbox …');
		return options.once ? 130 : 0;
	} finally {
		for (const end of open) await end();
	}
}

/** What a person would do in n8n: create the credentials, import the templates, set Configuration, publish. */
async function setUp(sandbox: Sandbox, n8n: N8n): Promise<{ webhook: string; names: Map<string, string> }> {
	const imported = await n8n.importTemplates(['ingest-live'], {
		credentials: sandbox.credentials,
		configure: { 'ingest-recording': { Configuration: { defaultUser: DEFAULT_USER } } },
	});
	const webhook = Object.values(imported['ingest-live']!.webhooks)[0];
	if (!webhook) throw new Error('The template ingest-live has no webhook.');
	return { webhook, names: new Map(Object.values(imported).map(({ id, name }) => [id, name])) };
}

async function playAndWait(
	sandbox: Sandbox,
	n8n: N8n,
	live: { webhook: string; names: Map<string, string> },
	options: Options,
): Promise<Arrival[]> {
	console.log(`  ${bold('A small day at the university')}\n`);
	const watching = await watch(n8n, sandbox.kaltura.control, live.names);
	try {
		// An earlier run's subscription would deliver everything twice.
		await callControl(sandbox.zoom.control, 'DELETE', '/subscriptions', {});
		const played = await playDay({
			zoomControl: sandbox.zoom.control,
			subscribe: { url: live.webhook, secretToken: sandbox.credentials.zoomWebhookApi.secretToken },
			pauseMs: options.paceMs,
			say: (sentence) => tell('Zoom', sentence),
			signal,
		});
		const expected = expectedDay(played, { defaultUser: DEFAULT_USER });
		const deadline = Date.now() + ARRIVE_MS;
		for (;;) {
			signal.throwIfAborted();
			const [zoom, kaltura] = await Promise.all([
				readZoomSide(sandbox.zoom.control, 1),
				readKalturaSide(sandbox.kaltura.control),
			]);
			const statuses = (uuid: string) => (watching.outcomes.get(uuid) ?? []).map(({ status }) => status);
			const arrivals = compare(expected, zoom, kaltura, statuses);
			const complete = arrivals.every(({ faults }) => faults.length === 0);
			const busy = (await n8n.executions({ status: ['new', 'running', 'waiting'] })).length > 0;
			if ((complete && !busy) || Date.now() > deadline) {
				return arrivals;
			}
			await sleep(500, undefined, { signal });
		}
	} finally {
		await watching.stop();
	}
}

const STREAMS: Record<string, string> = {
	shared_screen_with_speaker_view: 'screen with speaker',
	shared_screen: 'screen',
	active_speaker: 'speaker',
	gallery_view: 'gallery',
	audio_only: 'audio',
};

function printResult(arrivals: Arrival[]): void {
	const rows = arrivals.map(({ topic, part, entryId, owner, streams, captions, chat, outcome }) => [
		part ? `${topic}, ${part}` : topic,
		entryId || '–',
		owner || '–',
		streams.map((stream) => STREAMS[stream] ?? stream).join(' + ') || '–',
		captions > 0 ? String(captions) : '–',
		chat ? 'yes' : '–',
		outcome || 'nothing yet',
	]);
	const head = ['Recording', 'Entry', 'Owner', 'Streams', 'Captions', 'Chat', 'Outcome'];
	const isOutcome = (column: number) => column === head.length - 1;
	const paint = (text: string, column: number, row: number) => {
		if (!isOutcome(column)) return text;
		return arrivals[row]!.faults.length === 0 ? good(text) : bad(text);
	};
	console.log(`\n${table(head, rows, paint)}`);
}

async function printAddresses(sandbox: Sandbox, n8n: N8n): Promise<void> {
	const { origin, owner } = await n8n.info();
	console.log(`
  ${bold('Console')}   ${sandbox.console}   ${dim('Zoom and Kaltura side by side')}
  ${bold('n8n')}       ${origin}   ${dim(`log in as ${owner.email} with the password ${owner.password}`)}
  ${bold('Zoom')}      ${sandbox.zoom.apiBaseUrl}
  ${bold('Kaltura')}   ${sandbox.kaltura.serviceUrl}
`);
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options.help) console.log(HELP);
	else process.exitCode = await main(options);
} catch (error) {
	process.exitCode = error instanceof UsageError ? 2 : 1;
	const expected = error instanceof UsageError || error instanceof SetupError;
	console.error(
		`\nThe demo stopped: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}`,
	);
}

/** The seed of a hostile day is drawn here, so that it can be said before anything goes wrong. */
function moodOf({ mood, seed = newSeed() }: Options): { mood?: 'hostile'; seed?: number } {
	if (mood === 'calm') return {};
	console.log(`  ${dim(`A hostile day: --mood hostile --seed ${seed} plays it again.`)}`);
	return { mood, seed };
}
