/** The modules of the built package, by their paths in the repository: `built('lib/zoom/client')`. */
import { createRequire } from 'node:module';

import { repository } from '../../scripts/install/paths.mjs';

/* eslint-disable @typescript-eslint/no-explicit-any -- the built package is loaded without its types */
const load = createRequire(`${repository}/dist/`)('./package.js') as (path: string) => any;

export const built = (path: string) => load(`${path}.js`);
