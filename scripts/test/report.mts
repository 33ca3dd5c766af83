/** What one step of the test run came to. */
export interface Outcome {
	passed: number;
	failed: number;
	skipped: number;
	/** One text per failure. */
	details: string[];
}

const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

export class Report {
	readonly #total = nothing();
	readonly #startedAt = Date.now();

	/** Runs a step and prints one line about it when it has ended. */
	async step(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
		const startedAt = Date.now();
		const outcome = await work().catch((error: unknown) =>
			failure(error instanceof Error ? error.message : String(error)),
		);
		this.line(name, outcome, (Date.now() - startedAt) / 1000);
		return outcome;
	}

	/** Prints one line about a step and counts it. */
	line(name: string, outcome: Outcome, seconds: number): void {
		const counts = [
			outcome.passed > 0 && `${outcome.passed} passed`,
			outcome.failed > 0 && paint(31, `${outcome.failed} failed`),
			outcome.skipped > 0 && paint(33, `${outcome.skipped} skipped`),
		].filter(Boolean);
		const mark = outcome.failed > 0 ? paint(31, '✗') : paint(32, '✓');
		console.log(
			`${mark} ${name.padEnd(44)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${counts.join(', ') || 'no tests yet'}`,
		);
		this.#total.passed += outcome.passed;
		this.#total.failed += outcome.failed;
		this.#total.skipped += outcome.skipped;
		this.#total.details.push(...outcome.details.map((detail) => `${name}: ${detail}`));
	}

	/** Prints the failures and, as the very last line, the counts. @returns exit code */
	finish(notes: string[]): number {
		for (const detail of this.#total.details) console.log(`\n${paint(31, '●')} ${excerpt(detail)}`);
		for (const note of notes) console.log(`\n${note}`);
		const { passed, failed, skipped } = this.#total;
		console.log(`\nin ${((Date.now() - this.#startedAt) / 1000).toFixed(0)} s`);
		console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
		return failed > 0 ? 1 : 0;
	}
}

export const nothing = (): Outcome => ({ passed: 0, failed: 0, skipped: 0, details: [] });
export const success = (): Outcome => ({ passed: 1, failed: 0, skipped: 0, details: [] });
export const failure = (detail: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, details: [detail] });

/** A failure as far as one needs it to start; the whole is a `npx jest <file>` away. */
function excerpt(text: string): string {
	const lines = text
		.split('\n')
		.filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line))
		.map((line) => (line.length > 240 ? `${line.slice(0, 240)} …` : line));
	return lines.length <= 30
		? lines.join('\n')
		: [...lines.slice(0, 30), `… ${lines.length - 30} more lines`].join('\n');
}
