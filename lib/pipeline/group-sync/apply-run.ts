import { groupKey } from '../../policy/groups/group-id';
import { recordAfter, type MembershipPlan } from '../../policy/groups/membership-plan';

import type { ChangeResult, GroupTarget, MembershipChange } from './target';
import { hasChanges, untouched, type UserPlan, type UserResult } from './user-plan';

/** A plan that is being carried out. */
interface Doing {
	readonly planned: UserPlan;
	/** What is still to be added: a group that could not be created is out, one that was there is called as it is called there. */
	add: MembershipPlan['add'];
	added: string[];
	/** Additions that failed in a way that leaves open whether they were made. */
	perhapsAdded: string[];
	removed: string[];
	jobStarted: boolean;
	errors: Error[];
}

type Change = MembershipChange & { one: Doing };

/**
 * Carries the plans out, over all users together so that requests are few: groups first, then additions, then removals.
 * Whoever could not be added somewhere keeps what this run would have taken: nobody ends with less than both the state
 * before and the state after allow. A group that nobody could be put into is taken back.
 * @returns what became of each plan, in order
 */
export async function applyRun(
	plans: readonly UserPlan[],
	target: GroupTarget,
	byServer: boolean,
): Promise<UserResult[]> {
	const all = plans.map(begun);
	await createUsers(all, target);
	const changing = all.filter(({ planned, errors }) => errors.length === 0 && hasChanges(planned));
	const created = await createGroups(changing, target);
	if (byServer && target.sync) await syncByServer(changing, target);
	else await writeOurselves(changing, target);
	const taken = new Set(changing);
	await takeBack(changing, created, target);
	return all.map((one) =>
		taken.has(one) ? resultOf(one, created) : { ...untouched(one.planned), errors: one.errors },
	);
}

function begun(planned: UserPlan): Doing {
	const add = planned.plan.add.map((one) => ({ ...one }));
	return { planned, add, added: [], perhapsAdded: [], removed: [], jobStarted: false, errors: [...planned.errors] };
}

function resultOf(
	{ planned, add, added, perhapsAdded, removed, jobStarted, errors }: Doing,
	createdGroups: ReadonlyMap<string, string>,
): UserResult {
	const { ours, others } = planned.user;
	const record = recordAfter({ current: planned.current, ours, others }, planned.plan, {
		added: [...added, ...perhapsAdded],
		// What Kaltura still has to do stays in the record until a later run has seen it done.
		removed: jobStarted ? [] : removed,
	});
	return {
		asked: add,
		added,
		created: added.filter((groupId) => createdGroups.has(groupKey(groupId))),
		removed,
		record,
		jobStarted,
		errors,
	};
}

/** Who is not there yet and may be created. */
async function createUsers(all: readonly Doing[], target: GroupTarget): Promise<void> {
	const missing = all.filter(({ planned, errors }) => planned.create !== null && errors.length === 0);
	if (missing.length === 0 || !target.createUsers) return;
	const refused = await target.createUsers(missing.map(({ planned }) => planned.create!));
	for (const { planned, errors } of missing) {
		const why = refused.get(planned.user.userId);
		if (why) errors.push(why);
	}
}

async function createGroups(all: readonly Doing[], target: GroupTarget): Promise<Map<string, string>> {
	const wanted = new Map<string, { id: string; name: string }>();
	for (const { add } of all) {
		for (const { groupId, name, create } of add) {
			if (create && !wanted.has(groupKey(groupId))) wanted.set(groupKey(groupId), { id: groupId, name });
		}
	}
	if (wanted.size === 0) return new Map();
	const refused = await target.createGroups([...wanted.values()]);
	const reasons = new Map([...refused].map(([groupId, error]) => [groupKey(groupId), error]));
	for (const one of all) {
		for (const { groupId, create } of one.add) {
			const error = create ? reasons.get(groupKey(groupId)) : undefined;
			if (error) one.errors.push(error);
		}
		one.add = one.add
			.filter(({ groupId, create }) => !(create && reasons.has(groupKey(groupId))))
			.map((addition) => ({ ...addition, groupId: wanted.get(groupKey(addition.groupId))?.id ?? addition.groupId }));
	}
	return new Map([...wanted].filter(([key]) => !reasons.has(key)).map(([key, { id }]) => [key, id]));
}

