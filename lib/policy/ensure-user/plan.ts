import type { ActualUser, DesiredUser, PlannedStep, PhoneWish, Step, UserPlan } from './states';

export interface EnsureOptions {
	/** What to do with wishes for somebody who is inactive and shall stay so; Zoom refuses them with 1053. */
	changesOfInactive: 'skip' | 'refuse' | 'enable-for-a-moment';
	/** Whether a deactivation also ends the sessions. */
	logOutOnDeactivate: boolean;
	/** Whether a role is taken away first where Zoom refuses to deactivate admins. */
	demoteAdminsFirst: boolean;
}

export interface Protection {
	/** Zoom's id or address of the user that the app acts as; it is never deactivated or demoted. */
	appUser: string | null;
	/** Ids of everybody with the Admin role who is active. */
	activeAdmins: ReadonlySet<string>;
}

const OWNER = '0';
const ADMIN = '1';
const MEMBER = '2';

/**
 * The fewest steps from the actual to the desired state, in an order that is safe to break anywhere:
 * - what takes access away (log out, deactivate) does not depend on what else succeeds;
 * - somebody who is enabled for a moment is disabled again whatever happens;
 * - additions come before removals, so that nobody is without group or plan in between.
 * Planning again after the steps gives no step.
 * @see reference identity-and-groups §1.4, §2 (defects 6, 7, 12, 13)
 */
export function planUser(
	desired: DesiredUser,
	actual: ActualUser | null,
	options: EnsureOptions,
	protection: Protection,
): UserPlan {
	const plan: UserPlan = {
		email: desired.email,
		userId: actual?.id ?? '',
		verdict: 'unchanged',
		steps: [],
		notes: [],
		refusal: null,
	};
	if (!actual) return planMissing(desired, plan);
	if (actual.status === 'pending') return planPending(desired, actual, plan);

	const changes = changesOf(desired, actual, plan.notes);
	const endsInactive = (desired.status ?? actual.status) === 'inactive';
	const startsInactive = actual.status === 'inactive';

	const refusal = protectionProblem(desired, actual, changes, endsInactive, protection);
	if (refusal) return refuse(plan, refusal);

	if (!startsInactive && !endsInactive) add(plan, changes);
	if (startsInactive && !endsInactive) {
		add(plan, [{ kind: 'activate', temporary: false }]);
		add(plan, changes);
	}
	if (startsInactive && endsInactive) planInactive(changes, plan, options);
	if (!startsInactive && endsInactive) planLeaver(changes, actual, plan, options);
	if (plan.refusal === null && plan.steps.length > 0) plan.verdict = 'change';
	return plan;
}

function planMissing(desired: DesiredUser, plan: UserPlan): UserPlan {
	if (desired.status === 'inactive') {
		plan.notes.push(`${desired.email} is not in Zoom, so there is nobody to deactivate.`);
		return plan;
	}
	const action = desired.createAction ?? 'never';
	if (action === 'never')
		return refuse(plan, `${desired.email} is not in Zoom. Choose a Create Action to create the user.`);
	const profile = { ...desired.profile };
	// Zoom takes only these at creation and drops the rest without a word (reference identity-and-groups §1.2).
	const atOnce = pick(profile, ['first_name', 'last_name', 'display_name', 'password']);
	add(plan, [
		{
			kind: 'create',
			action,
			email: desired.newEmail ?? desired.email,
			type: desired.licence?.type ?? 1,
			profile: atOnce,
		},
	]);
	if (action === 'create' || action === 'autoCreate') {
		// The user is pending until the invitation is accepted; only then can the rest be set.
		if (action === 'create') {
			plan.notes.push(`${desired.email} has to accept the invitation first; run Ensure again afterwards for the rest.`);
			add(plan, groupSteps(desired, []));
			plan.verdict = 'change';
			return plan;
		}
	}
	const created: ActualUser = {
		id: '',
		email: desired.newEmail ?? desired.email,
		status: 'active',
		profile: atOnce,
		type: desired.licence?.type ?? 1,
		zoomOneType: '',
		planUnitedType: '',
		groupIds: [],
		roleId: MEMBER,
		phone: null,
	};
	add(plan, changesOf({ ...desired, email: created.email, newEmail: undefined } as DesiredUser, created, plan.notes));
	plan.verdict = 'change';
	return plan;
}

