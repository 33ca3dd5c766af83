/**
 * Puts the compiled modules of dist into one file, `dist/package.js`: n8n then reads one file at its start instead of some
 * hundred, and the tarball is smaller by a third. What n8n looks for by its path (nodes, credentials) and the command line
 * become one line each that fetches its module from there. Names of functions and classes are kept, so that a stack trace
 * still says where it was.
 */
import { globSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { minify } from '@swc/core';

const BUNDLE = 'package.js';

/** @param dist the folder with the compiler's output @param entries paths in it that are loaded by name from outside */
export async function bundle(dist: string, entries: readonly string[]): Promise<void> {
	const modules = globSync('{credentials,lib,nodes}/**/*.js', { cwd: dist })
		.map((path) => path.replaceAll('\\', '/'))
		.sort();
	const known = new Set(modules);
	const missing = entries.filter((entry) => !known.has(entry));
	if (missing.length > 0) throw new Error(`The compiler did not make ${missing.join(', ')}.`);
	// One line per module, beginning with its path: whoever follows a stack trace finds the place.
	const parts = await Promise.all(
		modules.map(async (path) => {
			const code = readFileSync(join(dist, path), 'utf8').replace(/^#!.*\n/, '');
			const body = await minified(withResolvedRequires(code, path, known));
			return `${JSON.stringify(path)}(exports, load, module, __dirname) {${body}}`;
		}),
	);
	const shebangs = new Map(
		entries.map((entry) => [entry, /^#!.*\n/.exec(readFileSync(join(dist, entry), 'utf8'))?.[0] ?? '']),
	);
	const source = `'use strict';
const path = require('node:path');
const modules = {
${parts.join(',\n')}
};
const loaded = new Map();
function load(name, isMain) {
	let module = loaded.get(name);
	if (module === undefined) {
		module = { exports: {} };
		loaded.set(name, module);
		if (isMain === true) load.main = module;
		modules[name](module.exports, load, module, path.join(__dirname, path.dirname(name)));
	}
	return module.exports;
}
module.exports = load;
`;
	rmSync(join(dist, 'lib'), { recursive: true, force: true });
	for (const folder of ['credentials', 'nodes']) {
		for (const path of globSync(`${folder}/**/*.js`, { cwd: dist })) rmSync(join(dist, path));
	}
	removeEmptyFolders(join(dist, 'nodes'));
	writeFileSync(join(dist, BUNDLE), source);
	for (const entry of entries) {
		mkdirSync(dirname(join(dist, entry)), { recursive: true });
		const up = posix.relative(posix.dirname(entry), BUNDLE);
		writeFileSync(
			join(dist, entry),
			`${shebangs.get(entry)}module.exports = require('${up}')('${entry}', require.main === module);\n`,
		);
	}
}

function removeEmptyFolders(folder: string): void {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
	}
	if (readdirSync(folder).length === 0) rmdirSync(folder);
}

async function minified(code: string): Promise<string> {
	const names = { keep_fnames: true, keep_classnames: true };
	const result = await minify(code, {
		ecma: 2022,
		module: false,
		compress: { ...names, toplevel: true },
		mangle: { ...names, toplevel: true },
	});
	return result.code;
}

/** The compiler writes `require("./x")`; within the bundle a module is known by its path. */
function withResolvedRequires(code: string, from: string, known: ReadonlySet<string>): string {
	return code
		.replace(/\brequire\.main\b/g, 'load.main')
		.replace(/\brequire\("(\.{1,2}\/[^"]+)"\)/g, (_, specifier: string) => {
			const path = posix.join(posix.dirname(from), specifier);
			const found = [`${path}.js`, `${path}/index.js`, path].find((one) => known.has(one));
			if (found === undefined) throw new Error(`${from} requires ${specifier}, which the compiler did not make.`);
			return `load(${JSON.stringify(found)})`;
		});
}
