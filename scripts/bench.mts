/**
 * `npm run bench`: every test/bench/*.bench.mts, one after the other, then the tables of the documentation.
 *
 *   npm run bench                 all of them
 *   npm run bench -- --quick      shorter runs of those that take long
 *   npm run bench -- ingest users only these
 *
 * Ends with 1 only when something could not be measured; missed goals are printed and listed at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { BenchResult } from '../test/bench/report.mts';
import { lineOf, resultsFolder } from '../test/bench/report.mts';
import { ensureBuilt } from './build.mts';
import { repository } from './install/paths.mjs';

const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const files = globSync('test/bench/*.bench.mts', { cwd: repository }).toSorted();
const nameOf = (file: string) => basename(file, '.bench.mts');
const unknown = wanted.filter((name) => !files.map(nameOf).includes(name));
if (unknown.length > 0) {
	console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${files.map(nameOf).join(', ')}.`);
	process.exit(2);
}

await ensureBuilt();
const broken: string[] = [];
const missed: string[] = [];
for (const file of files.filter((candidate) => wanted.length === 0 || wanted.includes(nameOf(candidate)))) {
	const name = nameOf(file);
	const kept = join(resultsFolder, `${name}.json`);
	rmSync(kept, { force: true }); // what a broken run leaves must not be an older run's
	const child = spawn(process.execPath, [join(repository, file), ...options], { stdio: 'inherit', cwd: repository });
	const [code] = (await once(child, 'exit')) as [number | null];
	console.log('');
	if (code !== 0) broken.push(name);
	if (!existsSync(kept)) continue;
	const result = JSON.parse(readFileSync(kept, 'utf8')) as BenchResult;
	missed.push(...result.figures.filter(({ met }) => met === false).map((figure) => `${name}: ${lineOf(figure)}`));
}
console.log(missed.length === 0 ? 'No goal was missed.' : `Missed goals:\n  ${missed.join('\n  ')}`);
if (broken.length > 0) {
	console.error(`Could not be measured: ${broken.join(', ')}.`);
	process.exitCode = 1;
}
