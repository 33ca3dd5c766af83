import type { ApprovedPlan, ExistingGroup, Membership, MembershipPlan } from '../../policy/groups/membership-plan';
import { planMemberships, recordAfter } from '../../policy/groups/membership-plan';
import { groupKey } from '../../policy/groups/group-id';
import { tooManyRemovals } from '../../policy/groups/removal-limit';
import { collisionsAcross, groupRules, type WantedGroups } from '../../policy/groups/wanted-groups';

import { InputError } from '../../policy/failures';
import { attributeOf } from '../../policy/groups/attribute-values';

import { SyncRefusal } from './refusal';
import type { RuleSet } from './rule-set';
import type { GroupTarget } from './target';
import {
	hasChanges,
	isOvertaken,
	type NewUser,
	NO_PLAN,
	NOTHING_WANTED,
	type SourceUser,
	type UserPlan,
} from './user-plan';

/** The sums of a run, known before anything is written. */
export interface RunTotals {
	users: number;
	/** Memberships that were looked at. */
	memberships: number;
	additions: number;
	removals: number;
	newGroups: number;
	/** Why the run may not write, as a sentence; null when it may. */
	overLimit: string | null;
	/** Why somebody should approve the plan first, naming whom it concerns; null when nobody needs to. */
	approval: string | null;
}

/** What a run is going to do, user by user and in sums. */
export interface RunPlan {
	users: UserPlan[];
	totals: RunTotals;
}

/** A plan while the facts for it come in. */
interface Draft {
	readonly user: SourceUser;
	readonly wanted: WantedGroups;
	current: readonly Membership[];
	plan: MembershipPlan;
	create: NewUser | null;
	record: readonly string[];
	errors: Error[];
}

/**
 * Plans all users of a run: unites what their attributes ask for, finds values of different users that fall on one group,
 * reads memberships in parts, and asks about groups and users only where something would change.
 * Who was overtaken by something newer is left alone.
 * @throws {InputError} when a source that names everybody has none of an attribute: then its column was renamed or its answer
 * is something else, and nobody may lose anything for that
 */
export async function planRun(all: readonly SourceUser[], rules: RuleSet, target: GroupTarget): Promise<RunPlan> {
	if (rules.wholeSource) requireAttributes(all, rules);
	const drafts = draftsOf(all, rules);
	const named = drafts.filter(({ user }) => !isOvertaken(user));
	const collisions = collisionsAcross(
		named.map(({ wanted }) => wanted),
		rules.match,
	);
	const planned = (draft: Draft, existing: (groupId: string) => ExistingGroup | undefined) => {
		const { user, wanted, current } = draft;
		const facts = { wanted, current, ours: user.ours, others: user.others };
		draft.plan = planMemberships({ ...facts, approved: guardOf(user), existing, collisions }, rules.policy);
	};

	const open: Draft[] = [];
	const asked = new Map<string, string>();
	const byId = new Map(named.map((draft) => [draft.user.userId, draft]));
	let memberships = 0;
	for await (const part of target.memberships([...byId.keys()])) {
		for (const [userId, current] of part) {
			const draft = byId.get(userId)!;
			if (current instanceof Error) {
				draft.errors.push(current);
				continue;
			}
			memberships += current.length;
			draft.current = current;
			const before = asked.size;
			let needed = false;
			planned(draft, (groupId) => {
				needed = true;
				asked.set(groupKey(groupId), groupId);
				return undefined;
			});
			if (needed || asked.size > before) open.push(draft);
			else settle(draft);
		}
	}

	const groups = asked.size === 0 ? new Map<string, ExistingGroup | Error>() : await target.groups([...asked.values()]);
	for (const draft of open) {
		const unread = new Set<Error>();
		planned(draft, (groupId) => {
			const group = groups.get(groupKey(groupId));
			if (!(group instanceof Error)) return group;
			unread.add(group);
			return undefined;
		});
		draft.errors.push(...unread);
		if (!hasChanges(draft)) settle(draft);
	}

	const changing = open.filter((draft) => draft.errors.length === 0 && hasChanges(draft));
	await refuseUnusable(changing, target);
	const isChanging = new Set(changing);
	for (const draft of named) if (!isChanging.has(draft) || draft.errors.length > 0) draft.create = null;
	holdBackSingly(changing, rules);
	return { users: drafts, totals: totalsOf(named, memberships, rules) };
}

