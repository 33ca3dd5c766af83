import type { ExplainedError } from '../../policy/failures';

/** Why this node does not touch a user, although nobody refused anything: the sentence of the Failed output. */
export class SyncRefusal extends Error implements ExplainedError {
	readonly retryable = false;

	constructor(
		readonly vendor: ExplainedError['vendor'],
		readonly code: 'USER_MISSING' | 'USER_IS_A_GROUP' | 'UNUSABLE_USER_ID' | 'REMOVAL_LIMIT' | 'NOT_ADDED',
		message: string,
		readonly remedy: string,
	) {
		super(`${message}.`);
		this.name = 'SyncRefusal';
	}
}
