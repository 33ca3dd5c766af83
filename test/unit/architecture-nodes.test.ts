import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Nodes take parameters in and give items out; what is decided on the way is decided in lib. */

const root = join(__dirname, '../..');
const files = (readdirSync(join(root, 'nodes'), { recursive: true }) as string[])
	.map((path) => path.replaceAll('\\', '/'))
	.filter((path) => path.endsWith('.ts'))
	.map((path) => ({ path, text: readFileSync(join(root, 'nodes', path), 'utf8') }));

/** Forms are lists of fields: their length says nothing. */
const isForm = (path: string) => /(^|[-/])(fields|form|events)\.ts$/.test(path);

const LONGEST = 200;

test(`no file in nodes is longer than ${LONGEST} lines, but for forms`, () => {
	const long = files.filter(({ path, text }) => !isForm(path) && text.split('\n').length - 1 > LONGEST);
	expect(long.map(({ path }) => path)).toEqual([]);
});

test('no node looks into an error of a vendor: what its code means is decided below', () => {
	const curious = files.filter(({ text }) => /\bis(Zoom|Kaltura)(Error|Code)\b|\bcode === '/.test(text));
	expect(curious.map(({ path }) => path)).toEqual([]);
});

test('no node says how a recording ended', () => {
	const saying = files.filter(({ text }) => /\boutcome\('|\bfailedOutcome\(/.test(text));
	expect(saying.map(({ path }) => path)).toEqual([]);
});
