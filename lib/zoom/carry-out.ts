import type { PlannedStep, Step, UserPlan, ValueChange } from '../policy/people/states';

import type { ZoomClient } from './client';
import { isZoomError, ZoomError } from './errors';
import type { MemberBatches } from './member-batches';
import type { Pledges } from './pledges';
import { enabledForAMoment, logOutOwed } from './pledges';

/** How one step of a plan ended. */
export interface StepReport {
	step: Step['kind'];
	/** The step in words. */
	what: string;
	/** Values before and after. */
	changes?: ValueChange[];
	result: 'done' | 'already' | 'failed' | 'skipped';
	/** Zoom's code, when it failed. */
	code?: string;
	message?: string;
	nextStep?: string;
	trackingId?: string;
}

export interface CarriedOut {
	/** Also of somebody who was created. */
	userId: string;
	steps: StepReport[];
	/** Whether somebody who was enabled for a moment may still be enabled: somebody has to look at once. */
	leftEnabled: boolean;
}

/**
 * Carries out a plan step by step. A step that fails ends the ordinary ones; those that take access away are carried out
 * whatever happened, and the end of a temporary activation even when the execution is stopped; it is pledged beforehand, for the case that the
 * process is killed. No step is repeated before it was looked at whether it has happened.
 */
export async function carryOut(
	plan: UserPlan,
	zoom: ZoomClient,
	batches: MemberBatches,
	pledges: Pledges,
	signal?: AbortSignal,
): Promise<CarriedOut> {
	const user = { id: plan.userId, email: plan.email, pending: plan.userId === '' };
	const reports: StepReport[] = [];
	let failed = false;
	let leftEnabled = false;
	const logsOut = plan.steps.some(({ step }) => step.kind === 'log-out');
	for (const planned of plan.steps) {
		const undo = planned.step.kind === 'deactivate' && planned.step.undo;
		const stopped = signal?.aborted === true && !undo;
		if (stopped || (failed && !planned.always)) {
			reports.push(skipped(planned, stopped ? 'the execution was stopped' : 'an earlier step failed'));
			continue;
		}
		// Before the deactivation, so that neither a failure nor the end of this process makes anybody forget the log-out. That it
		// cannot be remembered keeps nobody in.
		if (logsOut && planned.step.kind === 'deactivate') await pledges.make(logOutOwed(user.id)).catch(() => undefined);
		const outcome = await carryOutStep(planned.step, user, zoom, { batches, pledges }).then(
			(result): StepReport => ({ ...said(planned), result }),
			(error: unknown) => failure(planned, error),
		);
		if (outcome.result === 'failed') failed = true;
		if (outcome.result === 'failed' && undo) leftEnabled = true;
		// Also of somebody whom an earlier run left enabled, and whom this one deactivates for good.
		if (outcome.result !== 'failed' && planned.step.kind === 'deactivate') {
			await pledges.keep(enabledForAMoment(user.id)).catch(() => undefined); // then the next run looks once more
		}
		if (outcome.result !== 'failed' && planned.step.kind === 'log-out') {
			await pledges.keep(logOutOwed(user.id)).catch(() => undefined); // then it is done once more
		}
		reports.push(outcome);
	}
	return { userId: user.id, steps: reports, leftEnabled };
}

interface Person {
	id: string;
	email: string;
	/** Named by address, and changed only in the ways that Zoom has for invited people. */
	pending: boolean;
}

/** How often the end of a temporary activation is tried, each time with all repetitions of a call. */
const ROUNDS_TO_UNDO = 5;

