/**
 * What every benchmark prints and keeps: one line `figure | value | goal | met yes/no` per figure, the machine, and the
 * same as JSON in bench-results/<name>.json, from which scripts/bench-tables.mts writes the tables of the documentation.
 *
 * ```ts
 * await benchmark('transfer', async ({ figure, note, quick }) => {
 *   note(quick ? '--quick: 50 MB instead of 5 GB' : '5 GB');
 *   figure('memory while streaming', `${peak} MB`, '≤ 80 MB', peak <= 80);
 *   figure('requests per file', 3);   // without a goal
 * });
 * ```
 * A missed goal is printed and does not fail the run; a measurement that could not be made does: it ends the run, or it is
 * a figure whose value says "not measured: why", and the others go on.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

import { repository } from '../../scripts/install/paths.mjs';

export interface Figure {
	name: string;
	value: string;
	/** Empty where the figure is only told. */
	goal: string;
	met: boolean | null;
}

export interface Machine {
	processor: string;
	cores: number;
	memoryGb: number;
	node: string;
	platform: string;
	/** Load average over one minute, before the run: other work on the machine makes figures worse. */
	loadBefore: number;
	loadAfter?: number;
}

/** One bench-results/<name>.json. */
export interface BenchResult {
	name: string;
	at: string;
	seconds: number;
	/** Whether it was a short run (--quick), whose figures say less. */
	quick: boolean;
	machine: Machine;
	notes: string[];
	figures: Figure[];
}

export interface Bench {
	/** Prints and keeps one figure. `goal` in words, such as "≤ 80 MB"; `met` undefined for a figure without a goal. */
	figure(name: string, value: string | number, goal?: string, met?: boolean): void;
	/** A sentence about how it was measured; printed at once and kept beside the figures. */
	note(sentence: string): void;
	/** Whether a short run was asked for with --quick. */
	quick: boolean;
}

export const resultsFolder = join(repository, 'bench-results');

/** Runs one benchmark; its figures are kept even when it breaks off. */
export async function benchmark(name: string, measure: (bench: Bench) => Promise<void>): Promise<void> {
	const result: BenchResult = {
		name,
		at: new Date().toISOString(),
		seconds: 0,
		quick: process.argv.includes('--quick'),
		machine: machine(),
		notes: [],
		figures: [],
	};
	const started = performance.now();
	console.log(`${name}${result.quick ? ' (--quick)' : ''}: ${described(result.machine)}`);
	const bench: Bench = {
		quick: result.quick,
		note(sentence) {
			result.notes.push(sentence);
			console.log(`# ${sentence}`);
		},
		figure(figureName, value, goal = '', met) {
			const figure: Figure = { name: figureName, value: String(value), goal, met: met ?? null };
			result.figures.push(figure);
			console.log(lineOf(figure));
			if (figure.value.includes('not measured')) process.exitCode = 1;
		},
	};
	try {
		await measure(bench);
	} catch (error) {
		bench.note(`broke off: ${error instanceof Error ? error.message : String(error)}`);
		console.error(error);
		process.exitCode = 1;
	}
	result.seconds = Math.round((performance.now() - started) / 1000);
	result.machine.loadAfter = round(loadavg()[0] as number);
	mkdirSync(resultsFolder, { recursive: true });
	if (process.argv.some((argument) => argument.startsWith('--only='))) keepOthers(result);
	writeFileSync(join(resultsFolder, `${name}.json`), `${JSON.stringify(result, null, '\t')}\n`);
}

/** Whether a part of a benchmark is wanted: with `--only=one,other` only these are. */
export function isWanted(part: string): boolean {
	const only = process.argv.find((argument) => argument.startsWith('--only='));
	return only === undefined || only.slice('--only='.length).split(',').includes(part);
}

/** A run of some parts takes the place of these parts only, and says so. */
function keepOthers(result: BenchResult): void {
	const path = join(resultsFolder, `${result.name}.json`);
	if (!existsSync(path)) return;
	const earlier = JSON.parse(readFileSync(path, 'utf8')) as BenchResult;
	const own = new Map(result.figures.map((figure) => [figure.name, figure]));
	const kept = earlier.figures.map((figure) => {
		const newer = own.get(figure.name);
		own.delete(figure.name);
		return newer ?? figure;
	});
	result.figures = [...kept, ...own.values()];
	result.notes = [...new Set([...earlier.notes, ...result.notes, 'Measured part by part'])];
}

/** `figure | value | goal | met yes/no` */
export function lineOf({ name, value, goal, met }: Figure): string {
	return [name, value, goal || '–', met === null ? '–' : `met ${met ? 'yes' : 'no'}`].join(' | ');
}

/** One line that names the machine. */
export function described({ processor, cores, memoryGb, node, platform, loadBefore }: Machine): string {
	return `${cores} cores (${processor}), ${memoryGb} GB, Node ${node}, ${platform}, load ${loadBefore} before the run`;
}

/** Median, or any other share (0.99), of what was measured; the nearest rank. */
export function percentile(values: readonly number[], share = 0.5): number {
	if (values.length === 0) throw new Error('Nothing was measured.');
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

/**
 * Resident memory of a process and of all that it started, in MB. Linux only: /proc.
 * Counts what the processes hold now, so ask often for a peak.
 */
export function residentMb(pid: number): number {
	let kilobytes = 0;
	for (const id of family(pid)) {
		try {
			kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
		} catch (error) {
			// One that has ended since it was listed holds nothing any more.
			if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
		}
	}
	return kilobytes / 1024;
}

function family(pid: number): number[] {
	let children: number[];
	try {
		children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	} catch (error) {
		if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
		children = [];
	}
	return [pid, ...children.flatMap(family)];
}

/** At most `digits` decimals. */
export function round(value: number, digits = 2): number {
	return Number(value.toFixed(digits));
}

function machine(): Machine {
	return {
		processor: cpus()[0]?.model.trim() ?? 'unknown processor',
		cores: availableParallelism(),
		memoryGb: Math.round(totalmem() / 2 ** 30),
		node: process.version,
		platform: `${process.platform} ${process.arch}`,
		loadBefore: round(loadavg()[0] as number),
	};
}
