import { ADMIN, differences, groupSteps, MEMBER, OWNER } from './differences';
import type { AllowedChange } from './allowed';
import { Draft } from './draft';
import { tooManyAttributes } from './limits';
import type { Protection } from './protection';
import { changesRole, OWNER_IS_NOT_ASSIGNED, protectionProblem } from './protection';
import type { Names } from './sentences';
import type { ActualUser, DesiredUser, Step, UserPlan } from './states';

export interface EnsureOptions {
	/** What to do with wishes for somebody who is inactive and shall stay so; Zoom refuses them with 1053. */
	changesOfInactive: 'skip' | 'refuse' | 'enable-for-a-moment';
	/** Whether wishes of a leaver besides address and status are carried out first, or count for nothing. Default: carried out. */
	leaversOtherColumns?: 'carry-out' | 'ignore';
	/** What may be done at all; the rest is planned and left. Default: everything. */
	allowed?: readonly AllowedChange[];
	/** Whether a deactivation also ends the sessions. */
	logOutOnDeactivate: boolean;
	/** Whether a role is taken away first where Zoom refuses to deactivate admins. */
	demoteAdminsFirst: boolean;
}

const REDUCTIONS: ReadonlySet<Step['kind']> = new Set([
	'unassign-role',
	'remove-from-group',
	'unassign-plan',
	'unassign-number',
	'disable-phone',
]);

/**
 * The fewest steps from the actual to the desired state, in an order that is safe to break anywhere:
 * - what takes access away (demote, deactivate, log out) does not depend on what else succeeds;
 * - somebody who is enabled for a moment is disabled again whatever happens;
 * - additions come before removals, so that nobody is without group or plan in between.
 * Planning again after the steps gives no step.
 * @param actual null when Zoom has no such user
 * @see docs/vendors/directory.md#what-zoom-does-with-users, #errors-of-user-calls (defects 6, 7, 11, 12, 13)
 */
export function planUser(
	desired: DesiredUser,
	actual: ActualUser | null,
	options: EnsureOptions,
	protection: Protection,
	names?: Names,
): UserPlan {
	const draft = new Draft(desired.email, actual, names);
	if (!actual) return planMissing(desired, draft);
	if (actual.status === 'pending') return planPending(desired, actual, draft);
	return planSettled(desired, actual, options, protection, draft);
}

function planMissing(desired: DesiredUser, draft: Draft): UserPlan {
	if (desired.status === 'inactive') {
		return draft.note(`${desired.email} is not in Zoom, so there is nobody to deactivate.`).done();
	}
	const action = desired.createAction ?? 'never';
	if (action === 'never')
		return draft.refuse(`${desired.email} is not in Zoom. Choose how to create missing users, or correct the address.`);
	if (desired.roleId === OWNER) return draft.refuse(OWNER_IS_NOT_ASSIGNED);
	const email = desired.newEmail ?? desired.email;
	const { type = 1, zoomOneType, planUnitedType } = desired.licence ?? {};
	const profile = pick(desired.profile ?? {}, [
		'first_name',
		'last_name',
		'display_name',
		'division_ids',
		...(action === 'autoCreate' ? ['password'] : []),
	]);
	const zoomPhone = desired.phone?.enabled === true;
	draft.add([
		{
			kind: 'create',
			action,
			email,
			type,
			profile,
			...(hasPlan(zoomOneType) ? { zoomOneType } : {}),
			...(hasPlan(planUnitedType) ? { planUnitedType } : {}),
			...(zoomPhone ? { zoomPhone } : {}),
		},
	]);
	if (action === 'create') {
		// The user is pending until the invitation is accepted; only then can the rest be set.
		draft.note(`${email} has to accept the invitation first; run Ensure again afterwards for the rest.`);
		return draft.add(groupSteps(desired, [])).done();
	}
	const created: ActualUser = {
		id: '',
		email,
		status: 'active',
		profile: { display_name: displayName(profile), ...profile },
		type,
		zoomOneType: hasPlan(zoomOneType) ? zoomOneType! : '',
		planUnitedType: hasPlan(planUnitedType) ? planUnitedType! : '',
		groupIds: [],
		roleId: MEMBER,
		phone: zoomPhone ? { extensionNumber: '', siteId: '', callingPlans: [], numbers: [] } : null,
	};
	const rest = differences(
		{ ...desired, newEmail: email },
		created,
		{ endsInactive: false, losesLicences: false },
		draft.notes,
	);
	return draft.add(rest).done();
}

