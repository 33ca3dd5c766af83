/**
 * Makes the tarball that npm would publish, and prints the line that installs it in an n8n.
 *
 *   npm run package            into this folder
 *   npm run package -- DIR     into DIR
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { ensureBuilt } from './build.mts';
import { repository } from './install/paths.mjs';

const target = resolve(process.argv[2] ?? repository);
mkdirSync(target, { recursive: true });
await ensureBuilt();
const [packed] = JSON.parse(
	execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target], {
		cwd: repository,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	}),
) as Array<{ filename: string; size: number; integrity: string; files: unknown[] }>;
if (!packed) throw new Error('npm pack made no tarball.');
const file = resolve(target, packed.filename);
console.log(`${file}
${packed.files.length} files, ${Math.ceil(packed.size / 1000)} kB, ${packed.integrity}

Install it where n8n runs, in every process of it, then restart n8n:

  mkdir -p ~/.n8n/nodes && cd ~/.n8n/nodes && npm install --ignore-scripts ${file}
`);