async function writeOurselves(all: readonly Doing[], target: GroupTarget): Promise<void> {
	const additions = all.flatMap((one) => one.add.map(({ groupId }) => change(one, groupId)));
	const excluded = new Set<Doing>();
	settleAdditions(additions, await target.add(additions), (one, error) => {
		const mayHelp = codeOf(error) === 'GROUPS_CANNOT_CO_EXIST' && one.planned.plan.remove.length > 0;
		if (mayHelp) excluded.add(one);
		return mayHelp;
	});
	const removals = all
		.filter((one) => one.errors.length === 0 && !excluded.has(one))
		.flatMap((one) => one.planned.plan.remove.map((groupId) => change(one, groupId)));
	settleRemovals(removals, await target.remove(removals));
	for (const one of excluded) await exchange(one, target);
}

/**
 * For groups that exclude each other: out of the old ones first, then into the new ones; back into the old ones when that
 * is refused nevertheless.
 */
async function exchange(one: Doing, target: GroupTarget): Promise<void> {
	if (one.errors.length > 0) return;
	const removals = one.planned.plan.remove.map((groupId) => change(one, groupId));
	settleRemovals(removals, await target.remove(removals));
	const done = new Set(one.added.map(groupKey));
	const additions = one.add.filter(({ groupId }) => !done.has(groupKey(groupId)));
	const changes = additions.map(({ groupId }) => change(one, groupId));
	settleAdditions(changes, await target.add(changes));
	if (one.errors.length === 0) return;
	const back = one.removed.map((groupId) => change(one, groupId));
	const results = await target.add(back);
	one.removed = one.removed.filter((_, index) => results[index] instanceof Error);
	for (const result of results) if (result instanceof Error) one.errors.push(result);
}

/** Kaltura's own engine: told everything that shall stay, it removes exactly what the plan removes. */
async function syncByServer(all: readonly Doing[], target: GroupTarget): Promise<void> {
	for (const removes of [false, true]) {
		const part = all.filter(({ planned, errors }) => errors.length === 0 && planned.plan.remove.length > 0 === removes);
		const answers = await target.sync!(
			part.map(({ planned, add }) => ({
				userId: planned.user.userId,
				groupIds: [...planned.plan.kept, ...add].map(({ groupId }) => groupId),
			})),
			removes,
		);
		part.forEach((one, index) => {
			const answer = answers[index]!;
			const additions = one.add.map(({ groupId }) => groupId);
			if (answer instanceof Error) {
				one.errors.push(answer);
				if (isOpen(answer)) one.perhapsAdded.push(...additions);
				return;
			}
			one.added.push(...additions);
			one.removed.push(...one.planned.plan.remove);
			one.jobStarted = answer.jobStarted;
		});
	}
}

async function takeBack(
	all: readonly Doing[],
	created: ReadonlyMap<string, string>,
	target: GroupTarget,
): Promise<void> {
	const used = new Set(all.flatMap(({ added }) => added.map(groupKey)));
	const unused = [...created].filter(([key]) => !used.has(key)).map(([, groupId]) => groupId);
	if (unused.length === 0) return;
	await target.deleteIfEmpty(unused).catch((error: unknown) => {
		if (!(error instanceof Error)) throw error;
		const concerned = new Set(unused.map(groupKey));
		for (const one of all) {
			if (one.add.some(({ groupId }) => concerned.has(groupKey(groupId)))) one.errors.push(error);
		}
	});
}

function settleAdditions(
	changes: readonly Change[],
	results: readonly ChangeResult[],
	isExcused: (one: Doing, error: Error) => boolean = () => false,
): void {
	changes.forEach(({ one, groupId }, index) => {
		const result = results[index]!;
		if (result === 'done') one.added.push(groupId);
		else if (result instanceof Error && !isExcused(one, result)) {
			one.errors.push(result);
			if (isOpen(result)) one.perhapsAdded.push(groupId);
		}
	});
}

function settleRemovals(changes: readonly Change[], results: readonly ChangeResult[]): void {
	changes.forEach(({ one, groupId }, index) => {
		const result = results[index]!;
		if (result instanceof Error) one.errors.push(result);
		else one.removed.push(groupId);
	});
}

function change(one: Doing, groupId: string): Change {
	return { one, userId: one.planned.user.userId, groupId };
}

/** Whether a failed write may have been carried out nevertheless. */
function isOpen(error: Error): boolean {
	return 'effect' in error ? error.effect === 'unknown' : 'retryable' in error && error.retryable === true;
}

function codeOf(error: Error): unknown {
	return 'code' in error ? error.code : undefined;
}
