import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { installOnce } from '../install/folder.mjs';
import { startProcess } from './process.mts';
import { installedN8n } from './installation.mts';

/**
 * Gives an empty user folder n8n's migrated database, so that a start does not spend its first seconds on migrations.
 * The prepared folder is made once per installation by letting n8n start and stop.
 */
export async function fillFromSnapshot(userFolder: string, timeoutMs?: number): Promise<void> {
	const target = join(userFolder, '.n8n');
	if (existsSync(join(target, 'database.sqlite'))) return;
	const prepared = join(installedN8n(), 'prepared');
	await installOnce(prepared, 'preparing the database of n8n', async (temporary) => {
		const running = await startProcess(temporary, { timeoutMs });
		await running.stop();
		rmSync(join(temporary, 'n8n.log'), { force: true });
	});
	mkdirSync(target, { recursive: true });
	cpSync(join(prepared, '.n8n'), target, { recursive: true });
}