async function carryOutStep(
	step: Step,
	user: Person,
	zoom: ZoomClient,
	{ batches, pledges }: { batches: MemberBatches; pledges: Pledges },
): Promise<'done' | 'already'> {
	const key = user.pending ? user.email : user.id;
	switch (step.kind) {
		case 'create':
			return await create(step, user, zoom);
		case 'activate':
			if (step.temporary) await pledges.make(enabledForAMoment(user.id));
			// A temporary one that has left is waited for, also after Stop: cut off, it could reach Zoom after its end.
			await zoom.users.setStatus(key, 'active', { tidiesUp: step.temporary });
			return 'done';
		case 'deactivate':
			return step.undo ? await deactivateAgain(key, zoom) : await deactivate(key, zoom);
		case 'withdraw-invitation':
			return (await zoom.users.remove(user.email, { action: 'disassociate' })) === 'removed' ? 'done' : 'already';
		case 'log-out':
			await zoom.users.logOut(key);
			return 'done';
		case 'update-profile':
			await zoom.users.update(key, step.fields);
			return 'done';
		case 'change-licence':
			await zoom.users.update(key, { [step.field]: step.value });
			return 'done';
		case 'change-email':
			await zoom.users.changeEmail(key, step.email);
			user.email = step.email;
			return 'done';
		case 'add-to-group':
			return await addToGroup(step.groupId, user, zoom, batches);
		case 'remove-from-group': {
			const [removed] = await zoom.groups.removeMembers(step.groupId, [key]);
			return removed?.outcome === 'removed' ? 'done' : 'already';
		}
		case 'assign-role':
			await zoom.roles.assign(step.roleId, [key]);
			return 'done';
		case 'unassign-role':
			return (await zoom.roles.unassign(step.roleId, key)).outcome === 'unassigned' ? 'done' : 'already';
		case 'enable-phone':
			await zoom.phone.setEnabled(key, true);
			return 'done';
		case 'disable-phone':
			await zoom.phone.setEnabled(key, false);
			return 'done';
		case 'update-phone':
			await zoom.phone.update(key, step);
			return 'done';
		case 'switch-plan':
			await zoom.phone.switchPlan(key, step.from, step.to);
			return 'done';
		case 'assign-plan':
			await zoom.phone.assignPlans(key, [step.type]);
			return 'done';
		case 'unassign-plan':
			return (await zoom.phone.unassignPlan(key, step.type)) === 'unassigned' ? 'done' : 'already';
		case 'assign-number':
			await zoom.phone.assignNumbers(key, [step.number]);
			return 'done';
		case 'unassign-number':
			return (await zoom.phone.unassignNumber(key, step.number)) === 'unassigned' ? 'done' : 'already';
	}
}

async function create(
	{ action, email, type, profile, ...more }: Extract<Step, { kind: 'create' }>,
	user: Person,
	zoom: ZoomClient,
): Promise<'done' | 'already'> {
	const text = (name: string) => String(profile[name] ?? '');
	const created = await zoom.users.create({
		action,
		email,
		type,
		...more,
		firstName: text('first_name'),
		lastName: text('last_name'),
		displayName: text('display_name'),
		password: text('password'),
		...(Array.isArray(profile.division_ids) ? { divisionIds: profile.division_ids.map(String) } : {}),
	});
	user.email = email;
	user.pending = created.existing ? created.existing.status === 'pending' : action === 'create';
	user.id = user.pending ? '' : created.id;
	return created.created ? 'done' : 'already';
}

async function deactivate(key: string, zoom: ZoomClient): Promise<'done'> {
	await zoom.users.setStatus(key, 'inactive');
	return 'done';
}

/**
 * Not even a refusal is the last word here: it is looked, and tried again. When the activation was refused the user is
 * inactive still, which is what counts.
 */
async function deactivateAgain(key: string, zoom: ZoomClient): Promise<'done' | 'already'> {
	const tidiesUp = true;
	for (let round = 1; ; round++) {
		const failed = await zoom.users.setStatus(key, 'inactive', { tidiesUp }).then(
			() => null,
			(error: unknown) => ({ error }),
		);
		if (!failed) return 'done';
		const now = await zoom.users.get(key, { tidiesUp }).catch(() => undefined);
		if (now?.status === 'inactive') return 'already';
		if (round >= ROUNDS_TO_UNDO) throw failed.error;
		await zoom.api.pause(round);
	}
}

async function addToGroup(groupId: string, user: Person, zoom: ZoomClient, batches: MemberBatches): Promise<'done'> {
	if (user.pending) {
		await zoom.users.addPendingToGroup(user.email, groupId);
		return 'done';
	}
	const outcome = await batches.add(groupId, user.id);
	if (outcome !== 'not-found') return 'done';
	throw new ZoomError(`Zoom accepted the request but did not add ${user.email} to the group ${groupId}.`, {
		code: 'NOT_ADDED',
		retryable: false,
		remedy: 'Check that the user is still in the account and active.',
	});
}

const said = ({ step, sentence, changes }: PlannedStep) => ({
	step: step.kind,
	what: sentence,
	...(changes.length > 0 ? { changes } : {}),
});

function skipped(planned: PlannedStep, why: string): StepReport {
	return { ...said(planned), result: 'skipped', message: `Not tried, because ${why}.` };
}

function failure(planned: PlannedStep, error: unknown): StepReport {
	const report: StepReport = { ...said(planned), result: 'failed' };
	if (!isZoomError(error)) return { ...report, message: error instanceof Error ? error.message : String(error) };
	return {
		...report,
		code: error.code,
		message: error.message,
		nextStep: error.remedy,
		...(error.trackingId ? { trackingId: error.trackingId } : {}),
	};
}
