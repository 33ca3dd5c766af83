import type { OperationCall, RoutedItem } from '../../lib/n8n/operation';
import { SyncRefusal } from '../../lib/pipeline/group-sync/refusal';
import type { GroupTarget } from '../../lib/pipeline/group-sync/target';
import { newUserSync, type UserSync } from '../../lib/pipeline/group-sync/user-sync';
import { InputError } from '../../lib/policy/failures';
import { groupKey } from '../../lib/policy/groups/group-id';
import { readMoment } from '../../lib/policy/groups/moments';
import { WHOLE_SOURCE } from '../../lib/policy/groups/record-row';

import type { GroupSyncClients } from './clients';
import type { Records } from './records';
import { refusedItems, type RunContext } from './report';
import { readApproved } from './settings';

type Call = OperationCall<GroupSyncClients>;

/** One item that names a user. */
interface Named {
	call: Call;
	userId: string;
	saidAt: number | null;
}

export interface RunInput {
	users: UserSync[];
	/** When the whole source was read, where the items say so. */
	readAt: number | null;
	/** What a plan found about values that many users share: key → sentence. */
	findings: ReadonlyMap<string, string>;
	/** IDs that cannot be those of users, with the reason. */
	refused: Array<{ userId: string; reason: string }>;
}

/**
 * The users of the run, each once, whatever they are called and however many items name them. Of several messages about one
 * person the latest counts. An item that names no usable user gets its answer at once and harms nobody else.
 */
export async function readUsers(
	calls: readonly Call[],
	records: Records,
	context: RunContext,
	target: GroupTarget,
	answers: RoutedItem[][],
): Promise<RunInput> {
	const { rules } = context;
	let readAt: number | null = null;
	const named: Named[] = [];
	const findings = new Map<string, string>();
	const refused: RunInput['refused'] = [];
	const refuse = (call: Call, userId: string, error: unknown) => {
		const why = error instanceof Error ? error : new Error(String(error));
		refused.push({ userId, reason: why.message });
		answers[call.itemIndex]!.push(...refusedItems(userId, context, why));
	};
	for (const call of calls) {
		let userId = '';
		try {
			userId = call.parameter.string('userId');
			const saidAt = saidAtOf(call);
			if (rules.wholeSource && saidAt !== null) readAt = Math.max(saidAt, readAt ?? 0);
			const planned = userId === WHOLE_SOURCE ? readApproved(call.parameter.raw('approvedPlan', '')) : null;
			if (planned?.finding) findings.set(planned.finding.key, planned.finding.sentence);
			else if (planned?.source && saidAt !== null) readAt = Math.max(saidAt, readAt ?? 0);
			if (planned) continue;
			const problem = target.problemOfUserId(userId);
			if (problem !== null) {
				const message = `"${userId.slice(0, 100)}" cannot be the ID of a user: it ${problem}`;
				throw new SyncRefusal(rules.target, 'UNUSABLE_USER_ID', message, 'Correct the ID at its source.');
			}
			named.push({ call, userId, saidAt });
		} catch (error) {
			refuse(call, userId, error);
		}
	}

	const same = (await target.samePeople?.([...new Set(named.map(({ userId }) => userId))])) ?? null;
	const users = new Map<string, UserSync>();
	for (const { call, userId, saidAt } of named) {
		try {
			const key = target.userKey(same?.get(userId) ?? userId);
			const user = users.get(key) ?? newUserSync(same?.get(userId) ?? userId);
			takeRecord(user, records, target.userKey(userId), call);
			users.set(key, user);
			if (user.saidAt !== null && saidAt !== null && saidAt < user.saidAt) continue;
			if (saidAt !== null && user.saidAt !== null && saidAt > user.saidAt) user.rows = [];
			user.saidAt = saidAt;
			user.itemIndexes.push(call.itemIndex);
			user.rows.push(call.item.json);
			const approved = readApproved(call.parameter.raw('approvedPlan', ''));
			if (approved) {
				user.approved = approved;
				if (approved.vanished) user.vanished = true;
			}
		} catch (error) {
			refuse(call, userId, error);
		}
	}
	if (rules.wholeSource && rules.vanished.removed) addVanished(users, records, context, target, readAt, calls[0]!);
	return { users: [...users.values()], readAt, findings, refused };
}

/** Whom this rule set put into groups and whom the source does not name any more. */
function addVanished(
	users: Map<string, UserSync>,
	records: Records,
	{ rules }: RunContext,
	target: GroupTarget,
	readAt: number | null,
	call: Call,
): void {
	for (const userId of records.holders()) {
		const key = target.userKey(userId);
		if (users.has(key) || rules.vanished.ignored.has(userId.toLowerCase())) continue;
		const user = newUserSync(userId);
		user.vanished = true;
		user.saidAt = readAt;
		takeRecord(user, records, key, call);
		users.set(key, user);
	}
}

function takeRecord(user: UserSync, records: Records, key: string, { parameter }: Call): void {
	const { ours, others, saidAt, problem } = records.of(key, parameter);
	if (saidAt !== null) user.knownSaidAt = Math.max(saidAt, user.knownSaidAt ?? 0);
	if (problem !== '') user.knownProblem = problem;
	for (const groupId of ours) {
		if (user.ours.has(groupKey(groupId))) continue;
		user.ours.add(groupKey(groupId));
		// Until something changes, the record stays as it was: also when the user fails.
		user.record.push(groupId);
	}
	for (const groupId of others) user.others.add(groupKey(groupId));
}

function saidAtOf({ parameter }: Call): number | null {
	const given = parameter.raw('saidAt', '');
	if (given === null || given === undefined || given === '') return null;
	const moment = readMoment(given);
	if (moment !== null) return moment;
	const remedy =
		'Give seconds or milliseconds since 1970, or a date with time and time zone such as 2026-05-04T10:00:00Z.';
	return new InputError('Said At', `is "${String(given).slice(0, 60)}", which is no time`, remedy).raise();
}
