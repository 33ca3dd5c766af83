import { resolve } from 'node:path';

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { N8n } from '../e2e/harness';
import { startN8n } from '../e2e/harness';
import { describeInBrowser, launchChromium } from './chromium';

// What an admin does who has an n8n with this package and nothing else: from the empty list of workflows to the first
// recording in Kaltura. Clicks and typed fields are counted, because that is what the installer is for (it was 83 by hand).
// SHOTS=folder keeps a picture of every step, to be looked at.

const PATIENCE_MS = 60_000;
const INSTALLATION_MS = 240_000;

let sandbox: Sandbox;
let n8n: N8n;
let browser: Browser;
let context: BrowserContext;

/** Somebody in front of the screen, who counts. */
class Person {
	clicks = 0;
	fields = 0;

	constructor(public page: Page) {}

	async click(target: Locator): Promise<void> {
		await target.click();
		this.clicks++;
	}

	async type(target: Locator, text: string): Promise<void> {
		await target.fill(text);
		this.fields++;
	}

	/** What the real Zoom, Kaltura and n8n have as defaults, and only the sandbox has elsewhere: nobody types it. */
	async sandboxOnly(target: Locator, text: string): Promise<void> {
		await target.fill(text);
	}

	async look(name: string): Promise<void> {
		if (process.env.SHOTS) await this.page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
	}

	part(id: string): Locator {
		return this.page.locator(`[data-test-id="${id}"]`).filter({ visible: true }).first();
	}

	field(name: string): Locator {
		return this.page.locator(`[data-test-id="parameter-input-${name}"]`).locator('input, textarea').first();
	}
}

describeInBrowser('a new admin', () => {
	beforeAll(async () => {
		[sandbox, n8n, browser] = await Promise.all([startSandbox({ data: 'demo' }), startN8n(), launchChromium()]);
		context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		context.setDefaultTimeout(PATIENCE_MS);
	}, 180_000);
	afterAll(async () => {
		await browser?.close();
		await Promise.all([n8n?.stop(), sandbox?.stop()]);
	});

	test(
		'has the first recording in Kaltura after at most 25 clicks and 12 typed fields',
		async () => {
			const { origin } = await n8n.info();
			const person = new Person(await signedIn());
			const { page } = person;

			await person.look('01-empty-list');
			const apiKey = await createApiKey(person);
			await importInstaller(person);
			await person.look('04-canvas');

			await page.locator('[data-test-id="canvas-node"]').filter({ hasText: 'Set Up' }).last().dblclick();
			person.clicks++;
			await chooseCredentials(person, apiKey, origin);
			await person.look('07-node');
			await person.click(person.part('ndv-close-button'));
			await person.look('08-canvas-wired');
			const warnings = await page.locator('[data-test-id="node-issues"]').count();

			const popup = context.waitForEvent('page');
			await person.click(person.part('execute-workflow-button'));
			person.page = await popup;
			await fillInTheForm(person);

			const text = await person.page.locator('body').innerText();
			expect(text).toContain('Zoom to Kaltura is set up');
			// The sandbox has no certificate, and the page says that Zoom needs one.
			expect(text).toContain('Zoom sends events to https addresses only');
			expect(text).not.toContain('need you');
			expect(text).toContain('is on its way');
			expect(warnings).toBe(0);
			const live = `${origin}/webhook/`;
			expect(await person.page.getByLabel('Event notification endpoint URL').inputValue()).toMatch(
				new RegExp(`^${live.replaceAll('.', '\\.')}[0-9a-f-]{36}/zoom$`),
			);

			const deadline = Date.now() + INSTALLATION_MS;
			let arrived: Array<Record<string, unknown>> = [];
			while (arrived.length === 0 && Date.now() < deadline) {
				await person.page.waitForTimeout(500);
				arrived = await n8n.tableRows('zoom_kaltura_ledger');
			}
			expect(arrived).toEqual([expect.objectContaining({ status: 'imported' })]);
			process.stdout.write(`${person.clicks} clicks, ${person.fields} typed fields\n`);
			expect(person.clicks).toBeLessThanOrEqual(25);
			expect(person.fields).toBeLessThanOrEqual(12);
		},
		2 * INSTALLATION_MS,
	);
});

