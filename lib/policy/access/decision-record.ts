import { cell } from '../csv';

import { evidenceText, groundsOf } from './evidence';
import type { Finding } from './finding';
import type { ReviewDecision } from './review-table';

/** One decision, as a row of the table of decisions: what, by whom, when, why, on which snapshot, with which result. */
export interface DecisionRow {
	/** Of the run that carried it out and the line of the file: the row is written before, and again with the result. */
	decisionId: string;
	account: string;
	decidedAt: string;
	decidedBy: string;
	snapshotTakenAt: string;
	finding: string;
	subjectType: string;
	subjectId: string;
	email: string;
	name: string;
	evidence: string;
	/** Several that go together are joined by " + ". */
	decision: string;
	/** Last day of a "keep", as 2027-01-31; '' for everything else. */
	keepUntil: string;
	comment: string;
	/** "approved" until it is known what became of it. */
	result: 'approved' | 'kept' | 'done' | 'nothing-to-do' | 'failed' | 'fell-out';
	message: string;
}

/** Columns of the table and of the export, in this order. */
export const DECISION_COLUMNS = [
	'decidedAt',
	'decidedBy',
	'account',
	'snapshotTakenAt',
	'finding',
	'subjectType',
	'subjectId',
	'email',
	'name',
	'evidence',
	'decision',
	'keepUntil',
	'comment',
	'result',
	'message',
	'decisionId',
] as const satisfies ReadonlyArray<keyof DecisionRow>;

/** The row of a decision before anything is done about it. */
export function rowOf(
	decision: ReviewDecision,
	made: {
		account: string;
		decidedAt: string;
		decidedBy: string;
		/** The run that carries it out. */
		run: string;
		/** For a "keep" that names no day. */
		keepUntil: string;
	},
): DecisionRow {
	const { line, finding, subjectType, subjectId, email, name, evidence, snapshotTakenAt, decisions, comment } =
		decision;
	const { account, decidedAt } = made;
	const decidedBy = decision.decidedBy ?? made.decidedBy;
	const keepUntil = decisions.includes('keep') ? decision.keepUntil || made.keepUntil : '';
	return {
		...{ account, decidedAt, decidedBy, snapshotTakenAt, finding, subjectType, subjectId, email, name, evidence },
		decisionId: `${made.run}/${line}`,
		decision: decisions.join(' + '),
		keepUntil,
		comment,
		result: 'approved',
		message: '',
	};
}

/**
 * What a finding and a decision are about, as one key. The grounds belong to it: somebody may hold several risky pairs, and a
 * wider role or another group is something new.
 */
export const aboutKey = (finding: string, subjectType: string, subjectId: string, evidence: string) =>
	[finding, subjectType, subjectId, groundsOf(evidence)].join('\n');

/**
 * Marks findings that somebody decided to keep, while that holds: the last word about a finding counts, until the end of its
 * day, and only for what the reviewer saw.
 */
export function withAcceptances(findings: readonly Finding[], rows: readonly DecisionRow[], now: string): Finding[] {
	const last = new Map<string, DecisionRow>();
	for (const row of rows) {
		if (row.result === 'fell-out') continue;
		const key = aboutKey(row.finding, row.subjectType, row.subjectId, row.evidence);
		const known = last.get(key);
		if (!known || known.decidedAt <= row.decidedAt) last.set(key, row);
	}
	const today = now.slice(0, 10);
	return findings.map((finding) => {
		const { kind, subject } = finding;
		const row = last.get(aboutKey(kind, subject.type, subject.id, evidenceText(finding)));
		if (row?.decision !== 'keep' || row.keepUntil < today) return finding;
		return { ...finding, accepted: { until: row.keepUntil, by: row.decidedBy, comment: row.comment } };
	});
}

/** The rows as CSV; cells that a spreadsheet would take for a formula are guarded. */
export function decisionsCsv(rows: readonly DecisionRow[]): string {
	const lines = rows.map((row) => DECISION_COLUMNS.map((column) => cell(row[column])).join(','));
	return [DECISION_COLUMNS.join(','), ...lines, ''].join('\r\n');
}
