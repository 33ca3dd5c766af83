/**
 * Writes the tables of figures between `<!-- bench:NAME -->` and `<!-- /bench -->` from bench-results/NAME.json.
 *
 *   node scripts/bench-tables.mts [file.md …]     default: README.md and docs/*.md
 *
 * A marker whose benchmark has not run here keeps its table.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { BenchResult } from '../test/bench/report.mts';
import { described, resultsFolder } from '../test/bench/report.mts';
import { repository } from './install/paths.mjs';

const given = process.argv.slice(2).map((path) => resolve(path));
const files =
	given.length > 0
		? given
		: globSync(['README.md', 'docs/*.md'], { cwd: repository }).map((file) => join(repository, file));

for (const file of files) {
	const before = readFileSync(file, 'utf8');
	const after = before.replace(
		/(<!-- bench:([\w-]+) -->\n)([^]*?)(<!-- \/bench -->)/g,
		(whole, open, name, _old, close) => {
			const kept = join(resultsFolder, `${name}.json`);
			if (!existsSync(kept)) {
				console.error(`${file}: bench-results/${name}.json is not there, the table stays as it is.`);
				return whole;
			}
			return open + table(JSON.parse(readFileSync(kept, 'utf8')) as BenchResult) + close;
		},
	);
	if (after !== before) writeFileSync(file, after);
	if (after !== before) console.log(`${file} has new figures.`);
}

function table(result: BenchResult): string {
	const cell = (text: string) => text.replaceAll('|', '\\|');
	const rows = result.figures.map(
		({ name, value, goal, met }) =>
			`| ${cell(name)} | ${cell(value)} | ${cell(goal) || '–'} | ${met === null ? '–' : met ? 'yes' : '**no**'} |`,
	);
	const run = `${result.quick ? 'Short run (`--quick`), ' : ''}${result.at.slice(0, 10)}, ${described(result.machine)}.`;
	return [
		'| figure | value | goal | met |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
		[run, ...result.notes.map((note) => (/[.!?]$/.test(note) ? note : `${note}.`))].join(' '),
		'',
	].join('\n');
}
