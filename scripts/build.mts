/**
 * Builds the package into dist: n8n-node build, then gulp assets. `npm run build` always builds; `ensureBuilt` only when
 * something that goes into the package has changed since.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { bundle } from './bundle.mts';
import { withLock } from './install/lock.mjs';
import { repository } from './install/paths.mjs';
import { SetupError } from './install/progress.mjs';

const cache = join(repository, 'node_modules', '.cache', 'n8n-nodes-zoom-kaltura');
const stamp = join(cache, 'built');
const INPUTS = [
	'{credentials,nodes,lib,icons,workflows}/**/*',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'scripts/bundle.mts',
];

/** @returns whether it had to build @throws SetupError with the compiler's or gulp's output */
export async function ensureBuilt(): Promise<boolean> {
	if (isBuilt()) return false;
	return await withLock(join(cache, 'build.lock'), 'building the package', async () => {
		if (isBuilt()) return false;
		await build();
		return true;
	});
}

/** The compiler alone; together with `assets` what `npm run build` does. */
export async function compile(): Promise<string> {
	rmSync(stamp, { force: true });
	return await command('@n8n/node-cli/bin/n8n-node.mjs', 'build');
}

/** Checks the templates against the built nodes, copies what is not code, and bundles what is. */
export async function assets(): Promise<string> {
	const inputs = inputsHash();
	const output = await command('gulp/bin/gulp.js', 'assets');
	const { n8n, bin } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
	const loadedByPath: string[] = [...n8n.nodes, ...n8n.credentials, ...Object.values<string>(bin ?? {})];
	const names = await bundle(
		join(repository, 'dist'),
		loadedByPath.map((path) => path.replace(/^dist\//, '')),
	);
	mkdirSync(cache, { recursive: true });
	writeFileSync(
		join(cache, 'names.json'),
		JSON.stringify(Object.fromEntries([...names].map(([path, exported]) => [path, Object.fromEntries(exported)]))),
	);
	writeFileSync(stamp, inputs);
	return output;
}

async function build(): Promise<void> {
	await compile();
	await assets();
}

/** Whether dist is what `npm run build` would make now. */
export function isBuilt(): boolean {
	return existsSync(join(repository, 'dist')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsHash();
}

function inputsHash(): string {
	const hash = createHash('sha256');
	for (const entry of globSync(INPUTS, { cwd: repository, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort()) {
		hash.update(entry).update('\0').update(readFileSync(entry)).update('\0');
	}
	return hash.digest('hex');
}

async function command(bin: string, ...args: string[]): Promise<string> {
	const child = spawn(process.execPath, [join(repository, 'node_modules', bin), ...args], {
		cwd: repository,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, PATH: `${join(repository, 'node_modules', '.bin')}:${process.env.PATH}` },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	const code = await new Promise((resolve) => child.once('close', resolve));
	if (code !== 0) throw new SetupError(`${args.join(' ')} of the package failed.\n${withoutSpinner(output)}`);
	return output;
}

/** The compiler's messages out of n8n-node's animated ones. */
function withoutSpinner(output: string): string {
	return output
		.split('\n')
		.map((line) => stripVTControlCharacters(line).replace(/^[│■└┌\s]+/, ''))
		.filter((line) => line !== '' && !/^[◐◒◓◑]/.test(line) && !/n8n-node build|build failed|Canceled/.test(line))
		.join('\n');
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		await build();
		console.log('Built into dist.');
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}
