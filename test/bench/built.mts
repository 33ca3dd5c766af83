/** The modules of the built package, by their paths in the repository: `built('lib/zoom/client')`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { repository } from '../../scripts/install/paths.mjs';

const load = createRequire(`${repository}/dist/`)('./package.js') as (path: string) => any;
/** Within the bundle exports have short names; the build keeps a list. */
const names: Record<string, Record<string, string>> = JSON.parse(
	readFileSync(`${repository}/node_modules/.cache/n8n-nodes-zoom-kaltura/names.json`, 'utf8'),
);

export const built = (path: string) => {
	const module = load(`${path}.js`);
	return Object.fromEntries(Object.entries(names[`${path}.js`] ?? {}).map(([name, short]) => [name, module[short]]));
};
