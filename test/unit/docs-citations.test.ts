import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever a comment refers to, a reader can open: a page of docs/ and its section, or an address of the vendor. */

const root = join(__dirname, '../..');
const ROOMS = ['credentials', 'lib', 'nodes', 'sandbox', 'scripts', 'test'];
const filesIn = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return entry.name === 'node_modules' || path === 'sandbox/n8n' ? [] : filesIn(path);
		return /\.(ts|mts|cts|mjs|cjs|md)$/.test(path) && path !== 'test/unit/docs-citations.test.ts' ? [path] : [];
	});
const lines = ROOMS.flatMap(filesIn).flatMap((path) =>
	readFileSync(join(root, path), 'utf8')
		.split('\n')
		.map((text, index) => ({ text, where: `${path}:${index + 1}` })),
);

test('no comment refers to a document that is not in this repository', () => {
	const hidden =
		/\breference[/ ][a-z0-9-]+(\.md)? ?§|\bpeers(\.md)? (§|case)|\bseed 0\d\d|\bdesign §|\b(zoom-api|kaltura-api|identity-and-groups|kaltura-zoom-integration|zoom-api-endpoints)\b|\[(INFER|OBS|FORUM|SPEC)\b/;
	const sectionOfNothing = /§\d/;
	const standard = /\b(RFC \d+|ISO [\d-]+|WCAG [\d.]+) §\d/;
	const found = lines.filter(({ text }) => hidden.test(text) || (sectionOfNothing.test(text) && !standard.test(text)));
	expect(found.map(({ where }) => where)).toEqual([]);
});

test('every page that is named is there, and so is its section', () => {
	const broken = lines.flatMap(({ text, where }) =>
		[...text.matchAll(/\b((?:docs\/[\w/-]+|CONTRIBUTING)\.md)((?:#[\w-]+)?(?:, #[a-z][\w-]+)*)/g)].flatMap(
			([, page, sections]) => {
				if (!existsSync(join(root, page!))) return [`${where}: ${page}`];
				const known = sectionsOf(page!);
				const wanted = [...sections!.matchAll(/#([\w-]+)/g)].map(([, section]) => section!);
				return wanted.filter((section) => !known.has(section)).map((section) => `${where}: ${page}#${section}`);
			},
		),
	);
	expect(broken).toEqual([]);
});

test('every numbered fault and weakness is in the list of them', () => {
	const list = readFileSync(join(root, 'docs/fault-cases.md'), 'utf8');
	const known = new Set([...list.matchAll(/^\| (W?\d+) +\|/gm)].map(([, number]) => number!));
	const unknown = lines.flatMap(({ text, where }) =>
		[...text.matchAll(/docs\/fault-cases\.md((?:, W?\d+)+)/g)].flatMap(([, numbers]) =>
			numbers!
				.split(', ')
				.filter((number) => number !== '' && !known.has(number))
				.map((number) => `${where}: ${number}`),
		),
	);
	expect(unknown).toEqual([]);
});

const sections = new Map<string, Set<string>>();

/** The anchors of a page's headings, as GitHub makes them. */
function sectionsOf(page: string): Set<string> {
	const known =
		sections.get(page) ??
		new Set(
			[...readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
				heading!
					.toLowerCase()
					.replace(/[^\p{L}\p{N} _-]/gu, '')
					.replaceAll(' ', '-'),
			),
		);
	sections.set(page, known);
	return known;
}
