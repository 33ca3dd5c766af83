import type { ExplainedError } from '../../policy/failures';

/** Why this node does not touch a user, although nobody refused anything: the sentence of the Failed output. */
export class SyncRefusal extends Error implements ExplainedError {
	readonly retryable: boolean;

	constructor(
		readonly vendor: ExplainedError['vendor'],
		readonly code:
			'USER_MISSING' | 'USER_IS_A_GROUP' | 'UNUSABLE_USER_ID' | 'REMOVAL_LIMIT' | 'REMOVAL_LIMIT_OF_USER' | 'NOT_ADDED',
		message: string,
		readonly remedy: string,
	) {
		super(`${message}.`);
		// Somebody who logs in for the first time may reach Kaltura a moment later.
		this.retryable = code === 'USER_MISSING';
		this.name = 'SyncRefusal';
	}
}
