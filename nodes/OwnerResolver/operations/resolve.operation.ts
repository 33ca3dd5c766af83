import type { INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isExplained } from '../../../lib/policy/failures';
import { Failure } from '../../../lib/policy/failures';
import { type OperationCall, RoutedItem } from '../../../lib/n8n/operation';
import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { failedOutcome } from '../../../lib/policy/outcomes';
import { readRoleChanges } from '../../../lib/policy/owner/people';

import type { ResolveRequest } from '../../../lib/pipeline/owner/case';
import { OUTPUT, type OwnerClients, type OwnerOperation } from '../clients';
import { resolveFields } from '../fields';
import { KalturaFacts } from '../../../lib/pipeline/owner/kaltura-facts';
import { resolveBatch } from '../../../lib/pipeline/owner/resolve-batch';
import { readSettings } from '../settings';
import { RememberedUsers, ZoomFacts } from '../../../lib/pipeline/owner/zoom-facts';

/** Shared by all runs of this process; used only where the option asks for it. */
const remembered = new RememberedUsers();

export const resolve: OwnerOperation = {
	value: 'resolve',
	name: 'Resolve Owner',
	action: 'Resolve the owner of recordings',
	description: 'Decide whether a recording is imported, whose it is in Kaltura and who else may do what',
	fields: resolveFields,

	async runAll(calls) {
		const [first] = calls;
		if (first === undefined) return [];
		const answers = await resolveBatch(
			calls.map(read),
			new ZoomFacts(first.zoom, first.zoomAccount, remembered),
			new KalturaFacts(first.kaltura),
		);
		return answers.map((answer, index) => {
			const { item, context } = calls[index]!;
			if (answer instanceof Failure) return failed(item, answer, context.getNode().name);
			if ('outcome' in answer) {
				const output = answer.outcome.status === 'skipped' ? OUTPUT.skip : OUTPUT.needsAttention;
				return [new RoutedItem(output, { ...item.json, outcome: answer.outcome }, item.binary)];
			}
			return [new RoutedItem(OUTPUT.ingest, { ...item.json, ...answer }, item.binary)];
		});
	},
};

function read({ parameter, item }: OperationCall<OwnerClients>): ResolveRequest | Failure {
	try {
		const { roleChanges } = item.json;
		return {
			recording: readRecordingItem(item),
			settings: readSettings(parameter),
			roleChanges: roleChanges === undefined || roleChanges === null ? null : readRoleChanges(roleChanges),
		};
	} catch (error) {
		return new Failure(error);
	}
}

/**
 * A recording that could not be decided about goes on to Needs Attention, never to Ingest. The ledger shows its message
 * away from the canvas, so a wrong setting names the node too.
 */
function failed(item: INodeExecutionData, { error }: Failure, node: string): Failure {
	const outcome = isExplained(error)
		? failedOutcome(error)
		: failedOutcome({
				vendor: 'input',
				retryable: false,
				message: error instanceof Error ? error.message : String(error),
				remedy: error instanceof NodeOperationError ? (error.description ?? '') : '',
			});
	const settings = outcome.reason === 'settings-refused';
	const located = settings ? { ...outcome, message: `${outcome.message} Look at the node "${node}".` } : outcome;
	return new Failure(error, OUTPUT.needsAttention, { ...item.json, outcome: located });
}
