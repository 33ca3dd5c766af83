/** How many removals a run may do. */
export interface RemovalLimit {
	most: number;
	/** Share of the memberships that were looked at, 0–1. */
	mostShare: number;
	/** So many removals are fine whatever their share: one user who changes departments is always a large share of one user. */
	shareFrom: number;
}

/**
 * Whether a run would remove more than it may: a broken directory export must not empty every group.
 * @returns null when it is fine, else the sentence that says what it would do
 */
export function tooManyRemovals(removals: number, memberships: number, limit: RemovalLimit): string | null {
	const share = memberships === 0 ? 0 : removals / memberships;
	if (removals > limit.most) {
		return `This run would remove ${removals} memberships; the limit is ${limit.most}, so nothing was written`;
	}
	if (removals > limit.shareFrom && share > limit.mostShare) {
		return `This run would remove ${removals} of ${memberships} memberships (${percent(share)}); the limit is ${percent(limit.mostShare)}, so nothing was written`;
	}
	return null;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
