import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { installOnce } from './folder.mjs';
import { npm } from './npm.mjs';
import { NODE_MAJOR, NODE_VERSION, isFinished, node24Folder } from './paths.mjs';
import { SetupError, step } from './progress.mjs';

/**
 * The package of the npm package `node` that holds the binary for this machine. `node` itself is only an install
 * script that fetches it; asking for it directly works where install scripts are switched off.
 * @see https://www.npmjs.com/package/node
 */
function platformPackage() {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${platform}-${process.arch}`;
}

/** @param {string} folder */
function packageIn(folder) {
	return join(folder, 'node_modules', platformPackage());
}

/** Root of a Node 24 installation with its C headers (what native modules are compiled against). */
export async function node24WithHeaders() {
	const own = dirname(dirname(process.execPath));
	if (isRecent() && existsSync(join(own, 'include', 'node', 'common.gypi'))) return own;
	await install();
	return packageIn(node24Folder());
}

/** @returns {Promise<string>} path of a Node that is at least version 24 */
export async function node24() {
	if (isRecent()) return process.execPath;
	await install();
	return binary(packageIn(node24Folder()));
}

function isRecent() {
	return Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;
}

/** @param {string} root */
function binary(root) {
	return join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function install() {
	const folder = node24Folder();
	if (isFinished(folder) && existsSync(binary(packageIn(folder)))) return;
	await step(`Node ${NODE_VERSION} (this is ${process.version}; n8n needs ${NODE_MAJOR})`, () =>
		installOnce(folder, `installing Node ${NODE_VERSION}`, async (temporary) => {
			const name = `${platformPackage()}@${NODE_VERSION}`;
			await npm(['install', '--prefix', temporary, '--no-save', '--ignore-scripts', '--force', name], {
				cwd: temporary,
				doing: `install Node ${NODE_VERSION} (package ${name})`,
			});
			const node = binary(packageIn(temporary));
			const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
			if (version !== `v${NODE_VERSION}`)
				throw new SetupError(`The package ${name} holds Node ${version}, not v${NODE_VERSION}.`);
		}),
	);
}
