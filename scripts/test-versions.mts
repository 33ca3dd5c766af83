/**
 * `npm run test:versions`: the core of the product (test/versions) in every n8n of sandbox/n8n/versions and in the pinned one.
 * Each is installed into the cache first, which takes 3 GB and some minutes once. Not part of `npm test`.
 *
 *   npm run test:versions                  all of them, from old to new
 *   npm run test:versions -- 2.36.0        only these
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { ensureBuilt } from './build.mts';
import { n8nVersion, otherN8nVersions, repository } from './install/paths.mjs';

const PINNED = n8nVersion();
const known = [...otherN8nVersions(), PINNED].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const asked = process.argv.slice(2);
const unknown = asked.filter((version) => !known.includes(version));
if (unknown.length > 0)
	throw new Error(`${unknown.join(', ')} is not in sandbox/n8n/versions; there are ${known.join(', ')}.`);

await ensureBuilt();
const results: string[] = [];
for (const version of asked.length > 0 ? asked : known) {
	const env = { ...process.env, TEST_N8N_VERSION: version === PINNED ? '' : version };
	const run = (...args: string[]) =>
		spawnSync(process.execPath, args, { cwd: repository, env, stdio: 'inherit' }).status === 0;
	const installed = run(join(repository, 'scripts/bootstrap.mjs'), '--n8n');
	const passed = installed && run(join(repository, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'versions');
	results.push(`n8n ${version}: ${passed ? 'passed' : installed ? 'FAILED' : 'COULD NOT BE INSTALLED'}`);
}
console.log(`\n${results.join('\n')}`);
process.exitCode = results.every((line) => line.endsWith('passed')) ? 0 : 1;
