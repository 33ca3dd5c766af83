/** The process that everybody starts: what it prints, what it refuses, and that it leaves nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox';

const ROOT = resolve(__dirname, '../..');

/** Runs it to its end. */
async function run(args: string[], whenItTalks?: (child: ReturnType<typeof spawn>) => void) {
	const child = spawn(process.execPath, ['sandbox/main.mts', ...args], {
		cwd: ROOT,
		stdio: ['pipe', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		whenItTalks?.(child);
		whenItTalks = undefined;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, stdout, stderr };
}

const reachable = (url: string) =>
	fetch(url).then(
		async (response) => {
			await response.body?.cancel();
			return true;
		},
		() => false,
	);

describe('npm run sandbox', () => {
	test('prints one line of JSON with addresses and every credential field', async () => {
		const { code, stdout } = await run(['--json'], (child) => child.kill('SIGTERM'));
		expect(code).toBe(0);
		expect(stdout.trimEnd().split('\n')).toHaveLength(1);
		const started = JSON.parse(stdout);
		const origin = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/);
		expect(started).toMatchObject({
			zoom: { origin, apiBaseUrl: origin, tokenUrl: origin, cdnOrigin: origin, control: origin },
			kaltura: { serviceUrl: origin, control: origin },
			console: origin,
		});
		expect(Object.keys(started.credentials.zoomServerToServerOAuth2Api).sort()).toEqual([
			'accountId',
			'apiBaseUrl',
			'clientId',
			'clientSecret',
			'downloadHosts',
			'tokenUrl',
		]);
		expect(Object.keys(started.credentials.zoomWebhookApi).sort()).toEqual([
			'accountId',
			'previousSecretToken',
			'secretToken',
		]);
		expect(Object.keys(started.credentials.kalturaApi).sort()).toEqual([
			'adminSecret',
			'appToken',
			'appTokenId',
			'authentication',
			'partnerId',
			'privileges',
			'serviceUrl',
			'sessionExpiry',
			'userId',
		]);
		expect(started.credentialsByAccount).toEqual([started.credentials]);
	});

	test('prints the same for people, without JSON', async () => {
		const { code, stdout } = await run(['--no-console'], (child) => child.kill('SIGINT'));
		expect(code).toBe(0);
		expect(stdout).toMatch(/Kaltura\s+http:\/\/127\.0\.0\.1/);
		expect(stdout).toMatch(/Credential zoomServerToServerOAuth2Api/);
		expect(stdout).toMatch(/clientSecret\s+\S+/);
		expect(stdout).not.toMatch(/Console/);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends everything', async (signal) => {
		const sandbox = await startSandbox({ console: true });
		const urls = [sandbox.zoom.origin, sandbox.zoom.cdnOrigin, sandbox.kaltura.serviceUrl, sandbox.console!];
		expect(await Promise.all(urls.map(reachable))).toEqual([true, true, true, true]);
		sandbox.process.kill(signal);
		await once(sandbox.process, 'close');
		expect(sandbox.process.exitCode).toBe(0);
		expect(await Promise.all(urls.map(reachable))).toEqual([false, false, false, false]);
		expect(sandbox.stderr()).toBe('');
	});

	test('ends with its parent when told so, also while somebody watches the console', async () => {
		const sandbox = await startSandbox({ console: true });
		const events = await fetch(`${sandbox.console!}events`);
		sandbox.process.stdin!.end();
		await once(sandbox.process, 'close');
		expect(sandbox.process.exitCode).toBe(0);
		// The connection of the watcher was closed, too.
		await events.text();
	});

	test('several Zoom accounts differ in everything', async () => {
		const sandbox = await startSandbox({ zoomAccounts: 3, data: 'empty' });
		try {
			expect(sandbox.zoomAccounts).toHaveLength(3);
			for (const field of ['accountId', 'clientId', 'clientSecret', 'apiBaseUrl'] as const) {
				const values = sandbox.credentialsByAccount.map(
					(credentials) => credentials.zoomServerToServerOAuth2Api[field],
				);
				expect(new Set(values).size).toBe(3);
			}
			expect(new Set(sandbox.credentialsByAccount.map(({ kalturaApi }) => kalturaApi.serviceUrl)).size).toBe(1);
		} finally {
			await sandbox.stop();
		}
	});

	test('what was there is there after a restart', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
		let sandbox: Sandbox | undefined;
		try {
			sandbox = await startSandbox({ data: 'people', state: folder });
			const { uuid } = await sandbox.control.zoom.addMeeting({ topic: 'Kept', host: 'ann.lee@example.edu' });
			const { accountId } = sandbox.credentials.zoomServerToServerOAuth2Api;
			await sandbox.stop();
			sandbox = await startSandbox({ data: 'people', state: folder });
			const { instances } = await sandbox.control.zoom.state();
			expect(instances.map((instance: { uuid: string }) => instance.uuid)).toEqual([uuid]);
			expect(sandbox.credentials.zoomServerToServerOAuth2Api.accountId).toBe(accountId);
		} finally {
			await sandbox?.stop();
			await rm(folder, { recursive: true });
		}
	});

	test.each([
		[['--zoom-port', 'many'], /--zoom-port must be a whole number/],
		[['--zoom-accounts', '0'], /at least 1/],
		[['--surprise'], /--surprise/],
		[['--data', 'no-such-set'], /no-such-set/],
	])('refuses %j and says why', async (args, why) => {
		const { code, stdout, stderr } = await run(['--json', ...args]);
		expect(code).toBe(1);
		expect(stdout).toBe('');
		expect(stderr).toMatch(why);
	});

	test('a port in use is named, and what had been opened is closed again', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		const { code, stderr } = await run(['--json', '--console-port', String(port)]);
		other.close();
		expect(code).toBe(1);
		expect(stderr).toContain(String(port));
	});
});
