import type { ApprovedPlan, Membership, MembershipPlan } from '../../policy/groups/membership-plan';
import type { WantedGroups } from '../../policy/groups/wanted-groups';

/** One user of a run: what is asked for, what is planned, and what became of it. */
export interface UserSync {
	userId: string;
	/** All items of the run that name this user: an export with a line per membership names a user many times. */
	itemIndexes: number[];
	rows: Array<Record<string, unknown>>;
	/** Group keys of our record, and of the records of other rule sets. */
	ours: Set<string>;
	others: Set<string>;
	/** The plan that this run follows, if it follows one. */
	approved?: ApprovedPlan;
	wanted: WantedGroups;
	/** Kept only where something may change. */
	current: readonly Membership[];
	plan: MembershipPlan;
	added: string[];
	/** Additions that failed in a way that leaves open whether they were made. */
	perhapsAdded: string[];
	created: string[];
	removed: string[];
	/** What the record says afterwards. */
	record: string[];
	/** True when Kaltura does a part of it later, in a job of its own. */
	jobStarted: boolean;
	errors: Error[];
}

export const NO_PLAN: MembershipPlan = { add: [], remove: [], kept: [], skipped: [] };

export function hasChanges({ plan }: UserSync): boolean {
	return plan.add.length > 0 || plan.remove.length > 0;
}
