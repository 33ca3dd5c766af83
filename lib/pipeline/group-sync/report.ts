import { errorDetails, isExplained } from '../../policy/failures';
import { shortened } from '../../policy/groups/findings';
import { groupKey } from '../../policy/groups/group-id';
import { recordAfter } from '../../policy/groups/membership-plan';
import { cut, recordRow, WHOLE_SOURCE } from '../../policy/groups/record-row';

import type { RunTotals } from './plan-run';
import type { RuleSet } from './rule-set';
import { hasChanges, isOvertaken, type SourceUser, untouched, type UserPlan, type UserResult } from './user-plan';

/** Where an item of a run goes: users by what became of them, and rows for the tables of records and of changes. */
export type SyncOutput = 'changed' | 'unchanged' | 'failed' | 'record' | 'report';

export interface SyncItem {
	output: SyncOutput;
	json: object;
}

/** What the items of a run have in common. */
export interface RunContext {
	rules: RuleSet;
	/** Whose groups: see `GroupTarget.identity`. */
	identity: string;
	/** Whether rows of tables are given out; false where the record travels with the items. */
	keepsRows: boolean;
	now: Date;
}

/** What a dry run says about a user: the plan, and the record that belongs to it. */
export function plannedItems(planned: UserPlan, context: RunContext, totals: RunTotals): SyncItem[] {
	const { user, plan, current, errors } = planned;
	const { ours, others, vanished } = user;
	const nothingDone = untouched(planned);
	const added = plan.add.map(({ groupId }) => groupId);
	const output = errors.length > 0 ? 'failed' : hasChanges(planned) ? 'changed' : 'unchanged';
	const changing = output === 'changed';
	// Stored before the run that writes, this record also knows what a run that breaks off has added. What is still to be done
	// was not acted on yet: the same word must be able to do it again, and its report comes when it is done.
	const record = changing ? recordAfter({ current, ours, others }, plan, { added, removed: [] }) : planned.record;
	const rows = changing
		? rowsOf(planned, nothingDone, context, {
				record,
				saidAt: user.knownSaidAt,
				problem: user.knownProblem,
				changed: false,
			})
		: rowsOf(planned, nothingDone, context, {
				record,
				saidAt: errors.length > 0 ? user.knownSaidAt : latest(user),
				changed: false,
			});
	// Looking again at a plan that nobody approved makes no approved one of it.
	const approvedPlan = {
		added,
		removed: plan.remove,
		...(user.approved?.free && { free: true }),
		...(vanished && { vanished }),
	};
	const input =
		user.rows.length > 0 ? user.rows : [{ ...ofRuleSet(context), userId: user.userId, saidAt: isoOf(user.saidAt) }];
	return [
		itemFor(output, {
			...head(user, context),
			dryRun: true,
			added,
			created: plan.add.filter(({ create }) => create).map(({ groupId }) => groupId),
			removed: plan.remove,
			...details(planned, plan.add),
			...(planned.create && { createsUser: true }),
			record,
			recordChanged: recordChanged(user, record),
			// What to feed to the run that writes: changes, and what is to be remembered.
			...((changing || rows.length > 0) && { input: input.map((row) => ({ ...row, approvedPlan })) }),
			run: totals,
			...failure(errors),
		}),
		...rows,
	];
}

/** What became of a user. */
export function doneItems(planned: UserPlan, result: UserResult, context: RunContext): SyncItem[] {
	const { user } = planned;
	const { asked, added, created, removed, record, errors, jobStarted } = result;
	const changed = added.length > 0 || removed.length > 0;
	return [
		itemFor(errors.length > 0 ? 'failed' : changed ? 'changed' : 'unchanged', {
			...head(user, context),
			dryRun: false,
			added,
			created,
			removed,
			...details(planned, asked),
			...(planned.create && errors.length === 0 && { createdUser: true }),
			record,
			recordChanged: recordChanged(user, record),
			...(jobStarted ? { continuesInKaltura: true } : {}),
			...failure(errors),
		}),
		...rowsOf(planned, result, context, {
			record,
			saidAt: errors.length > 0 ? user.knownSaidAt : latest(user),
			changed,
		}),
	];
}

