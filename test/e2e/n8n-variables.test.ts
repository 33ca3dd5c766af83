/** Every variable that we ask an owner to set is one that the installed n8n reads. Starts no n8n. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const paths = pathToFileURL(resolve('scripts/install/paths.mjs')).href;
const n8nFolder = execFileSync(
	process.execPath,
	['--input-type=module', '-e', `import { n8nFolder } from '${paths}'; process.stdout.write(n8nFolder());`],
	{ encoding: 'utf8' },
);

test('knows every variable of the Compose files and of the recommended settings', () => {
	const packages = join(n8nFolder, 'node_modules');
	const read = (file: string) => readFileSync(resolve(file), 'utf8');
	// n8n declares each variable in a decorator of its configuration classes.
	const sources = ['@n8n/config/dist', 'n8n-core/dist', 'n8n/dist/modules'].flatMap((folder) =>
		globSync('**/*.js', { cwd: join(packages, folder) })
			.filter((file) => /config(\.js|\/|-)|(^|\/)index\.js$/.test(file))
			.map((file) => readFileSync(join(packages, folder, file), 'utf8')),
	);
	const known = new Set(sources.flatMap((text) => [...text.matchAll(/\bEnv\)\('(\w+)'/g)].map(([, name]) => name!)));
	expect(known.size).toBeGreaterThan(400);
	const compose = ['deploy/compose.yaml', 'deploy/compose.queue.yaml'].map(read).join('\n');
	const inFiles = [...compose.matchAll(/^ +((?:N8N|DB|QUEUE|EXECUTIONS|GENERIC)_\w+):/gm)].map(([, name]) => name!);
	const inText = [...read('docs/n8n-settings.md').matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/g)].map(([, name]) => name!);
	expect(inFiles.length).toBeGreaterThan(20);
	expect([...new Set([...inFiles, ...inText])].filter((name) => !known.has(name))).toEqual([]);
});
