import type { Step, UserPlan } from './states';

/** Kinds of changes that are allowed or not, each for itself. Coming back counts as an update. */
export const ALLOWED_CHANGES = ['create', 'update', 'deactivate'] as const;
export type AllowedChange = (typeof ALLOWED_CHANGES)[number];

const SWITCHED_OFF: Readonly<Record<AllowedChange, string>> = {
	create: 'Creating people is switched off, so this was not done.',
	update: 'Changing people is switched off, so this was not done.',
	deactivate: 'Deactivating people is switched off, so this was not done: the person is in Zoom still.',
};

/** The plan as far as it may be carried out; one that may not keeps its steps, to be seen. */
export function withinAllowed(plan: UserPlan, allowed: readonly AllowedChange[]): UserPlan {
	if (plan.verdict !== 'change') return plan;
	const kinds = plan.steps.map(({ step }) => step);
	const needed: AllowedChange = kinds.some(({ kind }) => kind === 'create')
		? 'create'
		: takesOut(kinds)
			? 'deactivate'
			: 'update';
	if (!allowed.includes(needed)) return { ...plan, verdict: 'switched-off', refusal: SWITCHED_OFF[needed] };
	if (needed !== 'deactivate' || allowed.includes('update')) return plan;
	// What else was wished of a leaver is no reason to let the person stay.
	return { ...plan, steps: plan.steps.filter(({ always }) => always) };
}

/** Whether somebody is out afterwards who was in, or gets out completely. */
export const takesOut = (steps: readonly Step[]): boolean =>
	steps.some(
		(step) =>
			step.kind === 'withdraw-invitation' || step.kind === 'log-out' || (step.kind === 'deactivate' && !step.undo),
	);
