import type { PlannedPerson } from './plan-figures';
import { changeText } from './plan-figures';

/** What somebody saw of one person when the plan was approved. */
export interface ApprovedPerson {
	email: string;
	/** Every step with its old and new values. */
	plan: string;
}

export interface StillApproved<Row> {
	/** Whose plan is today what it was then, with what will be done, as a sentence. */
	people: Array<Row & { changes: string }>;
	/** Addresses of those whose plan is another one now, or whom nobody approved: they wait for a new plan. */
	others: string[];
}

export function approvalOf(plan: readonly PlannedPerson[]): ApprovedPerson[] {
	return plan
		.filter(({ outcome }) => outcome === 'planned')
		.map((one) => ({ email: one.email.toLowerCase(), plan: wordsOf(one) }));
}

/**
 * Between a plan and its approval lie hours, and what was approved is what was seen: names of steps are not enough, the
 * values have to be the same too.
 * @param now the plan made anew
 * @param rows of the list, read anew
 */
export function stillAsApproved<Row extends { email?: unknown }>(
	approved: readonly ApprovedPerson[],
	now: readonly PlannedPerson[],
	rows: readonly Row[],
): StillApproved<Row> {
	const seen = new Map(approved.map(({ email, plan }) => [email.toLowerCase(), plan]));
	const planned = new Map(
		now.flatMap((one) => (one.outcome === 'planned' ? [[one.email.toLowerCase(), one] as const] : [])),
	);
	const same = (email: string) => planned.has(email) && seen.get(email) === wordsOf(planned.get(email)!);
	return {
		people: rows.flatMap((row) => {
			const email = String(row.email ?? '')
				.trim()
				.toLowerCase();
			return same(email) ? [{ ...row, changes: changesOf(planned.get(email)!) }] : [];
		}),
		others: [...planned].flatMap(([email, one]) => (same(email) ? [] : [one.email])),
	};
}

const wordsOf = ({ steps }: PlannedPerson) =>
	steps
		.map(({ what, changes = [] }) =>
			[what, ...changes.map(({ field, from, to }) => `${field}: ${from} → ${to}`)].join(' '),
		)
		.join('; ');

const changesOf = ({ because, steps }: PlannedPerson) =>
	[because, steps.map(({ what, changes }) => (changes?.length ? changes.map(changeText).join(', ') : what)).join('; ')]
		.filter(Boolean)
		.join(' ');
