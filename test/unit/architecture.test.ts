import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Who may import whom, which rooms there are, and what the package depends on: the architecture test of the design. */

const root = resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

interface Import {
	from: string;
	/** Path in the repository, or the name of a module. */
	to: string;
	typeOnly: boolean;
}

/** What nobody wrote: installed, built, measured, or of git. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'bench-results', '.git', '.demo']);
const filesIn = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesIn(path);
		return [path];
	});
const files = filesIn('');
const sources = files.filter((path) => /\.(ts|mts|cts|mjs|cjs|js)$/.test(path) && !path.startsWith('sandbox/n8n/'));
const imports = sources.flatMap(importsOf);
const room = (path: string) => /^(lib\/[^/]+|[^/]+)(?=\/)/.exec(path)?.[0] ?? '';
/** The floors of the house; `lib/policy` and `lib/report` stand beside them. */
const FLOOR: ReadonlyMap<string, number> = new Map([
	['nodes', 4],
	['credentials', 4],
	['lib/n8n', 3],
	['lib/pipeline', 2],
	['lib/zoom', 1],
	['lib/kaltura', 1],
	['lib/oaa', 1],
	['lib/transfer', 1],
	['lib/http', 0],
]);
const isProduct = (path: string) => ['nodes', 'credentials'].includes(room(path)) || path.startsWith('lib/');
const show = ({ from, to, typeOnly }: Import) => `${from} → ${to}${typeOnly ? ' (types)' : ''}`;

test.each([
	'credentials',
	'icons',
	'nodes',
	'lib/policy',
	'lib/pipeline',
	'lib/zoom',
	'lib/kaltura',
	'lib/oaa',
	'lib/transfer',
	'lib/report',
	'lib/n8n',
	'workflows',
	'sandbox',
	'test',
])('there is a room %s', (name) => expect(files.some((path) => path.startsWith(`${name}/`))).toBe(true));

test('every file of lib is in one of its rooms', () => {
	const strays = files.filter(
		(path) =>
			path.startsWith('lib/') &&
			!/^lib\/(policy|pipeline|zoom|kaltura|oaa|n8n-api|transfer|http|report|n8n)\//.test(path),
	);
	expect(strays).toEqual([]);
});

test('every rule is in the room of its question; what all of them speak of stands above', () => {
	const rooms = new Set(files.filter((path) => path.startsWith('lib/policy/')).map((path) => path.split('/')[2]));
	expect([...rooms].sort()).toEqual([
		'access',
		'cleanup',
		'csv.ts',
		'failures.ts',
		'groups',
		'import',
		'ledger',
		'lists',
		'outcomes.ts',
		'owner',
		'patterns.ts',
		'people',
		'proof',
		'recording.ts',
		'retry',
		'routing',
		'settings.ts',
		'setup',
		'time-zones.ts',
	]);
});

test('nothing is named after having no place', () => {
	const nameless = files.filter((path) => /(^|\/)(utils?|helpers?|common|manager|misc|shared)(\.|\/|$)/i.test(path));
	expect(nameless).toEqual([]);
});

test.each<[string, (one: Import) => boolean]>([
	[
		'policy imports nothing but itself',
		({ from, to }) => from.startsWith('lib/policy/') && !to.startsWith('lib/policy/'),
	],
	[
		'data goes down the rooms, never up: nodes, n8n, pipeline, the vendors and transfer, http',
		({ from, to }) => FLOOR.has(room(from)) && FLOOR.has(room(to)) && FLOOR.get(room(to))! > FLOOR.get(room(from))!,
	],
	[
		'of its neighbours a vendor room or transfer sees only types',
		({ from, to, typeOnly }) =>
			FLOOR.get(room(from)) === FLOOR.get('lib/zoom') &&
			FLOOR.get(room(to)) === FLOOR.get('lib/zoom') &&
			room(from) !== room(to) &&
			!typeOnly,
	],
	[
		'vendors know the types of policy, not its rules; authorization metadata draws what policy says',
		({ from, to, typeOnly }) =>
			/^lib\/(zoom|kaltura|transfer|http)\//.test(from) && to.startsWith('lib/policy/') && !typeOnly,
	],
	[
		'nobody but nodes draws pages',
		({ from, to }) => from.startsWith('lib/') && room(from) !== 'lib/report' && to.startsWith('lib/report/'),
	],
	[
		'what vendors share knows no vendor and no rule',
		({ from, to }) => from.startsWith('lib/http/') && to.startsWith('lib/') && room(to) !== 'lib/http',
	],
	[
		'pages draw what policy says',
		({ from, to }) => from.startsWith('lib/report/') && !/^lib\/(report|policy)\//.test(to),
	],
	[
		'lib never imports nodes or credentials',
		({ from, to }) => from.startsWith('lib/') && /^(nodes|credentials)\//.test(to),
	],
	[
		'a node does not import another node',
		({ from, to }) => from.startsWith('nodes/') && to.startsWith('nodes/') && from.split('/')[1] !== to.split('/')[1],
	],
	[
		'product code never imports the sandbox, scripts or tests',
		({ from, to }) => isProduct(from) && /^(sandbox|scripts|test)\//.test(to),
	],
	['the sandbox never imports product code', ({ from, to }) => from.startsWith('sandbox/') && isProduct(to)],
	[
		'tests reach the sandbox as a process, never by import',
		({ from, to }) => /^test\/.*\.ts$/.test(from) && to.startsWith('sandbox/'),
	],
	[
		'only lib/transfer uses undici',
		({ from, to }) => isProduct(from) && !from.startsWith('lib/transfer/') && /^undici(\/|$)/.test(to),
	],
	[
		'only lib/n8n, nodes and credentials know n8n',
		({ from, to }) =>
			/^lib\/(pipeline|zoom|kaltura|oaa|transfer|http|report|policy)\//.test(from) && /^(n8n-|@n8n\/)/.test(to),
	],
	[
		'product code imports only what n8n provides or package.json lists',
		({ from, to }) =>
			isProduct(from) &&
			!isPath(to) &&
			!to.startsWith('node:') &&
			!['n8n-workflow', ...Object.keys(manifest.dependencies)].includes(to),
	],
])('%s', (_, isForbidden) => {
	expect(imports.filter(isForbidden).map(show)).toEqual([]);
});