/** An item that names no user that could be looked at. */
export function refusedItems(userId: string, context: RunContext, error: Error): SyncItem[] {
	const { rules, keepsRows } = context;
	const item = itemFor('failed', {
		...ofRun(context, userId),
		...failure([error]),
	});
	// Of a whole source it is told with what many users have in common.
	if (!keepsRows || rules.wholeSource) return [item];
	const problem = { problem: error.message, remedy: isExplained(error) ? error.remedy : '' };
	return [item, itemFor('report', changeRow({ userId: userId.slice(0, 100), context, ...problem }))];
}

/** When a source was read as a whole: older messages about anybody in this rule set are not acted on after it. */
export function readingItems(readAt: number, knownAt: number | null, context: RunContext): SyncItem[] {
	if (!context.keepsRows || (knownAt !== null && readAt <= knownAt)) return [];
	if (context.rules.wholeSource && context.rules.dryRun)
		return [toRemember(context, { saidAt: isoOf(readAt) }, { source: true })];
	return [itemFor('record', recordRow(owner(context, WHOLE_SOURCE), [], readAt, ''))];
}

/** What many users of a whole source have in common; told once, and once more when it came back. */
export function findingItems(
	found: ReadonlyArray<{ key: string; sentence: string }>,
	known: ReadonlyMap<string, string>,
	context: RunContext,
): SyncItem[] {
	if (!context.keepsRows) return [];
	const now = new Map(found.map(({ key, sentence }) => [key.toLowerCase(), cut(sentence)]));
	const over = [...known]
		.filter(([key, sentence]) => sentence !== '' && !now.has(key))
		.map(([key]) => [key, ''] as const);
	return [...now, ...over].flatMap(([key, sentence]) => {
		if ((known.get(key) ?? '') === sentence) return [];
		if (context.rules.wholeSource && context.rules.dryRun) return [toRemember(context, {}, { finding: key, sentence })];
		return [
			itemFor('record', recordRow(owner(context, key), [], null, sentence)),
			...(sentence === '' ? [] : [itemFor('report', changeRow({ userId: '', context, skipped: sentence }))]),
		];
	});
}

/** Something that names no user but has to be remembered by the run that writes. */
function toRemember(context: RunContext, of: object, approved: object): SyncItem {
	const approvedPlan = { added: [], removed: [], ...approved };
	return itemFor('unchanged', {
		...ofRun(context, WHOLE_SOURCE),
		input: [{ ...ofRuleSet(context), userId: WHOLE_SOURCE, ...of, approvedPlan }],
	});
}

/** What every item of a run carries for the run that writes, whose settings are read from its first item. */
function ofRuleSet({ rules: { account, name, privileges } }: RunContext) {
	return { account, ruleSet: name, attribute: privileges[0]?.attribute ?? '' };
}

function head({ userId, saidAt }: SourceUser, { rules: { target, name } }: RunContext) {
	return { userId, target, ruleSet: name, ...(saidAt !== null && { saidAt: isoOf(saidAt) }) };
}

function ofRun({ rules: { target, name, dryRun } }: RunContext, userId: string) {
	return { userId, target, ruleSet: name, dryRun, added: [], created: [], removed: [], kept: [], skipped: [] };
}

function owner({ rules: { account, name }, identity }: RunContext, userId: string) {
	return { account, target: identity, ruleSet: name, userId };
}

