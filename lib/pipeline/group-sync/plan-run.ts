import type { ApprovedPlan, ExistingGroup } from '../../policy/groups/membership-plan';
import { planMemberships, recordAfter } from '../../policy/groups/membership-plan';
import { groupKey } from '../../policy/groups/group-id';
import { tooManyRemovals } from '../../policy/groups/removal-limit';
import { collisionsAcross, groupRules } from '../../policy/groups/wanted-groups';

import { InputError } from '../../policy/failures';
import { attributeOf } from '../../policy/groups/attribute-values';

import { SyncRefusal } from './refusal';
import type { RuleSet } from './rule-set';
import type { GroupTarget } from './target';
import { hasChanges, isOvertaken, type NewUser, NOTHING_WANTED, type UserSync } from './user-sync';

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

/**
 * Plans all users of a run: unites what their attributes ask for, finds values of different users that fall on one group,
 * reads memberships in parts, and asks about groups and users only where something would change.
 * Who was overtaken by something newer is left alone.
 * @throws {InputError} when a source that names everybody has none of an attribute: then its column was renamed or its answer
 * is something else, and nobody may lose anything for that
 */
export async function planRun(all: readonly UserSync[], rules: RuleSet, target: GroupTarget): Promise<RunTotals> {
	if (rules.wholeSource) requireAttributes(all, rules);
	const wantedOf = groupRules(rules.privileges, rules.match, rules.missingAttribute === 'is-empty');
	for (const user of all) {
		user.wanted = user.vanished ? { ...NOTHING_WANTED, anyPresent: true } : wantedOf(user.rows);
		if (rules.newUsers && !user.vanished) user.create = newUserOf(user, rules.newUsers);
		if (!rules.dryRun) user.rows = [];
	}
	const users = all.filter((user) => !isOvertaken(user));
	for (const user of all) if (isOvertaken(user)) user.wanted = NOTHING_WANTED;
	const collisions = collisionsAcross(
		users.map(({ wanted }) => wanted),
		rules.match,
	);

	const open: UserSync[] = [];
	const asked = new Map<string, string>();
	const byId = new Map(users.map((user) => [user.userId, user]));
	let memberships = 0;
	for await (const part of target.memberships([...byId.keys()])) {
		for (const [userId, current] of part) {
			const user = byId.get(userId)!;
			if (current instanceof Error) {
				user.errors.push(current);
				continue;
			}
			memberships += current.length;
			user.current = current;
			const before = asked.size;
			let needed = false;
			const ask = (groupId: string) => {
				needed = true;
				asked.set(groupKey(groupId), groupId);
				return undefined;
			};
			user.plan = planMemberships({ ...user, approved: guardOf(user), existing: ask, collisions }, rules.policy);
			if (needed || asked.size > before) open.push(user);
			else settle(user);
		}
	}

	const groups = asked.size === 0 ? new Map<string, ExistingGroup | Error>() : await target.groups([...asked.values()]);
	for (const user of open) {
		const unread = new Set<Error>();
		const existing = (groupId: string) => {
			const group = groups.get(groupKey(groupId));
			if (!(group instanceof Error)) return group;
			unread.add(group);
			return undefined;
		};
		user.plan = planMemberships({ ...user, approved: guardOf(user), existing, collisions }, rules.policy);
		user.errors.push(...unread);
		if (!hasChanges(user)) settle(user);
	}

	const changing = open.filter((user) => user.errors.length === 0 && hasChanges(user));
	if (changing.length > 0) {
		const unusable = await target.unusableUsers(changing.map(({ userId }) => userId));
		for (const user of changing) {
			const why = unusable.get(user.userId);
			// Somebody who is to be created is no reason to stop; anything else that has this ID is.
			const missing = why instanceof SyncRefusal && why.code === 'USER_MISSING';
			if (why && !(missing && user.create)) user.errors.push(why);
			if (!missing) user.create = null;
		}
	}
	for (const user of users) if (!changing.includes(user) || user.errors.length > 0) user.create = null;
	holdBackSingly(changing, rules);
	return totalsOf(users, memberships, rules);
}

/** The plan that binds: only one that somebody looked at. */
function guardOf({ approved }: UserSync): ApprovedPlan | undefined {
	return approved?.free ? undefined : approved;
}

/** Who would lose very much waits for somebody's look, alone: the others are not held back for them. */
function holdBackSingly(users: readonly UserSync[], rules: RuleSet): void {
	for (const user of users) {
		const { length } = user.plan.remove;
		if (length <= rules.mostRemovalsPerUser || user.approved) continue;
		const message = `${user.userId} would lose ${length} groups; the limit for one user is ${rules.mostRemovalsPerUser}, so nothing was changed for them`;
		const remedy = 'Look at the plan with Dry Run. If it is right, approve it, or raise Most Removals Per User.';
		user.errors.push(new SyncRefusal(rules.target, 'REMOVAL_LIMIT_OF_USER', message, remedy));
	}
}

/** A column that no row has was renamed, or the file is no list at all. */
function requireAttributes(users: readonly UserSync[], rules: RuleSet): void {
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

function newUserOf({ userId, rows }: UserSync, attributes: NonNullable<RuleSet['newUsers']>): NewUser {
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

function totalsOf(users: readonly UserSync[], memberships: number, rules: RuleSet): RunTotals {
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
		const concerned = planned.filter(hasChanges).map(({ userId }) => userId);
		const more = concerned.length > 5 ? ` and ${concerned.length - 5} more` : '';
		return `Of ${memberships} memberships, ${removals} would be removed and ${additions} added; ${newGroups.size} groups would be new. It concerns ${concerned.slice(0, 5).join(', ')}${more}.`;
	}
}

/** Nothing changes for this user: what is still needed of the facts is the record. */
function settle(user: UserSync): void {
	user.record = recordAfter(user, user.plan, { added: [], removed: [] });
	user.current = [];
}
