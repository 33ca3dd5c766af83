import type { ActualUser, DesiredUser, UserPlan } from '../../policy/people/states';
import { takesOut } from '../../policy/people/allowed';
import { addressesAfterwards, ofLeaver } from '../../policy/people/leavers';
import { planUsers } from '../../policy/people/plan-all';
import type { Protection } from '../../policy/people/protection';
import { tooManyUsers } from '../../policy/people/protection';
import type { Known, ReadRow, Row } from '../../policy/people/rows';
import { readRows } from '../../policy/people/rows';
import type { Names } from '../../policy/people/sentences';
import type { CarriedOut, StepReport } from '../../zoom/carry-out';
import { carryOut } from '../../zoom/carry-out';
import type { ZoomClient } from '../../zoom/client';
import type { Directory } from '../../zoom/directory';
import { readDirectory } from '../../zoom/directory';
import { MemberBatches } from '../../zoom/member-batches';
import type { Pledges } from '../../zoom/pledges';
import { ADMIN_ROLE } from '../../zoom/roles';

import type { RunSettings } from './run-settings';
import { withLogOutsOwed, withThoseLeftEnabled } from './unfinished';

/** People who are worked on at once; as many as Zoom adds to a group in one call. */
const AT_ONCE = 30;

export interface EnsuredUser {
	email: string;
	/** '' of somebody who is pending or missing. */
	userId: string;
	/**
	 * planned and unchanged also in a dry run; incomplete: nothing can be done now, and the person is not as wished, with
	 * `reason`; refused: by a rule, with `reason`; switched-off: what `steps` say may not be done; failed: a step was refused by
	 * Zoom.
	 */
	outcome: 'unchanged' | 'incomplete' | 'planned' | 'changed' | 'refused' | 'switched-off' | 'failed';
	/** Why it is wished, as the list said. */
	because?: string;
	/** Why it was refused, or is incomplete. */
	reason?: string;
	steps: Array<Omit<StepReport, 'result'> & { result: StepReport['result'] | 'planned' }>;
	/** Wishes that were left out, each with why. */
	notes: string[];
	/** Somebody who was enabled for a moment may still be enabled. */
	leftEnabled?: true;
}

/** A run that stops before its first write. */
export class StoppedRun extends Error {
	readonly vendor = 'input';
	readonly code = 'STOPPED';
	readonly retryable = false;

	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
		this.name = 'StoppedRun';
	}
}

/** A row whose values are not even of their types, or one of which nothing may be done now. */
export interface UnreadableRow {
	email: string;
	problem: string;
	/** Nothing is wrong with the row itself, so it is in nobody's way. */
	isHeldBack?: boolean;
}
export type GivenRow = Row | UnreadableRow;

/**
 * Brings people to their desired states with the fewest calls: reads, plans everything, checks the limits, and only then
 * writes. Running it again writes nothing.
 * @returns one report per row, in order
 * @throws {StoppedRun} bad rows, or more changes than the limit; nothing was written
 * @throws {ZoomError} Zoom could not be read; nothing was written
 */
export async function ensureUsers(
	zoom: ZoomClient,
	given: readonly GivenRow[],
	settings: RunSettings,
	pledges: Pledges,
	signal?: AbortSignal,
): Promise<EnsuredUser[]> {
	const rows = given.map((row): Row =>
		'problem' in row ? { email: row.email } : settings.plan.leaversOtherColumns === 'ignore' ? ofLeaver(row) : row,
	);
	const known = await readKnown(zoom, rows);
	const read = readRows(rows, known, settings.emptyValues).map((row, index) => withReadError(row, given[index]!));
	stopAtBadRows(
		rows,
		read.map((row, index) => ('isHeldBack' in given[index]! ? { ...row, problems: [] } : row)),
		settings,
	);

	const usable = read.flatMap(({ desired }, index) => (desired ? [{ desired, index }] : []));
	const others =
		settings.plan.leaversOtherColumns === 'ignore' ? addressesAfterwards(given) : new Map<number, string>();
	const directory = await readDirectory(
		zoom,
		usable.map(({ desired, index }) => ({
			stableId: rows[index]!.stableId?.trim() ?? '',
			emails: [desired.email, desired.newEmail ?? others.get(index) ?? []].flat(),
			fields: Object.keys(desired.profile ?? {}),
			zoomOneType: desired.licence?.zoomOneType !== undefined,
			phone: desired.phone !== undefined,
		})),
		settings.match,
	);
	const found = usable.map(({ desired }, at) => {
		const actual = onlyKnownGroups(directory.users[at]!, known);
		return { desired: underItsAddress(desired, actual, settings), actual };
	});
	const byAddress = !settings.match || settings.match.by === 'email';
	const people = await withLogOutsOwed(await withThoseLeftEnabled(found, pledges), settings, pledges);
	const protection = await readProtection(zoom, people, directory);
	const plans = planUsers(people, settings.plan, protection, namesOf(known)).map((plan, at) => {
		// The second address of a leaver is only for finding the person: it is in nobody's way.
		const conflict = others.has(usable[at]!.index) && byAddress ? null : directory.conflicts[at];
		return conflict ? refused(plan, conflict) : plan;
	});
	if (!settings.dryRun) await stopAtTooMany(zoom, plans, directory, settings);

	const carried = settings.dryRun ? plans.map(() => null) : await carryOutAll(zoom, plans, pledges, signal);
	const reports = new Map(usable.map(({ index }, at) => [index, reportOf(plans[at]!, carried[at]!, read[index]!)]));
	return read.map((row, index) => {
		const { because } = rows[index]!;
		return { ...(reports.get(index) ?? badRow(rows[index]!, row)), ...(because ? { because } : {}) };
	});
}

