#!/usr/bin/env node
/**
 * Runs a program of this repository on Node 24, after setting up what is missing. Every npm script goes through it, so
 * that they all work on a machine whose own Node is older.
 *
 *   node scripts/run.mjs [--n8n] <file.mts | name of an installed command> [arguments]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

import { bootstrap, giveUp } from './bootstrap.mjs';
import { repository } from './install/paths.mjs';
import { SetupError } from './install/progress.mjs';

const wantsN8n = process.argv[2] === '--n8n';
const [target, ...args] = process.argv.slice(wantsN8n ? 3 : 2);
if (!target) giveUp(new SetupError('usage: node scripts/run.mjs [--n8n] <file.mts | command> [arguments]'));

const { node } = await bootstrap({ n8n: wantsN8n }).catch(giveUp);
const child = spawn(node, [programOf(target), ...args], {
	stdio: 'inherit',
	env: {
		...process.env,
		PATH: [dirname(node), join(repository, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
	},
});

// The child decides when to end. A terminal sends Ctrl-C to it as well; a signal sent to this process alone is passed on.
process.on('SIGINT', () => {
	if (!process.stdin.isTTY) child.kill('SIGINT');
});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
child.once('error', (error) => giveUp(new SetupError(`${target} could not be started: ${error.message}`)));
child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));

/**
 * @param {string} name
 * @returns {string} a file that Node can run
 */
function programOf(name) {
	if (/\.(mts|mjs|js|cjs)$/.test(name)) return resolve(name);
	const packages = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')).packages;
	for (const [path, entry] of Object.entries(packages)) {
		const file = entry.bin?.[name];
		if (file !== undefined && !path.includes('/node_modules/')) return join(repository, path, file);
	}
	return giveUp(new SetupError(`${name} is neither a file nor a command of an installed package.`));
}
