import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { cacheFolder } from '../install/paths.mjs';
import { installedN8n, requireFromN8n } from './installation.mts';
import { freePorts } from './ports.mts';

/** The one user of every n8n that this repository starts; it listens on 127.0.0.1 only. */
export const OWNER = { email: 'demo@example.edu', password: 'Zoom2Kaltura' };

export interface RunningN8n {
	origin: string;
	readonly pid: number;
	logFile: string;
	stop(): Promise<void>;
	/** SIGKILL, to it and all that it started. */
	kill(): Promise<void>;
	/** Starts it again after `kill`, on the same port. */
	revive(): Promise<void>;
	/** Resolves when the process has ended, by `stop` or on its own. */
	ended: Promise<void>;
}

/**
 * Starts n8n on a user folder and waits until it accepts requests. A `worker` has a number: in queue mode it does what the
 * main process takes in; its port answers only whether it is ready.
 */
export async function startProcess(
	userFolder: string,
	options: { port?: number; env?: Record<string, string>; timeoutMs?: number | undefined; worker?: number },
): Promise<RunningN8n> {
	const [free, brokerPort] = (await freePorts(2)) as [number, number];
	const port = options.port ?? free;
	const origin = `http://127.0.0.1:${port}`;
	const logFile = join(userFolder, options.worker === undefined ? 'n8n.log' : `worker-${options.worker}.log`);
	mkdirSync(join(userFolder, '.n8n'), { recursive: true });
	const launch = async () => {
		const log = openSync(logFile, 'a');
		const child = spawn(
			process.execPath,
			[
				'--require',
				join(dirname(fileURLToPath(import.meta.url)), 'guard.cjs'),
				join(installedN8n(), 'node_modules', 'n8n', 'bin', 'n8n'),
				options.worker === undefined ? 'start' : 'worker',
			],
			{
				cwd: userFolder,
				env: {
					...environment(userFolder, port, brokerPort),
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					...options.env,
				},
				stdio: ['ignore', log, log, 'pipe'],
				detached: true, // a group of its own: task runners end with it
			},
		);
		closeSync(log);
		const ended = once(child, 'exit').then(() => undefined);
		try {
			await ready(child, origin, logFile, options.timeoutMs ?? 230_000);
		} catch (error) {
			await end(child, ended);
			throw error;
		}
		return { child, ended };
	};
	let current = await launch();
	return {
		origin,
		logFile,
		ended: current.ended,
		get pid() {
			return current.child.pid as number;
		},
		stop: () => end(current.child, current.ended),
		async kill() {
			killGroup(current.child);
			await current.ended;
		},
		async revive() {
			current = await launch();
		},
	};
}

/** Runs one command of n8n's own command line on a user folder and gives all that it printed. */
export async function runCommand(userFolder: string, args: string[]): Promise<{ code: number | null; output: string }> {
	const [port, brokerPort] = (await freePorts(2)) as [number, number];
	const child = spawn(process.execPath, [join(installedN8n(), 'node_modules', 'n8n', 'bin', 'n8n'), ...args], {
		cwd: userFolder,
		env: environment(userFolder, port, brokerPort),
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 180_000,
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, output };
}

function environment(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	// The user's own n8n settings must not leak into the demo, nor Node options of the test runner into n8n.
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|NODE_OPTIONS$|NODE_ENV$|JEST_|npm_)/.test(name),
		),
	) as Record<string, string>;
	return {
		...inherited,
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false', // the editor is served over plain http
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: OWNER.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Demo',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Admin',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: requireFromN8n()('bcryptjs').hashSync(OWNER.password, 10),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		GENERIC_TIMEZONE: 'UTC',
		NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'), // halves the start: n8n loads some 10,000 files
	};
}

async function ready(child: ChildProcess, origin: string, logFile: string, timeoutMs: number): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new Error(`n8n ended while starting (exit code ${child.exitCode ?? child.signalCode}).\n${tail(logFile)}`);
		}
		if (Date.now() > deadline) throw new Error(`n8n was not ready after ${timeoutMs / 1000} s.\n${tail(logFile)}`);
		// Port still closed: fetch rejects until n8n listens.
		const answer = await fetch(`${origin}/healthz/readiness`, {
			headers: { connection: 'close' },
			signal: AbortSignal.timeout(5000),
		}).catch(() => null);
		if (answer?.ok) return;
		await sleep(150);
	}
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
	const running = () => child.exitCode === null && child.signalCode === null;
	if (running()) {
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(8000, undefined, { ref: false })]);
	}
	killGroup(child); // whatever is left of it
	if (running()) await ended;
}

function killGroup(child: ChildProcess): void {
	try {
		process.kill(-(child.pid as number), 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function tail(logFile: string): string {
	return readFileSync(logFile, 'utf8').split('\n').slice(-25).join('\n');
}
