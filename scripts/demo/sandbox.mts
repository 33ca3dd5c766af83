import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { repository } from '../install/paths.mjs';
import type { CredentialsByType } from '../n8n/contract.mts';
import type { Ports } from './options.mts';

/** The line that sandbox/main.mts prints with --json. */
export interface Sandbox {
	zoom: { origin: string; apiBaseUrl: string; control: string; cdnOrigin: string };
	kaltura: { serviceUrl: string; control: string };
	console: string;
	pid: number;
	credentials: CredentialsByType & { zoomWebhookApi: { secretToken: string } };
	/** Resolves when the process has ended, by `stop` or on its own. */
	ended: Promise<void>;
	stop(): Promise<void>;
}

export interface SandboxOptions {
	data: string;
	/** Keeps the state there and goes on from it; without it nothing is kept. */
	stateFolder?: string;
	ports?: Ports;
	indexLagMs?: number;
	conversionMs?: number;
	mood?: 'calm' | 'hostile';
	seed?: number;
}

/** Starts Zoom, Kaltura and the console as a process that ends with this one, whatever ends it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { ports = {} } = options;
	const flags = Object.entries({
		'--state': options.stateFolder,
		'--index-lag-ms': options.indexLagMs,
		'--conversion-ms': options.conversionMs,
		'--zoom-port': ports.zoom,
		'--cdn-port': ports.cdn,
		'--kaltura-port': ports.kaltura,
		'--console-port': ports.console,
		'--mood': options.mood,
		'--seed': options.seed,
	}).flatMap(([flag, port]) => (port === undefined ? [] : [flag, String(port)]));
	const child = spawn(
		process.execPath,
		[join(repository, 'sandbox', 'main.mts'), '--json', '--with-parent', '--data', options.data, ...flags],
		// Of its own group: the terminal's Ctrl-C is for us, and we end it in order.
		{ stdio: ['pipe', 'pipe', 'pipe'], detached: true, cwd: repository },
	);
	let complaints = '';
	child.stderr.on('data', (chunk) => (complaints = (complaints + chunk).slice(-4000)));
	const ended = once(child, 'exit').then(() => undefined);
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
		await ended;
	};
	const line = await Promise.race([
		once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
		ended.then(() => null),
		sleep(120_000, null, { ref: false }),
	]);
	if (line === null) {
		await stop();
		throw new Error(`The sandbox did not start.\n${complaints}`);
	}
	return { ...JSON.parse(line), pid: child.pid, ended, stop };
}
