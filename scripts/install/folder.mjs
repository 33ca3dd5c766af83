import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { withLock } from './lock.mjs';
import { FINISHED, isFinished } from './paths.mjs';

/**
 * Fills a cache folder once: installs beside it and renames when finished, so that a folder under its final name is
 * always whole. What an interrupted run left behind is removed first.
 * @param {string} folder final place
 * @param {string} purpose for the line that a second, waiting process prints
 * @param {(temporary: string) => Promise<void>} install
 */
export async function installOnce(folder, purpose, install) {
	if (isFinished(folder)) return;
	await withLock(`${folder}.lock`, purpose, async () => {
		if (isFinished(folder)) return;
		mkdirSync(dirname(folder), { recursive: true });
		const prefix = `${basename(folder)}.installing-`;
		for (const name of readdirSync(dirname(folder))) {
			if (name.startsWith(prefix)) rmSync(join(dirname(folder), name), { recursive: true, force: true });
		}
		rmSync(folder, { recursive: true, force: true });
		const temporary = join(dirname(folder), `${prefix}${process.pid}`);
		mkdirSync(temporary);
		await install(temporary);
		writeFileSync(join(temporary, FINISHED), new Date().toISOString());
		renameSync(temporary, folder);
	});
}
