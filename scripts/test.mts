/**
 * Runs every check of the repository and ends with the line `N passed, N failed, N skipped`: each jest test counts as
 * one, and so does each of types, lint, build and templates.
 *
 *   npm test                  everything, with the real n8n and a browser
 *   npm run test:fast         without those two and without *.patient.test.ts, for daily work
 *   npm test -- owner import  only tests whose path matches, after the same checks
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { assets, compile, isBuilt } from './build.mts';
import { repository } from './install/paths.mjs';
import { jest } from './test/jest.mts';
import { missingPrograms } from './test/programs.mts';
import { type Outcome, Report, failure, success } from './test/report.mts';
import { run } from './test/run.mts';

const args = process.argv.slice(2);
const fast = args.includes('--fast');
const patterns = args.filter((argument) => !argument.startsWith('--'));
const report = new Report();

/** Folders of test/, which are the projects of jest.config.js. */
const SUITES: Record<string, string> = {
	unit: 'unit: rules and clients',
	nodes: "nodes in n8n's own contexts",
	sandbox: 'sandbox',
	workflows: 'templates and package',
	e2e: 'end to end in the real n8n',
	browser: 'console in a browser',
};

const CACHE = 'node_modules/.cache/n8n-nodes-zoom-kaltura';
// The sandbox is started some fifty times: its compiled code is kept, here and by every process that a test starts.
process.env.NODE_COMPILE_CACHE ??= join(repository, CACHE, 'compiled');
if (fast) process.env.WITHOUT_PATIENT_TESTS = '1';
const check = async (bin: string, ...options: string[]): Promise<Outcome> => {
	const { code, output } = await run(bin, options);
	// Warnings do not fail a check, and would push what does out of sight.
	const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s*\d+:\d+\s+warning\b/.test(line));
	return code === 0 ? success() : failure(lines.join('\n'));
};
const types = (project: string, name: string) =>
	report.step(`types of ${name}`, () =>
		check(
			'typescript/bin/tsc',
			'--noEmit',
			'-p',
			project,
			'--incremental',
			'--tsBuildInfoFile',
			`${CACHE}/${project}.tsbuildinfo`,
		),
	);
const lint = () =>
	report.step('lint', async () => {
		if (!fast) return check('@n8n/node-cli/bin/n8n-node.mjs', 'lint');
		const cache = join(repository, CACHE, 'eslint');
		const outcome = await check('eslint/bin/eslint.js', '.', '--cache', '--cache-location', cache);
		// Some rules look into other files than the one that they judge, so a fault may be gone without this file's change.
		if (outcome.failed > 0) rmSync(cache, { force: true });
		return outcome;
	});

const suites = async (projects: string[], workers: number) => {
	for (const [project, outcome] of await jest(projects, { workers, patterns })) {
		report.line(SUITES[project] ?? project, outcome, outcome.seconds);
		for (const { path, seconds } of outcome.longest) console.log(`    ${path.padEnd(58)} ${seconds.toFixed(0)} s`);
	}
};

/** Two at a time is what the smallest machine can do. */
const checks = async () => {
	await types('tsconfig.test.json', 'the package and its tests');
	await types('tsconfig.tools.json', 'sandbox and scripts');
	await lint();
	await report.step('formatting', () => {
		const cache = join(repository, CACHE, 'prettier');
		return check(
			'prettier/bin/prettier.cjs',
			'.',
			'--check',
			'--log-level',
			'warn',
			'--cache',
			'--cache-location',
			cache,
		);
	});
};
const tests = async () => {
	const current = fast && isBuilt();
	const build = await report.step('build', async () => (current ? success() : compile().then(success)));
	await report.step('templates fit the built nodes', async () => {
		if (build.failed > 0) return failure('not checked, because the build failed');
		return current ? success() : assets().then(success);
	});
	// Most tests wait for the sandbox rather than compute, so more of them at once than there are cores.
	await suites(['unit', 'nodes', 'sandbox', 'workflows'], Math.max(fast ? 6 : 4, availableParallelism()));
};

if (!fast) console.log('Everything, with the real n8n and a browser; npm run test:fast leaves those out.\n');
await Promise.all([checks(), tests()]);
if (!fast) {
	// Two at a time: each starts an n8n or a browser, which wait as much as they compute. More would starve n8n's start.
	await suites(['e2e', 'browser'], 2);
}
process.exitCode = report.finish(fast ? [] : missingPrograms()) || process.exitCode || 0;
