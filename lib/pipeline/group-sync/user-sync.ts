import type { ApprovedPlan, Membership, MembershipPlan } from '../../policy/groups/membership-plan';
import type { WantedGroups } from '../../policy/groups/wanted-groups';

/** A user to create before memberships: attributes as the source gave them, '' where it did not. */
export interface NewUser {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
}

/** One user of a run: what is asked for, what is planned, and what became of it. */
export interface UserSync {
	userId: string;
	/** All items of the run that name this user: an export with a line per membership names a user many times. */
	itemIndexes: number[];
	rows: Array<Record<string, unknown>>;
	/** When the source said so, and the latest that was acted on before; milliseconds. */
	saidAt: number | null;
	knownSaidAt: number | null;
	/** What was reported about the user last. */
	knownProblem: string;
	/** True for somebody whom the whole source does not name any more, and whose groups are therefore none. */
	vanished: boolean;
	/** Group keys of our record, and of the records of other rule sets. */
	ours: Set<string>;
	others: Set<string>;
	/** The plan that this run follows, if it follows one. */
	approved?: ApprovedPlan;
	wanted: WantedGroups;
	/** Kept only where something may change. */
	current: readonly Membership[];
	plan: MembershipPlan;
	create: NewUser | null;
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

const NO_PLAN: MembershipPlan = { add: [], remove: [], kept: [], skipped: [] };
export const NOTHING_WANTED: WantedGroups = { anyPresent: false, missing: [], groups: [], undecided: [], skipped: [] };

export function newUserSync(userId: string): UserSync {
	return {
		userId,
		itemIndexes: [],
		rows: [],
		saidAt: null,
		knownSaidAt: null,
		knownProblem: '',
		vanished: false,
		ours: new Set(),
		others: new Set(),
		wanted: NOTHING_WANTED,
		current: [],
		plan: NO_PLAN,
		create: null,
		added: [],
		perhapsAdded: [],
		created: [],
		removed: [],
		record: [],
		jobStarted: false,
		errors: [],
	};
}

export function hasChanges({ plan }: UserSync): boolean {
	return plan.add.length > 0 || plan.remove.length > 0;
}

/** Whether something newer than what this run has to say was acted on already. */
export function isOvertaken({ saidAt, knownSaidAt }: UserSync): boolean {
	return saidAt !== null && knownSaidAt !== null && saidAt <= knownSaidAt;
}
