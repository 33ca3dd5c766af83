import type { ExistingGroup } from '../../policy/groups/membership-plan';
import { planMemberships, recordAfter } from '../../policy/groups/membership-plan';
import { groupKey } from '../../policy/groups/group-id';
import { tooManyRemovals } from '../../policy/groups/removal-limit';
import { collisionsAcross, groupRules } from '../../policy/groups/wanted-groups';

import type { RuleSet } from './rule-set';
import type { GroupTarget } from './target';
import { hasChanges, type UserSync } from './user-sync';

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
}

/**
 * Plans all users of a run: unites what their attributes ask for, finds values of different users that fall on one group,
 * reads memberships in parts, and asks about groups and users only where something would change.
 */
export async function planRun(users: readonly UserSync[], rules: RuleSet, target: GroupTarget): Promise<RunTotals> {
	const wantedOf = groupRules(rules.privileges, rules.match);
	for (const user of users) {
		user.wanted = wantedOf(user.rows);
		if (!rules.dryRun) user.rows = [];
	}
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
			user.plan = planMemberships({ ...user, existing: ask, collisions }, rules.policy);
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
		user.plan = planMemberships({ ...user, existing, collisions }, rules.policy);
		user.errors.push(...unread);
		if (!hasChanges(user)) settle(user);
	}

	const changing = open.filter((user) => user.errors.length === 0 && hasChanges(user));
	if (changing.length > 0) {
		const unusable = await target.unusableUsers(changing.map(({ userId }) => userId));
		for (const user of changing) {
			const why = unusable.get(user.userId);
			if (why) user.errors.push(why);
		}
	}
	return totalsOf(users, memberships, rules);
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
	return {
		users: users.length,
		memberships,
		additions,
		removals,
		newGroups: newGroups.size,
		overLimit: tooManyRemovals(removals, memberships, rules.limit),
	};
}

/** Nothing changes for this user: what is still needed of the facts is the record. */
function settle(user: UserSync): void {
	user.record = recordAfter(user, user.plan, { added: [], removed: [] });
	user.current = [];
}
