import { spawn } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/**
 * scripts/bootstrap.mjs in a clone of its own, with a cache of its own and a stand-in for npm that installs next to
 * nothing and writes down what it was asked. The real npm is exercised by every `npm run demo` on a new machine.
 */
const NPM = `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const [command] = process.argv.slice(2);
appendFileSync(process.env.NPM_CALLS, process.argv.slice(2).filter((a) => !a.startsWith('--fetch') && !a.startsWith('--no-') && !a.startsWith('--loglevel')).join(' ') + '\\n');
if (process.env.NPM_FAILS === 'network') {
	console.error('npm error code ENOTFOUND\\nnpm error network request to the registry failed');
	process.exit(1);
}
if (process.env.NPM_FAILS === 'hang') setInterval(() => {}, 1000);
else setTimeout(() => {
	const modules = join(process.cwd(), 'node_modules');
	if (command === 'ci') {
		mkdirSync(join(modules, 'n8n', 'bin'), { recursive: true });
		writeFileSync(join(modules, 'n8n', 'bin', 'n8n'), '');
		writeFileSync(join(modules, '.package-lock.json'), readFileSync('package-lock.json'));
	}
	const platform = process.argv.find((argument) => /^node-.*@/.test(argument));
	if (command === 'install' && platform) {
		const bin = join(modules, platform.split('@')[0], 'bin');
		mkdirSync(bin, { recursive: true });
		writeFileSync(join(bin, 'node'), '#!/bin/sh\\necho v' + platform.split('@')[1], { mode: 0o755 });
	}
	if (command === 'rebuild') {
		mkdirSync(join(modules, 'sqlite3'), { recursive: true });
		writeFileSync(join(modules, 'sqlite3', 'index.js'), '');
	}
}, 200);
`;

let folder: string;
let clone: string;
let cache: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
	clone = join(folder, 'clone');
	cache = join(folder, 'cache', 'n8n-nodes-zoom-kaltura');
	cpSync(resolve('scripts/install'), join(clone, 'scripts', 'install'), { recursive: true });
	cpSync(resolve('scripts/bootstrap.mjs'), join(clone, 'scripts', 'bootstrap.mjs'));
	mkdirSync(join(clone, 'sandbox', 'n8n'), { recursive: true });
	const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/undici': { version: '7.30.2' } } };
	writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(lock));
	writeFileSync(join(clone, 'sandbox', 'n8n', 'package-lock.json'), '{}');
	writeFileSync(join(clone, 'sandbox', 'n8n', 'package.json'), JSON.stringify({ dependencies: { n8n: '2.40.7' } }));
	mkdirSync(join(folder, 'bin'));
	writeFileSync(join(folder, 'bin', 'npm'), NPM);
	chmodSync(join(folder, 'bin', 'npm'), 0o755);
	mkdirSync(join(folder, 'calls'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
	code: number | null;
	text: string;
}

function start(args: string[], env: Record<string, string> = {}) {
	const child = spawn(process.execPath, ['scripts/bootstrap.mjs', ...args], {
		cwd: clone,
		env: {
			PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
			XDG_CACHE_HOME: join(folder, 'cache'),
			NPM_CALLS: join(folder, 'calls', 'npm'),
			...env,
		},
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
	const done = new Promise<Run>((fulfil) => child.once('close', (code) => fulfil({ code, text })));
	return { child, done };
}
const bootstrap = (args: string[] = [], env: Record<string, string> = {}) => start(args, env).done;
const calls = () =>
	existsSync(join(folder, 'calls', 'npm'))
		? readFileSync(join(folder, 'calls', 'npm'), 'utf8')
				.trim()
				.split('\n')
		: [];
const installed = () => readdirSync(cache).filter((name) => name.startsWith('n8n-') && !name.endsWith('.lock'));

test('installs the locked dependencies without scripts, and does nothing the second time', async () => {
	expect(await bootstrap()).toMatchObject({ code: 0, text: expect.stringContaining('ready') });
	expect(await bootstrap()).toMatchObject({ code: 0 });
	expect(calls()).toEqual(['ci --ignore-scripts']);
});

test('installs again when the lockfile asks for another version', async () => {
	await bootstrap();
	const lock = JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8'));
	lock.packages['node_modules/undici'].version = '7.31.0';
	writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(lock));
	await bootstrap();
	expect(calls()).toHaveLength(2);
});

test('accepts what somebody’s own npm ci has left', async () => {
	mkdirSync(join(clone, 'node_modules'));
	cpSync(join(clone, 'package-lock.json'), join(clone, 'node_modules', '.package-lock.json'));
	expect(await bootstrap()).toMatchObject({ code: 0 });
	expect(calls()).toEqual([]);
});

test('says that the network is missing, and carries on from there the next time', async () => {
	const { code, text } = await bootstrap([], { NPM_FAILS: 'network' });
	expect(code).toBe(1);
	expect(text).toContain('npm could not reach its registry to install the dependencies of this package');
	expect(text).not.toContain('    at ');
	expect(await bootstrap()).toMatchObject({ code: 0 });
});

test('keeps n8n by version and lockfile, so that a second clone does not pay again', async () => {
	expect(await bootstrap(['--n8n'])).toMatchObject({ code: 0 });
	expect(installed()).toEqual([expect.stringMatching(/^n8n-2\.40\.7-.*-[0-9a-f]{12}$/)]);
	cpSync(clone, join(folder, 'second'), { recursive: true });
	rmSync(join(folder, 'calls', 'npm'));
	clone = join(folder, 'second');
	expect(await bootstrap(['--n8n'])).toMatchObject({ code: 0 });
	expect(calls()).toEqual([]);
});

test('repairs an installation that was killed half-way', async () => {
	await bootstrap();
	const { child, done } = start(['--n8n'], { NPM_FAILS: 'hang' });
	while (!existsSync(cache) || !readdirSync(cache).some((name) => name.includes('.installing-'))) await sleep(20);
	child.kill('SIGKILL');
	await done;
	expect(await bootstrap(['--n8n'])).toMatchObject({ code: 0 });
	expect(installed()).toEqual([expect.stringMatching(/^n8n-2\.40\.7-.*-[0-9a-f]{12}$/)]);
});

test('two at once: the second waits for the first and installs nothing', async () => {
	await bootstrap();
	const [first, second] = await Promise.all([bootstrap(['--n8n']), bootstrap(['--n8n'])]);
	expect([first.code, second.code]).toEqual([0, 0]);
	expect(calls().filter((call) => call.startsWith('ci'))).toHaveLength(2); // the clone's own dependencies, and n8n once
	expect(first.text + second.text).toContain('is already installing n8n 2.40.7');
});

test('an option that does not exist is named', async () => {
	expect(await bootstrap(['--n8m'])).toMatchObject({ code: 1, text: expect.stringContaining('--n8m') });
});

function sleep(ms: number) {
	return new Promise((fulfil) => setTimeout(fulfil, ms));
}
