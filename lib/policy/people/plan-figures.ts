import { cell } from '../csv';

import type { ValueChange } from './states';

/** One planned, refused or unfinished person, as Ensure gives it in a dry run. */
export interface PlannedPerson {
	email: string;
	outcome: string;
	/** Why it is wished. */
	because?: string;
	reason?: string;
	steps: ReadonlyArray<{ step: string; what: string; changes?: readonly ValueChange[] }>;
}

/** What a plan does to people, the most dangerous first: this is the order in which somebody should look at it. */
const CHANGE_KINDS = [
	['deactivated', 'deactivated'],
	['logged-out', 'logged out, which an earlier run could not'],
	['role', 'get another role'],
	['licence-down', 'lose a licence'],
	['address', 'get another address'],
	['groups', 'change groups'],
	['phone', 'change Zoom Phone'],
	['licence-up', 'get a licence'],
	['activated', 'activated again'],
	['created', 'created'],
	['profile', 'get other details'],
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number][0];

export interface PlanFigures {
	planned: number;
	unchanged: number;
	/** Not as the list wants, and nothing can be done now. */
	incomplete: number;
	refused: number;
	/** Would be changed, and may not. */
	switchedOff: number;
	kinds: Array<{ kind: ChangeKind; words: string; people: number }>;
	/** People of the account who are active; null when nobody said. */
	account: number | null;
}

export function planFigures(people: readonly PlannedPerson[], account: number | null): PlanFigures {
	const count = (outcome: string) => people.filter((one) => one.outcome === outcome).length;
	const planned = people.filter(({ outcome }) => outcome === 'planned');
	return {
		planned: planned.length,
		unchanged: count('unchanged'),
		incomplete: count('incomplete'),
		refused: count('refused'),
		switchedOff: count('switched-off'),
		kinds: CHANGE_KINDS.map(([kind, words]) => ({
			kind,
			words,
			people: planned.filter((one) => kindsOf(one).has(kind)).length,
		})).filter((one) => one.people > 0),
		account,
	};
}

/** Everybody who is changed, the most dangerous change first, then by address. */
export function inOrderOfDanger(people: readonly PlannedPerson[]): PlannedPerson[] {
	const rank = (one: PlannedPerson) => CHANGE_KINDS.findIndex(([kind]) => kindsOf(one).has(kind));
	return people
		.filter(({ outcome }) => outcome === 'planned')
		.toSorted((a, b) => rank(a) - rank(b) || (a.email < b.email ? -1 : 1));
}

function kindsOf({ steps }: Pick<PlannedPerson, 'steps'>): Set<ChangeKind> {
	const kinds = new Set(steps.flatMap((step) => kindOf(step) ?? []));
	// A deactivation logs out too.
	if (kinds.has('deactivated')) kinds.delete('logged-out');
	return kinds;
}

function kindOf({ step, changes }: PlannedPerson['steps'][number]): ChangeKind | null {
	if (step === 'withdraw-invitation' || step === 'deactivate') return 'deactivated';
	if (step === 'log-out') return 'logged-out';
	if (step === 'create') return 'created';
	if (step === 'activate') return 'activated';
	if (step === 'change-email') return 'address';
	if (step === 'change-licence') {
		const to = changes?.[0]?.to ?? '';
		return /^(Basic|Unassigned|None|none|0|)$/.test(to) ? 'licence-down' : 'licence-up';
	}
	if (/role$/.test(step)) return 'role';
	if (/group$/.test(step)) return 'groups';
	if (/phone|plan|number/.test(step)) return 'phone';
	return step === 'update-profile' ? 'profile' : null;
}

/** The plan as sentences, for a message: totals, then the people. */
export function planText(figures: PlanFigures, people: readonly PlannedPerson[], most = 100): string {
	const shown = [
		...inOrderOfDanger(people),
		...people.filter(({ outcome }) => ['refused', 'incomplete', 'switched-off'].includes(outcome)),
	];
	const lines = shown.slice(0, most).map((one) => `${one.email}: ${sentenceOf(one)}`);
	return [
		totals(figures),
		...lines,
		...(shown.length > most ? [`And ${shown.length - most} more: see the file.`] : []),
	].join('\n');
}

export function totals(figures: PlanFigures): string {
	const { planned, unchanged, incomplete, refused, switchedOff, kinds, account } = figures;
	const of = account === null ? '' : ` (the account has ${account} active people)`;
	const each = kinds.map(({ people, words }) => `${people} ${words}`).join(', ');
	const off = switchedOff > 0 ? `, ${switchedOff} not allowed by the settings` : '';
	return `${planned + unchanged + incomplete + refused + switchedOff} people: ${planned} to change${of}${each ? `: ${each}` : ''}; ${unchanged} as they should be, ${incomplete} not yet possible, ${refused} refused${off}.`;
}

export const sentenceOf = ({ because, reason, steps }: PlannedPerson) =>
	[
		steps.map(({ what, changes }) => (changes?.length ? changes.map(changeText).join(', ') : what)).join('; '),
		because,
		reason,
	]
		.flatMap((part) => part?.replace(/\.$/, '') || [])
		.join('. ');

/** How a file was understood, so that a wrong separator is seen before anything is approved; null when there is none. */
export function readAsText(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string | null {
	const { format } = (rows[0]?.list ?? {}) as { format?: unknown };
	if (typeof format !== 'string') return null;
	const first = rows
		.slice(0, 3)
		.map(({ email, firstName, lastName, status }) => [email, firstName, lastName, status].filter(Boolean).join(' '));
	return `Read as ${format}. First rows: ${first.join(' · ')}`;
}

export const changeText = ({ field, from, to }: ValueChange) => `${field}: ${from || '(empty)'} → ${to || '(empty)'}`;

/** The whole plan, one line per change. */
export function planCsv(people: readonly PlannedPerson[]): string {
	const lines = [['email', 'outcome', 'step', 'field', 'from', 'to', 'reason']];
	for (const { email, outcome, because, steps, ...one } of people) {
		const reason = [because, one.reason].filter(Boolean).join(' ');
		if (steps.length === 0) lines.push([email, outcome, '', '', '', '', reason]);
		for (const { what, changes } of steps) {
			for (const { field, from, to } of changes?.length ? changes : [{ field: '', from: '', to: '' }]) {
				lines.push([email, outcome, what, field, from, to, reason]);
			}
		}
	}
	return lines.map((line) => line.map(cell).join(',')).join('\r\n');
}
