import { errorDetails } from '../../lib/policy/failures';
import { RoutedItem } from '../../lib/n8n/operation';
import { groupKey } from '../../lib/policy/groups/group-id';
import { recordAfter } from '../../lib/policy/groups/membership-plan';

import { OUTPUT } from './clients';
import type { RunTotals } from '../../lib/pipeline/group-sync/plan-run';
import type { RuleSet } from '../../lib/pipeline/group-sync/rule-set';
import { hasChanges, type UserSync } from '../../lib/pipeline/group-sync/user-sync';

/** What a dry run says about a user: the plan, and the record that belongs to it. */
export function plannedItem(user: UserSync, rules: RuleSet, totals: RunTotals): RoutedItem {
	const { plan, errors } = user;
	const added = plan.add.map(({ groupId }) => groupId);
	const output = errors.length > 0 ? OUTPUT.failed : hasChanges(user) ? OUTPUT.changed : OUTPUT.unchanged;
	// Stored before the run that writes, this record also knows what a run that breaks off has added.
	const record = output === OUTPUT.changed ? recordAfter(user, plan, { added, removed: [] }) : user.record;
	return new RoutedItem(output, {
		...head(user, rules),
		dryRun: true,
		added,
		created: plan.add.filter(({ create }) => create).map(({ groupId }) => groupId),
		removed: plan.remove,
		...details(user),
		record,
		recordChanged: recordChanged(user, record),
		// What to feed to the run that writes.
		...(output === OUTPUT.changed
			? { input: user.rows.map((row) => ({ ...row, approvedPlan: { added, removed: plan.remove } })) }
			: {}),
		run: totals,
		...failure(errors),
	});
}

/** What became of a user. */
export function doneItem(user: UserSync, rules: RuleSet): RoutedItem {
	const { added, created, removed, record, errors, jobStarted } = user;
	const changed = added.length > 0 || removed.length > 0;
	return new RoutedItem(errors.length > 0 ? OUTPUT.failed : changed ? OUTPUT.changed : OUTPUT.unchanged, {
		...head(user, rules),
		dryRun: false,
		added,
		created,
		removed,
		...details(user),
		record,
		recordChanged: recordChanged(user, record),
		...(jobStarted ? { continuesInKaltura: true } : {}),
		...failure(errors),
	});
}

/** An item that names no user that could be looked at. */
export function refusedItem(userId: string, rules: RuleSet, error: Error): RoutedItem {
	return new RoutedItem(OUTPUT.failed, {
		userId,
		target: rules.target,
		ruleSet: rules.name,
		dryRun: rules.dryRun,
		added: [],
		created: [],
		removed: [],
		kept: [],
		skipped: [],
		...failure([error]),
	});
}

function head({ userId }: UserSync, { target, name }: RuleSet) {
	return { userId, target, ruleSet: name };
}

function details({ userId, plan, wanted }: UserSync) {
	return {
		because: Object.fromEntries(plan.add.map(({ groupId, because }) => [groupId, because])),
		kept: plan.kept.map(({ groupId, reason }) => ({ group: groupId, reason })),
		skipped: plan.skipped.map(({ attribute, value, groupId, reason, detail }) => ({
			...(groupId === undefined ? {} : { group: groupId }),
			value,
			reason,
			message: `${reason === 'unreadable' ? `The attribute ${attribute}` : `The value "${shortened(value)}"`} of ${userId} ${detail}.`,
		})),
		missingAttributes: wanted.missing,
	};
}

/** Whether the stored record must be written anew; mostly it need not. */
function recordChanged({ ours }: UserSync, record: readonly string[]): boolean {
	return record.length !== ours.size || record.some((groupId) => !ours.has(groupKey(groupId)));
}

function failure(errors: readonly Error[]) {
	const [first] = errors;
	if (!first) return {};
	const { message } = first;
	const messages = [...new Set(errors.map((error) => error.message))];
	return {
		error: message,
		...(messages.length > 1 ? { errors: messages } : {}),
		errorDetails: errorDetails(first),
	};
}

function shortened(value: string): string {
	const characters = [...value];
	return characters.length > 80 ? `${characters.slice(0, 60).join('')}…` : value;
}