/** Of somebody who was found by the stable id: the address of the list is a new one, but for leavers, who keep theirs. */
function underItsAddress(desired: DesiredUser, actual: ActualUser | null, { match, plan }: RunSettings): DesiredUser {
	if (!actual || !match || match.by === 'email' || desired.newEmail !== undefined) return desired;
	if (actual.email.toLowerCase() === desired.email.toLowerCase()) return desired;
	if (desired.status === 'inactive' && plan.leaversOtherColumns === 'ignore') return desired;
	return { ...desired, newEmail: desired.email };
}

/** Groups, roles, sites and plans are read once per run, and only when a row names one. */
async function readKnown(zoom: ZoomClient, rows: readonly Row[]): Promise<Known> {
	const some = (test: (row: Row) => unknown) => rows.some((row) => Boolean(test(row)));
	const groups = some((row) => row.groups) ? await listGroups(zoom) : undefined;
	const roles = some((row) => row.role) ? await zoom.roles.list() : undefined;
	const sites = some((row) => row.phone?.site) ? await zoom.phone.sites() : undefined;
	const plans = some((row) => row.phone?.callingPlans?.length) ? await zoom.phone.callingPlans() : undefined;
	return {
		...(groups ? { groups } : {}),
		...(roles ? { roles } : {}),
		...(sites ? { sites } : {}),
		...(plans ? { callingPlans: plans.flatMap(({ type }) => type ?? []) } : {}),
	};
}

async function listGroups(zoom: ZoomClient): Promise<Array<{ id: string; name: string }>> {
	const groups: Array<{ id: string; name: string }> = [];
	for await (const page of zoom.groups.list()) groups.push(...page.map(({ id, name }) => ({ id, name })));
	return groups;
}

function withReadError(row: ReadRow, given: GivenRow): ReadRow {
	return 'problem' in given ? { desired: null, problems: [given.problem], notes: [] } : row;
}

function stopAtBadRows(rows: readonly Row[], read: readonly ReadRow[], { badRows }: RunSettings): void {
	const bad = read.flatMap(({ problems }, index) => (problems.length > 0 ? [{ index, problems }] : []));
	if (bad.length === 0 || badRows === 'skip') return;
	const shown = bad
		.slice(0, 10)
		.map(({ index, problems }) => `row ${index + 1} (${rows[index]!.email || 'no address'}): ${problems.join(' ')}`);
	throw new StoppedRun(
		`${bad.length} of ${rows.length} rows cannot be used, so nothing was written. ${shown.join(' ')}${bad.length > shown.length ? ` And ${bad.length - shown.length} more.` : ''}`,
		'Correct the rows, or set Bad Rows to Skip and Report.',
	);
}

/** Users go on showing groups that were deleted; Zoom cannot take anybody out of those. */
function onlyKnownGroups(user: Directory['users'][number], { groups }: Known): Directory['users'][number] {
	if (!user || !groups) return user;
	const ids = new Set(groups.map(({ id }) => id));
	return { ...user, groupIds: user.groupIds.filter((id) => ids.has(id)) };
}

