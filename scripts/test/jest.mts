import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repository } from '../install/paths.mjs';
import { type Outcome, nothing } from './report.mts';
import { run } from './run.mts';

interface JestResult {
	testResults: Array<{
		name: string;
		status: string;
		message: string;
		startTime: number;
		endTime: number;
		assertionResults: Array<{ fullName: string; status: string; failureMessages: string[] }>;
	}>;
}

/** What the tests of one project came to. */
export interface ProjectOutcome extends Outcome {
	/** Of all its files together, so with several workers more than has passed. */
	seconds: number;
	/** The files that took more than a minute, the longest first: whoever wants a shorter run begins there. */
	longest: Array<{ path: string; seconds: number }>;
}
const LONG_SECONDS = 60;

/**
 * Runs projects of jest.config.js, all at once, and reads their results apart; a test file that does not load counts as
 * one failure of its project.
 */
export async function jest(
	projects: string[],
	options: { workers: number; patterns?: string[] },
): Promise<Map<string, ProjectOutcome>> {
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
		const outcomes = new Map<string, ProjectOutcome>(
			projects.map((project) => [project, { ...nothing(), seconds: 0, longest: [] }]),
		);
		for (const file of result?.testResults ?? []) {
			const project = projects.find((name) => file.name.startsWith(join(repository, 'test', name, '/')));
			const outcome = outcomes.get(project ?? projects[0]!)!;
			add(outcome, file);
			const seconds = (file.endTime - file.startTime) / 1000;
			outcome.seconds += seconds;
			if (seconds > LONG_SECONDS) outcome.longest.push({ path: short(file.name), seconds });
		}
		for (const { longest } of outcomes.values()) longest.sort((a, b) => b.seconds - a.seconds);
		// Jest fails for reasons of its own, too (a global set-up, a crashed worker).
		const explained = [...outcomes.values()].some(({ failed }) => failed > 0);
		if (result === null || (code !== 0 && !explained)) {
			const first = outcomes.get(projects[0]!)!;
			first.failed++;
			first.details.push(`jest ended with exit code ${code}.\n${output.slice(-4000)}`);
		}
		return outcomes;
	} finally {
		rmSync(outputFile, { force: true });
	}
}

function add(outcome: Outcome, file: JestResult['testResults'][number]): void {
	const count = (...statuses: string[]) =>
		file.assertionResults.filter(({ status }) => statuses.includes(status)).length;
	const failed = count('failed');
	outcome.passed += count('passed');
	outcome.skipped += count('pending', 'skipped', 'todo', 'disabled');
	outcome.failed += failed;
	if (file.status === 'failed' && failed === 0) {
		outcome.failed++;
		outcome.details.push(`${short(file.name)}\n${file.message}`);
	}
	for (const { status, fullName, failureMessages } of file.assertionResults) {
		if (status === 'failed') outcome.details.push(`${short(file.name)} › ${fullName}\n${failureMessages.join('\n')}`);
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
