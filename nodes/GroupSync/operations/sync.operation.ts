import type { OperationCall } from '../../../lib/n8n/operation';
import { RoutedItem } from '../../../lib/n8n/operation';
import { applyRun } from '../../../lib/pipeline/group-sync/apply-run';
import { KalturaTarget } from '../../../lib/pipeline/group-sync/kaltura-target';
import { planRun } from '../../../lib/pipeline/group-sync/plan-run';
import { SyncRefusal } from '../../../lib/pipeline/group-sync/refusal';
import type { RuleSet } from '../../../lib/pipeline/group-sync/rule-set';
import type { GroupTarget } from '../../../lib/pipeline/group-sync/target';
import { hasChanges, type UserSync } from '../../../lib/pipeline/group-sync/user-sync';
import { ZoomTarget } from '../../../lib/pipeline/group-sync/zoom-target';
import { InputError } from '../../../lib/policy/failures';
import { Findings } from '../../../lib/policy/groups/findings';
import { findingKey } from '../../../lib/policy/groups/record-row';

import type { GroupSyncClients, GroupSyncOperation } from '../clients';
import { fields } from '../fields';
import { openRecords } from '../records';
import { doneItems, findingItems, plannedItems, readingItems, type RunContext } from '../report';
import { readRuleSet } from '../settings';
import { readUsers, type RunInput } from '../users';

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
		const keepsRows = first.parameter.oneOf('recordFrom', ['items', 'rows'], 'items') === 'rows';
		const context: RunContext = { rules, identity: target.identity, keepsRows, now: new Date() };
		const answers = calls.map((): RoutedItem[] => []);
		const owner = { account: rules.account, target: target.identity, ruleSet: rules.name };
		const records = openRecords(first.parameter, owner, (userId) => target.userKey(userId));
		const { users, readAt, findings, refused } = await readUsers(calls, records, context, target, answers);

		const totals = await planRun(users, rules, target);
		if (!rules.dryRun) {
			if (totals.overLimit === null) await applyRun(users, target, rules.byServer);
			else holdBack(users, rules, totals.overLimit);
		}
		for (const user of users) {
			// What several items say about one user becomes one item.
			const items = rules.dryRun ? plannedItems(user, context, totals) : doneItems(user, context);
			answers[user.itemIndexes[0] ?? 0]!.push(...items);
		}
		if (readAt !== null) answers[0]!.push(...readingItems(readAt, records.readAt, context));
		if (rules.wholeSource) answers[0]!.push(...findingItems(commonTo(users, refused), records.findings, context));
		else if (findings.size > 0) {
			const known = new Map([...records.findings].filter(([key]) => findings.has(key)));
			answers[0]!.push(
				...findingItems(
					[...findings].map(([key, sentence]) => ({ key, sentence })),
					known,
					context,
				),
			);
		}
		return answers;
	},
};

function openTarget({ kaltura, zoom, zoomAccountId }: Call): GroupTarget {
	if (kaltura) return new KalturaTarget(kaltura);
	if (zoom) return new ZoomTarget(zoom, zoomAccountId);
	throw new InputError('Target', 'names no account', 'Choose Kaltura Groups or Zoom Groups.');
}

/** What many users have in common is told once, not once per user. */
function commonTo(users: readonly UserSync[], refused: RunInput['refused']): Array<{ key: string; sentence: string }> {
	const findings = new Findings();
	for (const { userId, reason } of refused) findings.tell(`unusable ${userId}`, reason);
	for (const { userId, plan, wanted, vanished } of users) {
		for (const { attribute, value, reason, detail } of plan.skipped)
			findings.add(userId, attribute, value, reason, detail);
		if (vanished) continue;
		for (const name of wanted.missing)
			findings.add(userId, name, '', 'missing', 'did not arrive, so nobody can say what it asks for');
	}
	return findings.all().map(({ key, sentence }) => ({ key: findingKey(key), sentence }));
}

/** A run that would remove too much writes nothing, not even additions: its source is probably broken. */
function holdBack(users: readonly UserSync[], rules: RuleSet, sentence: string): void {
	const remedy =
		'Look at the plan with Dry Run. If it is right, raise Most Removals and Most Removals (Percent); if not, correct the source.';
	for (const user of users) {
		if (hasChanges(user)) user.errors.push(new SyncRefusal(rules.target, 'REMOVAL_LIMIT', sentence, remedy));
	}
}
