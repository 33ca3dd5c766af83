import { InputError } from '../../policy/failures';
import { readApproved } from '../../policy/groups/approved-plan';
import { groupKey } from '../../policy/groups/group-id';
import { readMoment } from '../../policy/groups/moments';
import { WHOLE_SOURCE } from '../../policy/groups/record-row';

import type { ItemRecord, Records } from './records';
import { SyncRefusal } from './refusal';
import { refusedItems, type RunContext, type SyncItem } from './report';
import type { GroupTarget } from './target';
import type { SourceUser } from './user-plan';

/** One item of a run. What the form says about it is read when it is needed, because reading may fail for one item alone. */
export interface SourceItem extends ItemRecord {
	index: number;
	row: Record<string, unknown>;
	userId(): string;
	saidAt(): unknown;
	approvedPlan(): unknown;
}

/** One item that names a user. */
interface Named {
	item: SourceItem;
	userId: string;
	saidAt: number | null;
}

/** A user while the items of the run are gone through. */
type Gathered = { -readonly [Key in keyof SourceUser]: SourceUser[Key] } & {
	itemIndexes: number[];
	rows: Array<Record<string, unknown>>;
	ours: Set<string>;
	others: Set<string>;
	record: string[];
};

export interface RunInput {
	users: SourceUser[];
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
	items: readonly SourceItem[],
	records: Records,
	context: RunContext,
	target: GroupTarget,
	answers: SyncItem[][],
): Promise<RunInput> {
	const { rules } = context;
	let readAt: number | null = null;
	const named: Named[] = [];
	const findings = new Map<string, string>();
	const refused: RunInput['refused'] = [];
	const refuse = (item: SourceItem, userId: string, error: unknown) => {
		const why = error instanceof Error ? error : new Error(String(error));
		refused.push({ userId, reason: why.message });
		answers[item.index]!.push(...refusedItems(userId, context, why));
	};
	for (const item of items) {
		let userId = '';
		try {
			userId = item.userId();
			const saidAt = saidAtOf(item);
			if (rules.wholeSource && saidAt !== null) readAt = Math.max(saidAt, readAt ?? 0);
			const planned = userId === WHOLE_SOURCE ? readApproved(item.approvedPlan()) : null;
			if (planned?.finding) findings.set(planned.finding.key, planned.finding.sentence);
			else if (planned?.source && saidAt !== null) readAt = Math.max(saidAt, readAt ?? 0);
			if (planned) continue;
			const problem = target.problemOfUserId(userId);
			if (problem !== null) {
				const message = `"${userId.slice(0, 100)}" cannot be the ID of a user: it ${problem}`;
				throw new SyncRefusal(rules.target, 'UNUSABLE_USER_ID', message, 'Correct the ID at its source.');
			}
			named.push({ item, userId, saidAt });
		} catch (error) {
			refuse(item, userId, error);
		}
	}

	const same = (await target.samePeople?.([...new Set(named.map(({ userId }) => userId))])) ?? null;
	const users = new Map<string, Gathered>();
	for (const { item, userId, saidAt } of named) {
		try {
			const key = target.userKey(same?.get(userId) ?? userId);
			const user = users.get(key) ?? gathered(same?.get(userId) ?? userId);
			takeRecord(user, records, target.userKey(userId), item);
			users.set(key, user);
			if (user.saidAt !== null && saidAt !== null && saidAt < user.saidAt) continue;
			if (saidAt !== null && user.saidAt !== null && saidAt > user.saidAt) user.rows = [];
			user.saidAt = saidAt;
			user.itemIndexes.push(item.index);
			user.rows.push(item.row);
			const approved = readApproved(item.approvedPlan());
			if (approved) {
				user.approved = approved;
				if (approved.vanished) user.vanished = true;
			}
		} catch (error) {
			refuse(item, userId, error);
		}
	}
	if (rules.wholeSource && rules.vanished.removed) addVanished(users, records, context, target, readAt, items[0]!);
	return { users: [...users.values()], readAt, findings, refused };
}

/** Whom this rule set put into groups and whom the source does not name any more. */
function addVanished(
	users: Map<string, Gathered>,
	records: Records,
	{ rules }: RunContext,
	target: GroupTarget,
	readAt: number | null,
	item: SourceItem,
): void {
	for (const userId of records.holders()) {
		const key = target.userKey(userId);
		if (users.has(key) || rules.vanished.ignored.has(userId.toLowerCase())) continue;
		const user = gathered(userId);
		user.vanished = true;
		user.saidAt = readAt;
		takeRecord(user, records, key, item);
		users.set(key, user);
	}
}

function gathered(userId: string): Gathered {
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
		record: [],
	};
}

function takeRecord(user: Gathered, records: Records, key: string, item: SourceItem): void {
	const { ours, others, saidAt, problem } = records.of(key, item);
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

function saidAtOf(item: SourceItem): number | null {
	const given = item.saidAt();
	if (given === null || given === undefined || given === '') return null;
	const moment = readMoment(given);
	if (moment !== null) return moment;
	const remedy =
		'Give seconds or milliseconds since 1970, or a date with time and time zone such as 2026-05-04T10:00:00Z.';
	return new InputError('Said At', `is "${String(given).slice(0, 60)}", which is no time`, remedy).raise();
}
