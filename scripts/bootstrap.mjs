#!/usr/bin/env node
/**
 * Makes a bare machine able to run this repository. Needs nothing but Node 18 or later and npm; does only what is
 * missing, so calling it again costs nothing. Big things go to the user's cache folder and are shared between clones.
 *
 *   node scripts/bootstrap.mjs            Node 24 and the locked dependencies
 *   node scripts/bootstrap.mjs --n8n      … and the n8n that the demo and the end-to-end tests run
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { dependencies } from './install/dependencies.mjs';
import { n8n } from './install/n8n.mjs';
import { node24 } from './install/node24.mjs';
import { SetupError } from './install/progress.mjs';

/**
 * @param {{ n8n?: boolean }} [wanted]
 * @returns {Promise<{ node: string }>} path of a Node 24
 * @throws {SetupError} with a sentence for the user
 */
export async function bootstrap(wanted = {}) {
	const node = await node24();
	await dependencies();
	if (wanted.n8n) await n8n();
	return { node };
}

/** @param {unknown} error @returns {never} */
export function giveUp(error) {
	if (!(error instanceof SetupError)) throw error;
	process.stderr.write(`\nSet-up stopped: ${error.message}\n`);
	process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const unknown = process.argv.slice(2).filter((argument) => argument !== '--n8n');
	if (unknown.length > 0) giveUp(new SetupError(`unknown option ${unknown.join(' ')}; the only one is --n8n.`));
	const startedAt = Date.now();
	await bootstrap({ n8n: process.argv.includes('--n8n') }).catch(giveUp);
	process.stderr.write(`  ✓ ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}
