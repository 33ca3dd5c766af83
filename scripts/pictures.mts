/**
 * `npm run pictures`: plays the small day and an access review, and takes the pictures of the documentation from the real
 * n8n editor, the console and the report page, in headless Chromium.
 *
 *   npm run pictures                              docs/pictures/*.png
 *   npm run pictures -- --only access             one part of them: day (canvas, console) or access
 *   npm run pictures -- --workflows --out FOLDER  every template's canvas, to look at after moving nodes
 *
 * Needs Chromium (CHROMIUM_PATH or a usual place); ffmpeg, where there is one, makes the files small.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { callControl } from '../sandbox/control-call.mts';
import { playDay } from '../sandbox/day/day.mts';
import { ensureBuilt } from './build.mts';
import { type Sandbox, startSandbox } from './demo/sandbox.mts';
import { repository } from './install/paths.mjs';
import type { ImportedWorkflow, N8n } from './n8n/contract.mts';
import { startN8n } from './n8n/n8n.mts';

const LARGEST_KB = 200;
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const CHROMIUM = [
	process.env.CHROMIUM_PATH,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
];

const { values: options } = parseArgs({
	options: {
		workflows: { type: 'boolean', default: false },
		only: { type: 'string' },
		out: { type: 'string', default: 'docs/pictures' },
	},
});
const wanted = (part: 'day' | 'access') => options.only === undefined || options.only === part;
const folder = resolve(repository, options.out);
mkdirSync(folder, { recursive: true });

await ensureBuilt();
const templates = globSync('workflows/*.json', { cwd: repository }).map((file) => basename(file, '.json'));
const executablePath = CHROMIUM.find((path) => path && existsSync(path));
if (!executablePath) throw new Error('No Chromium was found. Install it or set CHROMIUM_PATH.');

const open: Array<() => Promise<unknown>> = [];
try {
	const n8n = await startN8n();
	open.unshift(() => n8n.stop());
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	open.unshift(() => browser.close());
	if (options.workflows || wanted('day')) await pipeline(browser, n8n);
	if (!options.workflows && wanted('access')) await accessReport(browser, n8n);
} finally {
	for (const end of open) await end();
}

async function pipeline(browser: Browser, n8n: N8n): Promise<void> {
	const sandbox = await startSandbox({ data: 'people', indexLagMs: 200, conversionMs: 300 });
	open.unshift(() => sandbox.stop());
	const imported = await n8n.importTemplates(options.workflows ? templates : ['ingest-live', 'ingest-recording'], {
		credentials: sandbox.credentials,
		configure: { 'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } } },
		publish: !options.workflows,
	});
	if (options.workflows) {
		for (const [name, workflow] of Object.entries(imported)) await canvas(browser, n8n, workflow, name);
	} else {
		await playTheDay(sandbox, n8n, imported['ingest-live']!);
		await canvas(browser, n8n, imported['ingest-recording']!, 'canvas');
		await consolePage(browser, sandbox);
	}
}

/** The page that review-access serves after two runs, between which somebody gained a role. */
async function accessReport(browser: Browser, n8n: N8n): Promise<void> {
	const sandbox = await startSandbox({ data: 'directory', indexLagMs: 0 });
	open.unshift(() => sandbox.stop());
	const login = { user: 'reviewer', password: 'only-for-pictures' };
	const { 'review-access': review, 'show-access': pages } = await n8n.importTemplates(
		['review-access', 'show-access'],
		{
			credentials: { ...sandbox.credentials, httpBasicAuth: login },
			configure: { 'judge-access': { Configuration: { ownDomains: 'example.edu' } } },
		},
	);
	const run = async () => {
		const { error } = await n8n.run(review!.id, { trigger: 'Run Now', timeoutMs: 120_000 });
		if (error) throw new Error(`The access review failed: ${error.message}`);
	};
	await run();
	const { control } = sandbox.zoom;
	const { roles } = (await callControl(control, 'GET', '/state')) as { roles: Array<{ id: string; name: string }> };
	const role = roles.find(({ name }) => name === 'Role Manager')!;
	await callControl(control, 'PATCH', '/users', { user: 'basic.user@example.edu', role_id: role.id });
	await run();
	const page = await browser.newPage({
		viewport: { width: 1240, height: 1180 },
		deviceScaleFactor: 2,
		httpCredentials: { username: login.user, password: login.password },
	});
	await page.goto(pages!.webhooks['Report Page']!);
	await keep(page, 'access', 1240);
	await page.close();
}

async function playTheDay(sandbox: Sandbox, n8n: N8n, live: ImportedWorkflow): Promise<void> {
	const url = Object.values(live.webhooks)[0]!;
	const { secretToken } = sandbox.credentials.zoomWebhookApi;
	await playDay({ zoomControl: sandbox.zoom.control, subscribe: { url, secretToken }, pauseMs: 300 });
	// Zoom Trigger gathers for five seconds, so events are more than executions.
	await sleep(6000);
	await n8n.settled({ workflowId: live.id, timeoutMs: 120_000 });
	await sleep(3000); // Kaltura converts what came last
}

/** The workflow as the editor shows it, fitted into the window of test/workflows/canvas.test.ts, without panels. */
async function canvas(browser: Browser, n8n: N8n, workflow: ImportedWorkflow, name: string): Promise<void> {
	const { origin, owner } = await n8n.info();
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 });
	await page.goto(`${origin}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"], input[type="email"]').first().fill(owner.email);
	await page.locator('input[type="password"]').fill(owner.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	await page.goto(`${origin}/workflow/${workflow.id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
	await page.keyboard.press('1'); // "zoom to fit"
	await sleep(1500);
	await keep(page, name, 1440);
	await page.close();
}

async function consolePage(browser: Browser, sandbox: Sandbox): Promise<void> {
	const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, deviceScaleFactor: 2 });
	await page.goto(sandbox.console, { waitUntil: 'load' });
	await sleep(4000); // pictures of the videos
	await keep(page, 'console', 1400);
	await page.close();
}

/** Saves what the page shows with few colours, which text and boxes do not miss. */
async function keep(page: Page, name: string, width: number): Promise<void> {
	const file = join(folder, `${name}.png`);
	const full = join(folder, `.${name}.full.png`);
	// Where ffmpeg is missing, one pixel for one: larger files of the same width.
	if (!hasFfmpeg) await page.screenshot({ path: file, scale: 'css' });
	else await page.screenshot({ path: full });
	for (const colours of hasFfmpeg ? [256, 128, 64, 32] : []) {
		const palette = `scale=${width}:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=${colours}:stats_mode=full[p];[b][p]paletteuse=dither=none`;
		const run = spawnSync('ffmpeg', ['-y', '-loglevel', 'error', '-i', full, '-vf', palette, file], {
			encoding: 'utf8',
		});
		if (run.status !== 0) throw new Error(`ffmpeg failed: ${run.error?.message ?? run.stderr}`);
		if (statSync(file).size <= LARGEST_KB * 1024) break;
	}
	rmSync(full, { force: true });
	const kilobytes = Math.round(statSync(file).size / 1024);
	if (kilobytes > LARGEST_KB) throw new Error(`${file} has ${kilobytes} KB, more than ${LARGEST_KB}.`);
	console.log(`${file} (${kilobytes} KB)`);
}