function planPending(desired: DesiredUser, actual: ActualUser, plan: UserPlan): UserPlan {
	if (desired.status === 'inactive') {
		return refuse(
			plan,
			`${actual.email} has not accepted the invitation, so Zoom cannot deactivate the user. Withdraw the invitation with User → Delete (disassociate).`,
		);
	}
	const groups = groupSteps(desired, actual.groupIds);
	add(
		plan,
		groups.filter(({ kind }) => kind === 'add-to-group'),
	);
	const rest = [...changesOf(desired, actual, []).filter(({ kind }) => kind !== 'add-to-group')];
	if (rest.length > 0)
		plan.notes.push(
			`${actual.email} has not accepted the invitation; ${rest.length} more changes have to wait until then.`,
		);
	if (plan.steps.length > 0) plan.verdict = 'change';
	return plan;
}

/** Inactive now and afterwards: Zoom refuses changes of inactive users, so they need a moment of activity, or stay undone. */
function planInactive(changes: Step[], plan: UserPlan, options: EnsureOptions): void {
	if (changes.length === 0) return;
	if (options.changesOfInactive === 'refuse') {
		refuse(
			plan,
			`${plan.email} is deactivated, and Zoom does not change deactivated users. Activate the user, or choose Enable for a Moment.`,
		);
	} else if (options.changesOfInactive === 'skip') {
		plan.notes.push(`${plan.email} is deactivated; ${changes.length} changes were left undone.`);
	} else {
		add(plan, [{ kind: 'activate', temporary: true }]);
		add(plan, changes);
		add(plan, [{ kind: 'deactivate', logOut: true }], true);
	}
}

/** Active now, inactive afterwards: first what needs an active user, then the end, which nothing may prevent. */
function planLeaver(changes: Step[], actual: ActualUser, plan: UserPlan, options: EnsureOptions): void {
	const demotion: Step[] =
		actual.roleId === ADMIN &&
		options.demoteAdminsFirst &&
		!changes.some(({ kind }) => kind === 'unassign-role' || kind === 'assign-role')
			? [{ kind: 'unassign-role', roleId: actual.roleId }]
			: [];
	if (
		actual.roleId === ADMIN &&
		demotion.length === 0 &&
		!changes.some(({ kind }) => kind === 'unassign-role' || kind === 'assign-role')
	) {
		refuse(
			plan,
			`${plan.email} has the Admin role; Zoom does not deactivate admins. Take the role away, or turn on Demote Admins First.`,
		);
		return;
	}
	const reductions = changes.filter(isReduction);
	const others = changes.filter((step) => !isReduction(step));
	add(plan, others);
	add(plan, [...demotion, ...reductions, { kind: 'deactivate', logOut: options.logOutOnDeactivate }], true);
}

function isReduction({ kind }: Step): boolean {
	return (
		kind === 'unassign-role' ||
		kind === 'remove-from-group' ||
		kind === 'unassign-plan' ||
		kind === 'unassign-number' ||
		kind === 'disable-phone'
	);
}

/** Every difference but the status, in the order of an active user. */
function changesOf(desired: DesiredUser, actual: ActualUser, notes: string[]): Step[] {
	const steps: Step[] = [];
	const fields = Object.fromEntries(
		Object.entries(desired.profile ?? {}).filter(
			([name, value]) => value !== undefined && !sameValue(value, actual.profile[name]),
		),
	);
	if (Object.keys(fields).length > 0) steps.push({ kind: 'update-profile', fields });
	const { type, zoomOneType, planUnitedType } = desired.licence ?? {};
	if (type !== undefined && type !== actual.type)
		steps.push({ kind: 'change-licence', field: 'type', value: type, before: actual.type });
	if (zoomOneType !== undefined && blankZero(zoomOneType) !== blankZero(actual.zoomOneType))
		steps.push({ kind: 'change-licence', field: 'zoom_one_type', value: zoomOneType, before: actual.zoomOneType });
	if (planUnitedType !== undefined && blankNone(planUnitedType) !== blankNone(actual.planUnitedType))
		steps.push({
			kind: 'change-licence',
			field: 'plan_united_type',
			value: planUnitedType,
			before: actual.planUnitedType,
		});
	if (desired.newEmail !== undefined && desired.newEmail.toLowerCase() !== actual.email.toLowerCase())
		steps.push({ kind: 'change-email', email: desired.newEmail });
	steps.push(...groupSteps(desired, actual.groupIds));
	steps.push(...roleSteps(desired, actual));
	if (desired.phone) steps.push(...phoneSteps(desired.phone, actual, notes));
	return steps;
}

