import { Findings } from '../../policy/groups/findings';
import { findingKey } from '../../policy/groups/record-row';

import { applyRun } from './apply-run';
import { planRun } from './plan-run';
import { openRecords } from './records';
import { SyncRefusal } from './refusal';
import { doneItems, findingItems, plannedItems, readingItems, type RunContext, type SyncItem } from './report';
import type { RuleSet } from './rule-set';
import type { GroupTarget } from './target';
import { hasChanges, untouched, type UserPlan, type UserResult } from './user-plan';
import { readUsers, type RunInput, type SourceItem } from './users';

/**
 * Makes the memberships of users follow their attributes. All users of the run are planned before the first write: two
 * users' values may collide, and a run that would remove too much writes nothing at all.
 * @param recordTable rows of the table of records; null where each item brings the record of its user
 * @returns what each item gives out, in order
 */
export async function syncRun(
	items: readonly SourceItem[],
	rules: RuleSet,
	recordTable: { rows: unknown } | null,
	target: GroupTarget,
): Promise<SyncItem[][]> {
	const context: RunContext = { rules, identity: target.identity, keepsRows: recordTable !== null, now: new Date() };
	const answers = items.map((): SyncItem[] => []);
	const owner = { account: rules.account, target: target.identity, ruleSet: rules.name };
	const records = openRecords(recordTable, owner, (userId) => target.userKey(userId));
	const { users, readAt, findings, refused } = await readUsers(items, records, context, target, answers);

	const { users: plans, totals } = await planRun(users, rules, target);
	const results = rules.dryRun
		? null
		: totals.overLimit === null
			? await applyRun(plans, target, rules.byServer)
			: plans.map((plan) => heldBack(plan, rules, totals.overLimit!));
	for (const [index, plan] of plans.entries()) {
		// What several items say about one user becomes one item.
		const given = results ? doneItems(plan, results[index]!, context) : plannedItems(plan, context, totals);
		answers[plan.user.itemIndexes[0] ?? 0]!.push(...given);
	}
	if (readAt !== null) answers[0]!.push(...readingItems(readAt, records.readAt, context));
	if (rules.wholeSource) answers[0]!.push(...findingItems(commonTo(plans, refused), records.findings, context));
	else if (findings.size > 0) {
		const known = new Map([...records.findings].filter(([key]) => findings.has(key)));
		const found = [...findings].map(([key, sentence]) => ({ key, sentence }));
		answers[0]!.push(...findingItems(found, known, context));
	}
	return answers;
}

/** What many users have in common is told once, not once per user. */
function commonTo(plans: readonly UserPlan[], refused: RunInput['refused']): Array<{ key: string; sentence: string }> {
	const findings = new Findings();
	for (const { userId, reason } of refused) findings.tell(`unusable ${userId}`, reason);
	for (const { user, plan, wanted } of plans) {
		const { userId, vanished } = user;
		for (const { attribute, value, reason, detail } of plan.skipped)
			findings.add(userId, attribute, value, reason, detail);
		if (vanished) continue;
		for (const name of wanted.missing)
			findings.add(userId, name, '', 'missing', 'did not arrive, so nobody can say what it asks for');
	}
	return findings.all().map(({ key, sentence }) => ({ key: findingKey(key), sentence }));
}

/** A run that would remove too much writes nothing, not even additions: its source is probably broken. */
function heldBack(plan: UserPlan, rules: RuleSet, sentence: string): UserResult {
	const result = untouched(plan);
	if (!hasChanges(plan)) return result;
	const remedy =
		'Look at the plan with Dry Run. If it is right, raise Most Removals and Most Removals (Percent); if not, correct the source.';
	return { ...result, errors: [...result.errors, new SyncRefusal(rules.target, 'REMOVAL_LIMIT', sentence, remedy)] };
}
