import { InputError } from '../../../lib/policy/failures';
import type { OperationCall } from '../../../lib/n8n/operation';
import { RoutedItem } from '../../../lib/n8n/operation';
import { groupKey } from '../../../lib/policy/groups/group-id';

import { applyRun } from '../../../lib/pipeline/group-sync/apply-run';
import type { GroupSyncClients, GroupSyncOperation } from '../clients';
import { fields } from '../fields';
import { KalturaTarget } from '../../../lib/pipeline/group-sync/kaltura-target';
import type { RuleSet } from '../../../lib/pipeline/group-sync/rule-set';
import { planRun } from '../../../lib/pipeline/group-sync/plan-run';
import { SyncRefusal } from '../../../lib/pipeline/group-sync/refusal';
import { doneItem, plannedItem, refusedItem } from '../report';
import { openRecords } from '../records';
import { readApproved, readRuleSet } from '../settings';
import type { GroupTarget } from '../../../lib/pipeline/group-sync/target';
import { hasChanges, NO_PLAN, type UserSync } from '../../../lib/pipeline/group-sync/user-sync';
import { ZoomTarget } from '../../../lib/pipeline/group-sync/zoom-target';

type Call = OperationCall<GroupSyncClients>;

/**
 * Makes the memberships of users follow their attributes. All users of the run are planned before the first write: two
 * users' values may collide, and a run that would remove too much writes nothing at all.
 */
export const sync: GroupSyncOperation = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync the groups of users',
	description:
		'Put users into the groups that their attributes ask for, and take them out of those that it added before',
	fields,

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const target = openTarget(first);
		const rules = readRuleSet(first.parameter, target.mostGroupsPerUser);
		const answers = calls.map((): RoutedItem[] => []);
		const users = readUsers(calls, rules, target, answers);

		const totals = await planRun(users, rules, target);
		if (!rules.dryRun) {
			if (totals.overLimit === null) await applyRun(users, target, rules.byServer);
			else holdBack(users, rules, totals.overLimit);
		}
		for (const user of users) {
			// What several items say about one user becomes one item.
			answers[user.itemIndexes[0]!] = [rules.dryRun ? plannedItem(user, rules, totals) : doneItem(user, rules)];
		}
		return answers;
	},
};

function openTarget({ kaltura, zoom }: Call): GroupTarget {
	if (kaltura) return new KalturaTarget(kaltura);
	if (zoom) return new ZoomTarget(zoom);
	throw new InputError('Target', 'names no account', 'Choose Kaltura Groups or Zoom Groups.');
}

/** The users of the run; an item that names none gets its answer at once. */
function readUsers(calls: readonly Call[], rules: RuleSet, target: GroupTarget, answers: RoutedItem[][]): UserSync[] {
	const users = new Map<string, UserSync>();
	const recordOf = openRecords(calls[0]!.parameter, rules.name, (userId) => target.userKey(userId));
	for (const { parameter, item, itemIndex } of calls) {
		let userId = '';
		try {
			userId = parameter.string('userId');
			const problem = target.problemOfUserId(userId);
			if (problem !== null) {
				const message = `"${userId.slice(0, 100)}" cannot be the ID of a user: it ${problem}`;
				throw new SyncRefusal(rules.target, 'UNUSABLE_USER_ID', message, 'Correct the ID at its source.');
			}
			const { ours, others } = recordOf(target.userKey(userId), parameter);
			const user = users.get(target.userKey(userId)) ?? newUser(userId);
			const approved = rules.dryRun ? null : readApproved(parameter.raw('approvedPlan', ''));
			if (approved) user.approved = approved;
			user.itemIndexes.push(itemIndex);
			user.rows.push(item.json);
			for (const groupId of ours) {
				if (user.ours.has(groupKey(groupId))) continue;
				user.ours.add(groupKey(groupId));
				// Until something changes, the record stays as it was: also when the user fails.
				user.record.push(groupId);
			}
			for (const groupId of others) user.others.add(groupKey(groupId));
			users.set(target.userKey(userId), user);
		} catch (error) {
			const why = error instanceof Error ? error : new Error(String(error));
			answers[itemIndex] = [refusedItem(userId, rules, why)];
		}
	}
	return [...users.values()];
}

function newUser(userId: string): UserSync {
	return {
		userId,
		itemIndexes: [],
		rows: [],
		ours: new Set(),
		others: new Set(),
		wanted: { anyPresent: false, missing: [], groups: [], undecided: [], skipped: [] },
		current: [],
		plan: NO_PLAN,
		added: [],
		perhapsAdded: [],
		created: [],
		removed: [],
		record: [],
		jobStarted: false,
		errors: [],
	};
}

/** A run that would remove too much writes nothing, not even additions: its source is probably broken. */
function holdBack(users: readonly UserSync[], rules: RuleSet, sentence: string): void {
	const remedy =
		'Look at the plan with Dry Run. If it is right, raise Most Removals and Most Removals (Percent); if not, correct the source.';
	for (const user of users) {
		if (hasChanges(user)) user.errors.push(new SyncRefusal(rules.target, 'REMOVAL_LIMIT', sentence, remedy));
	}
}