function groupSteps({ groups }: DesiredUser, current: readonly string[]): Step[] {
	if (!groups) return [];
	const wanted = new Set(
		groups.exact ?? [...current.filter((id) => !groups.remove?.includes(id)), ...(groups.add ?? [])],
	);
	return [
		...[...wanted]
			.filter((groupId) => !current.includes(groupId))
			.map((groupId): Step => ({ kind: 'add-to-group', groupId })),
		...current
			.filter((groupId) => !wanted.has(groupId))
			.map((groupId): Step => ({ kind: 'remove-from-group', groupId })),
	];
}

function roleSteps({ roleId }: DesiredUser, actual: ActualUser): Step[] {
	if (roleId === undefined || roleId === actual.roleId) return [];
	// Members cannot be assigned (300): taking the present role away makes somebody a member.
	return roleId === MEMBER
		? [{ kind: 'unassign-role', roleId: actual.roleId }]
		: [{ kind: 'assign-role', roleId, before: actual.roleId }];
}

function phoneSteps(wish: PhoneWish, actual: ActualUser, notes: string[]): Step[] {
	const has = actual.phone ?? null;
	if (wish.enabled === false) return has ? [{ kind: 'disable-phone' }] : [];
	const steps: Step[] = [];
	if (!has) {
		if (wish.enabled !== true) {
			notes.push(
				`${actual.email} has no Zoom Phone; its phone settings were left out. Set Phone Enabled to give it one.`,
			);
			return [];
		}
		steps.push({ kind: 'enable-phone' });
	}
	const now = has ?? { extensionNumber: '', siteId: '', callingPlans: [], numbers: [] };
	const extensionNumber =
		wish.extensionNumber !== undefined && wish.extensionNumber !== now.extensionNumber
			? wish.extensionNumber
			: undefined;
	const siteId = wish.siteId !== undefined && wish.siteId !== now.siteId ? wish.siteId : undefined;
	if (extensionNumber !== undefined || siteId !== undefined) {
		steps.push({
			kind: 'update-phone',
			...(extensionNumber === undefined ? {} : { extensionNumber }),
			...(siteId === undefined ? {} : { siteId }),
		});
	}
	if (wish.callingPlans) {
		const missing = wish.callingPlans.filter((type) => !now.callingPlans.includes(type));
		const surplus = now.callingPlans.filter((type) => !wish.callingPlans!.includes(type));
		// One for one is a switch: the user is never without plan and number (defect 7).
		if (missing.length === 1 && surplus.length === 1)
			steps.push({ kind: 'switch-plan', from: surplus[0]!, to: missing[0]! });
		else {
			steps.push(...missing.map((type): Step => ({ kind: 'assign-plan', type })));
			steps.push(...surplus.map((type): Step => ({ kind: 'unassign-plan', type })));
		}
	}
	if (wish.numbers) {
		const held = now.numbers.map(({ number }) => number);
		steps.push(
			...wish.numbers
				.filter((number) => !held.includes(number))
				.map((number): Step => ({ kind: 'assign-number', number })),
		);
		steps.push(
			...now.numbers
				.filter(({ number }) => !wish.numbers!.includes(number))
				.map(({ id, number }): Step => ({ kind: 'unassign-number', id, number })),
		);
	}
	return steps;
}

function protectionProblem(
	desired: DesiredUser,
	actual: ActualUser,
	changes: Step[],
	endsInactive: boolean,
	protection: Protection,
): string | null {
	const losesRole = changes.some(({ kind }) => kind === 'unassign-role' || kind === 'assign-role');
	const leaves = endsInactive && actual.status === 'active';
	if (actual.roleId === OWNER && (losesRole || leaves))
		return `${actual.email} is the owner of the Zoom account; Ensure never deactivates or demotes the owner.`;
	if (desired.roleId === OWNER && actual.roleId !== OWNER)
		return `The owner of a Zoom account cannot be changed through Ensure; transfer it in the Zoom web portal.`;
	const app = protection.appUser?.toLowerCase();
	if (app && (actual.id.toLowerCase() === app || actual.email.toLowerCase() === app) && (losesRole || leaves)) {
		return `${actual.email} is the user that this app acts as; deactivating or demoting it would lock the app out.`;
	}
	if (
		actual.roleId === ADMIN &&
		(losesRole || leaves) &&
		protection.activeAdmins.has(actual.id) &&
		protection.activeAdmins.size <= 1
	) {
		return `${actual.email} is the last active admin; give somebody else the Admin role first.`;
	}
	return null;
}