function draftsOf(users: readonly SourceUser[], rules: RuleSet): Draft[] {
	const wantedOf = groupRules(rules.privileges, rules.match, rules.missingAttribute === 'is-empty');
	return users.map((user) => ({
		user,
		wanted: isOvertaken(user)
			? NOTHING_WANTED
			: user.vanished
				? { ...NOTHING_WANTED, anyPresent: true }
				: wantedOf(user.rows),
		current: [],
		plan: NO_PLAN,
		create: rules.newUsers && !user.vanished && !isOvertaken(user) ? newUserOf(user, rules.newUsers) : null,
		record: user.record,
		errors: [],
	}));
}

async function refuseUnusable(changing: readonly Draft[], target: GroupTarget): Promise<void> {
	if (changing.length === 0) return;
	const unusable = await target.unusableUsers(changing.map(({ user }) => user.userId));
	for (const draft of changing) {
		const why = unusable.get(draft.user.userId);
		// Somebody who is to be created is no reason to stop; anything else that has this ID is.
		const missing = why instanceof SyncRefusal && why.code === 'USER_MISSING';
		if (why && !(missing && draft.create)) draft.errors.push(why);
		if (!missing) draft.create = null;
	}
}

/** The plan that binds: only one that somebody looked at. */
function guardOf({ approved }: SourceUser): ApprovedPlan | undefined {
	return approved?.free ? undefined : approved;
}

/** Who would lose very much waits for somebody's look, alone: the others are not held back for them. */
function holdBackSingly(drafts: readonly Draft[], rules: RuleSet): void {
	for (const { user, plan, errors } of drafts) {
		const { length } = plan.remove;
		if (length <= rules.mostRemovalsPerUser || user.approved) continue;
		const message = `${user.userId} would lose ${length} groups; the limit for one user is ${rules.mostRemovalsPerUser}, so nothing was changed for them`;
		const remedy = 'Look at the plan with Dry Run. If it is right, approve it, or raise Most Removals Per User.';
		errors.push(new SyncRefusal(rules.target, 'REMOVAL_LIMIT_OF_USER', message, remedy));
	}
}

/** A column that no row has was renamed, or the file is no list at all. */
function requireAttributes(users: readonly SourceUser[], rules: RuleSet): void {
	const named = users.filter(({ vanished }) => !vanished);
	if (named.length === 0) return;
	for (const { attribute } of rules.privileges) {
		if (named.some(({ rows }) => rows.some((row) => attributeOf(row, attribute) !== undefined))) continue;
		throw new InputError(
			'Privileges',
			`name the attribute "${attribute}", but none of the ${named.length} users of the source has it, so nothing was changed`,
			'Look at the file or answer of the source: a column may have been renamed, or it is an error page.',
		);
	}
}

function newUserOf({ userId, rows }: SourceUser, attributes: NonNullable<RuleSet['newUsers']>): NewUser {
	const text = (name: string) => {
		for (const row of name === '' ? [] : rows) {
			const value = attributeOf(row, name);
			if (typeof value === 'string' && value.trim() !== '') return value.trim();
		}
		return '';
	};
	const email = text(attributes.email) || (/^[^@\s]+@[^@\s]+$/.test(userId) ? userId : '');
	return { id: userId, email, firstName: text(attributes.firstName), lastName: text(attributes.lastName) };
}

function totalsOf(users: readonly Draft[], memberships: number, rules: RuleSet): RunTotals {
	const planned = users.filter(({ errors }) => errors.length === 0);
	const newGroups = new Set<string>();
	let additions = 0;
	let removals = 0;
	for (const { plan } of planned) {
		additions += plan.add.length;
		removals += plan.remove.length;
		for (const { create, groupId } of plan.add) if (create) newGroups.add(groupKey(groupId));
	}
	const overLimit = tooManyRemovals(removals, memberships, rules.limit);
	const many = additions + removals >= rules.approveFrom;
	return {
		users: users.length,
		memberships,
		additions,
		removals,
		newGroups: newGroups.size,
		overLimit,
		approval: overLimit !== null || many ? approvalSentence() : null,
	};

	function approvalSentence(): string {
		const concerned = planned.filter(hasChanges).map(({ user }) => user.userId);
		const more = concerned.length > 5 ? ` and ${concerned.length - 5} more` : '';
		return `Of ${memberships} memberships, ${removals} would be removed and ${additions} added; ${newGroups.size} groups would be new. It concerns ${concerned.slice(0, 5).join(', ')}${more}.`;
	}
}

/** Nothing changes for this user: what is still needed of the facts is the record. */
function settle(draft: Draft): void {
	const { user, current, plan } = draft;
	draft.record = recordAfter({ current, ours: user.ours, others: user.others }, plan, { added: [], removed: [] });
	draft.current = [];
}
