/**
 * The console as a person sees it: headless Chromium on the page of a real sandbox. What lands in Kaltura is put there by
 * this test over Kaltura's own API (as an importer would), so that the page is proven without n8n.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../sandbox';
import { contrastBelow } from './contrast';
import { kalturaCalls } from './kaltura-calls';
import { describeInBrowser, launchChromium } from './chromium';

const REACT_WITHIN = 10_000;

describeInBrowser('the console', () => {
	let sandbox: Sandbox;
	let browser: Browser;
	let page: Page;
	let listener: Server;
	/** Everything that should not have happened in the page. */
	let trouble: string[];

	beforeAll(async () => {
		sandbox = await startSandbox({ data: 'people', console: true, indexLagMs: 0, conversionMs: 0 });
		browser = await launchChromium();
		// Somebody who takes Zoom's webhooks.
		listener = createServer((request, response) => request.resume().on('end', () => response.end('{}'))).listen(
			0,
			'127.0.0.1',
		);
		await once(listener, 'listening');
		await sandbox.control.zoom.subscribe({
			url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
			secretToken: sandbox.credentials.zoomWebhookApi.secretToken,
			events: ['recording.*'],
			validate: false,
		});
	});
	afterAll(async () => {
		await browser?.close();
		listener?.close();
		await sandbox?.stop();
	});

	beforeEach(async () => {
		page = await open();
	});
	afterEach(async () => {
		await page?.close();
		expect(trouble).toEqual([]);
	});

	async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
		trouble = [];
		const opened = await browser.newPage({ viewport: { width: 1400, height: 1000 }, ...options });
		opened.setDefaultTimeout(REACT_WITHIN);
		const home = new URL(sandbox.console!).origin;
		opened.on('console', (message) => {
			if (message.type() === 'error' || message.type() === 'warning')
				trouble.push(`console: ${message.text()} ${message.location().url}`);
		});
		opened.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
		opened.on('request', (request) => {
			if (new URL(request.url()).origin !== home) trouble.push(`request to elsewhere: ${request.url()}`);
		});
		await opened.goto(sandbox.console!);
		await opened.getByText('live', { exact: true }).waitFor();
		return opened;
	}

	const kaltura = kalturaCalls(() => sandbox);
	const recording = (topic: string) => page.locator('.row', { has: page.locator('.recording h3', { hasText: topic }) });

	/** Sends a scene with the page's own menu. */
	async function send(topic: string): Promise<void> {
		await page.getByRole('button', { name: 'Send a recording' }).click();
		await page.getByRole('menuitem', { name: topic }).click();
		await recording(topic).first().waitFor();
	}

	/** What an importer would do with the lecture: the parent, two streams, captions, the chat. */
	async function importLecture(): Promise<{ entryId: string; referenceId: string }> {
		const { instances } = await sandbox.control.zoom.state();
		const lecture = instances.find(({ topic }: { topic: string }) => topic.startsWith('Photosynthesis'));
		const [{ recordingStart }] = lecture.files;
		const referenceId = `Zoom_${lecture.uuid}${recordingStart}`;
		const files: Array<{ recording_type: string; download_url: string }> = (await zoomRecording(lecture.uuid))
			.recording_files;
		const url = (type: string) => files.find((file) => file.recording_type === type)!.download_url;
		const entry = (fields: object) => ({
			objectType: 'KalturaMediaEntry',
			mediaType: 1,
			name: lecture.topic,
			adminTags: 'zoomentry',
			userId: 'ann.lee@example.edu',
			...fields,
		});
		const parent = await kaltura('media', 'add', {
			entry: entry({
				referenceId,
				entitledUsersPublish: 'chloe.dubois@example.edu',
				entitledUsersEdit: 'dmitri.orlov@example.edu',
			}),
		});
		const source = async (type: string) => ({
			objectType: 'KalturaUrlResource',
			url: url(type),
			shouldRedirect: true,
			urlHeaders: [{ objectType: 'KalturaString', value: `Authorization: Bearer ${await zoomToken()}` }],
		});
		await kaltura('media', 'addContent', {
			entryId: parent.id,
			resource: await source('shared_screen_with_speaker_view'),
		});
		for (const layout of ['active_speaker', 'gallery_view']) {
			const child = await kaltura('media', 'add', { entry: entry({ parentEntryId: parent.id }) });
			await kaltura('media', 'addContent', { entryId: child.id, resource: await source(layout) });
		}
		const caption = await kaltura('caption_captionasset', 'add', {
			entryId: parent.id,
			captionAsset: {
				objectType: 'KalturaCaptionAsset',
				label: 'Zoom_TRANSCRIPT',
				language: 'English',
				format: '3',
				fileExt: 'vtt',
			},
		});
		await kaltura('caption_captionasset', 'setContent', {
			id: caption.id,
			contentResource: await source('audio_transcript'),
		});
		const chat = await kaltura('attachment_attachmentasset', 'add', {
			entryId: parent.id,
			attachmentAsset: {
				objectType: 'KalturaAttachmentAsset',
				filename: 'Recording chat file.txt',
				format: '1',
				fileExt: 'txt',
			},
		});
		await kaltura('attachment_attachmentasset', 'setContent', {
			id: chat.id,
			contentResource: await source('chat_file'),
		});
		return { entryId: parent.id, referenceId };
	}

	async function zoomToken(): Promise<string> {
		const { clientId, clientSecret, accountId, tokenUrl } = sandbox.credentials.zoomServerToServerOAuth2Api;
		const response = await fetch(tokenUrl, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
		});
		return ((await response.json()) as { access_token: string }).access_token;
	}
	async function zoomRecording(uuid: string): Promise<any> {
		const twice = encodeURIComponent(encodeURIComponent(uuid));
		const response = await fetch(`${sandbox.zoom.apiBaseUrl}/meetings/${twice}/recordings`, {
			headers: { authorization: `Bearer ${await zoomToken()}` },
		});
		return response.json();
	}

	test('shows a recording that Zoom has just made, who was there, and that its event was taken', async () => {
		await page.getByText('Nothing has been recorded yet').waitFor();
		await send('Photosynthesis');
		const row = recording('Photosynthesis');
		await row.getByText('ann.lee@example.edu').first().waitFor();
		for (const layout of ['Screen + speaker', 'Speaker', 'Gallery', 'Chat']) {
			await row.locator('.recording .chip', { hasText: layout }).first().waitFor();
		}
		await row.getByText(/people were there/).click();
		await row.getByText('Ivy Chen').waitFor();
		await row.getByText('Hugo Helper').waitFor();
		await row.locator('.events li', { hasText: 'recording.completed' }).getByText('200').first().waitFor();
		// The transcript follows by itself, and the page shows it without being reloaded.
		await row.locator('.recording .chip', { hasText: 'Transcript' }).waitFor();
		await row.locator('.events li', { hasText: 'recording.transcript_completed' }).waitFor();
	});

	test('shows what became of it in Kaltura: the video plays, streams switch, captions and chat can be read', async () => {
		const row = recording('Photosynthesis');
		await row.getByText('Zoom has announced it').waitFor();
		const { entryId, referenceId } = await importLecture();

		const entry = row.locator(`[data-entry="${entryId}"].entry`);
		await entry.locator('.title .badge', { hasText: /^ready$/ }).waitFor();
		await row.locator('.path.ready').waitFor();
		await entry.locator('.facts').first().getByText('ann.lee@example.edu').waitFor();
		await entry.getByText('chloe.dubois@example.edu').waitFor();
		await entry.getByText('dmitri.orlov@example.edu').waitFor();
		await entry.getByText(/^Entry/).click();
		await entry.getByText(referenceId).waitFor();

		// Chromium really decodes it, and time goes on.
		const video = entry.locator('video');
		await video.scrollIntoViewIfNeeded();
		await page.waitForFunction(() => document.querySelector('video')!.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
		await page.waitForFunction(
			() => {
				const element = document.querySelector('video')!;
				element.muted = true;
				// A page that is still filling may put another player in its place, which nobody has started.
				if (element.paused && !element.ended) void element.play().catch(() => undefined);
				return element.currentTime > 0.3;
			},
			undefined,
			{ timeout: 30_000 },
		);

		const streams = entry.locator('.streams button');
		await expect(streams.allInnerTexts()).resolves.toEqual(['Screen + speaker', 'Speaker', 'Gallery']);
		const before = await video.evaluate((element: HTMLVideoElement) => element.currentSrc);
		await streams.nth(2).click();
		await page.waitForFunction((old) => {
			const element = document.querySelector('video')!;
			return element.currentSrc !== old && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
		}, before);

		await entry.getByText('Plants turn light into sugar. Watch the blue bar.').waitFor();
		await entry.getByText('Good morning everyone 👋').waitFor();
		await entry.getByText('Hi! The slides are "slides-v2.pdf", right?').waitFor();
		// The browser parsed the captions as captions, too.
		const cues = await video.evaluate((element: HTMLVideoElement) => element.textTracks[0]!.cues!.length);
		expect(cues).toBe(5);
		// Each file whose bytes are in Kaltura is ticked off on Zoom's side; the audio was not wanted.
		const ticked = await row.locator('.recording .chip.copied').allInnerTexts();
		expect(ticked.map((text) => text.split('\n')[0]).sort()).toEqual([
			'Chat',
			'Gallery',
			'Screen + speaker',
			'Speaker',
			'Transcript',
		]);
	});

	test('a video goes on playing while the page is redrawn', async () => {
		const video = page.locator('video').first();
		await video.evaluate((element: HTMLVideoElement) => {
			element.muted = true;
			element.loop = true;
			return element.play();
		});
		await send('Physics colloquium');
		expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(false);
		expect(await page.locator('video').count()).toBe(1);
	});

	test('warns when Zoom’s token was sent to the download CDN, but not about Kaltura’s own import', async () => {
		// The importer above was Kaltura itself, which keeps its Authorization header over the redirect, as in production.
		const { strayAuthorizations } = await sandbox.control.zoom.strayAuthorizations();
		expect(strayAuthorizations.length).toBeGreaterThan(0);
		const figure = page.locator('.figure', { hasText: `stray tokens (Kaltura: ${strayAuthorizations.length})` });
		await figure.getByText('0', { exact: true }).waitFor();
		expect(await page.locator('#stray').isVisible()).toBe(false);

		await fetch(`${sandbox.zoom.cdnOrigin}/cmr/replay/careless.mp4`, { headers: { authorization: 'Bearer secret' } });
		await page.getByRole('alert').getByText('Zoom’s token was sent to the download CDN once').waitFor();
		await page.locator('.figure.bad').getByText('1', { exact: true }).waitFor();
	});

	test('buttons make things happen: slow Kaltura, the last event again, trash and recover', async () => {
		const slow = page.getByRole('button', { name: 'Slow Kaltura' });
		await slow.click();
		await page.locator('[data-action="slow"][aria-pressed="true"]').waitFor();
		await slow.click();
		await page.locator('[data-action="slow"][aria-pressed="false"]').waitFor();

		const sent = (await sandbox.control.zoom.deliveries()).deliveries.length;
		await page.getByRole('button', { name: 'Last event again' }).click();
		await page.getByText(/once more/).waitFor();
		expect((await sandbox.control.zoom.deliveries()).deliveries).toHaveLength(sent + 1);

		const row = recording('Physics colloquium');
		await row.getByRole('button', { name: 'Trash in Zoom' }).click();
		await row.getByText('in the trash', { exact: true }).waitFor();
		await row.locator('.events li', { hasText: 'recording.trashed' }).waitFor();
		await row.getByRole('button', { name: 'Recover' }).click();
		await row.getByText('in the cloud', { exact: true }).waitFor();
	});

	test('works from the keyboard', async () => {
		await page.getByRole('button', { name: 'Send a recording' }).focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Escape');
		expect(await page.getByRole('menu').isVisible()).toBe(false);
		await page.keyboard.press('ArrowDown');
		for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await recording('Statistics I, weekly lecture').waitFor();
	});

	test.each([
		['a phone', { viewport: { width: 390, height: 800 } }],
		['a tablet', { viewport: { width: 820, height: 1100 } }],
		['a phone in the dark', { viewport: { width: 360, height: 800 }, colorScheme: 'dark' as const }],
	])('fits %s without scrolling sideways', async (_, options) => {
		await page?.close();
		page = await open(options);
		await recording('Photosynthesis').locator('.lines').first().waitFor();
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
	});

	test('text and buttons keep their contrast in light and dark', async () => {
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			const faint = await page.evaluate(contrastBelow, 4.5);
			expect({ colorScheme, faint }).toEqual({ colorScheme, faint: [] });
		}
	});

	test('Reset brings both sides back to the start, and whoever listened still does', async () => {
		await page.getByRole('button', { name: 'Reset' }).click();
		await page.getByText('Nothing has been recorded yet').waitFor();
		expect(await page.locator('.entry').count()).toBe(0);
		await page.locator('.figure', { hasText: 'Zoom API requests' }).getByText('0', { exact: true }).waitFor();
		await send('Oral history interview');
		await recording('Oral history')
			.locator('.events li', { hasText: 'recording.completed' })
			.getByText('200')
			.waitFor();
		// A video that was loading just then finds that its entry is gone, or that nobody sends it any more.
		trouble = trouble.filter((line) => !/(404|502) .*\/content\//.test(line));
	});

	test('refuses what did not come from the page', async () => {
		const form = await fetch(`${sandbox.console!}do`, {
			method: 'POST',
			body: new URLSearchParams({ action: 'reset' }),
		});
		expect(form.status).toBe(415);
		const unknown = await fetch(`${sandbox.console!}do`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'explode' }),
		});
		expect(unknown.status).toBe(400);
		expect((await fetch(`${sandbox.console!}../../package.json`)).status).toBe(404);
	});
});
