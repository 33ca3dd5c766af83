'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { basename, join, resolve } = require('node:path');

/** @typedef {import('n8n-workflow').INodeTypeDescription} Description */

/**
 * Descriptions of the nodes in our dist folder, under the names that workflows use.
 * @param {string} repository
 * @returns {Map<string, Description[]>} one description per group of versions
 */
function builtNodeTypes(repository) {
	const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
	const types = new Map();
	for (const path of manifest.n8n.nodes) {
		const file = resolve(repository, path);
		if (!existsSync(file)) throw new Error(`${path} is listed in package.json but was not built. Run: npm run build`);
		const className = basename(path, '.node.js');
		const exported = require(file)[className];
		if (typeof exported !== 'function') throw new Error(`${path} does not export a class ${className}.`);
		const node = new exported();
		const versions = node.nodeVersions ? Object.values(node.nodeVersions) : [node];
		types.set(
			`${manifest.name}.${node.description.name}`,
			versions.map((version) => version.description),
		);
	}
	return types;
}

/**
 * Descriptions of n8n's own nodes, from the installed n8n; null where it is not installed.
 * @returns {Promise<Map<string, Description[]> | null>}
 */
async function coreNodeTypes() {
	const { isFinished, n8nFolder } = await import('../install/paths.mjs');
	if (!isFinished(n8nFolder())) return null;
	const types = new Map();
	for (const name of ['n8n-nodes-base', '@n8n/n8n-nodes-langchain']) {
		const file = join(n8nFolder(), 'node_modules', name, 'dist', 'types', 'nodes.json');
		for (const description of JSON.parse(readFileSync(file, 'utf8'))) {
			const type = `${name}.${description.name}`;
			types.set(type, [...(types.get(type) ?? []), description]);
		}
	}
	return types;
}

/** @param {Description} description @returns {number[]} */
function versionsOf(description) {
	return [description.version].flat();
}

module.exports = { builtNodeTypes, coreNodeTypes, versionsOf };
