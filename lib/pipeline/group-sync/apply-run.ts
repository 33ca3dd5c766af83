import { groupKey } from '../../policy/groups/group-id';
import { recordAfter } from '../../policy/groups/membership-plan';

import type { ChangeResult, GroupTarget, MembershipChange } from './target';
import { hasChanges, type UserSync } from './user-sync';

type Change = MembershipChange & { user: UserSync };

/**
 * Carries the plans out, over all users together so that requests are few: groups first, then additions, then removals.
 * Whoever could not be added somewhere keeps what this run would have taken: nobody ends with less than both the state
 * before and the state after allow. A group that nobody could be put into is taken back.
 */
export async function applyRun(users: readonly UserSync[], target: GroupTarget, byServer: boolean): Promise<void> {
	await createUsers(users, target);
	const changing = users.filter((user) => user.errors.length === 0 && hasChanges(user));
	const created = await createGroups(changing, target);
	try {
		if (byServer && target.sync) await syncByServer(changing, target);
		else await writeOurselves(changing, target);
	} finally {
		for (const user of changing) {
			user.created = user.added.filter((groupId) => created.has(groupKey(groupId)));
			user.record = recordAfter(user, user.plan, {
				added: [...user.added, ...user.perhapsAdded],
				// What Kaltura still has to do stays in the record until a later run has seen it done.
				removed: user.jobStarted ? [] : user.removed,
			});
		}
	}
	await takeBack(changing, created, target);
}

/** Who is not there yet and may be created. */
async function createUsers(users: readonly UserSync[], target: GroupTarget): Promise<void> {
	const missing = users.filter(({ create, errors }) => create !== null && errors.length === 0);
	if (missing.length === 0 || !target.createUsers) return;
	const refused = await target.createUsers(missing.map(({ create }) => create!));
	for (const user of missing) {
		const why = refused.get(user.userId);
		if (why) user.errors.push(why);
	}
}

async function createGroups(users: readonly UserSync[], target: GroupTarget): Promise<Map<string, string>> {
	const wanted = new Map<string, { id: string; name: string }>();
	for (const { plan } of users) {
		for (const { groupId, name, create } of plan.add) {
			if (create && !wanted.has(groupKey(groupId))) wanted.set(groupKey(groupId), { id: groupId, name });
		}
	}
	if (wanted.size === 0) return new Map();
	const refused = await target.createGroups([...wanted.values()]);
	const reasons = new Map([...refused].map(([groupId, error]) => [groupKey(groupId), error]));
	for (const user of users) {
		for (const { groupId, create } of user.plan.add) {
			const error = create ? reasons.get(groupKey(groupId)) : undefined;
			if (error) user.errors.push(error);
		}
		user.plan.add = user.plan.add.filter(({ groupId, create }) => !(create && reasons.has(groupKey(groupId))));
		for (const one of user.plan.add) one.groupId = wanted.get(groupKey(one.groupId))?.id ?? one.groupId;
	}
	return new Map([...wanted].filter(([key]) => !reasons.has(key)).map(([key, { id }]) => [key, id]));
}

async function writeOurselves(users: readonly UserSync[], target: GroupTarget): Promise<void> {
	const additions = users.flatMap((user) => user.plan.add.map(({ groupId }) => change(user, groupId)));
	const excluded = new Set<UserSync>();
	settleAdditions(additions, await target.add(additions), (user, error) => {
		const mayHelp = codeOf(error) === 'GROUPS_CANNOT_CO_EXIST' && user.plan.remove.length > 0;
		if (mayHelp) excluded.add(user);
		return mayHelp;
	});
	const removals = users
		.filter((user) => user.errors.length === 0 && !excluded.has(user))
		.flatMap((user) => user.plan.remove.map((groupId) => change(user, groupId)));
	settleRemovals(removals, await target.remove(removals));
	for (const user of excluded) await exchange(user, target);
}

/**
 * For groups that exclude each other: out of the old ones first, then into the new ones; back into the old ones when that
 * is refused nevertheless.
 */
async function exchange(user: UserSync, target: GroupTarget): Promise<void> {
	if (user.errors.length > 0) return;
	const removals = user.plan.remove.map((groupId) => change(user, groupId));
	settleRemovals(removals, await target.remove(removals));
	const done = new Set(user.added.map(groupKey));
	const additions = user.plan.add.filter(({ groupId }) => !done.has(groupKey(groupId)));
	const changes = additions.map(({ groupId }) => change(user, groupId));
	settleAdditions(changes, await target.add(changes));
	if (user.errors.length === 0) return;
	const back = user.removed.map((groupId) => change(user, groupId));
	const results = await target.add(back);
	user.removed = user.removed.filter((_, index) => results[index] instanceof Error);
	for (const result of results) if (result instanceof Error) user.errors.push(result);
}

/** Kaltura's own engine: told everything that shall stay, it removes exactly what the plan removes. */
async function syncByServer(users: readonly UserSync[], target: GroupTarget): Promise<void> {
	for (const removes of [false, true]) {
		const part = users.filter(({ plan, errors }) => errors.length === 0 && plan.remove.length > 0 === removes);
		const answers = await target.sync!(
			part.map(({ userId, plan }) => ({
				userId,
				groupIds: [...plan.kept, ...plan.add].map(({ groupId }) => groupId),
			})),
			removes,
		);
		part.forEach((user, index) => {
			const answer = answers[index]!;
			if (answer instanceof Error) {
				user.errors.push(answer);
				if (isOpen(answer)) user.perhapsAdded.push(...user.plan.add.map(({ groupId }) => groupId));
				return;
			}
			user.added.push(...user.plan.add.map(({ groupId }) => groupId));
			user.removed.push(...user.plan.remove);
			user.jobStarted = answer.jobStarted;
		});
	}
}

async function takeBack(
	users: readonly UserSync[],
	created: ReadonlyMap<string, string>,
	target: GroupTarget,
): Promise<void> {
	const used = new Set(users.flatMap(({ added }) => added.map(groupKey)));
	const unused = [...created].filter(([key]) => !used.has(key)).map(([, groupId]) => groupId);
	if (unused.length === 0) return;
	await target.deleteIfEmpty(unused).catch((error: unknown) => {
		if (!(error instanceof Error)) throw error;
		const concerned = new Set(unused.map(groupKey));
		for (const user of users) {
			if (user.plan.add.some(({ groupId }) => concerned.has(groupKey(groupId)))) user.errors.push(error);
		}
	});
}

function settleAdditions(
	changes: readonly Change[],
	results: readonly ChangeResult[],
	isExcused: (user: UserSync, error: Error) => boolean = () => false,
): void {
	changes.forEach(({ user, groupId }, index) => {
		const result = results[index]!;
		if (result === 'done') user.added.push(groupId);
		else if (result instanceof Error && !isExcused(user, result)) {
			user.errors.push(result);
			if (isOpen(result)) user.perhapsAdded.push(groupId);
		}
	});
}

function settleRemovals(changes: readonly Change[], results: readonly ChangeResult[]): void {
	changes.forEach(({ user, groupId }, index) => {
		const result = results[index]!;
		if (result instanceof Error) user.errors.push(result);
		else user.removed.push(groupId);
	});
}

function change(user: UserSync, groupId: string): Change {
	return { user, userId: user.userId, groupId };
}

/** Whether a failed write may have been carried out nevertheless. */
function isOpen(error: Error): boolean {
	return 'effect' in error ? error.effect === 'unknown' : 'retryable' in error && error.retryable === true;
}

function codeOf(error: Error): unknown {
	return 'code' in error ? error.code : undefined;
}
