import type { Names } from './sentences';
import { changesOf, sentenceOf } from './sentences';
import type { ActualUser, PlannedStep, Step, UserPlan } from './states';

/** A plan in the making. */
export class Draft {
	readonly notes: string[] = [];
	private readonly steps: PlannedStep[] = [];
	private undone: string | null = null;

	constructor(
		private readonly email: string,
		private readonly actual: ActualUser | null,
		private readonly names: Names | undefined,
	) {}

	note(sentence: string): this {
		this.notes.push(sentence);
		return this;
	}

	/** A wish that is not carried out. */
	leave(sentence: string): this {
		this.undone = this.undone === null ? sentence : `${this.undone} ${sentence}`;
		return this.note(sentence);
	}

	add(steps: readonly Step[], always = false): this {
		this.steps.push(
			...steps.map((step) => ({
				step,
				always,
				sentence: sentenceOf(step, this.names),
				changes: changesOf(step, this.actual, this.names),
			})),
		);
		return this;
	}

	done(): UserPlan {
		const { email, steps, notes, undone } = this;
		const userId = this.actual?.id ?? '';
		const verdict = steps.length > 0 ? 'change' : 'unchanged';
		return { email, userId, verdict, steps, notes, undone, refusal: null };
	}

	refuse(refusal: string): UserPlan {
		const { email, notes } = this;
		const userId = this.actual?.id ?? '';
		return { email, userId, verdict: 'refused', steps: [], notes, undone: null, refusal };
	}
}
