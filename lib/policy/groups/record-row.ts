/**
 * Rows of the table that remembers which memberships a sync made, for whom, by which word of the source. The one home of its
 * columns; `userId` is in lower case. Rows of two kinds name no user: `# source` says when a whole source was read last, every other `# …`
 * holds what was reported about a value that many users share.
 */
export interface RecordRow {
	/** Zoom account whose copy of the workflow wrote it. */
	account: string;
	/** Whose groups: `kaltura:<partner ID>` or `zoom:<account ID>`. */
	target: string;
	ruleSet: string;
	userId: string;
	/** JSON of the group ids. */
	groups: string;
	/** ISO time of the word of the source that was acted on last; '' when nobody said. */
	saidAt: string;
	/** What was reported last, so that it is reported once. */
	problem: string;
}

/** No user can be called so: ids hold no blanks. */
export const WHOLE_SOURCE = '# source';
const FINDING = '# ';

export const findingKey = (key: string): string => `${FINDING}${key}`;
export const isFindingKey = (userId: string): boolean => userId.startsWith(FINDING);

/** Texts of rows are cut: a table is for people, and has one quota with all others. */
const LONGEST_PROBLEM = 1000;

export function recordRow(
	of: Pick<RecordRow, 'account' | 'target' | 'ruleSet' | 'userId'>,
	groups: readonly string[],
	saidAt: number | null,
	problem: string,
): RecordRow {
	return {
		...of,
		userId: of.userId.toLowerCase(),
		groups: JSON.stringify(groups),
		saidAt: saidAt === null ? '' : new Date(saidAt).toISOString(),
		problem: cut(problem),
	};
}

/** The problem as a row would hold it: what is compared with what a row holds. */
export function cut(problem: string): string {
	return problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM - 1)}…` : problem;
}
