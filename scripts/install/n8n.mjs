import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { installOnce } from './folder.mjs';
import { node24, node24WithHeaders } from './node24.mjs';
import { npm } from './npm.mjs';
import { isFinished, n8nFolder, n8nLockfile, n8nManifest, n8nVersion } from './paths.mjs';
import { SetupError, step } from './progress.mjs';

/**
 * Installs the pinned n8n into the cache: locked versions, no install scripts (one of them, of a Kafka client, fails on
 * machines without its libraries), then only sqlite3 is built or fetched.
 * @returns {Promise<string>} folder that holds node_modules/n8n
 */
export async function n8n() {
	const folder = n8nFolder();
	if (isFinished(folder) && existsSync(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'))) return folder;
	const node = await node24();
	await installOnce(folder, `installing n8n ${n8nVersion()}`, async (temporary) => {
		copyFileSync(n8nManifest, join(temporary, 'package.json'));
		copyFileSync(n8nLockfile, join(temporary, 'package-lock.json'));
		await step(`n8n ${n8nVersion()} (about 2,400 packages and 3 GB; once per machine)`, () =>
			npm(['ci', '--ignore-scripts'], { cwd: temporary, doing: `install n8n ${n8nVersion()}` }),
		);
		await step('sqlite3, the database of that n8n', async () => {
			// Compiled against headers that npm brings, for machines that reach a registry but not nodejs.org.
			const env = {
				PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
				npm_config_nodedir: await node24WithHeaders(),
			};
			await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
				cwd: temporary,
				env,
				doing: 'build sqlite3 (where no prebuilt one can be downloaded this needs python3, make and a C++ compiler)',
			});
			try {
				execFileSync(node, ['-e', "require('sqlite3')"], { cwd: temporary, stdio: 'pipe' });
			} catch (error) {
				throw new SetupError(
					`sqlite3 was installed but does not load: ${error instanceof Error ? error.message : String(error)}. ` +
						'Install python3, make and a C++ compiler (Debian: apt-get install build-essential python3) and try again.',
				);
			}
		});
	});
	return folder;
}
