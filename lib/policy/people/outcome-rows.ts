import type { PlannedPerson } from './plan-figures';
import { statusOf } from './columns';

/** Whose rows these are, and where the list came from. */
export interface RowsOf {
	account: string;
	/** form or table. */
	source: string;
	/** ISO. */
	at: string;
}

/** A row of the table of outcomes, as it was read from it. */
export type KnownRow = Readonly<Record<string, unknown>>;

/** What was said about one person, and is new. */
export interface NewsRow extends RowsOf {
	email: string;
	outcome: string;
	message: string;
}

/** The last outcome of a person for whom something was done. */
export interface OutcomeRow extends NewsRow {
	/** What the list wants the person to be. */
	status: string;
	steps: string;
	/** Since when a leaver is out; null of everybody else, and of whom it is not known. */
	leftAt: string | null;
	/** Steps and message as one text. */
	answer: string;
}

/** One person after Ensure. */
export interface CarriedOutPerson extends PlannedPerson {
	steps: ReadonlyArray<PlannedPerson['steps'][number] & { result: string; message?: string; nextStep?: string }>;
	notes: readonly string[];
}

/** Under which a row is told that names nobody; the table could not find it again otherwise. */
const WITHOUT_ADDRESS = '(no address)';

/** Not as the list wants, and nothing is done about it. */
const OPEN: readonly unknown[] = ['refused', 'incomplete', 'switched-off'];

/**
 * For whom nothing is done, when that is new: a row says when it was said first. Whose trouble is over, or who is no longer
 * in the list, is a row too.
 * @param before rows of this account
 */
export function newsOf(plan: readonly PlannedPerson[], before: readonly KnownRow[], of: RowsOf): NewsRow[] {
	const known = new Map(
		before.flatMap((row) => (row.email && row.account === of.account ? [[String(row.email), row] as const] : [])),
	);
	const now = new Map(plan.map((one) => [one.email.toLowerCase() || WITHOUT_ADDRESS, one]));
	const row = (email: string, outcome: string, message: string): NewsRow => ({ ...of, email, outcome, message });
	const said = [...now]
		.filter(([, { outcome }]) => OPEN.includes(outcome))
		.map(([email, { outcome, reason = '' }]) => row(email, outcome, reason))
		.filter(({ email, outcome, message }) => {
			const last = known.get(email);
			return last?.outcome !== outcome || last.message !== message;
		});
	const over = [...known]
		.filter(([email, last]) => {
			if (!OPEN.includes(last.outcome)) return false;
			// A file names some people only; the other list has everybody.
			if (!now.has(email)) return of.source === 'table' && last.source === 'table';
			return now.get(email)!.outcome === 'unchanged';
		})
		.map(([email]) => row(email, now.has(email) ? 'unchanged' : 'not-in-the-list', ''));
	return [...said, ...over];
}

/**
 * What became of the people who were approved.
 * @param rows of the list, for whom the list wants to be out
 * @param leftBefore rows of leavers, with the date since when they are out
 */
export function outcomesOf(
	people: readonly CarriedOutPerson[],
	rows: readonly KnownRow[],
	leftBefore: readonly KnownRow[],
	of: RowsOf,
): OutcomeRow[] {
	const fold = (value: unknown) =>
		String(value ?? '')
			.trim()
			.toLowerCase();
	const wanted = new Map(rows.map((row) => [fold(row.email), statusOf(String(row.status ?? ''))]));
	const since = new Map(leftBefore.map((row) => [fold(row.email), row.leftAt]));
	return people.map((one) => {
		const email = fold(one.email);
		const status = wanted.get(email) ?? '';
		const steps = one.steps.map(({ what, result }) => `${what} (${result})`).join('; ');
		const message = messageOf(one);
		const partly = one.outcome === 'failed' && one.steps.some(({ result }) => result === 'done');
		return {
			...of,
			email,
			outcome: partly ? 'partly' : one.outcome,
			status,
			steps,
			message,
			leftAt: status === 'inactive' ? leftAt(one, since.get(email), of.at) : null,
			answer: [steps, message].filter(Boolean).join('. '),
		};
	});
}

/** A leaver whose log-out is all that is left has been out since an earlier run. */
function leftAt({ steps }: CarriedOutPerson, before: unknown, now: string): string | null {
	const out = steps.some(({ step, result }) => step === 'deactivate' && ['done', 'already'].includes(result));
	if (out) return now;
	if (steps.length === 0 || steps.some(({ step }) => step !== 'log-out')) return null;
	return before ? String(before instanceof Date ? before.toISOString() : before) : now;
}

const messageOf = ({ reason, steps, notes }: CarriedOutPerson) =>
	[
		reason,
		...steps.map(({ message, nextStep }) => [message, nextStep].filter(Boolean).join(' ')),
		// Of a whole list this says something; of each person the same.
		...notes.filter((note) => !note.startsWith('The column ')),
	]
		.filter(Boolean)
		.join(' ');