/** Whether a run may change so many users; a broken list must not deactivate a university. */
export function tooManyUsers(
	changed: number,
	looked: number,
	limit: { most: number; mostShare: number },
): string | null {
	const share = looked === 0 ? 0 : changed / looked;
	if (changed > limit.most)
		return `This run would change ${changed} users; the limit is ${limit.most}. Nothing was changed. Look at the plan, then raise Most Changes.`;
	if (looked > 1 && share > limit.mostShare) {
		return `This run would change ${changed} of ${looked} users (${Math.round(share * 1000) / 10} %); the limit is ${Math.round(limit.mostShare * 1000) / 10} %. Nothing was changed. Look at the plan, then raise Most Changes (Share).`;
	}
	return null;
}

function add(plan: UserPlan, steps: readonly Step[], always = false): void {
	plan.steps.push(...steps.map((step): PlannedStep => ({ step, always, sentence: sentenceOf(step) })));
}

function refuse(plan: UserPlan, refusal: string): UserPlan {
	plan.verdict = 'refused';
	plan.refusal = refusal;
	plan.steps = [];
	return plan;
}

/** A step in words, for the plan that somebody approves. */
export function sentenceOf(step: Step): string {
	switch (step.kind) {
		case 'create':
			return `Create ${step.email} (${step.action}, type ${step.type})`;
		case 'activate':
			return step.temporary ? 'Activate for a moment' : 'Activate';
		case 'update-profile':
			return `Set ${Object.keys(step.fields).join(', ')}`;
		case 'change-licence':
			return `Change ${step.field} from ${step.before === null || step.before === '' ? 'none' : step.before} to ${step.value === '' ? 'none' : step.value}`;
		case 'change-email':
			return `Change the address to ${step.email}`;
		case 'add-to-group':
			return `Add to the group ${step.groupId}`;
		case 'remove-from-group':
			return `Remove from the group ${step.groupId}`;
		case 'assign-role':
			return `Give the role ${step.roleId} (was ${step.before})`;
		case 'unassign-role':
			return `Take the role ${step.roleId} away`;
		case 'enable-phone':
			return 'Give Zoom Phone';
		case 'disable-phone':
			return 'Take Zoom Phone away';
		case 'update-phone':
			return `Set ${[step.extensionNumber && `extension ${step.extensionNumber}`, step.siteId && `site ${step.siteId}`].filter(Boolean).join(' and ')}`;
		case 'switch-plan':
			return `Switch the calling plan from ${step.from} to ${step.to}`;
		case 'assign-plan':
			return `Assign the calling plan ${step.type}`;
		case 'unassign-plan':
			return `Take the calling plan ${step.type} away`;
		case 'assign-number':
			return `Assign the number ${step.number}`;
		case 'unassign-number':
			return `Take the number ${step.number} away`;
		case 'deactivate':
			return step.logOut ? 'Deactivate and log out' : 'Deactivate';
		case 'log-out':
			return 'Log out';
	}
}

/** Zoom leaves empty fields out, gives numbers as text here and there, and custom attributes in any order. */
function sameValue(wanted: unknown, actual: unknown): boolean {
	const empty = (value: unknown) =>
		value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
	if (empty(wanted) && empty(actual)) return true;
	return canonical(wanted) === canonical(actual);
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
	if (value !== null && typeof value === 'object') {
		return `{${Object.entries(value)
			.filter(([, inner]) => inner !== undefined && inner !== null && inner !== '')
			.map(([key, inner]) => `${key}:${canonical(inner)}`)
			.sort()
			.join(',')}}`;
	}
	return String(value);
}

const blankZero = (value: string) => (value === '0' ? '' : value);
const blankNone = (value: string) => (value === 'none' ? '' : value);

function pick(record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).filter(([name, value]) => names.includes(name) && value !== undefined && value !== ''),
	);
}
