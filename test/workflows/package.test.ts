import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** What `npm publish` would upload; needs a build (npm test makes one). */
const root = resolve(__dirname, '../..');
const manifest = jest.requireActual<{ n8n: { nodes: string[]; credentials: string[] } }>('../../package.json');
const packed = (): string[] => {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return (JSON.parse(output) as Array<{ files: Array<{ path: string }> }>)[0]!.files.map(({ path }) => path);
};

describe('the published package', () => {
	let files: string[];
	beforeAll(() => (files = packed()));

	test('holds what was built and the papers, nothing else', () => {
		const others = files.filter(
			(path) =>
				!/^dist\/((credentials|icons|lib|nodes|workflows)\/|package\.js$)/.test(path) &&
				!/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
		);
		expect(others).toEqual([]);
	});

	test('holds no tests, no pictures but the icons, and no source of the sandbox', () => {
		expect(files.filter((path) => /\.test\.|(^|\/)test\/|sandbox|\.png$|\.mts$/.test(path))).toEqual([]);
	});

	test('holds every node with its codex, every credential and every template', () => {
		const expected = [
			...manifest.n8n.nodes,
			...manifest.n8n.nodes.map((path) => path.replace(/\.js$/, '.json')),
			...manifest.n8n.credentials,
			...filesOf('workflows', /\.json$/).map((name) => `dist/workflows/${name}`),
			...filesOf('icons', /\.svg$/).map((name) => `dist/icons/${name}`),
		];
		expect(files).toEqual(expect.arrayContaining(expected));
	});
});

function filesOf(folder: string, pattern: RegExp): string[] {
	if (!existsSync(resolve(root, folder))) return [];
	return readdirSync(resolve(root, folder)).filter((name) => pattern.test(name));
}
