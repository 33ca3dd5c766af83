/**
 * What a run has begun and must bring to an end, remembered where a killed process does not take it along, so that the next
 * run can do it. Whoever cannot remember must not begin. In n8n: lib/n8n/pledges.ts.
 */
export interface Pledges {
	/** Remembers, before it is begun. @throws when it cannot be remembered */
	make(what: string): Promise<void>;
	/** Forgets, after it has been brought to its end. */
	keep(what: string): Promise<void>;
	/** Which of these an earlier run made and did not keep. */
	left(candidates: readonly string[]): Promise<string[]>;
	/**
	 * The same for very many at once. When a process was killed in the middle of looking it may name more than there are, so it
	 * is only for what does no harm when it is done once more.
	 */
	maybeLeft(candidates: readonly string[]): Promise<string[]>;
}

/** Somebody is enabled for a moment. */
export const enabledForAMoment = (userId: string) => `enabled for a moment: ${userId}`;

/** Somebody is deactivated, and the sessions have to end too: a session that goes on is access. */
export const logOutOwed = (userId: string) => `log-out owed: ${userId}`;
