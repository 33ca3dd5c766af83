/**
 * The access report as a reviewer sees it: headless Chromium on the page that the operation renders, served from a real
 * port so that every other request of it would be seen.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';

import type { AccessChange } from '../../lib/policy/access/access-change';
import { compareSnapshots } from '../../lib/policy/access/compare';
import { DEFAULT_FINDING_SETTINGS } from '../../lib/policy/access/finding';
import { findingsOf } from '../../lib/policy/access/findings';
import { accessReportPage } from '../../lib/report/access-page';
import type { AccessSnapshot, AccessUser } from '../../lib/policy/access/snapshot';
import { describeInBrowser, launchChromium } from './chromium';
import { contrastBelow } from './contrast';

const NOW = '2026-11-20T14:05:00Z';
const EVIL = '<img src=x onerror="document.title=1">"\'&lt;script>';
const ago = (days: number) => new Date(Date.parse(NOW) - days * 864e5).toISOString();

/** A made-up university of 480 people, the same on every run. */
function university(): AccessSnapshot {
	const users = Array.from({ length: 480 }, (_, index): AccessUser => {
		const role = index === 0 ? '0' : index < 3 ? '1' : index % 60 === 7 ? 'desk' : index % 97 === 5 ? 'media' : '2';
		const status = index > 9 && index % 23 === 4 ? 'inactive' : index > 9 && index % 31 === 6 ? 'pending' : 'active';
		return {
			id: `u${index}`,
			email: `person${String(index).padStart(3, '0')}@example.edu`,
			firstName: 'Person',
			lastName: `Number ${index}`,
			displayName: '',
			status,
			planType: 1 + (index % 2),
			zoomOneType: '',
			planUnitedType: '',
			roleId: role,
			groupIds: [`g${index % 4}`],
			createdAt: ago(900 - index),
			lastLoginAt: index % 13 === 3 ? null : ago(((index * 37) % 100) ** 1.3),
			verified: status !== 'pending',
			department: '',
			employeeUniqueId: '',
			loginTypes: index === 2 ? [100] : [101],
			...(status === 'inactive' && index % 2 === 0 ? { phone: { numbers: 1, plans: 1 } } : {}),
		};
	});
	const role = (id: string, name: string, privileges: string[]) => ({
		id,
		name,
		type: 'common',
		totalMembers: null,
		privileges,
	});
	return {
		version: 1,
		takenAt: NOW,
		accountId: 'main-campus',
		users,
		groups: ['Lecturers', 'Students', 'Staff', 'Guests', 'Closed project'].map((name, at) => ({
			id: `g${at}`,
			name,
			totalMembers: at === 4 ? 0 : 120,
		})),
		roles: [
			role('0', 'Owner', []),
			role('1', 'Admin', ['AccountSetting:Edit', 'Role:Edit', 'SingleSignOn:Edit', 'User:Edit']),
			role('2', 'Member', []),
			role('desk', 'Help Desk', ['User:Edit', 'User:Read', 'BillingSubscription:Edit']),
			role('media', 'Media Team', ['Recording:Edit', 'RecordingContent:Read']),
			role('old', 'Project 2019', ['Dashboard:Read']),
		],
		degraded: [],
	};
}

const later = university();
const earlier: AccessSnapshot = {
	...later,
	takenAt: ago(7),
	users: later.users.map((user) => (user.id === 'u67' ? { ...user, roleId: '2' } : user)).slice(0, 470),
};

function pageOf(snapshot: AccessSnapshot, changes: AccessChange[], since: string | null, notes: string[] = []): string {
	const settings = { ...DEFAULT_FINDING_SETTINGS, now: NOW, ownDomains: ['example.edu'] };
	const findings = findingsOf(snapshot, settings);
	return accessReportPage(snapshot, {
		title: 'Access in Zoom',
		timezone: 'Europe/Berlin',
		since,
		notes,
		changes,
		findings,
	});
}