test('no file imports itself over others, types included', () => {
	expect(circles(imports)).toEqual([]);
});

test('the runtime dependencies are exactly undici 7 and the zod that n8n-workflow demands', () => {
	expect(manifest.dependencies).toEqual({ undici: expect.stringMatching(/^7\.\d+\.\d+$/), zod: '3.25.76' });
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test.each(['package-lock.json', 'sandbox/n8n/package-lock.json'])('%s names no registry', (lockfile) => {
	const { packages } = JSON.parse(readFileSync(join(root, lockfile), 'utf8')) as {
		packages: Record<string, { resolved?: string; link?: true }>;
	};
	const named = Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && link !== true);
	expect(named).toEqual([]);
});

test('the n8n of demo and end-to-end tests is pinned', () => {
	const { dependencies, overrides } = JSON.parse(readFileSync(join(root, 'sandbox/n8n/package.json'), 'utf8'));
	expect({ dependencies, overrides }).toEqual({ dependencies: { n8n: '2.40.7' }, overrides: { linkedom: '0.18.13' } });
});

test('n8n registers every node and credential that there is', () => {
	const built = (pattern: RegExp) =>
		files.filter((path) => pattern.test(path)).map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
	expect([...manifest.n8n.nodes].sort()).toEqual(built(/^nodes\/[^/]+\/[^/]+\.node\.ts$/).sort());
	expect([...manifest.n8n.credentials].sort()).toEqual(built(/^credentials\/.+\.credentials\.ts$/).sort());
});

function isPath(to: string): boolean {
	return /^(nodes|credentials|lib|sandbox|scripts|test)\//.test(to);
}

function importsOf(from: string): Import[] {
	const text = readFileSync(join(root, from), 'utf8');
	const file = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, true);
	const found: Import[] = [];
	const add = (specifier: string, typeOnly: boolean) =>
		found.push({ from, to: specifier.startsWith('.') ? located(from, specifier) : specifier, typeOnly });
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) {
			const clause = node.importClause;
			const named =
				clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
			const allTypes = !clause?.name && named.length > 0 && named.every((element) => element.isTypeOnly);
			add((node.moduleSpecifier as ts.StringLiteral).text, clause?.isTypeOnly === true || allTypes);
		} else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
			add((node.moduleSpecifier as ts.StringLiteral).text, node.isTypeOnly);
		} else if (
			ts.isImportTypeNode(node) &&
			ts.isLiteralTypeNode(node.argument) &&
			ts.isStringLiteral(node.argument.literal)
		) {
			add(node.argument.literal.text, true);
		} else if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
			const callee = node.expression.getText(file);
			if (callee === 'require' || node.expression.kind === ts.SyntaxKind.ImportKeyword)
				add(node.arguments[0].text, false);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function located(from: string, specifier: string): string {
	const path = relative(root, resolve(root, dirname(from), specifier)).replaceAll('\\', '/');
	const candidates = [path, `${path}.ts`, `${path}/index.ts`, `${path}.mts`, `${path}.json`];
	return candidates.find((candidate) => files.includes(candidate)) ?? path;
}

/** Each circle once, as the chain of its files. */
function circles(edges: Import[]): string[] {
	const next = new Map<string, string[]>();
	for (const { from, to } of edges) if (isPath(to)) next.set(from, [...(next.get(from) ?? []), to]);
	const found: string[] = [];
	const done = new Set<string>();
	const walk = (file: string, path: string[]): void => {
		const start = path.indexOf(file);
		if (start >= 0) found.push([...path.slice(start), file].join(' → '));
		if (start >= 0 || done.has(file)) return;
		for (const to of next.get(file) ?? []) walk(to, [...path, file]);
		done.add(file);
	};
	for (const file of next.keys()) walk(file, []);
	return found;
}
