import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Template, Workflow } from '../policy/setup/installation/workflow';

/** The package's own folder: the repository when run from source, dist/ when installed. */
const home = join(__dirname, '..', '..');

/** The templates that this version of the package ships. */
export function shippedTemplates(): Template[] {
	const folder = join(home, 'workflows');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({
			key: file.slice(0, -'.json'.length),
			workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow,
		}));
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
