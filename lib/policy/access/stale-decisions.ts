import { aboutKey, type DecisionRow } from './decision-record';
import { changedEvidence, evidenceText } from './evidence';
import type { Finding } from './finding';
import type { ReviewDecision } from './review-table';

/** What holds now, to compare a decision with what its reviewer saw. */
export interface PresentState {
	findings: readonly Finding[];
	/** Decisions that were carried out before. */
	earlier: readonly DecisionRow[];
	/** How a subject stands now, as a sentence, for the report about a finding that is gone; '' when nobody knows. */
	stateOf: (decision: ReviewDecision) => string;
}

/**
 * Why a decision does not hold any more: what it is about is not so now, or somebody decided otherwise since.
 * @returns the end of a sentence that begins with the line; null when it holds
 */
export function whyStale(decision: ReviewDecision, present: PresentState): string | null {
	const { finding, subjectType, subjectId, evidence } = decision;
	const key = aboutKey(finding, subjectType, subjectId, evidence);
	const since = present.earlier
		.filter((row) => aboutKey(row.finding, row.subjectType, row.subjectId, row.evidence) === key)
		.filter(({ result, decidedAt }) => !['failed', 'fell-out'].includes(result) && decidedAt > decision.snapshotTakenAt)
		.toSorted((a, b) => (a.decidedAt < b.decidedAt ? 1 : -1))[0];
	if (since) {
		return `decides "${decision.decisions.join(' + ')}" for ${nameIn(decision)}, but ${since.decidedBy || 'somebody'} decided "${since.decision}" about it on ${since.decidedAt.slice(0, 10)}, after this file was made.`;
	}
	const now = present.findings.filter(
		(one) => one.kind === finding && one.subject.type === subjectType && one.subject.id === subjectId,
	);
	if (now.length === 0) {
		const state = present.stateOf(decision);
		return `is about ${nameIn(decision)}, of whom "${decision.finding}" is not so any more${state ? `: ${state}` : ''}.`;
	}
	// Of several, such as risky pairs, the one that the reviewer saw.
	const changes = now.map((one) => changedEvidence(evidence, evidenceText(one)));
	if (evidence === '' || changes.includes('')) return null;
	return `is about ${nameIn(decision)}, who or what has changed since: ${changes[0]}.`;
}

const nameIn = ({ name, email, subjectId }: ReviewDecision) => email || name || subjectId;