/** Who must not be locked out. Asked only when somebody is to be deactivated or gets another role. */
async function readProtection(
	zoom: ZoomClient,
	people: ReadonlyArray<{ desired: { status?: string; roleId?: string }; actual: Directory['users'][number] }>,
	{ activeAdmins }: Directory,
): Promise<Protection> {
	const touched = people.filter(
		({ desired, actual }) =>
			actual?.status === 'active' &&
			(desired.status === 'inactive' || (desired.roleId !== undefined && desired.roleId !== actual.roleId)),
	);
	if (touched.length === 0) return { appUser: null, activeAdmins: activeAdmins ?? new Set() };
	// Not to know it must neither lock the app out nor keep every leaver in. Where Zoom tells server-to-server apps nothing,
	// the app acts as the owner, who is protected anyway.
	const me = await zoom.users.appUser().catch(() => undefined);
	const touchesAdmin = touched.some(({ actual }) => actual?.roleId === ADMIN_ROLE);
	return {
		appUser: me === undefined ? undefined : (me?.id ?? null),
		activeAdmins: activeAdmins ?? (touchesAdmin ? await adminIds(zoom) : new Set()),
	};
}

async function adminIds(zoom: ZoomClient): Promise<Set<string>> {
	const ids = new Set<string>();
	for await (const page of zoom.users.list('active', { roleId: ADMIN_ROLE })) for (const { id } of page) ids.add(id);
	return ids;
}

async function stopAtTooMany(
	zoom: ZoomClient,
	plans: readonly UserPlan[],
	{ activeUsers }: Directory,
	{ limit }: RunSettings,
): Promise<void> {
	const changed = plans.filter(({ verdict }) => verdict === 'change').length;
	if (changed === 0) return;
	const shareCounts = changed > 1 && limit.mostShare < 1;
	const users = shareCounts ? (activeUsers ?? (await zoom.users.count('active')) ?? 0) : Infinity;
	const problem = tooManyUsers(changed, users, limit);
	if (problem) throw new StoppedRun(problem, 'Run it as a dry run to see the plan of each user.');
}

async function carryOutAll(
	zoom: ZoomClient,
	plans: readonly UserPlan[],
	pledges: Pledges,
	signal: AbortSignal | undefined,
): Promise<Array<CarriedOut | null>> {
	const results: Array<CarriedOut | null> = plans.map(() => null);
	const due = plans.flatMap((plan, index) => (plan.verdict === 'change' ? [{ plan, index }] : []));
	const batches = new MemberBatches(zoom.groups);
	// Leavers first: whatever ends a run early, a limit or a Stop, finds them out already.
	for (const some of [due.filter(({ plan }) => leaves(plan)), due.filter(({ plan }) => !leaves(plan))]) {
		for (let at = 0; at < some.length; at += AT_ONCE) {
			await batches.together(some.slice(at, at + AT_ONCE), async ({ plan, index }) => {
				results[index] = await carryOut(plan, zoom, batches, pledges, signal);
			});
		}
	}
	return results;
}

const leaves = ({ steps }: UserPlan) => takesOut(steps.map(({ step }) => step));

function namesOf({ groups = [], roles = [], sites = [] }: Known): Names {
	const byId = (list: ReadonlyArray<{ id: string; name: string }>) => new Map(list.map(({ id, name }) => [id, name]));
	return { groups: byId(groups), roles: byId(roles), sites: byId(sites) };
}

const refused = (plan: UserPlan, refusal: string): UserPlan => ({ ...plan, verdict: 'refused', steps: [], refusal });

function reportOf(plan: UserPlan, carried: CarriedOut | null, { notes }: ReadRow): EnsuredUser {
	const all = { email: plan.email, userId: carried?.userId || plan.userId, notes: [...notes, ...plan.notes] };
	const steps = plan.steps.map(({ step, sentence, changes }) => ({
		step: step.kind,
		what: sentence,
		result: 'planned' as const,
		...(changes.length > 0 ? { changes } : {}),
	}));
	if (plan.refusal !== null) {
		const outcome = plan.verdict === 'switched-off' ? 'switched-off' : 'refused';
		return { ...all, outcome, reason: plan.refusal, steps };
	}
	if (!carried) {
		if (steps.length > 0) return { ...all, outcome: 'planned', steps };
		return plan.undone === null
			? { ...all, outcome: 'unchanged', steps }
			: { ...all, outcome: 'incomplete', reason: plan.undone, steps };
	}
	const complete = carried.steps.every(({ result }) => result === 'done' || result === 'already');
	return {
		...all,
		outcome: complete ? 'changed' : 'failed',
		steps: carried.steps,
		...(carried.leftEnabled ? { leftEnabled: true } : {}),
	};
}

const badRow = ({ email }: Row, { problems, notes }: ReadRow): EnsuredUser => ({
	email,
	userId: '',
	outcome: 'refused',
	reason: problems.join(' '),
	steps: [],
	notes,
});
