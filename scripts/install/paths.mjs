import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of this repository. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Node that n8n 2.36 and later demand; also runs the `.mts` files of this repository as they are. */
export const NODE_VERSION = '24.21.0';
export const NODE_MAJOR = 24;

/** One folder per user for what is too big to install once per clone. */
export function cacheFolder() {
	const base =
		process.env.XDG_CACHE_HOME ||
		(process.platform === 'win32' && process.env.LOCALAPPDATA) ||
		join(homedir(), '.cache');
	return join(base, 'n8n-nodes-zoom-kaltura');
}

/** @param {string[]} files @returns {string} 12 hex digits that change when one of the files does */
export function hashOf(...files) {
	const hash = createHash('sha256');
	for (const file of files) hash.update(readFileSync(file)).update('\0');
	return hash.digest('hex').slice(0, 12);
}

/** Where Node 24 is, or will be installed, when the running Node is too old. */
export function node24Folder() {
	return join(cacheFolder(), `node-${NODE_VERSION}-${process.platform}-${process.arch}`);
}

/**
 * Manifest and lockfile of the n8n that the demo and the end-to-end tests run. `TEST_N8N_VERSION` in the environment takes another
 * one, of those in sandbox/n8n/versions; `npm run test:versions` sets it.
 */
const pinned = join(repository, 'sandbox', 'n8n');
const n8nSource = process.env.TEST_N8N_VERSION ? join(pinned, 'versions', process.env.TEST_N8N_VERSION) : pinned;
export const n8nManifest = join(n8nSource, 'package.json');
export const n8nLockfile = join(n8nSource, 'package-lock.json');

/** Versions beside the pinned one that can be installed, from old to new. */
export function otherN8nVersions() {
	return readdirSync(join(pinned, 'versions')).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** @returns {string} the version of n8n that sandbox/n8n pins */
export function n8nVersion() {
	return JSON.parse(readFileSync(n8nManifest, 'utf8')).dependencies.n8n;
}

/** Where n8n is, or will be installed: by version and lockfile, so that clones share it and a new lock never meets an old tree. */
export function n8nFolder() {
	const lock = hashOf(n8nManifest, n8nLockfile);
	return join(cacheFolder(), `n8n-${n8nVersion()}-${process.platform}-${process.arch}-${lock}`);
}

/** The file that a finished installation ends with; without it the folder is not trusted. */
export const FINISHED = '.finished';

/** @param {string} folder */
export function isFinished(folder) {
	return existsSync(join(folder, FINISHED));
}
