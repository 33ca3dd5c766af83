import { setTimeout as sleep } from 'node:timers/promises';

import { readKalturaSide } from '../../sandbox/console/kaltura-side.mts';
import { callControl } from '../../sandbox/control-call.mts';
import type { N8n } from '../n8n/contract.mts';
import { bad, bold, dim, good, tell } from './print.mts';
import type { Sandbox } from './sandbox.mts';

const TEST_USER = 'ann.lee@example.edu';
const CATEGORY = 'MediaSpace>site>channels>CS101';
const PATIENCE_MS = 180_000;
const DELETED = 3;

interface Row {
	step: string;
	title: string;
	result: 'ok' | 'warning' | 'problem' | 'skipped';
	saw: string;
	means: string;
}

/** What a person would do: import `rehearse`, fill in its form, and look at the page. @returns what is wrong, as sentences */
export async function rehearse(sandbox: Sandbox, n8n: N8n, signal: AbortSignal): Promise<string[]> {
	console.log(`  ${bold('A rehearsal with these accounts')}\n`);
	const imported = await n8n.importTemplates(['rehearse'], {
		credentials: { ...sandbox.credentials, httpBasicAuth: { user: 'pages', password: 'demo-pages' } },
	});
	const workflow = imported.rehearse!;
	await callControl(sandbox.zoom.control, 'POST', '/meetings', {
		topic: 'Two minutes for a rehearsal',
		host: TEST_USER,
		files: ['gallery_view', 'audio_transcript', 'chat_file', 'summary_smart_chapters'].map((recordingType) => ({
			recordingType,
		})),
	});
	tell('Zoom', 'the test user records two minutes to the cloud');
	const { url } = await n8n.submitForm(workflow.webhooks.Rehearse!, [
		'["Rehearse"]',
		TEST_USER,
		'',
		'["yes"]',
		CATEGORY,
		TEST_USER,
		'[]',
	]);
	tell('n8n', 'the form is filled in');
	const rows = await followed(n8n, workflow.id, signal);
	const page = await n8n.formShows(url, 'steps went as assumed|shows? (a )?problem', { timeoutMs: 30_000 });
	const left = (await readKalturaSide(sandbox.kaltura.control)).entries.filter(
		({ name, status }) => name.startsWith('Rehearsal of') && status !== DELETED,
	);
	console.log(
		`\n  ${dim('Live page')}  ${workflow.webhooks['Live Page']}   ${dim('user pages, password demo-pages')}\n`,
	);
	return [
		...rows.filter(({ result }) => result === 'problem').map(({ title, saw }) => `${title}: ${saw}`),
		...(rows.some(({ step }) => step === 'kaltura-removal') ? [] : ['It did not come to its end.']),
		...left.map(({ id }) => `The entry ${id} is still there.`),
		...(page.includes('rehearsal.json') ? [] : ['The last page offers no file.']),
	];
}

/** Tells each step when the data table knows of it, until the last one. */
async function followed(n8n: N8n, workflowId: string, signal: AbortSignal): Promise<Row[]> {
	const deadline = Date.now() + PATIENCE_MS;
	let told = 0;
	let rows: Row[] = [];
	for (;;) {
		signal.throwIfAborted();
		const [row] = await n8n.tableRows('zoom_kaltura_rehearsal').catch(() => []);
		rows = row ? (JSON.parse(String(row.rows)) as Row[]) : [];
		for (const { step, title, result, saw, means } of rows.slice(told)) {
			const mark = { ok: good('✓'), warning: bad('!'), problem: bad('✗'), skipped: dim('–') }[result];
			tell(
				step.startsWith('zoom') ? 'Zoom' : 'Kaltura',
				`${mark} ${title}: ${dim([saw, means].filter(Boolean).join(' '))}`,
			);
		}
		told = Math.max(told, rows.length);
		const [failed] = await n8n.executions({ workflowId, status: ['error', 'crashed'], limit: 1 });
		if (failed) throw new Error(`n8n: ${(await n8n.execution(failed.id)).error?.message ?? 'the execution failed'}`);
		if (row?.done || Date.now() > deadline) return rows;
		await sleep(400, undefined, { signal });
	}
}
