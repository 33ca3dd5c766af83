import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import { withStableIds } from '../policy/setup/installation/stable-ids';
import type { Template, Workflow } from '../policy/setup/installation/workflow';

/** The package's own folder: the repository when run from source, dist/ when installed. */
const home = join(__dirname, '..', '..');

/** The templates that this version of the package ships: single files in the repository, one packed file in dist/. */
export function shippedTemplates(): Template[] {
	const packed = join(home, 'workflows.json.br');
	if (existsSync(packed)) {
		const content = JSON.parse(brotliDecompressSync(readFileSync(packed)).toString()) as Record<string, Workflow>;
		return Object.entries(content).map(([key, workflow]) => ({ key, workflow }));
	}
	const folder = join(home, 'workflows');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({
			key: file.slice(0, -'.json'.length),
			workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow,
		}));
}

/**
 * Writes them as files that n8n's *Import from file* takes.
 * @param wired whether they call each other by ids of their own, for `n8n import:workflow --separate`
 */
export function writeTemplates(folder: string, wired: boolean): string[] {
	mkdirSync(folder, { recursive: true });
	const templates = shippedTemplates();
	return (wired ? withStableIds(templates) : templates).map(({ key, workflow }) => {
		const file = join(folder, `${key}.json`);
		writeFileSync(file, `${JSON.stringify(workflow, null, 2)}\n`);
		return file;
	});
}

/** Version of the package: its package.json lies in the repository, or beside dist/. */
export function packageVersion(): string {
	for (const folder of [home, join(home, '..')]) {
		try {
			const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
				name?: string;
				version?: string;
			};
			if (manifest.name === 'n8n-nodes-zoom-kaltura' && manifest.version) return manifest.version;
		} catch {
			continue; // the other place has it
		}
	}
	return 'unknown';
}
