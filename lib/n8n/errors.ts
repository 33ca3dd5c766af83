import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type ErrorDetails, errorDetails, failedOutcome, isExplained } from '../policy/failures';
import type { Outcome } from '../policy/outcomes';

/** Turns any failure into the error that n8n shows on the node: message = what happened, description = what to do. */
export function toNodeError(node: INode, error: unknown, itemIndex: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		// Wrapping it again would lose its message; n8n reads the index from the context.
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	if (!isExplained(cause)) {
		return new NodeOperationError(node, cause, { itemIndex });
	}
	const reference = [
		cause.code && `${cause.vendor} ${cause.code}`,
		cause.trackingId && `tracking id ${cause.trackingId}`,
	]
		.filter(Boolean)
		.join(', ');
	const nodeError = new NodeOperationError(node, cause.message, {
		itemIndex,
		description: cause.vendor === 'input' ? cause.remedy : `${cause.remedy} (${reference})`,
	});
	Object.assign(nodeError.context, { explained: errorDetails(cause) });
	return nodeError;
}

/** The same as data, for items that go on (continue on fail): a workflow can branch on code and retryable. */
export function describeError(error: NodeApiError | NodeOperationError): Record<string, unknown> {
	const explained = error.context.explained as ErrorDetails | undefined;
	return {
		error: error.message,
		errorDetails: explained ?? { ...errorDetails(error), remedy: error.description ?? '' },
	};
}

/**
 * How a recording ends that a node failed on. The ledger shows the message away from the canvas, so a wrong setting names the node too.
 */
export function failedOutcomeAt(error: unknown, node: string): Outcome {
	const cause = error instanceof Error ? error : new Error(String(error));
	// n8n's own error about an expression that cannot be evaluated.
	const details =
		cause instanceof NodeOperationError
			? { vendor: 'input', code: cause.name, retryable: false, remedy: cause.description ?? '' }
			: errorDetails(cause);
	const outcome = failedOutcome({ ...details, message: cause.message });
	return outcome.reason === 'settings-refused'
		? { ...outcome, message: `${outcome.message} Look at the node "${node}".` }
		: outcome;
}
