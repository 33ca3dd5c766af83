/**
 * The tarball that npm would publish: what is in it, how large it is, and what n8n's own analyzer says of it. Needs a build,
 * which `npm test` makes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
/**
 * Half of it is words: texts of forms, sentences, templates. 350 kB were the aim before the rehearsal, the routing rules, the
 * sources of people and the campaigns came; what grows beyond this has to make room elsewhere.
 */
const MOST_BYTES = 420_000;

interface Packed {
	filename: string;
	size: number;
	files: Array<{ path: string }>;
}
interface Violation {
	file: string;
	rule: string | null;
	message: string;
}

let folder: string;
let packed: Packed;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'tarball-'));
	const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	[packed] = JSON.parse(output) as [Packed];
	execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('holds no source maps, no declarations, no build leftovers, and no module beside the bundle', () => {
	const needed =
		/^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(package\.js|workflows\.json\.br|credentials\/\w+\.credentials\.js|icons\/[\w.]+\.svg|nodes\/\w+\/(\w+\.node\.js(on)?|command-line\.js)))$/;
	expect(packed.files.map(({ path }) => path).filter((path) => !needed.test(path))).toEqual([]);
	expect(readFileSync(join(folder, 'package/dist/package.js'), 'utf8')).not.toContain('sourceMappingURL');
});

test('holds every node with its codex, every credential and every template', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const filesOf = (from: string, pattern: RegExp) => readdirSync(join(root, from)).filter((name) => pattern.test(name));
	expect(packed.files.map(({ path }) => path)).toEqual(
		expect.arrayContaining([
			...n8n.nodes,
			...n8n.nodes.map((path) => path.replace(/\.js$/, '.json')),
			...n8n.credentials,
			...filesOf('icons', /\.svg$/).map((name) => `dist/icons/${name}`),
		]),
	);
});

test('holds every template, whole but for ids and blanks, and writes them out as files to import', () => {
	const target = join(folder, 'templates');
	const commandLine = join(folder, 'package/dist/nodes/ZoomKalturaSetup/command-line.js');
	const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
	execFileSync(process.execPath, [commandLine, 'templates', target], { env });
	const files = readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.json'));
	expect(readdirSync(target)).toEqual(files);
	for (const file of files) {
		const [own, shipped] = [join(root, 'workflows', file), join(target, file)].map((path) =>
			JSON.stringify(JSON.parse(readFileSync(path, 'utf8')), (key, value: unknown) =>
				key === 'id' ? undefined : value,
			),
		);
		expect(shipped).toBe(own);
	}
});

test('is small', () => expect(packed.size).toBeLessThanOrEqual(MOST_BYTES));

test('every node, credential and the command line load from it alone', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const script = `
		for (const path of ${JSON.stringify([...n8n.nodes, ...n8n.credentials])}) {
			const name = path.split('/').at(-1).split('.')[0];
			const made = new (require(${JSON.stringify(join(folder, 'package'))} + '/' + path)[name])();
			if (!(made.description?.name ?? made.name)) throw new Error(path);
		}`;
	const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
	execFileSync(process.execPath, ['-e', script], { env });
	const commandLine = join(folder, 'package/dist/nodes/ZoomKalturaSetup/command-line.js');
	expect(execFileSync(process.execPath, [commandLine, '--help'], { env, encoding: 'utf8' })).toContain('--account');
});

/**
 * What n8n's analyzer for verified packages says, rule by rule, with the reason for which it stays. Verified packages may have
 * no dependencies and may not use Node's own modules; this one moves files of gigabytes (undici, streams, sockets, timers) and
 * checks what vendors answer (zod), so it is installed as an unverified one.
 */
const EXPECTED: Record<string, RegExp> = {
	'@n8n/community-nodes/no-runtime-dependencies': /"dependencies" field/,
	'@n8n/community-nodes/no-restricted-imports':
		/Require of '(undici|zod|node:(crypto|dns|events|fs|fs\/promises|net|path|stream|timers\/promises|url|util|zlib))'/,
	'@n8n/community-nodes/no-restricted-globals': /global '(process|__dirname|(set|clear)(Timeout|Interval|Immediate))'/,
};

test("n8n's analyzer names nothing but what follows from undici and zod", () => {
	const output = execFileSync(process.execPath, [join(root, 'scripts/analyze.mts'), join(folder, 'package')], {
		encoding: 'utf8',
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const violations = JSON.parse(output) as Violation[];
	const unexpected = violations.filter(({ rule, message }) => !EXPECTED[rule ?? '']?.test(message));
	expect(unexpected).toEqual([]);
	// It did look: this one will be there as long as there are dependencies.
	expect(violations.map(({ rule }) => rule)).toContain('@n8n/community-nodes/no-runtime-dependencies');
}, 120_000);