/** Zoom makes a display name of first and last name when none is given. */
const displayName = (profile: Record<string, unknown>) =>
	[profile.first_name, profile.last_name].filter(Boolean).join(' ');

const hasPlan = (plan: string | undefined) => plan !== undefined && !['', '0', 'none'].includes(plan);

/** Only groups can be changed before the invitation is accepted (defect 11). */
function planPending(desired: DesiredUser, actual: ActualUser, draft: Draft): UserPlan {
	if (desired.status === 'inactive') {
		// Nobody who is invited can be deactivated; without the invitation the person does not come in.
		return actual.invitationExpired
			? draft.note(`The invitation of ${actual.email} has expired, so there is nobody to deactivate.`).done()
			: draft.add([{ kind: 'withdraw-invitation' }], true).done();
	}
	if (actual.invitationExpired) {
		return desired.createAction === 'create'
			? planMissing(desired, draft)
			: draft.refuse(
					`The invitation of ${actual.email} has expired, and Zoom takes no changes of it. Invite the person anew with User → Invite Again, or set If Missing to Invite (Create).`,
				);
	}
	if (desired.roleId === OWNER) return draft.refuse(OWNER_IS_NOT_ASSIGNED);
	const all = differences(desired, actual, { endsInactive: false, losesLicences: false }, []);
	const isGroup = ({ kind }: Step) => kind === 'add-to-group' || kind === 'remove-from-group';
	const waiting = all.filter((step) => !isGroup(step)).length;
	if (waiting > 0)
		draft.leave(
			`${actual.email} has not accepted the invitation; ${waiting === 1 ? 'one more change has' : `${waiting} more changes have`} to wait until then.`,
		);
	return draft.add(all.filter(isGroup)).done();
}

function planSettled(
	desired: DesiredUser,
	actual: ActualUser,
	options: EnsureOptions,
	protection: Protection,
	draft: Draft,
): UserPlan {
	const startsInactive = actual.status === 'inactive';
	const endsInactive = (desired.status ?? actual.status) === 'inactive';
	const situation = { endsInactive, losesLicences: startsInactive && !endsInactive };
	const changes = differences(desired, actual, situation, draft.notes);
	const refusal =
		protectionProblem(desired, actual, changes, endsInactive, protection) ??
		contradiction(desired, actual, changes, endsInactive, options) ??
		refusedList(desired, actual, changes);
	const owed: Step[] = startsInactive && endsInactive && actual.logOutOwed ? [{ kind: 'log-out' }] : [];
	// A session that goes on is access: nothing is in the way of its end.
	if (refusal) return owed.length > 0 ? draft.leave(refusal).add(owed, true).done() : draft.refuse(refusal);
	if (!startsInactive && !endsInactive) return draft.add(changes).done();
	if (!startsInactive) return planLeaver(changes, actual, draft, options);
	if (!endsInactive) return planReturner(changes, actual, draft);
	return planInactive(changes, actual, draft, options, owed);
}

