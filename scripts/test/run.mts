import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { repository } from '../install/paths.mjs';

const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		for (const child of running) child.kill(signal);
		process.exitCode = 130;
	});
}

/** Runs a program of node_modules on this Node and collects what it prints. */
export async function run(bin: string, args: string[]): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [join(repository, 'node_modules', bin), ...args], {
		cwd: repository,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
	});
	running.add(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	running.delete(child);
	return { code, output: stripVTControlCharacters(output) };
}
