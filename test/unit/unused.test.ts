import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** What nobody uses is not kept: every export is imported somewhere, every file is reached from somewhere. */

const root = resolve(__dirname, '../..');
const ROOMS = ['credentials', 'lib', 'nodes', 'sandbox', 'scripts', 'test'];
const filesIn = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return entry.name === 'node_modules' || path === 'sandbox/n8n' ? [] : filesIn(path);
		return /\.(ts|mts|cts|mjs|cjs|js)$/.test(path) ? [path] : [];
	});
const files = ROOMS.flatMap(filesIn);
const texts = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
/** Texts that start files by name: the manifest's scripts, jest's and eslint's configurations, hosted CI. */
const outside = ['package.json', 'jest.config.js', 'gulpfile.js', 'eslint.config.mjs', '.ci/run', 'README.md']
	.map((path) => readFileSync(join(root, path), 'utf8'))
	.join('\n');

/** Files that programs outside of this repository look for by their names. */
const isStartedByName = (path: string) =>
	/\.(node|credentials|test|bench)\.m?ts$/.test(path) ||
	path.startsWith('sandbox/console/page/') ||
	path === 'sandbox/media/make.mts';

/** Whom a file refers to, by import or by a path in a text. */
const referredBy = new Map(files.map((path) => [path, new Set(referencesOf(path))]));

test('every file is imported, started by a script or found by its name', () => {
	const referred = new Set([...referredBy.values()].flatMap((of) => [...of]));
	const strays = files.filter(
		(path) =>
			!referred.has(path) && !isStartedByName(path) && !outside.includes(path.replace(/\.ts$/, '')) && !isNamedIn(path),
	);
	expect(strays).toEqual([]);
});

test('every export is used by another file', () => {
	const unused = files.flatMap((path) => {
		if (isStartedByName(path)) return [];
		const users = files.filter((other) => other !== path && referredBy.get(other)!.has(path));
		// What is loaded as a whole (by a child process, or as a config) is not looked into.
		if (users.length === 0) return [];
		const words = new Set(users.flatMap((user) => texts.get(user)!.match(/[A-Za-z_$][\w$]*/g) ?? []));
		return exportsOf(path)
			.filter(({ name, isType }) => !words.has(name) && !(isType && isUsedIn(path, name)))
			.map(({ name }) => `${path}: ${name}`);
	});
	expect(unused).toEqual([]);
});

test('what benchmarks load of the built package is there', () => {
	const lost = [...texts].flatMap(([path, text]) => {
		const loaded = path.startsWith('test/bench/') ? [...text.matchAll(/\b(?:built|product)\('([^']+)\.js'\)/g)] : [];
		return loaded
			.filter(([, module]) => !texts.has(`${join('lib', module!)}.ts`))
			.map(([, module]) => `${path}: ${module}`);
	});
	expect(lost).toEqual([]);
});

/** A type that a file's own exports are made of may be exported with them. */
function isUsedIn(path: string, name: string): boolean {
	return (texts.get(path)!.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
}

function exportsOf(path: string): Array<{ name: string; isType: boolean }> {
	const file = ts.createSourceFile(path, texts.get(path)!, ts.ScriptTarget.Latest);
	return file.statements.flatMap((statement): Array<{ name: string; isType: boolean }> => {
		if (ts.isExportDeclaration(statement)) {
			const clause = statement.exportClause;
			return clause && ts.isNamedExports(clause)
				? clause.elements.map(({ name }) => ({ name: name.text, isType: true }))
				: [];
		}
		const isExported =
			ts.canHaveModifiers(statement) &&
			ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
		if (!isExported) return [];
		if (ts.isVariableStatement(statement)) {
			return statement.declarationList.declarations
				.flatMap(({ name }) => namesIn(name))
				.map((name) => ({ name, isType: false }));
		}
		const { name } = statement as ts.DeclarationStatement;
		const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
		return name && ts.isIdentifier(name) ? [{ name: name.text, isType }] : [];
	});
}

function namesIn(name: ts.BindingName): string[] {
	if (ts.isIdentifier(name)) return [name.text];
	return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function referencesOf(from: string): string[] {
	const specifiers = texts.get(from)!.match(/(?<=['"`])\.{1,2}\/[^'"`\n$]*(?=['"`])/g) ?? [];
	return specifiers.flatMap((specifier) => {
		const path = relative(root, resolve(root, dirname(from), specifier)).replaceAll('\\', '/');
		// Benchmarks load what was built: the same path below dist, with another extension.
		const source = path.replace(/^(test\/)?(dist\/)?/, (_, test?: string) => test ?? '').replace(/\.js$/, '');
		const places = [path, source].flatMap((one) => [one, `${one}.ts`, `${one}/index.ts`, `${one}.mts`]);
		return places.filter((place) => texts.has(place)).slice(0, 1);
	});
}

/** Files that scripts start as programs are put together from parts of their paths. */
function isNamedIn(path: string): boolean {
	const name = path.split('/').at(-1)!;
	return [...texts].some(([other, text]) => other !== path && text.includes(name));
}
