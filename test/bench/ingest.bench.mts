/**
 * What an import costs, and whether a back catalogue of 20,000 recordings gets through in constant memory, in a real n8n
 * with the templates as they are.
 *
 *   npm run bench:ingest [-- --quick] [-- --recordings=5000] [-- --only=one,backfill]
 *
 * One meeting: through ingest-recording, the local Kaltura pulling the media from the local Zoom. Back catalogue: through
 * ingest-backfill's form, with Zoom's rate limits for Business+; Kaltura takes imports without downloading.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { callControl } from '../../sandbox/control-call.mts';
import { type Sandbox, startSandbox } from '../../scripts/demo/sandbox.mts';
import type { ImportedWorkflow, N8n } from '../../scripts/n8n/contract.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';

import { processorMs } from './live-events.mts';
import { type Bench, benchmark, isWanted, percentile, residentMb, round } from './report.mts';
import { RECOMMENDED_SETTINGS } from './settings.mts';

const IN_ALL = 20_000;
/** Days over which the sandbox's data set "recordings-20000" spreads its recordings. */
const DAYS = 360;
const DAY_MS = 86_400_000;
const LONGEST_STANDSTILL_MS = 300_000;
const MIB = 1024 * 1024;
/** Calls per second of Business+ by label, as Zoom publishes them. */
const BUSINESS = { light: 80, medium: 60 };

const chosen = process.argv.find((argument) => argument.startsWith('--recordings='))?.split('=')[1];

await benchmark('ingest', async (bench) => {
	if (isWanted('one')) await oneMeeting(bench);
	if (isWanted('backfill')) await backfill(bench, chosen !== undefined ? Number(chosen) : bench.quick ? 1000 : IN_ALL);
});

