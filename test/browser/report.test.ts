/**
 * The status page as an admin sees it: headless Chromium on the page that the operation renders, served from a real port so
 * that every other request of it would be seen.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';

import { reportFigures } from '../../lib/policy/ledger/figures';
import { reportPage } from '../../lib/report/status-page';
import { readLedgerRow } from '../../lib/policy/ledger/rows';
import { describeInBrowser, launchChromium } from './chromium';
import { contrastBelow } from './contrast';
import { termLedger } from './report-data';

const NOW = Date.parse('2026-11-20T14:05:00Z');
const EVIL = '<img src=x onerror="document.title=1">"\'&lt;script>';

function pageOf(rows: Array<Record<string, unknown>>, lastEventHoursAgo: number, notes: string[] = []): string {
	const settings = { now: NOW, days: 30, timezone: 'Europe/Berlin', account: '', quietHours: 24, retentionDays: 30 };
	const state = [
		{ account: 'main-campus', name: 'last-event', value: new Date(NOW - lastEventHoursAgo * 36e5).toISOString() },
	];
	const ledger = rows.flatMap((row) => readLedgerRow(row) ?? []);
	const figures = reportFigures(
		ledger,
		{ backfill: [{ state: 'done' }], cleanup: [], state, failures: [], groupRecords: [], groupChanges: [] },
		settings,
	);
	return reportPage(figures, { reload: false, notes });
}

describeInBrowser('the status page', () => {
	let browser: Browser;
	let server: Server;
	let page: Page;
	let requests: string[];
	const term = termLedger(1200, NOW);
	const pages: Record<string, () => string> = {
		'/': () => pageOf(term, 1),
		'/stopped': () => pageOf(term, 49),
		'/empty': () => pageOf([], 1, ['The ledger has no recordings yet.']),
		'/evil': () =>
			pageOf(
				[
					{
						...term[0],
						topic: EVIL,
						hostEmail: EVIL,
						message: EVIL,
						nextStep: EVIL,
						reason: EVIL,
						account: EVIL,
						status: 'failed',
					},
					{ ...term[1], account: 'b' },
				],
				1,
				[EVIL],
			),
	};
	const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	beforeAll(async () => {
		server = createServer((request, response) => {
			const body = pages[new URL(request.url!, 'http://x').pathname];
			response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(body?.() ?? '');
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		server?.close();
	});
	afterEach(() => page?.close());

	async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
		requests = [];
		page = await browser.newPage({ viewport: { width: 1240, height: 900 }, ...options });
		page.on('request', (request) => requests.push(request.url()));
		await page.goto(origin() + path);
	}

	test('loads nothing but itself and runs no script', async () => {
		await open('/');
		expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`${origin()}/`]);
		expect(await page.locator('script').count()).toBe(0);
	});

	test('shows a column per day, as high as what came in', async () => {
		await open('/');
		expect(await page.locator('.columns g').count()).toBe(30);
		const sum = await page
			.locator('.columns rect:not(.hit)')
			.evaluateAll((bars) => bars.reduce((total, bar) => total + Number(bar.getAttribute('height')), 0));
		const since = Date.parse('2026-10-21T22:00:00Z');
		expect(sum).toBe(term.filter(({ createdAt }) => Date.parse(createdAt as string) >= since).length);
		await page.getByText('Each day as a table').click();
		expect(await page.locator('section', { hasText: 'What came in' }).locator('tbody tr').count()).toBeGreaterThan(20);
	});

	test('says in words that events stopped, and since when', async () => {
		await open('/stopped');
		expect(await page.getByRole('alert').innerText()).toMatch(
			/Events have stopped for the account main-campus.*2 days ago/,
		);
		await open('/');
		expect(await page.getByRole('alert').count()).toBe(0);
	});

	test('an empty ledger is said to be empty, not to be fine', async () => {
		await open('/empty');
		expect(await page.locator('main').innerText()).toContain('The ledger has no recordings yet.');
		expect(await page.locator('main').innerText()).not.toContain('Nothing needs you');
	});

	test('topics and names of people are text, never markup', async () => {
		await open('/evil');
		expect(await page.locator('img').count()).toBe(0);
		expect(await page.title()).toContain('Zoom to Kaltura');
		expect(await page.locator('main').innerText()).toContain(EVIL);
	});

	test.each([
		['a phone', { viewport: { width: 360, height: 780 } }],
		['a phone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
		['a tablet', { viewport: { width: 820, height: 1100 } }],
	])('fits %s without scrolling sideways, with everything folded open', async (_, options) => {
		await open('/', options);
		await page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
	});

	test.each(['light', 'dark'] as const)('keeps the contrast of its texts in %s', async (colorScheme) => {
		for (const path of ['/', '/stopped']) {
			await open(path, { colorScheme });
			await page
				.locator('details')
				.evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
			expect(await page.evaluate(contrastBelow, 4.5)).toEqual([]);
		}
	});

	test('works without a mouse: skip link, ranges, folded tables', async () => {
		await open('/');
		const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('To the figures');
		const reached: string[] = [];
		for (let step = 0; step < 16; step++) {
			await page.keyboard.press('Tab');
			reached.push(await focused());
			if (reached.at(-1) === 'Each day as a table') break;
		}
		expect(reached).toEqual(
			expect.arrayContaining([
				'7 days',
				'30 days',
				'90 days',
				'1 year',
				'Figures as CSV',
				'Recordings as CSV',
				'Each day as a table',
			]),
		);
		await page.keyboard.press('Enter');
		await page.locator('section', { hasText: 'What came in' }).locator('table').waitFor({ state: 'visible' });
	});

	test('every picture says in words what it shows', async () => {
		await open('/');
		const nameless = await page
			.locator('svg[role=img]')
			.evaluateAll((all) => all.filter((one) => !one.getAttribute('aria-label')).length);
		expect(nameless).toBe(0);
		expect(await page.locator('svg:not([role=img])').count()).toBe(0);
	});
});
