/**
 * Puts the compiled modules of dist into one file, `dist/package.js`: n8n then reads one file at its start instead of some
 * hundred, and the tarball is smaller by a third. What n8n looks for by its path (nodes, credentials) and the command line
 * become one line each that fetches its module from there. What only modules of the bundle say to each other is short: paths
 * become numbers, exported names become letters. A stack trace still says where it was: the module is the line in
 * `package.js`, which begins with its path, and classes keep their names.
 */
import { globSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { minify } from '@swc/core';

const BUNDLE = 'package.js';

/**
 * @param dist the folder with the compiler's output
 * @param entries paths in it that are loaded by name from outside
 * @returns what the exports of each module are called in the bundle, for benchmarks that measure single modules
 */
export async function bundle(dist: string, entries: readonly string[]): Promise<Names> {
	const found = globSync('{credentials,lib,nodes}/**/*.js', { cwd: dist })
		.map((path) => path.replaceAll('\\', '/'))
		.sort();
	const known = new Set(found);
	const missing = entries.filter((entry) => !known.has(entry));
	if (missing.length > 0) throw new Error(`The compiler did not make ${missing.join(', ')}.`);
	const sources = new Map(
		found.map((path) => [path, readFileSync(join(dist, path), 'utf8').replace(/^#!.*\n/, '')] as const),
	);
	const modules = likeBesideLike(sources);
	const names = exportedNames(sources, new Set(entries));
	const parts = modules.map((path) => {
		const linked = withResolvedRequires(withShortNames(sources.get(path)!, path, modules, names), path, modules);
		return `${JSON.stringify(path)}: function (exports, load, module, __dirname) {${linked}}`;
	});
	const shebangs = new Map(
		entries.map((entry) => [entry, /^#!.*\n/.exec(readFileSync(join(dist, entry), 'utf8'))?.[0] ?? '']),
	);
	// As a whole: what is called alike everywhere compresses best.
	const source = await minified(`'use strict';
const path = require('node:path');
const modules = {
${parts.join(',\n')}
};
const names = Object.keys(modules);
const loaded = new Map();
/** @param id number of a module, or its path */
function load(id, isMain) {
	const name = typeof id === 'number' ? names[id] : id;
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
`);
	rmSync(join(dist, 'lib'), { recursive: true, force: true });
	for (const folder of ['credentials', 'nodes']) {
		for (const path of globSync(`${folder}/**/*.js`, { cwd: dist })) rmSync(join(dist, path));
	}
	removeEmptyFolders(join(dist, 'nodes'));
	// One line per module, beginning with its path: whoever follows a stack trace finds the place.
	writeFileSync(
		join(dist, BUNDLE),
		source.replace(/(?<=[,{])"(?:credentials|lib|nodes)\/[^"]+\.js":function/g, '\n$&'),
	);
	for (const entry of entries) {
		mkdirSync(dirname(join(dist, entry)), { recursive: true });
		const up = posix.relative(posix.dirname(entry), BUNDLE);
		writeFileSync(
			join(dist, entry),
			`${shebangs.get(entry)}module.exports = require('${up}')('${entry}', require.main === module);\n`,
		);
	}
	return names;
}

function removeEmptyFolders(folder: string): void {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
	}
	if (readdirSync(folder).length === 0) rmdirSync(folder);
}

async function minified(code: string): Promise<string> {
	const names = { keep_classnames: true };
	const { code: short } = await minify(code, {
		ecma: 2022,
		module: false,
		compress: { ...names, toplevel: true, passes: 3 },
		mangle: { ...names, toplevel: true },
	});
	return short;
}

/** How far gzip, which npm packs with, looks back for what it has seen: 32 kB, which are so many before names are shortened. */
const WINDOW = 40_000;

/**
 * The modules in an order in which each has much in common with those right before it, because gzip remembers no further:
 * two per cent of the tarball. The same sources give the same order.
 */
function likeBesideLike(sources: ReadonlyMap<string, string>): string[] {
	const phrases = new Map([...sources].map(([path, code]) => [path, phrasesOf(code)] as const));
	const spread = new Map<string, number>();
	for (const phrase of [...phrases.values()].flatMap((of) => [...of]))
		spread.set(phrase, (spread.get(phrase) ?? 0) + 1);
	// What one module alone says, or nearly all, brings nobody nearer to anybody.
	for (const of of phrases.values()) {
		for (const phrase of of) if (spread.get(phrase)! < 2 || spread.get(phrase)! > 60) of.delete(phrase);
	}
	const left = new Set(sources.keys());
	const order: string[] = [];
	const recent: string[] = [];
	let length = 0;
	const inWindow = new Map<string, number>();
	const count = (path: string, by: number) => {
		length += by * sources.get(path)!.length;
		for (const phrase of phrases.get(path)!) inWindow.set(phrase, (inWindow.get(phrase) ?? 0) + by);
	};
	while (left.size > 0) {
		let next = '';
		let most = -1;
		for (const path of left) {
			let common = 0;
			for (const phrase of phrases.get(path)!) if (inWindow.get(phrase)) common += phrase.length;
			const weight = common / sources.get(path)!.length ** 0.7;
			if (weight > most) [next, most] = [path, weight];
		}
		left.delete(next);
		order.push(next);
		recent.push(next);
		count(next, 1);
		while (length > WINDOW) count(recent.shift()!, -1);
	}
	return order;
}

function phrasesOf(code: string): Set<string> {
	const words = code.match(/[\w$]+|[^\w$]+/g) ?? [];
	return new Set(words.slice(2).map((word, index) => words[index]! + words[index + 1]! + word));
}

type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** For each module what its exports are called within the bundle; n8n looks for those of the entries by their names. */
function exportedNames(sources: ReadonlyMap<string, string>, entries: ReadonlySet<string>): Names {
	const found = /\bexports\.(\w+)\b|defineProperty\(exports, "(\w+)"/g;
	return new Map(
		[...sources].map(([path, code]) => {
			const exported = new Set([...code.matchAll(found)].map(([, one, other]) => one ?? other!));
			exported.delete('__esModule');
			return [path, new Map([...exported].map((name, index) => [name, entries.has(path) ? name : letters(index)]))];
		}),
	);
}

function letters(index: number): string {
	const rest = Math.floor(index / 26) - 1;
	return (rest < 0 ? '' : letters(rest)) + String.fromCharCode(97 + (index % 26));
}

/** The compiler writes `const x_1 = require("./x")` and `(0, x_1.name)(…)`; nothing exported here asks for its `this`. */
function withShortNames(code: string, path: string, modules: readonly string[], names: Names): string {
	const own = names.get(path)!;
	const imported = new Map(
		[...code.matchAll(/const (\w+_\d+) = require\("(\.{1,2}\/[^"]+)"\)/g)].map(([, variable, specifier]) => [
			variable!,
			names.get(resolved(specifier!, path, modules))!,
		]),
	);
	return code
		.replace(/^"use strict";\n/, '')
		.replace('Object.defineProperty(exports, "__esModule", { value: true });\n', '')
		.replace(/^exports\.\w+ = (?:exports\.\w+ = )*void 0;\n/gm, '')
		.replace(/\b(\w+_\d+)\.(\w+)\b/g, (all, variable: string, name: string) => {
			const of = imported.get(variable);
			if (of === undefined) return all;
			const short = of.get(name);
			if (short === undefined) throw new Error(`${path} uses ${all}, which its module does not export.`);
			return `${variable}.${short}`;
		})
		.replace(/\(0, (\w+_\d+\.\w+)\)(?=\()/g, '$1')
		.replace(/\bexports\.(\w+)\b/g, (_, name: string) => `exports.${own.get(name) ?? name}`)
		.replace(
			/defineProperty\(exports, "(\w+)"/g,
			(_, name: string) => `defineProperty(exports, "${own.get(name) ?? name}"`,
		);
}

/** Within the bundle a module is known by its place in the list. */
function withResolvedRequires(code: string, from: string, modules: readonly string[]): string {
	return code
		.replace(/\brequire\.main\b/g, 'load.main')
		.replace(
			/\brequire\("(\.{1,2}\/[^"]+)"\)/g,
			(_, specifier: string) => `load(${modules.indexOf(resolved(specifier, from, modules))})`,
		);
}

function resolved(specifier: string, from: string, modules: readonly string[]): string {
	const path = posix.join(posix.dirname(from), specifier);
	const found = [`${path}.js`, `${path}/index.js`, path].find((one) => modules.includes(one));
	if (found === undefined) throw new Error(`${from} requires ${specifier}, which the compiler did not make.`);
	return found;
}