function details({ user, plan, wanted }: UserPlan, asked: UserResult['asked']) {
	return {
		because: Object.fromEntries(asked.map(({ groupId, because }) => [groupId, because])),
		kept: plan.kept.map(({ groupId, reason }) => ({ group: groupId, reason })),
		skipped: plan.skipped.map(({ attribute, value, groupId, reason, detail }) => ({
			...(groupId === undefined ? {} : { group: groupId }),
			value,
			reason,
			message: `${reason === 'unreadable' ? `The attribute ${attribute}` : `The value "${shortened(value)}"`} of ${user.userId} ${detail}.`,
		})),
		missingAttributes: wanted.missing,
		...(isOvertaken(user) && {
			ignored: `Something newer was acted on already (${new Date(user.knownSaidAt!).toISOString()}), so nothing was changed for ${user.userId}.`,
		}),
	};
}

/** The rows that tables keep: of the record only what differs from what is stored, of the report only news. */
function rowsOf(
	planned: UserPlan,
	result: UserResult,
	context: RunContext,
	now: { record: readonly string[]; saidAt: number | null; changed: boolean; problem?: string },
): SyncItem[] {
	const { rules } = context;
	const { user } = planned;
	if (!context.keepsRows || isOvertaken(user)) return [];
	const rows: SyncItem[] = [];
	const problem = now.problem ?? cut(problemOf(planned, result.errors, rules));
	const news = problem !== user.knownProblem;
	// Of a whole source one row remembers when it was read.
	const later = now.saidAt !== user.knownSaidAt && (!rules.wholeSource || now.changed);
	if (recordChanged(user, now.record) || news || later)
		rows.push(itemFor('record', recordRow(owner(context, user.userId), now.record, now.saidAt, problem)));
	if (now.changed || (news && problem !== '')) {
		const [first] = result.errors;
		rows.push(
			itemFor(
				'report',
				changeRow({
					userId: user.userId,
					context,
					added: result.added,
					created: result.created,
					removed: result.removed,
					skipped: news && first === undefined ? problem : '',
					problem: first?.message ?? '',
					remedy: isExplained(first) ? first.remedy : '',
				}),
			),
		);
	}
	return rows;
}

/** What somebody has to know about this user; what many users of a whole source share is told apart (see `findingItems`). */
function problemOf(planned: UserPlan, found: readonly Error[], rules: RuleSet): string {
	const { user, wanted, plan } = planned;
	const errors = [...new Set(found.map(({ message }) => message))];
	if (rules.wholeSource || user.approved) return errors.join(' ');
	const missing = isOvertaken(user)
		? []
		: wanted.missing.map(
				(name) => `The attribute ${name} of ${user.userId} did not arrive, so nobody can say what it asks for.`,
			);
	return [...errors, ...details(planned, plan.add).skipped.map(({ message }) => message), ...missing].join(' ');
}

function isoOf(moment: number | null): string {
	return moment === null ? '' : new Date(moment).toISOString();
}

function latest({ saidAt, knownSaidAt }: SourceUser): number | null {
	return saidAt === null ? knownSaidAt : Math.max(saidAt, knownSaidAt ?? 0);
}

/** A row of the table of changes. */
function changeRow(of: {
	userId: string;
	context: RunContext;
	added?: readonly string[];
	created?: readonly string[];
	removed?: readonly string[];
	skipped?: string;
	problem?: string;
	remedy?: string;
}) {
	const { rules, now } = of.context;
	return {
		account: rules.account,
		at: now.toISOString(),
		ruleSet: rules.name,
		userId: of.userId,
		added: (of.added ?? []).join(' '),
		created: (of.created ?? []).join(' '),
		removed: (of.removed ?? []).join(' '),
		skipped: cut(of.skipped ?? ''),
		error: cut(of.problem ?? ''),
		nextStep: of.remedy ?? '',
	};
}

/** Whether the stored record must be written anew; mostly it need not. */
function recordChanged({ ours }: SourceUser, record: readonly string[]): boolean {
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

function itemFor(output: SyncOutput, json: object): SyncItem {
	return { output, json };
}
