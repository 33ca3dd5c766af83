import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repository } from '../install/paths.mjs';
import { freePorts } from '../n8n/ports.mts';
import { type Options, type Ports, UsageError } from './options.mts';

const NAMES = ['n8n', 'zoom', 'cdn', 'kaltura', 'console'] as const;

export interface DemoState {
	sandboxFolder: string;
	userFolder: string;
	ports: Required<Ports>;
	/** Removes what must not stay, and lets the next demo begin. */
	release(): void;
}

/**
 * Where the demo keeps what happened: .demo in the repository, so that the next run goes on from there (with the same
 * ports, which webhooks and credentials name); for --once a folder of its own that is removed at the end.
 * @throws {UsageError} while another demo of this clone runs, or when a given port is taken
 */
export async function openState(options: Options): Promise<DemoState> {
	const folder = options.once ? mkdtempSync(join(tmpdir(), 'zoom-kaltura-demo-')) : join(repository, '.demo');
	const lock = join(folder, 'running');
	const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
	if (holder > 0 && isAlive(holder)) {
		throw new UsageError(
			`A demo of this folder is running already (process ${holder}). End it with Ctrl-C in its terminal.`,
		);
	}
	if (options.reset) rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(lock, String(process.pid));
	try {
		const ports = await choosePorts(join(folder, 'ports.json'), options.ports);
		return {
			sandboxFolder: join(folder, 'sandbox'),
			userFolder: join(folder, 'n8n'),
			ports,
			release: () => rmSync(options.once ? folder : lock, { recursive: true, force: true, maxRetries: 3 }),
		};
	} catch (error) {
		rmSync(lock, { force: true });
		throw error;
	}
}

async function choosePorts(file: string, given: Ports): Promise<Required<Ports>> {
	const remembered: Ports = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	const free = await freePorts(NAMES.length);
	const ports = {} as Required<Ports>;
	for (const [index, name] of NAMES.entries()) {
		const wanted = given[name];
		if (wanted !== undefined && !(await isFree(wanted))) {
			throw new UsageError(`Port ${wanted} (--${name}-port) is taken by another program.`);
		}
		const last = remembered[name];
		ports[name] = wanted ?? (last !== undefined && (await isFree(last)) ? last : free[index]!);
	}
	writeFileSync(file, JSON.stringify(ports));
	return ports;
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer()
			.once('error', () => resolve(false))
			.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
