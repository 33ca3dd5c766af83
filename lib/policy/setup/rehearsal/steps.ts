import { KALTURA_STEPS } from './kaltura-steps';
import { PEOPLE_STEPS } from './people-steps';
import type { StepRule } from './step';
import { ZOOM_STEPS } from './zoom-steps';

/** Every step by its id, which stands in bug reports and in docs/assumptions.md and never changes. */
export const STEPS = { ...ZOOM_STEPS, ...KALTURA_STEPS, ...PEOPLE_STEPS } as const;

export type StepId = keyof typeof STEPS;

export function ruleOf(id: StepId): StepRule {
	return STEPS[id];
}

export function isStepId(id: string): id is StepId {
	return Object.hasOwn(STEPS, id);
}
