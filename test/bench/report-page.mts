import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { repository } from '../../scripts/install/paths.mjs';
import type { WorkflowJson } from '../../scripts/n8n/contract.mts';
import { startN8n } from '../../scripts/n8n/n8n.mts';

import type { LEDGER_COLUMNS as Columns } from '../../lib/policy/ledger/columns.ts';
import { built } from './built.mts';
import { type Bench, percentile, residentMb } from './report.mts';
import { RECOMMENDED_SETTINGS } from './settings.mts';

const LEDGER_COLUMNS: typeof Columns = built('lib/policy/ledger/columns').LEDGER_COLUMNS;
const wholeRow: (entry: Record<string, unknown>) => Record<string, unknown> = built('lib/policy/ledger/write').wholeRow;
const LEDGER = 'zoom_kaltura_ledger';
const LOGIN = { user: 'admin', password: 'of the benchmark' };
const DAY_MS = 86_400_000;
const SPREAD_DAYS = 365;
const CHUNK = 500;

/**
 * The status page of a real n8n over a ledger of a year: what a browser waits for, from request to last byte. The workflow
 * reads the rows of the days that are shown and whatever is open; "1 year" reads all of them.
 */
export async function reportPage({ figure, note, quick }: Bench): Promise<void> {
	const count = quick ? 5000 : 50_000;
	const sandbox = await startSandbox({ data: 'empty' });
	const n8n = await startN8n({ env: RECOMMENDED_SETTINGS });
	try {
		const { id } = await n8n.createTable(
			LEDGER,
			Object.entries(LEDGER_COLUMNS).map(([name, type]) => ({ name, type })),
		);
		const { id: projectId } = await n8n.rest('GET', '/rest/projects/personal');
		for (let start = 0; start < count; start += CHUNK) {
			const data = Array.from({ length: Math.min(CHUNK, count - start) }, (_, index) => row(start + index, count));
			await n8n.rest('POST', `/rest/projects/${projectId}/data-tables/${id}/insert`, { data });
		}
		const { userFolder, pid } = await n8n.info();
		spreadOverTheYear(userFolder, id);
		const imported = await n8n.importTemplates(['report-status'], {
			credentials: { ...sandbox.credentials, httpBasicAuth: LOGIN },
		});
		const url = imported['report-status']!.webhooks['Status Page']!;
		note(`Status page: ${count} rows in the ledger, spread over ${SPREAD_DAYS} days; one in a hundred is open.`);
		const alone = await n8n.importWorkflow(ledgerAlone(), { credentials: { httpBasicAuth: LOGIN } });
		const aloneUrl = alone.webhooks['Status Page']!;
		const times = { days: [] as number[], year: [] as number[], alone: [] as number[] };
		for (const address of [url, `${url}?days=365`, `${aloneUrl}?days=365`]) await load(address);
		for (let run = 0; run < 7; run++) times.days.push(await load(url));
		// In turn, so that whatever else the machine does falls on both.
		for (let run = 0; run < 5; run++) {
			times.year.push(await load(`${url}?days=365`));
			times.alone.push(await load(`${aloneUrl}?days=365`));
		}
		const pageOf = `Status page, ${count} rows:`;
		const [days, year, reading] = [percentile(times.days), percentile(times.year), percentile(times.alone)];
		figure(`${pageOf} 30 days and all that is open`, `${Math.round(days)} ms`, '< 1 s', days < 1000);
		figure(`${pageOf} 1 year, every row`, `${Math.round(year)} ms`, '< 1 s', year < 1000);
		figure(`${pageOf} 1 year, n8n's Data Table node alone, which only reads the rows`, `${Math.round(reading)} ms`);
		figure(`Status page, ${count} rows: memory of n8n afterwards`, `${Math.round(residentMb(pid))} MB`);
	} finally {
		await Promise.all([n8n.stop(), sandbox.stop()]);
	}
}

/** The template without what draws: its node Ledger between the webhook and an answer of one word. */
function ledgerAlone(): WorkflowJson {
	const workflow = JSON.parse(
		readFileSync(join(repository, 'workflows', 'report-status.json'), 'utf8'),
	) as WorkflowJson;
	const chain = ['Status Page', 'Configuration', 'Ledger', 'Answer'];
	const nodes = workflow.nodes.filter(({ name }) => chain.includes(name));
	Object.assign(
		nodes.find(({ name }) => name === 'Status Page')!,
		{ webhookId: 'bench-ledger-alone' },
	);
	nodes.find(({ name }) => name === 'Status Page')!.parameters.path = 'bench-ledger-alone';
	Object.assign(
		nodes.find(({ name }) => name === 'Answer')!,
		{
			executeOnce: true,
			parameters: { respondWith: 'text', responseBody: '</html>', options: {} },
		},
	);
	const connections = Object.fromEntries(
		chain.slice(1).map((node, index) => [chain[index]!, { main: [[{ node, type: 'main', index: 0 }]] }]),
	);
	return { name: 'Bench: the ledger alone', nodes, connections, settings: workflow.settings };
}

/** Milliseconds until the whole page is there. */
async function load(url: string): Promise<number> {
	const started = performance.now();
	const answer = await fetch(url, {
		headers: { authorization: `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}` },
		signal: AbortSignal.timeout(120_000),
	});
	const text = await answer.text();
	if (!answer.ok || !text.includes('</html>')) throw new Error(`HTTP ${answer.status}: ${text.slice(0, 300)}`);
	return performance.now() - started;
}

/** n8n sets `createdAt` itself, to the moment of the insert. */
function spreadOverTheYear(userFolder: string, tableId: string): void {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'));
	database.exec('PRAGMA busy_timeout = 10000');
	database.exec(`UPDATE "data_table_user_${tableId}" SET "createdAt" = "lastAttemptAt"`);
	database.close();
}

function row(index: number, count: number): Record<string, unknown> {
	const at = new Date(Date.now() - (index / count) * SPREAD_DAYS * DAY_MS).toISOString();
	const open = index % 100 === 0;
	return wholeRow({
		account: 'bench',
		meetingUuid: Buffer.from(`meeting-${String(index).padStart(8, '0')}`).toString('base64'),
		meetingId: String(90_000_000_000 + index),
		kind: 'meeting',
		topic: `Lecture ${index % 700}`,
		hostEmail: `host${index % 400}@example.edu`,
		startedAt: at,
		sizeBytes: 400_000_000,
		segments: 1,
		files: 3,
		status: open ? 'failed' : 'imported',
		reason: open ? 'kaltura-unavailable' : 'imported',
		message: open ? 'Kaltura could not answer: HTTP 503.' : `The recording became 1 entry of host${index % 400}.`,
		nextStep: '',
		retryable: open,
		owner: `host${index % 400}@example.edu`,
		ownerRule: 'user-id',
		entryIds: '0_ab12cd34',
		source: 'live',
		attempts: 1,
		lastAttemptAt: at,
		importedAt: open ? null : at,
	});
}
