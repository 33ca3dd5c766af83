import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// docs/fault-cases.md promises that each case has a test that carries its number. A renamed test would break the promise
// without anybody noticing.

const ROOT = join(__dirname, '..', '..');
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'fault-cases.md'), 'utf8');

/** What the project promised to show: faults of ingest, and all known weaknesses of Kaltura's own integration. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const CASES = range(1, 55).map(String);
const WEAKNESSES = range(1, 30).map((number) => `W${number}`);

const rows = DOCUMENT.split('\n')
	.filter((line) => /^\| W?\d+ +\|/.test(line))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.map((cells) => ({ number: cells[1]!, files: cells.at(-2)!.split(', ') }));

/** Numbers in the texts of a test file; comments do not count, because nobody sees them fail. */
function numbersIn(file: string): Set<string> {
	const code = readFileSync(join(ROOT, file), 'utf8')
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.replace(/^\s*\/\/.*$/gm, '');
	const numbers = new Set<string>();
	for (const [, list] of code.matchAll(/fault cases? ((?:\d+(?:, | and )?)+)/g)) {
		for (const [number] of list!.matchAll(/\d+/g)) numbers.add(number);
	}
	for (const [weakness] of code.matchAll(/\bW\d+\b/g)) numbers.add(weakness);
	return numbers;
}

test('every case and every weakness has its row, once', () => {
	expect(rows.map(({ number }) => number)).toEqual([...CASES, ...WEAKNESSES]);
});

test.each(rows)('$number is in the name of a test in $files', ({ number, files }) => {
	for (const file of files) {
		expect(existsSync(join(ROOT, file))).toBe(true);
		expect([...numbersIn(file)]).toContain(number);
	}
});
