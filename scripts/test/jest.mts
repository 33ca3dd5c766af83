import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repository } from '../install/paths.mjs';
import type { Outcome } from './report.mts';
import { run } from './run.mts';

interface JestResult {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: Array<{
		name: string;
		status: string;
		message: string;
		assertionResults: Array<{ fullName: string; status: string; failureMessages: string[] }>;
	}>;
}

/** Runs projects of jest.config.js and reads their results; a test file that does not load counts as one failure. */
export async function jest(projects: string[], options: { workers: number; patterns?: string[] }): Promise<Outcome> {
	const outputFile = join(tmpdir(), `jest-${process.pid}-${projects.join('-')}.json`);
	try {
		const { code, output } = await run('jest/bin/jest.js', [
			'--selectProjects',
			...projects,
			`--maxWorkers=${options.workers}`,
			'--passWithNoTests',
			'--json',
			`--outputFile=${outputFile}`,
			...(options.patterns ?? []),
		]);
		const result = read(outputFile);
		if (result === null)
			return {
				passed: 0,
				failed: 1,
				skipped: 0,
				details: [`jest gave no result (exit code ${code}).\n${output.slice(-4000)}`],
			};
		const broken = result.testResults.filter(
			(file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
		);
		const details = [
			...broken.map((file) => `${short(file.name)}\n${file.message}`),
			...result.testResults.flatMap((file) =>
				file.assertionResults
					.filter(({ status }) => status === 'failed')
					.map(({ fullName, failureMessages }) => `${short(file.name)} › ${fullName}\n${failureMessages.join('\n')}`),
			),
		];
		const failed = result.numFailedTests + broken.length;
		// Jest fails for reasons of its own, too (a global set-up, an open handle that was made an error).
		const unexplained = code !== 0 && failed === 0 ? 1 : 0;
		if (unexplained) details.push(`jest ended with exit code ${code}.\n${output.slice(-4000)}`);
		return {
			passed: result.numPassedTests,
			failed: failed + unexplained,
			skipped: result.numPendingTests + result.numTodoTests,
			details,
		};
	} finally {
		rmSync(outputFile, { force: true });
	}
}

function read(file: string): JestResult | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as JestResult;
	} catch {
		return null; // reported by the caller, with jest's output
	}
}

function short(path: string): string {
	return path.startsWith(repository) ? path.slice(repository.length + 1) : path;
}
