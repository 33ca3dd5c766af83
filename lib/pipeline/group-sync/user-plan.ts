import type { ApprovedPlan, Membership, MembershipPlan } from '../../policy/groups/membership-plan';
import type { WantedGroups } from '../../policy/groups/wanted-groups';

// What the steps of a run hand to each other: who is to be looked at → what is planned → what became of it.

/** One user of a run, as the source and the records know it. */
export interface SourceUser {
	readonly userId: string;
	/** Places of all items of the run that name this user: an export with a line per membership names a user many times. */
	readonly itemIndexes: readonly number[];
	readonly rows: ReadonlyArray<Record<string, unknown>>;
	/** When the source said so, and the latest that was acted on before; milliseconds. */
	readonly saidAt: number | null;
	readonly knownSaidAt: number | null;
	/** What was reported about the user last. */
	readonly knownProblem: string;
	/** True for somebody whom the whole source does not name any more, and whose groups are therefore none. */
	readonly vanished: boolean;
	/** Group keys of our record, and of the records of other rule sets. */
	readonly ours: ReadonlySet<string>;
	readonly others: ReadonlySet<string>;
	/** Our record as it is stored. */
	readonly record: readonly string[];
	/** The plan that this run follows, if it follows one. */
	readonly approved?: ApprovedPlan;
}

/** A user to create before memberships: attributes as the source gave them, '' where it did not. */
export interface NewUser {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
}

/** What one user's attributes ask for, and what is to be done about it. */
export interface UserPlan {
	readonly user: SourceUser;
	readonly wanted: WantedGroups;
	/** The memberships that the plan was made from; kept only where something may change. */
	readonly current: readonly Membership[];
	readonly plan: MembershipPlan;
	readonly create: NewUser | null;
	/** What the record says when nothing is written. */
	readonly record: readonly string[];
	/** Why nothing may be written for this user. */
	readonly errors: readonly Error[];
}

/** What became of one user's plan. */
export interface UserResult {
	/** What was asked for, with groups as the target calls them; without groups that could not be created. */
	readonly asked: MembershipPlan['add'];
	readonly added: readonly string[];
	readonly created: readonly string[];
	readonly removed: readonly string[];
	/** What the record says afterwards. */
	readonly record: readonly string[];
	/** True when Kaltura does a part of it later, in a job of its own. */
	readonly jobStarted: boolean;
	readonly errors: readonly Error[];
}

export const NO_PLAN: MembershipPlan = { add: [], remove: [], kept: [], skipped: [] };
export const NOTHING_WANTED: WantedGroups = { anyPresent: false, missing: [], groups: [], undecided: [], skipped: [] };

export function hasChanges({ plan }: Pick<UserPlan, 'plan'>): boolean {
	return plan.add.length > 0 || plan.remove.length > 0;
}

/** Whether something newer than what this run has to say was acted on already. */
export function isOvertaken({ saidAt, knownSaidAt }: Pick<SourceUser, 'saidAt' | 'knownSaidAt'>): boolean {
	return saidAt !== null && knownSaidAt !== null && saidAt <= knownSaidAt;
}

/** For a user of whose plan nothing is written. */
export function untouched({ plan, record, errors }: UserPlan): UserResult {
	return { asked: plan.add, added: [], created: [], removed: [], record, jobStarted: false, errors };
}
