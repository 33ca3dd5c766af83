import { valueToSend } from './same-value';
import type { ActualUser, DesiredUser, PhoneWish, Step } from './states';

export const OWNER = '0';
export const ADMIN = '1';
export const MEMBER = '2';

/** Given at creation and never told again, so nothing that could be compared. */
const AT_CREATION_ONLY = new Set(['password']);

export interface Situation {
	/** Deactivated users have no licence: Zoom takes it away. */
	endsInactive: boolean;
	/** Activation does not give licences back, whatever is shown while the user is inactive. */
	losesLicences: boolean;
}

/**
 * Every difference but the status, as steps in an order that is good for an active user.
 * @param notes gets wishes that cannot be carried out, each with why
 */
export function differences(desired: DesiredUser, actual: ActualUser, situation: Situation, notes: string[]): Step[] {
	const email: Step[] =
		desired.newEmail !== undefined && desired.newEmail.toLowerCase() !== actual.email.toLowerCase()
			? [{ kind: 'change-email', email: desired.newEmail }]
			: [];
	const role = roleSteps(desired, actual);
	return [
		...profileSteps(desired, actual),
		...(situation.endsInactive ? noLicence(desired, actual, notes) : licenceSteps(desired, actual, situation)),
		...groupSteps(desired, actual.groupIds),
		// Zoom changes the address of nobody who is an admin: before the promotion, or after the demotion.
		...(desired.roleId === ADMIN ? [...email, ...role] : [...role, ...email]),
		...(desired.phone ? phoneSteps(desired.phone, desired, actual, notes) : []),
	];
}

function profileSteps(desired: DesiredUser, actual: ActualUser): Step[] {
	const fields: Record<string, unknown> = {};
	for (const [name, wanted] of Object.entries(desired.profile ?? {})) {
		if (wanted === undefined || AT_CREATION_ONLY.has(name)) continue;
		const value = valueToSend(name, wanted, actual.profile[name]);
		if (value !== undefined) fields[name] = value;
	}
	return Object.keys(fields).length === 0 ? [] : [{ kind: 'update-profile', fields }];
}

function licenceSteps({ licence = {} }: DesiredUser, actual: ActualUser, { losesLicences }: Situation): Step[] {
	const steps: Step[] = [];
	const { type, zoomOneType, planUnitedType } = licence;
	if (type !== undefined && (type !== actual.type || (losesLicences && type !== BASIC)))
		steps.push({ kind: 'change-licence', field: 'type', value: type, before: actual.type });
	if (zoomOneType !== undefined && differs(zoomOneType, actual.zoomOneType, losesLicences))
		steps.push({
			kind: 'change-licence',
			field: 'zoom_one_type',
			value: plan(zoomOneType) || '0',
			before: actual.zoomOneType,
		});
	if (planUnitedType !== undefined && differs(planUnitedType, actual.planUnitedType, losesLicences))
		steps.push({
			kind: 'change-licence',
			field: 'plan_united_type',
			value: plan(planUnitedType) || 'none',
			before: actual.planUnitedType,
		});
	return steps;
}

const BASIC = 1;
/** "0", "none" and nothing are the same plan. */
const plan = (value: string) => (value === '0' || value === 'none' ? '' : value);
const differs = (wanted: string, actual: string, lost: boolean) =>
	plan(wanted) !== plan(actual) || (lost && plan(wanted) !== '');

function noLicence({ licence = {} }: DesiredUser, actual: ActualUser, notes: string[]): Step[] {
	const wished =
		(licence.type !== undefined && licence.type !== BASIC) ||
		plan(licence.zoomOneType ?? '') !== '' ||
		plan(licence.planUnitedType ?? '') !== '';
	const state = actual.status === 'inactive' ? 'is deactivated' : 'is to be deactivated';
	if (wished) notes.push(`${actual.email} ${state}; Zoom gives deactivated users no licence.`);
	return [];
}

export function groupSteps({ groups }: DesiredUser, current: readonly string[]): Step[] {
	if (!groups) return [];
	const kept = current.filter((id) => !groups.remove?.includes(id));
	const wanted = new Set(groups.exact ?? [...kept, ...(groups.add ?? [])]);
	return [
		...[...wanted]
			.filter((groupId) => !current.includes(groupId))
			.toSorted()
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

function phoneSteps(wish: PhoneWish, desired: DesiredUser, actual: ActualUser, notes: string[]): Step[] {
	const has = actual.phone ?? null;
	const byPlan = plan(desired.licence?.zoomOneType ?? actual.zoomOneType) !== '';
	if (wish.enabled === false) {
		if (!has) return [];
		if (!byPlan) return [{ kind: 'disable-phone' }];
		notes.push(`The Zoom Workplace plan of ${actual.email} includes Zoom Phone; change the plan to take it away.`);
		return [];
	}
	if (!has && (wish.enabled !== true || byPlan)) {
		notes.push(
			byPlan
				? `Zoom Phone comes to ${actual.email} with the Zoom Workplace plan; run Ensure again when it is there.`
				: `${actual.email} has no Zoom Phone; its phone settings were left out. Set Phone Enabled to give it one.`,
		);
		return [];
	}
	const now = has ?? { extensionNumber: '', siteId: '', callingPlans: [], numbers: [] };
	return [
		...(has ? [] : [{ kind: 'enable-phone' } satisfies Step]),
		...phoneProfileSteps(wish, now),
		...callingPlanSteps(wish, now),
		...numberSteps(wish, now),
	];
}

type Phone = NonNullable<ActualUser['phone']>;

/** Extension and site each on its own: neither waits for the other to be known (defect 4). */
function phoneProfileSteps(wish: PhoneWish, now: Phone): Step[] {
	const changed = {
		...(wish.extensionNumber !== undefined && wish.extensionNumber !== now.extensionNumber
			? { extensionNumber: wish.extensionNumber }
			: {}),
		...(wish.siteId !== undefined && wish.siteId !== now.siteId ? { siteId: wish.siteId } : {}),
	};
	return Object.keys(changed).length === 0 ? [] : [{ kind: 'update-phone', ...changed }];
}

function callingPlanSteps({ callingPlans }: PhoneWish, now: Phone): Step[] {
	if (!callingPlans) return [];
	const missing = [...new Set(callingPlans)].filter((type) => !now.callingPlans.includes(type));
	const surplus = now.callingPlans.filter((type) => !callingPlans.includes(type));
	// One for one is a switch: the user is never without plan and number (defect 7).
	if (missing.length === 1 && surplus.length === 1) {
		return [{ kind: 'switch-plan', from: surplus[0]!, to: missing[0]! }];
	}
	return [
		...missing.map((type): Step => ({ kind: 'assign-plan', type })),
		...surplus.map((type): Step => ({ kind: 'unassign-plan', type })),
	];
}

function numberSteps({ numbers }: PhoneWish, now: Phone): Step[] {
	if (!numbers) return [];
	const held = now.numbers.map(({ number }) => number);
	return [
		...[...new Set(numbers)]
			.filter((number) => !held.includes(number))
			.map((number): Step => ({ kind: 'assign-number', number })),
		...now.numbers
			.filter(({ number }) => !numbers.includes(number))
			.map(({ id, number }): Step => ({ kind: 'unassign-number', id, number })),
	];
}