async function oneMeeting({ figure, note }: Bench): Promise<void> {
	const sandbox = await startSandbox({ data: 'people', indexLagMs: 500, conversionMs: 300 });
	const n8n = await startN8n({ env: RECOMMENDED_SETTINGS });
	try {
		const imported = await n8n.importTemplates(['ingest-recording'], {
			credentials: sandbox.credentials,
			configure: { 'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } } },
		});
		const run = async (meetingUuid: string) => {
			const execution = await n8n.run(imported['ingest-recording']!.id, { items: [{ meetingUuid, source: 'live' }] });
			if (execution.error) throw new Error(`The pipeline failed: ${execution.error.message}`);
			const [row] = (await n8n.tableRows('zoom_kaltura_ledger')).filter((each) => each.meetingUuid === meetingUuid);
			if (!row) throw new Error('The ledger has no row of the recording.');
			return { status: String(row.status), ...(await requestsOf(sandbox)) };
		};
		// Sessions and the account's settings are read once per process, so another recording goes first.
		await run(await lecture(sandbox, 'Introduction'));
		await settled(sandbox);
		await clear(sandbox);
		const uuid = await lecture(sandbox, 'Algebra I');
		const first = await run(uuid);
		await settled(sandbox);
		await clear(sandbox);
		const second = await run(uuid);
		note(
			'One meeting: three layouts, sound, transcript and chat; whole pipeline including owner look-up; sessions open.',
		);
		const say = (answer: typeof first) => `${answer.zoom} Zoom, ${answer.kaltura} Kaltura (${answer.status})`;
		figure('first import: Zoom API calls', first.zoom, '≤ 3', first.zoom <= 3 && first.status === 'imported');
		figure(
			'first import: Kaltura HTTP requests',
			first.kaltura,
			'≤ 5',
			first.kaltura <= 5 && first.status === 'imported',
		);
		figure('import again', say(second), '≤ 2 Zoom, ≤ 2 Kaltura', second.zoom <= 2 && second.kaltura <= 2);
		figure('import again: writes in Kaltura', second.writes, '0', second.writes === 0);

		await clear(sandbox);
		const large = await lecture(sandbox, 'Algebra II', 40 * MIB);
		await run(large);
		await settled(sandbox);
		const moved = await mediaSent(sandbox, large);
		figure(
			'first import, 40 MiB a layout: media bytes sent to n8n (probes that hang up at once)',
			`${round(moved.toN8n / MIB, 2)} of ${round(moved.stored / MIB)} MiB`,
			'none but probes of ≤ 1 MiB a file',
			moved.toN8n <= moved.files * MIB,
		);
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

async function backfill({ figure, note }: Bench, wanted: number): Promise<void> {
	const sandbox = await startSandbox({ data: 'recordings-20000', indexLagMs: 500 });
	const n8n = await startN8n({ env: RECOMMENDED_SETTINGS });
	try {
		await callControl(sandbox.kaltura.control, 'POST', '/settings', { imports: 'skip' });
		await callControl(sandbox.zoom.control, 'POST', '/settings', { rateLimits: 'business' });
		const imported = await n8n.importTemplates(['ingest-backfill'], {
			credentials: sandbox.credentials,
			configure: {
				'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
			},
		});
		const workflow = imported['ingest-backfill']!;
		const days = Math.max(1, Math.round((wanted / IN_ALL) * DAYS));
		const range = { from: dateAgo(wanted >= IN_ALL ? DAYS + 4 : days), to: dateAgo(0) };
		await clear(sandbox);

		const first = await run(n8n, sandbox, workflow, range);
		const recordings = first.rows;
		const rows = await n8n.tableRows('zoom_kaltura_ledger');
		const statuses = new Map<string, number>();
		for (const { status } of rows) statuses.set(status, (statuses.get(status) ?? 0) + 1);
		note(
			`Back catalogue: ${recordings} recordings of ${wanted >= IN_ALL ? 'all' : days} days, ${[...statuses].map(([status, n]) => `${n} ${status}`).join(', ')}.`,
		);
		const thousand = Math.min(1000, Math.floor(recordings / 3));
		const growth = first.memory.end - first.memory.afterFirst;
		figure(
			`n8n's memory, after ${first.memory.afterAt} recordings → at the end`,
			`${Math.round(first.memory.afterFirst)} → ${Math.round(first.memory.end)} MB`,
			'≤ 150 MB more',
			growth <= 150,
		);
		const pages = first.counts.pages;
		const perRecording = (first.counts.zoom - pages) / recordings;
		figure(
			'Zoom calls per recording, and pages of lists',
			`${round(perRecording, 3)}, ${pages} pages`,
			'≤ 1.1 plus pages',
			perRecording <= 1.1,
		);
		const kaltura = first.counts.kaltura / recordings;
		figure('Kaltura HTTP requests per recording', round(kaltura, 3), '≤ 1', kaltura <= 1);
		const share = (first.counts.tooMany / first.counts.zoom) * 100;
		figure('Zoom calls answered 429 (Business+ limits on)', `${round(share, 2)} %`, '≤ 1 %', share <= 1);
		const allowed = (first.counts.zoom - pages) / BUSINESS.light + pages / BUSINESS.medium;
		const ratio = first.seconds / allowed;
		figure(
			'total time against what the limits alone allow',
			`${Math.round(first.seconds)} s, ${round(ratio, 1)} × ${round(allowed, 1)} s`,
			'≤ 1.2 ×',
			ratio <= 1.2,
		);
		figure("n8n's processor time per recording", `${round(first.processorMs / recordings, 1)} ms`);
		figure(
			'processor time per recording of the local Zoom and Kaltura',
			`${round(first.sandboxMs / recordings, 1)} ms`,
		);
		const { reads } = first.samples.at(-1)!;
		const pace = (from: number, to: number) => (timeOf(first.samples, to) - timeOf(first.samples, from)) / (to - from);
		const [began, ended] = [pace(1, 1 + thousand), pace(reads - thousand, reads)];
		figure(
			`time per recording, first ${thousand} → last ${thousand}`,
			`${round(began, 1)} → ${round(ended, 1)} ms (${round(ended / began)} ×)`,
			'≤ 1.15 ×',
			ended / began <= 1.15,
		);

		await clear(sandbox);
		const again = await run(n8n, sandbox, workflow, range, 'Start and look at everything again');
		const asked = again.counts.kaltura / recordings;
		figure('look at everything again: Kaltura requests per recording', round(asked, 3), '≤ 0.05', asked <= 0.05);
		figure('look at everything again: writes in Kaltura', again.counts.writes, '0', again.counts.writes === 0);
		figure('look at everything again: total time', timeOfRun(again, recordings));

		await twoDaysLater(n8n);
		const listing = await run(n8n, sandbox, workflow, range, 'Dry run (only count)');
		figure('listing alone (dry run): total time', timeOfRun(listing, recordings));
		await clear(sandbox);
		const second = await run(n8n, sandbox, workflow, range);
		const goal = (60 / IN_ALL) * recordings;
		figure(
			'second run over what is known: total time',
			timeOfRun(second, recordings),
			`≤ ${round(goal, 1)} s (60 s for 20,000)`,
			second.seconds <= goal,
		);
		const ratio2 = second.seconds / listing.seconds;
		figure('second run against listing alone', `${round(ratio2)} ×`, '≤ 1.3 ×', ratio2 <= 1.3);
		figure(
			'second run: requests to Kaltura, and writes',
			`${second.counts.kaltura}, ${second.counts.writes}`,
			'0, 0',
			second.counts.kaltura === 0,
		);
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

const timeOfRun = ({ seconds, processorMs: busy }: Run, recordings: number) =>
	`${round(seconds, 1)} s (${round((seconds / recordings) * 1000, 1)} ms per recording, ${round(busy / recordings, 1)} of n8n's processor)`;

/** What was imported a moment ago is looked at again by every run; two days later it is not. */
async function twoDaysLater(n8n: N8n): Promise<void> {
	const { id: project } = await n8n.rest('GET', '/rest/projects/personal');
	const { data } = await n8n.rest('GET', `/rest/projects/${project}/data-tables?take=100`);
	const { id } = data.find(({ name }: { name: string }) => name === 'zoom_kaltura_ledger');
	const { userFolder } = await n8n.info();
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'));
	database.exec('PRAGMA busy_timeout = 10000');
	const earlier = new Date(Date.now() - 2 * DAY_MS).toISOString().replace('T', ' ').replace('Z', '');
	database.prepare(`UPDATE "data_table_user_${id}" SET "importedAt" = ?`).run(earlier);
	database.close();
}

interface Run {
	rows: number;
	seconds: number;
	samples: Sample[];
	processorMs: number;
	sandboxMs: number;
	memory: { afterFirst: number; afterAt: number; end: number };
	counts: { zoom: number; pages: number; tooMany: number; kaltura: number; writes: number };
}

/** Starts the back catalogue in its form and waits until every window is done. */
async function run(
	n8n: N8n,
	sandbox: Sandbox,
	workflow: ImportedWorkflow,
	range: { from: string; to: string },
	action = 'Start',
): Promise<Run> {
	const { pid } = await n8n.info();
	const [began, startedAt] = [performance.now(), Date.now()];
	const [processor, sandboxProcessor] = [processorMs(pid), processorMs(sandbox.pid)];
	const fields = [action, range.from, range.to, ''];
	const { status } = await n8n.submitForm(workflow.webhooks['Backfill Form']!, fields);
	if (status !== 200) throw new Error(`The form answered ${status}.`);

	const samples: Sample[] = [];
	let told = performance.now();
	let moved = { at: performance.now(), sum: -1 };
	for (; ; await sleep(1000)) {
		const sample = await look(n8n, sandbox, pid).catch((error: Error) => {
			// A machine with much to do answers late; only when nothing moves for long is something wrong.
			console.log(`# … no answer just now: ${error.message.slice(0, 120)}`);
			return null;
		});
		if (sample) {
			samples.push(sample);
			// Windows of an earlier run are done already; they count from the moment at which they were planned anew.
			const windows = sample.windows.filter(({ updatedAt }) => Date.parse(String(updatedAt)) >= startedAt);
			const finished = windows.filter(({ state }) => state === 'done' || state === 'counted').length;
			if (finished > 0 && finished === sample.windows.length) break;
			const sum = windows.reduce((total, row) => total + Number(row.recordings ?? 0), sample.reads + sample.ledger);
			if (sum !== moved.sum) moved = { at: performance.now(), sum };
			if (performance.now() - told > 30_000) {
				const now = Math.round((performance.now() - began) / 1000);
				console.log(
					`# … ${finished} of ${sample.windows.length} windows, ${sample.ledger} in the ledger, ${Math.round(sample.mb)} MB, ${now} s`,
				);
				told = performance.now();
			}
		}
		if (performance.now() - moved.at > LONGEST_STANDSTILL_MS) {
			throw new Error(`Nothing moved for five minutes: ${JSON.stringify(samples.at(-1)?.windows.slice(0, 3))}`);
		}
	}
	const seconds = (performance.now() - began) / 1000;
	const rows = samples.at(-1)!.ledger;
	// The collector comes and goes: a median of several moments says what is held.
	const firstAt = samples.findIndex(({ ledger }) => ledger >= Math.min(1000, rows / 3));
	const around = (index: number) => percentile(samples.slice(Math.max(0, index - 2), index + 3).map(({ mb }) => mb));
	return {
		rows,
		seconds,
		samples,
		processorMs: processorMs(pid) - processor,
		sandboxMs: processorMs(sandbox.pid) - sandboxProcessor,
		memory: { afterFirst: around(firstAt), afterAt: samples[firstAt]!.ledger, end: around(samples.length - 3) },
		counts: await totalsOf(sandbox),
	};
}

/** What could be seen at one moment. */
interface Sample {
	/** Milliseconds of `performance.now()`. */
	at: number;
	windows: Array<Record<string, any>>;
	/** Rows of the ledger, which grow by whole batches. */
	ledger: number;
	/** Recordings that were read from Zoom until now, which grow one by one. */
	reads: number;
	mb: number;
}

async function look(n8n: N8n, sandbox: Sandbox, pid: number): Promise<Sample> {
	const { byEndpoint } = await callControl<Counts>(sandbox.zoom.control, 'GET', '/counts');
	const windows = await n8n.tableRows('zoom_kaltura_backfill');
	const ledger = await rowCount(n8n, 'zoom_kaltura_ledger');
	const reads = byEndpoint['GET /meetings/{meetingId}/recordings'] ?? 0;
	return { at: performance.now(), windows, ledger, reads, mb: residentMb(pid) };
}

/** When so many recordings had been read, between two samples in proportion. */
function timeOf(samples: readonly Sample[], reads: number): number {
	const after = Math.max(
		1,
		samples.findIndex((sample) => sample.reads >= reads),
	);
	const [one, two] = [samples[after - 1]!, samples[after]!];
	return two.reads === one.reads
		? two.at
		: one.at + ((reads - one.reads) / (two.reads - one.reads)) * (two.at - one.at);
}

interface Counts {
	total: number;
	writes: number;
	byEndpoint: Record<string, number>;
	byStatus?: Record<string, number>;
}

async function totalsOf(sandbox: Sandbox): Promise<Run['counts']> {
	const [zoom, kaltura] = await Promise.all([
		callControl<Counts>(sandbox.zoom.control, 'GET', '/counts'),
		callControl<Counts>(sandbox.kaltura.control, 'GET', '/counts'),
	]);
	const api = Object.entries(zoom.byEndpoint).filter(([endpoint]) => isApi(endpoint));
	const sum = (entries: Array<[string, number]>) => entries.reduce((total, [, n]) => total + n, 0);
	return {
		zoom: sum(api),
		pages: sum(api.filter(([endpoint]) => /^GET \/(accounts|users)\/[^/]+\/recordings$/.test(endpoint))),
		tooMany: zoom.byStatus?.['429'] ?? 0,
		kaltura: kaltura.total,
		writes: kaltura.writes,
	};
}

/** Endpoints of the API are written as in its documentation; downloads and tokens are not. */
function isApi(endpoint: string): boolean {
	return /^[A-Z]+ \/(accounts|users|meetings|webinars|past_meetings|past_webinars|report|groups|metrics)\b/.test(
		endpoint,
	);
}

async function requestsOf(sandbox: Sandbox): Promise<{ zoom: number; kaltura: number; writes: number }> {
	const { zoom, kaltura, writes } = await totalsOf(sandbox);
	return { zoom, kaltura, writes };
}

/**
 * Bytes of media that Zoom sent to n8n rather than to Kaltura. The log does not name who asked; but Kaltura stores every
 * byte that it pulls, so what was sent beyond that went to n8n, transcript and chat (some hundred bytes) included.
 */
async function mediaSent(sandbox: Sandbox, uuid: string): Promise<{ toN8n: number; stored: number; files: number }> {
	const { requests } = await callControl<{ requests: Array<{ bytes?: number }> }>(
		sandbox.zoom.control,
		'GET',
		'/requests?since=0',
	);
	const sent = requests.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
	const { entries } = await callControl<{ entries: Array<Record<string, any>> }>(
		sandbox.kaltura.control,
		'GET',
		'/state?all=1',
	);
	const mine = entries.filter(
		(entry) => String(entry.referenceId).includes(uuid) || mineIsParent(entries, entry, uuid),
	);
	const stored = mine.reduce((sum, entry) => sum + Number(entry.content?.size ?? 0), 0);
	if (stored === 0) throw new Error('Kaltura holds no media of the meeting, so nothing can be compared.');
	return { toN8n: sent - stored, stored, files: mine.length };
}

function mineIsParent(entries: Array<Record<string, any>>, entry: Record<string, any>, uuid: string): boolean {
	return entries.some(({ id, referenceId }) => id === entry.parentEntryId && String(referenceId).includes(uuid));
}

/** @param bytes size of each layout; without it the sandbox's small films */
async function lecture(sandbox: Sandbox, topic: string, bytes?: number): Promise<string> {
	const files = [
		'gallery_view',
		'shared_screen_with_speaker_view',
		'active_speaker',
		'audio_only',
		'audio_transcript',
		'chat_file',
	];
	const { uuid } = await callControl<{ uuid: string }>(sandbox.zoom.control, 'POST', '/meetings', {
		topic,
		host: 'ann.lee@example.edu',
		files: files.map((recordingType) => ({
			recordingType,
			...(bytes !== undefined && /view|speaker/.test(recordingType) ? { bytes } : {}),
		})),
	});
	return uuid;
}

/** Waits until the local Kaltura has pulled and converted everything. */
async function settled(sandbox: Sandbox): Promise<void> {
	for (let attempt = 0; attempt < 300; attempt++) {
		const { entries } = await callControl<{ entries: Array<{ status: number }> }>(
			sandbox.kaltura.control,
			'GET',
			'/state?all=1',
		);
		if (entries.length > 0 && entries.every(({ status }) => !['0', '1', '4'].includes(String(status)))) return;
		await sleep(100);
	}
	throw new Error('Kaltura is still converting after 30 s.');
}

async function clear(sandbox: Sandbox): Promise<void> {
	await Promise.all([sandbox.zoom, sandbox.kaltura].map(({ control }) => callControl(control, 'DELETE', '/requests')));
}

async function rowCount(n8n: N8n, name: string): Promise<number> {
	const { id: project } = await n8n.rest('GET', '/rest/projects/personal');
	const query = new URLSearchParams({ filter: JSON.stringify({ name }), take: '10' });
	const { data } = await n8n.rest('GET', `/rest/projects/${project}/data-tables?${query}`);
	const table = data.find((candidate: { name: string }) => candidate.name === name);
	if (!table) return 0;
	return (await n8n.rest('GET', `/rest/projects/${project}/data-tables/${table.id}/rows?skip=0&take=1`)).count;
}

function dateAgo(days: number): string {
	return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