async function signedIn(): Promise<Page> {
	const { origin, owner } = await n8n.info();
	const page = await context.newPage();
	await page.goto(`${origin}/signin`);
	await page.locator('input[type="email"], input[name="emailOrLdapLoginId"]').first().fill(owner.email);
	await page.locator('input[type="password"]').fill(owner.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.getByText('Build a workflow').waitFor();
	return page;
}

async function createApiKey(person: Person): Promise<string> {
	const { page } = person;
	await person.click(person.part('main-sidebar-settings'));
	await person.click(page.getByText('n8n API', { exact: true }));
	await person.click(page.getByRole('button', { name: /Create.*API key/i }));
	await person.type(page.getByPlaceholder('e.g Internal Project'), 'Zoom to Kaltura');
	await person.look('02-api-key');
	await person.click(page.getByRole('button', { name: 'Save' }));
	await page.getByText('API key created successfully').waitFor();
	await person.look('03-api-key');
	// What is shown is shortened; the button beside it copies the whole.
	await person.click(person.part('copy-input-button'));
	const key = await page.evaluate(() => navigator.clipboard.readText());
	await person.click(page.getByRole('button', { name: 'Done' }));
	await person.click(
		person
			.part('settings-back')
			.or(page.getByText('Settings', { exact: true }))
			.first(),
	);
	return key.trim();
}

async function importInstaller(person: Person): Promise<void> {
	const { page } = person;
	await person.click(page.getByText('Build a workflow'));
	await person.click(person.part('workflow-menu'));
	await person.click(person.part('workflow-menu-item-import'));
	const chooser = page.waitForEvent('filechooser');
	await person.click(person.part('workflow-menu-item-import-from-file'));
	await (await chooser).setFiles(resolve('workflows/install.json'));
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

async function chooseCredentials(person: Person, apiKey: string, origin: string): Promise<void> {
	const { zoomServerToServerOAuth2Api: zoom, zoomWebhookApi: webhook, kalturaApi: kaltura } = sandbox.credentials;
	const connect = async (button: RegExp, fill: () => Promise<void>) => {
		await person.click(person.page.getByRole('button', { name: button }).first());
		await person.part('editCredential-modal').waitFor();
		await fill();
		await person.click(person.part('credential-save-button'));
		await person.page.locator('[data-test-id="editCredential-modal"]').waitFor({ state: 'detached' });
	};
	await connect(/Connect to Zoom to Kaltura Setup/, async () => {
		await person.type(person.field('apiKey'), apiKey);
		await person.sandboxOnly(person.field('baseUrl'), `${origin}/api/v1`);
	});
	await connect(/Connect to Zoom Server-to-Server/, async () => {
		for (const name of ['accountId', 'clientId', 'clientSecret'] as const)
			await person.type(person.field(name), String(zoom[name]));
		for (const name of ['apiBaseUrl', 'tokenUrl', 'downloadHosts'] as const)
			await person.sandboxOnly(person.field(name), String(zoom[name]));
	});
	await connect(/Connect to Kaltura/, async () => {
		await person.sandboxOnly(person.field('serviceUrl'), String(kaltura.serviceUrl));
		await person.type(person.field('partnerId'), String(kaltura.partnerId));
		await person.type(person.field('adminSecret'), String(kaltura.adminSecret));
	});
	await connect(/Connect to Zoom Webhook/, () => person.type(person.field('secretToken'), webhook.secretToken));
}

async function fillInTheForm(person: Person): Promise<void> {
	const { page } = person;
	await person.click(page.getByRole('button', { name: 'Allow access' }));
	await page.getByText('What to do').waitFor();
	await person.look('09-form');
	await person.click(page.getByRole('button', { name: 'Continue' }));
	await page.getByText('Try it at once?').waitFor();
	await person.look('10-questions');
	await person.click(page.getByRole('button', { name: 'Install' }));
	await page.getByRole('heading', { level: 1, name: /set up|did not work/ }).waitFor({ timeout: INSTALLATION_MS });
	await person.look('11-end');
}
