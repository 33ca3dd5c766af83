/**
 * n8n in queue mode, with a PostgreSQL and a Redis of its own in a temporary folder, on free ports of 127.0.0.1. Needs
 * programs of Debian's packages postgresql, redis-server and util-linux.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePorts } from './ports.mts';
import { type RunningN8n, startProcess } from './process.mts';

export type RunningQueue = RunningN8n & { workers: RunningN8n[] };

/** Starts the main process and its workers; all of them, or none. */
export async function startInQueueMode(
	userFolder: string,
	options: {
		port?: number;
		env?: Record<string, string>;
		workerEnv?: Record<string, string>;
		timeoutMs?: number;
		workers?: number;
	},
): Promise<RunningQueue> {
	const services = await startQueueServices();
	const started: RunningN8n[] = [];
	const stop = async () => {
		await Promise.all(started.map((each) => each.stop()));
		await services.stop();
	};
	try {
		const env = { ...services.env, ...options.env };
		// The main process first: it creates the tables.
		const main = await startProcess(userFolder, { ...options, env });
		started.push(main);
		// Workers speak of the address at which people reach n8n, as in every real installation.
		const address = { N8N_EDITOR_BASE_URL: main.origin, N8N_WEBHOOK_URL: `${main.origin}/` };
		const workers = Array.from({ length: options.workers ?? 0 }, async (_, worker) => {
			const running = await startProcess(userFolder, {
				env: { ...env, ...address, ...options.workerEnv },
				timeoutMs: options.timeoutMs,
				worker,
			});
			started.push(running);
			return running;
		});
		const settled = await Promise.allSettled(workers);
		const failed = settled.find((one) => one.status === 'rejected');
		if (failed) throw failed.reason;
		return Object.assign(Object.create(main) as RunningN8n, { workers: await Promise.all(workers), stop });
	} catch (error) {
		await stop();
		throw error;
	}
}

interface QueueServices {
	/** Environment variables that put n8n, main process and workers alike, on these services. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

async function startQueueServices(): Promise<QueueServices> {
	const folder = mkdtempSync(join(tmpdir(), 'zoom-kaltura-queue-'));
	const [postgresPort, redisPort] = (await freePorts(2)) as [number, number];
	const children: Array<{ child: ChildProcess; endsOn: NodeJS.Signals }> = [];
	const stop = async () => {
		await Promise.all(children.map(({ child, endsOn }) => ended(child, endsOn)));
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		const database = databaseIn(folder);
		database.run('initdb', ['-D', database.folder, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
		const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${database.folder}`];
		const postgres = ['-D', database.folder, '-p', String(postgresPort), ...settings.flatMap((one) => ['-c', one])];
		// Postgres ends at once on SIGINT; on SIGTERM it would wait for its clients.
		children.push({ child: database.start('postgres', postgres), endsOn: 'SIGINT' });
		const redis = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
		children.push({ child: startBound('redis-server', redis, 'TERM'), endsOn: 'SIGTERM' });
		await Promise.all([listens(postgresPort, children[0]!.child), listens(redisPort, children[1]!.child)]);
		await database.create('n8n', postgresPort);
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_DATABASE: 'n8n',
		},
		stop,
	};
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function databaseIn(parent: string) {
	const folder = join(parent, 'postgres');
	mkdirSync(folder);
	const asRoot = process.getuid?.() === 0;
	if (asRoot) {
		const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
		chownSync(folder, id('-u'), id('-g'));
		chownSync(parent, id('-u'), id('-g'));
	}
	const user = asRoot ? ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups'] : [];
	const program = (name: string) => join(postgresPrograms(), name);
	return {
		folder,
		run(name: string, args: string[]) {
			execFileSync('setpriv', [...user, program(name), ...args], { stdio: ['ignore', 'ignore', 'pipe'], cwd: parent });
		},
		start: (name: string, args: string[]) => startBound(program(name), args, 'INT', user, parent),
		async create(name: string, port: number) {
			for (let attempt = 0; ; attempt++) {
				try {
					return this.run('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n', name]);
				} catch (error) {
					// It listens a moment before it lets anybody in.
					if (attempt >= 50) throw error;
					await sleep(100);
				}
			}
		},
	};
}

function postgresPrograms(): string {
	const version = (path: string) => Number(path.split('/')[4]);
	const [newest] = globSync('/usr/lib/postgresql/*/bin/postgres').toSorted((a, b) => version(b) - version(a));
	if (!newest) throw new Error('No PostgreSQL server found. Debian and Ubuntu: apt-get install postgresql');
	return dirname(newest);
}

/** A program that the system ends when this process ends in whatever way. */
function startBound(program: string, args: string[], signal: string, user: string[] = [], cwd = '/'): ChildProcess {
	return spawn('setpriv', ['--pdeathsig', signal, ...user, program, ...args], { stdio: 'ignore', cwd });
}

async function listens(port: number, child: ChildProcess): Promise<void> {
	for (let waited = 0; waited < 300; waited++) {
		if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}.`);
		const socket = connect(port, '127.0.0.1');
		const open = await Promise.race([
			once(socket, 'connect').then(() => true),
			once(socket, 'error').then(() => false),
		]).catch(() => false);
		socket.destroy();
		if (open) return;
		await sleep(100);
	}
	throw new Error(`Nothing listens on port ${port} after 30 s: ${child.spawnargs.join(' ')}`);
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill(signal);
	await Promise.race([gone, sleep(5000, undefined, { ref: false })]);
	if (child.exitCode === null && child.signalCode === null) {
		child.kill('SIGKILL');
		await gone;
	}
}
