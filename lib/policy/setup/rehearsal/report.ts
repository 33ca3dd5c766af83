import { judged, publicFacts, type Facts, type StepResult, type StepRow } from './step';
import { isStepId, ruleOf, type StepId } from './steps';

const FORMAT = 'zoom-kaltura-rehearsal';
const VERSION = 1;

/** What may be put into a bug report, and what the sandbox can be like. */
export interface RehearsalReport {
	format: typeof FORMAT;
	version: typeof VERSION;
	/** The day; the moment would say too much about the recording. */
	day: string;
	steps: Array<{ step: StepId; result: StepResult; seconds: number; facts: Facts }>;
}

/** A row of the result, with its judgement. */
export function rowOf(step: StepId, facts: Facts, seconds: number, detail: string): StepRow {
	const rule = ruleOf(step);
	const known = publicFacts(rule, facts);
	return { step, title: rule.title, assumes: rule.assumes, ...judged(rule, known), seconds, facts: known, detail };
}

/** Without names, ids, addresses and secrets: facts of the known kinds only, and none of the vendors' words. */
export function reportOf(rows: readonly StepRow[], now: number): RehearsalReport {
	return {
		format: FORMAT,
		version: VERSION,
		day: new Date(now).toISOString().slice(0, 10),
		steps: rows.flatMap(({ step, result, seconds, facts }) =>
			isStepId(step) ? [{ step, result, seconds: Math.round(seconds), facts: publicFacts(ruleOf(step), facts) }] : [],
		),
	};
}

/** How many rows have each result. */
export function countsOf(rows: readonly StepRow[]): Record<StepResult, number> {
	const counts = { ok: 0, warning: 0, problem: 0, skipped: 0 };
	for (const { result } of rows) counts[result]++;
	return counts;
}
