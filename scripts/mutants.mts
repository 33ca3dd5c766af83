/**
 * Changes the rules one place at a time and asks whether a test notices: what survives is a rule that nobody holds.
 *
 *   npm run test:mutants                        every room of lib/policy; an hour on two cores
 *   npm run test:mutants -- proof cleanup       some rooms
 *   npm run test:mutants -- import/parent.ts    one file
 *
 * Tables and patterns of modules stay as they are, unless MUTANTS_STATIC=1 asks for them too: that takes a day.
 * Prints every survivor with its place and the share that was killed; writes the same as JSON to bench-results/. Survivors
 * that no test can notice are in test/mutants/survivors.json, each with its reason.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installOnce } from './install/folder.mjs';
import { npm } from './install/npm.mjs';
import { cacheFolder, hashOf, repository } from './install/paths.mjs';

const GOAL = 90;
const RULES = join(repository, 'lib/policy');
const pinned = (file: string) => join(repository, 'test/mutants', file);
/** Random schedules would find some more, at a hundred times the price. */
const TESTS = globSync('test/unit/policy/**/*.test.ts', { cwd: repository })
	.filter((file) => !/(properties|schedules)\.test\.ts$/.test(file))
	.sort();
const wanted = process.argv.slice(2);
const rooms = wanted.length > 0 ? wanted : readdirSync(RULES).sort();

interface Mutant {
	status: string;
	mutatorName: string;
	replacement: string;
	location: { start: { line: number; column: number }; end: { line: number; column: number } };
}
type Files = Record<string, { source: string; mutants: Mutant[] }>;
interface Reason {
	file: string;
	/** Text of the line, without its indentation: numbers of lines move. */
	line: string;
	reason: string;
}

const folder = join(cacheFolder(), `mutants-${hashOf(pinned('package.json'), pinned('package-lock.json'))}`);
await installOnce(folder, 'installing the mutation tester', async (temporary) => {
	for (const file of ['package.json', 'package-lock.json']) copyFileSync(pinned(file), join(temporary, file));
	await npm(['ci', '--ignore-scripts'], { cwd: temporary, doing: 'install the mutation tester' });
});
const reasons: Reason[] = JSON.parse(readFileSync(pinned('survivors.json'), 'utf8'));
const results = join(repository, 'bench-results/mutants');
mkdirSync(results, { recursive: true });

let missed = false;
for (const room of rooms) {
	const files = await mutate(room);
	let killed = 0;
	let all = 0;
	for (const [file, { source, mutants }] of Object.entries(files)) {
		const lines = source.split('\n');
		for (const mutant of mutants) {
			if (mutant.status === 'Ignored' || mutant.status === 'CompileError') continue;
			all++;
			if (mutant.status === 'Killed' || mutant.status === 'Timeout') killed++;
			else {
				const line = lines[mutant.location.start.line - 1]!.trim();
				const known = reasons.find((one) => one.file === file && one.line === line);
				print(
					`  ${file}:${mutant.location.start.line} ${mutant.mutatorName}${mutant.status === 'NoCoverage' ? ' (no test comes here)' : ''}`,
				);
				print(`    ${textOf(lines, mutant)} → ${mutant.replacement}`.replaceAll(/\s+/g, ' '));
				print(`    ${known ? `known: ${known.reason}` : line}`);
			}
		}
	}
	const share = all === 0 ? 100 : (100 * killed) / all;
	missed ||= share < GOAL;
	print(
		`mutants of ${room} killed | ${killed} of ${all}, ${share.toFixed(1)} % | ≥ ${GOAL} % | met ${share < GOAL ? 'no' : 'yes'}`,
	);
}
process.exitCode = missed ? 1 : 0;

/** One run of Stryker; what it knew of an unchanged file and its tests is used again. */
async function mutate(room: string): Promise<Files> {
	const name = room.replaceAll(/[^a-z0-9-]/gi, '_');
	const report = join(results, `${name}.json`);
	const config = {
		mutate: [room.endsWith('.ts') ? `lib/policy/${room}` : `lib/policy/${room}/**/*.ts`],
		testRunner: 'mocha',
		plugins: [join(folder, 'node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
		mochaOptions: {
			require: ['./test/mutants/words.cjs'],
			extension: ['ts'],
			spec: TESTS,
		},
		coverageAnalysis: 'perTest',
		// A changed table of a module needs all tests in a new process, and takes longer than all others together.
		ignoreStatic: process.env.MUTANTS_STATIC === undefined,
		incremental: true,
		incrementalFile: join(results, `${name}.known.json`),
		// Words are read in docs/messages.md, and codes have types: neither decides anything by itself.
		mutator: { excludedMutations: ['StringLiteral'] },
		ignorePatterns: [
			'**',
			...['lib', 'nodes', 'docs', 'workflows', 'test/unit', 'test/mutants'].map((one) => `!${one}/**`),
			'!test/*.ts',
			'!*.json',
		],
		disableTypeChecks: false,
		tempDirName: 'node_modules/.cache/mutants',
		reporters: ['json'],
		jsonReporter: { fileName: report },
		concurrency: Number(process.env.MUTANTS_AT_ONCE ?? 2),
		// A loop that never ends is a mutant noticed; a busy machine is none.
		timeoutMS: Number(process.env.MUTANTS_TIMEOUT_MS ?? 60_000),
		// Nothing is compiled, so its look into tsconfig.json is spared (it would want its own TypeScript).
		tsconfigFile: 'none.json',
		allowConsoleColors: false,
		logLevel: 'warn',
	};
	const file = join(results, `${name}.config.json`);
	writeFileSync(file, JSON.stringify(config, null, '\t'));
	const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
	const child = spawn(process.execPath, [stryker, 'run', file], {
		cwd: repository,
		stdio: 'inherit',
	});
	const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
	if (!existsSync(report) || code !== 0) throw new Error(`Stryker ended with ${code} for ${room}.`);
	return (JSON.parse(readFileSync(report, 'utf8')) as { files: Files }).files;
}

function textOf(lines: string[], { location: { start, end } }: Mutant): string {
	const chosen = lines.slice(start.line - 1, end.line);
	chosen[chosen.length - 1] = chosen.at(-1)!.slice(0, end.column - 1);
	chosen[0] = chosen[0]!.slice(start.column - 1);
	const text = chosen.join(' ');
	return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
