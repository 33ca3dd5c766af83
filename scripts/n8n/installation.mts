import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { isFinished, n8nFolder, repository } from '../install/paths.mjs';

/** @throws when n8n is not installed: the commands that need it run `bootstrap --n8n` first. */
export function installedN8n(): string {
	const folder = n8nFolder();
	if (!isFinished(folder)) throw new Error('n8n is not installed yet. Run: node scripts/bootstrap.mjs --n8n');
	return folder;
}

/** `require` as n8n's own code sees it, for the few modules whose formats must be exactly n8n's. */
export function requireFromN8n(): NodeJS.Require {
	return createRequire(join(installedN8n(), 'node_modules', 'n8n', 'package.json'));
}

/**
 * Puts the built package where n8n's own installer would: package.json, dist and the runtime dependencies.
 * Node types carry the package's name only in this folder (in the folder for custom extensions they are called CUSTOM).
 */
export function placePackage(userFolder: string): void {
	if (!existsSync(join(repository, 'dist', 'package.json')) && !existsSync(join(repository, 'dist', 'nodes'))) {
		throw new Error('The package is not built. Run: npm run build');
	}
	const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	// As the installer does: n8n brings its own n8n-workflow, and nothing of the development is installed.
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies', 'scripts'])
		delete manifest[field];
	writeFileSync(join(target, 'package.json'), JSON.stringify(manifest, null, 2));
	cpSync(join(repository, 'dist'), join(target, 'dist'), { recursive: true });
	const require = createRequire(join(repository, 'package.json'));
	for (const name of Object.keys(manifest.dependencies)) {
		const source = realpathSync(dirname(require.resolve(`${name}/package.json`)));
		cpSync(source, join(target, 'node_modules', name), { recursive: true });
	}
}
