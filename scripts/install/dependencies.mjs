import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { cacheFolder, hashOf, repository } from './paths.mjs';
import { step } from './progress.mjs';

const lockfile = join(repository, 'package-lock.json');
const installed = join(repository, 'node_modules', '.package-lock.json'); // npm writes it when an install has ended
const stamp = join(repository, 'node_modules', '.bootstrap');

/** Installs the locked dependencies of this repository, unless node_modules already holds exactly them. */
export async function dependencies() {
	if (isCurrent()) return;
	const place = createHash('sha256').update(repository).digest('hex').slice(0, 12);
	await withLock(join(cacheFolder(), `dependencies-${place}.lock`), 'installing the dependencies', async () => {
		if (isCurrent()) return;
		if (!matchesLockfile()) {
			await step('Dependencies of the package (npm ci)', async () => {
				// Gone first, so that an install cut short is never taken for a whole one.
				rmSync(stamp, { force: true });
				rmSync(installed, { force: true });
				await npm(['ci', '--ignore-scripts'], { cwd: repository, doing: 'install the dependencies of this package' });
			});
		}
		writeFileSync(stamp, hashOf(lockfile));
	});
}

function isCurrent() {
	return existsSync(stamp) && existsSync(installed) && readFileSync(stamp, 'utf8') === hashOf(lockfile);
}

/** Whether somebody's own `npm ci` or `npm install` has left the versions that the lockfile asks for. */
function matchesLockfile() {
	if (!existsSync(installed)) return false;
	const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
	const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
	return Object.entries(wanted).every(
		([path, entry]) =>
			path === '' || entry.optional || entry.devOptional || entry.peer || present[path]?.version === entry.version,
	);
}