/** Wishes that Zoom's rules for admins make impossible: it neither activates nor deactivates them. */
function contradiction(
	desired: DesiredUser,
	actual: ActualUser,
	changes: readonly Step[],
	endsInactive: boolean,
	options: EnsureOptions,
): string | null {
	const roleChanges = changes.some(changesRole);
	if (endsInactive && desired.roleId === ADMIN && (actual.roleId !== ADMIN || actual.status === 'active')) {
		return `${actual.email} is to be an admin and inactive at once; Zoom does not deactivate admins. Wish for another role.`;
	}
	if (actual.roleId !== ADMIN || roleChanges) return null;
	if (actual.status === 'active' && endsInactive && !options.demoteAdminsFirst) {
		return `${actual.email} has the Admin role; Zoom does not deactivate admins. Take the role away, or turn on Demote Admins First.`;
	}
	const needsActivation =
		actual.status === 'inactive' &&
		(!endsInactive || (changes.length > 0 && options.changesOfInactive === 'enable-for-a-moment'));
	if (needsActivation) {
		return `${actual.email} is deactivated and has the Admin role; Zoom does not activate admins. Wish for another role too.`;
	}
	return null;
}

/** What would be sent as the person's custom attributes is more than Zoom takes. */
function refusedList({ profile }: DesiredUser, { email }: ActualUser, changes: readonly Step[]): string | null {
	const update = changes.find((step) => step.kind === 'update-profile');
	return update ? tooManyAttributes(email, update.fields.custom_attributes, profile?.custom_attributes) : null;
}

/** Inactive now, active afterwards. An admin is demoted before Zoom activates. */
function planReturner(changes: Step[], actual: ActualUser, draft: Draft): UserPlan {
	const [first, others] = demotionFirst(changes, actual);
	return draft
		.add(first)
		.add([{ kind: 'activate', temporary: false }])
		.add(others)
		.done();
}

/** Inactive now and afterwards: Zoom refuses changes of inactive users, so they need a moment of activity, or stay undone. */
function planInactive(
	changes: Step[],
	actual: ActualUser,
	draft: Draft,
	options: EnsureOptions,
	owed: readonly Step[],
): UserPlan {
	if (changes.length === 0) return draft.add(owed, true).done();
	if (options.changesOfInactive === 'refuse') {
		const why = `${actual.email} is deactivated, and Zoom does not change deactivated users. Activate the user, or choose Enable for a Moment.`;
		return owed.length > 0 ? draft.leave(why).add(owed, true).done() : draft.refuse(why);
	}
	if (options.changesOfInactive === 'skip') {
		const undone = changes.length === 1 ? 'one change was' : `${changes.length} changes were`;
		return draft.leave(`${actual.email} is deactivated; ${undone} left undone.`).add(owed, true).done();
	}
	const [first, others] = demotionFirst(changes, actual);
	return draft
		.add(first)
		.add([{ kind: 'activate', temporary: true }])
		.add(others)
		.add([{ kind: 'deactivate', undo: true }, ...owed], true)
		.done();
}

/** Active now, inactive afterwards: nothing may prevent the end. Zoom changes active users only, so the rest comes before. */
function planLeaver(changes: Step[], actual: ActualUser, draft: Draft, options: EnsureOptions): UserPlan {
	const demotion: Step[] =
		actual.roleId === ADMIN && !changes.some(changesRole) ? [{ kind: 'unassign-role', roleId: ADMIN }] : [];
	const [first, others] = demotionFirst(changes, actual);
	const reductions = others.filter(({ kind }) => REDUCTIONS.has(kind));
	return draft
		.add([...demotion, ...first], true)
		.add(others.filter(({ kind }) => !REDUCTIONS.has(kind)))
		.add([...reductions, { kind: 'deactivate', undo: false }], true)
		.add(options.logOutOnDeactivate ? [{ kind: 'log-out' }] : [], true)
		.done();
}

/** Takes the step that ends an Admin role out of the others. */
function demotionFirst(changes: readonly Step[], actual: ActualUser): [first: Step[], others: Step[]] {
	const isDemotion = (step: Step) => actual.roleId === ADMIN && changesRole(step);
	return [changes.filter(isDemotion), changes.filter((step) => !isDemotion(step))];
}

function pick(record: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).filter(([name, value]) => names.includes(name) && value !== undefined && value !== ''),
	);
}
