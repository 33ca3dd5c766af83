/** Type-checks the three programs of this repository: what is published, its tests, and the tools that run natively. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const failed = ['tsconfig.json', 'tsconfig.test.json', 'tsconfig.tools.json'].filter(
	(project) => spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
	console.error(`Types do not fit in ${failed.join(', ')}.`);
	process.exit(1);
}
