import type { DecidedAction, DecidedChange } from './decided-changes';
import type { DecisionRow } from './decision-record';

/** What a node answered for one change, as far as it is looked at. */
export interface ChangeAnswer {
	error?: unknown;
	errorDetails?: { remedy?: unknown };
	/** Of Ensure and of memberships. */
	outcome?: unknown;
	reason?: unknown;
	steps?: ReadonlyArray<{ what?: unknown; step?: unknown; result?: unknown; message?: unknown }>;
}

const ACTIONS: Readonly<Record<Exclude<DecidedAction, 'keep'>, string>> = {
	ensure: 'changed',
	'remove-group-admin': 'no admin of the group any more',
	'withdraw-invitation': 'invitation withdrawn',
	'invite-again': 'invited again',
	'delete-group': 'group deleted',
	'delete-role': 'role deleted',
};

/**
 * What became of each decision, from the answers of the nodes that carried the changes out; answers of one action come in the
 * order of its changes. One that failed makes the decision a failed one, and whom it concerns is named.
 */
export function withResults(
	rows: readonly DecisionRow[],
	changes: readonly DecidedChange[],
	answers: Partial<Record<DecidedAction, readonly ChangeAnswer[]>>,
): DecisionRow[] {
	const places = new Map<DecidedAction, number>();
	const told = changes.map((change) => {
		const place = places.get(change.action) ?? 0;
		places.set(change.action, place + 1);
		return { change, ...judge(change, answers[change.action]?.[place]) };
	});
	return rows.map((row) => {
		if (row.result === 'fell-out') return row;
		if (row.decision === 'keep') return { ...row, result: 'kept', message: `Accepted until ${row.keepUntil}.` };
		const line = Number(row.decisionId.split('/').at(-1));
		const own = told.filter(({ change }) => change.lines.includes(line));
		const failed = own.filter(({ result }) => result === 'failed');
		if (own.length === 0) return { ...row, result: 'nothing-to-do', message: 'Nobody is concerned any more.' };
		const shown = failed.length > 0 ? failed : own;
		return {
			...row,
			result: failed.length > 0 ? 'failed' : own.some(({ result }) => result === 'done') ? 'done' : 'nothing-to-do',
			message: [...new Set(shown.map(({ sentence }) => sentence))].join(' ').slice(0, 1000),
		};
	});
}

type Judged = { result: 'done' | 'nothing-to-do' | 'failed'; sentence: string };

function judge(change: DecidedChange, answer: ChangeAnswer | undefined): Judged {
	const who = change.email || change.name || change.subjectId;
	const place = change.groupName ? ` (${change.groupName})` : '';
	if (!answer) return { result: 'failed', sentence: `${who}${place}: it was not carried out.` };
	const outcome = String(answer.outcome ?? '');
	if (answer.error !== undefined || ['failed', 'refused', 'not-found'].includes(outcome))
		return { result: 'failed', sentence: `${who}${place}: ${whyFailed(answer)}` };
	// Zoom answers for an expired invitation as for none, but goes on listing it.
	if (change.action === 'withdraw-invitation' && outcome === 'already-gone')
		return {
			result: 'nothing-to-do',
			sentence: `${who}: the invitation is gone or has expired; Zoom may still list it.`,
		};
	if (['unchanged', 'already-gone', 'not-a-member', 'not-there'].includes(outcome))
		return { result: 'nothing-to-do', sentence: `${who}${place}: it was so already.` };
	const steps = (answer.steps ?? []).map(({ what, step }) => textOf(what ?? step)).filter(Boolean);
	const done = change.action === 'keep' ? 'kept' : ACTIONS[change.action];
	return { result: 'done', sentence: `${who}${place}: ${steps.length > 0 ? steps.join(', ') : done}.` };
}

function whyFailed({ error, errorDetails, reason, steps = [] }: ChangeAnswer): string {
	if (error !== undefined) return [textOf(error), textOf(errorDetails?.remedy)].filter(Boolean).join(' ');
	if (textOf(reason) !== '') return textOf(reason);
	const failed = steps.filter(({ result }) => result === 'failed');
	const said = failed.map(({ what, step, message }) =>
		[textOf(what ?? step), textOf(message)].filter(Boolean).join(': '),
	);
	return said.length > 0 ? said.join(', ') : 'it was refused.';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What a person reads when decisions were carried out. @param unread rows of the file that could not be read */
export function resultsText(rows: readonly DecisionRow[], unread: number): { title: string; text: string } {
	const count = (result: DecisionRow['result']) => rows.filter((row) => row.result === result).length;
	const open = rows.filter(({ result }) => result === 'failed' || result === 'fell-out' || result === 'approved');
	const lines = open.map(
		(row) => `${row.email || row.name || row.subjectId}: ${row.message || 'what became of it is not known'}`,
	);
	const kept = count('kept');
	return {
		title: open.length > 0 ? 'Not everything was carried out' : 'The decisions were carried out',
		text: [
			`Carried out: ${count('done')} of ${rows.length - kept} decisions. Kept: ${kept}. It was so already: ${count('nothing-to-do')}.`,
			...(unread > 0 ? [`Rows that could not be read: ${unread}.`] : []),
			...lines,
		].join(' '),
	};
}
