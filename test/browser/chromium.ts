/** Headless Chromium for the browser tests, with everything switched off that would look for the outside world. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
	process.env.CHROMIUM_PATH,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of an installed Chromium, or null. */
const chromiumPath = PLACES.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;

if (!chromiumPath) {
	process.stderr.write(
		'Browser tests skipped: no Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.\n',
	);
}

/** `describe` where there is a browser; else the tests are skipped, and counted as such. */
export const describeInBrowser: jest.Describe = chromiumPath ? describe : describe.skip;

export function launchChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath: chromiumPath!,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--autoplay-policy=no-user-gesture-required',
		],
	});
}