describeInBrowser('the access report', () => {
	let browser: Browser;
	let server: Server;
	let page: Page;
	let requests: string[];
	const evil = { ...later.users[1]!, firstName: EVIL, lastName: '', email: EVIL, lastLoginAt: null };
	const pages: Record<string, () => string> = {
		'/': () => pageOf(later, compareSnapshots(earlier, later), earlier.takenAt),
		'/first': () => pageOf(later, [], null),
		'/unread': () =>
			pageOf(
				{
					...later,
					roles: [],
					degraded: [{ what: 'roles', why: 'The app lacks the scope role:read:list_roles:admin.' }],
				},
				[],
				earlier.takenAt,
			),
		'/evil': () =>
			pageOf({ ...later, users: [...later.users, { ...evil, id: EVIL }], accountId: EVIL }, [], null, [EVIL]),
		'/empty': () => pageOf({ ...later, users: [], groups: [], roles: [] }, [], null),
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
	const unfold = () =>
		page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));

	test('loads nothing but itself and runs no script', async () => {
		await open('/');
		expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`${origin()}/`]);
		expect(await page.locator('script').count()).toBe(0);
	});

	test('says in sentences who gained what, and draws who signed in when', async () => {
		await open('/');
		expect(await page.locator('#changes').innerText()).toContain(
			'Person Number 67 <person067@example.edu> has the role Help Desk now; it was Member: gained BillingSubscription:Edit, User:Edit, User:Read.',
		);
		const heights = await page
			.locator('#sign-ins rect')
			.evaluateAll((bars) => bars.reduce((sum, bar) => sum + Number(bar.getAttribute('height')), 0));
		expect(heights).toBe(later.users.filter(({ status }) => status === 'active').length);
	});

	test('the first report says that there was nothing to compare with', async () => {
		await open('/first');
		expect(await page.locator('#changes').innerText()).toContain('This is the first snapshot');
	});

	test('what could not be read is said at the top, with the scope', async () => {
		await open('/unread');
		expect(await page.getByRole('alert').innerText()).toMatch(/Not read: roles\. .*role:read:list_roles:admin/);
	});

	test('names of people are text, never markup', async () => {
		await open('/evil');
		await unfold();
		expect(await page.locator('img').count()).toBe(0);
		expect(await page.title()).toBe('Access in Zoom');
		expect(await page.locator('main').innerText()).toContain(EVIL);
	});

	test('an account in which nothing was found is not drawn as zero divided by zero', async () => {
		await open('/empty');
		expect(await page.content()).not.toMatch(/NaN|Infinity|undefined/);
	});

	test.each([
		['a small phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
		['a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
		['a tablet', { viewport: { width: 820, height: 1100 } }],
	])('fits %s without scrolling sideways, with everything folded open', async (_, options) => {
		await open('/', options);
		await unfold();
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
	});

	test('can be read with the keyboard alone: the way past the head, and everything that unfolds', async () => {
		await open('/');
		await page.keyboard.press('Tab');
		const focused = () =>
			page.evaluate(() => {
				const { tagName, textContent } = document.activeElement!;
				const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
				return { tagName, text: (textContent ?? '').trim(), seen: outlineStyle !== 'none' && outlineWidth !== '0px' };
			});
		expect(await focused()).toMatchObject({ tagName: 'A', text: 'To the figures', seen: true });
		const folded = await page.locator('summary').count();
		expect(folded).toBeGreaterThan(3);
		for (let reached = 0; reached < folded;) {
			await page.keyboard.press('Tab');
			const { tagName, seen } = await focused();
			if (tagName !== 'SUMMARY') continue;
			expect(seen).toBe(true);
			await page.keyboard.press('Enter');
			expect(await page.evaluate(() => document.activeElement!.closest('details')!.open)).toBe(true);
			reached++;
		}
	});

	test.each(['light', 'dark'] as const)('keeps the contrast of its texts in %s', async (colorScheme) => {
		for (const path of ['/', '/unread']) {
			await open(path, { colorScheme });
			await unfold();
			expect(await page.evaluate(contrastBelow, 4.5)).toEqual([]);
		}
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
