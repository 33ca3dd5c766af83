import type { IDataObject } from 'n8n-workflow';

import { failedOutcomeAt } from '../../../lib/n8n/errors';
import { Failure, ItemError } from '../../../lib/policy/failures';
import { endedItem, hasEnded } from '../../../lib/n8n/ledger-item';
import { type OperationCall, RoutedItem } from '../../../lib/n8n/operation';
import { isOnlyTried, readRecordingItem } from '../../../lib/n8n/recording-item';
import type { Outcome } from '../../../lib/policy/outcomes';
import { readRoleChanges } from '../../../lib/policy/owner/people';

import type { Resolution, ResolveRequest } from '../../../lib/pipeline/owner/case';
import { OUTPUT, type OwnerClients, type OwnerOperation } from '../clients';
import { resolveFields } from '../fields';
import { KalturaFacts } from '../../../lib/pipeline/owner/kaltura-facts';
import { resolveBatch } from '../../../lib/pipeline/owner/resolve-batch';
import { readRoutingRules } from '../rules-fields';
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
		const open = calls.filter(({ item }) => !hasEnded(item));
		const rules = readRoutingRules(first.parameter);
		const answers = new Map<OperationCall<OwnerClients>, Resolution | Failure>();
		for (const onlyTried of [false, true]) {
			const some = open.filter(({ item }) => isOnlyTried(item) === onlyTried);
			if (some.length === 0) continue;
			const zoom = new ZoomFacts(first.zoom, first.zoomAccount, remembered);
			const kaltura = new KalturaFacts(first.kaltura, onlyTried);
			const resolved = await resolveBatch(some.map(read), zoom, kaltura, rules);
			some.forEach((call, index) => answers.set(call, resolved[index]!));
		}
		return calls.map((call) => {
			const { item, context } = call;
			// Zoom could not be asked about it: there is nothing to decide, and its outcome stays.
			if (hasEnded(item)) return [new RoutedItem(OUTPUT.needsAttention, item.json, item.binary)];
			const answer = answers.get(call)!;
			const ended = (json: IDataObject, outcome: Outcome) => endedItem(json, outcome, first.accountId);
			if (answer instanceof Failure) {
				const outcome = failedOutcomeAt(answer.error, context.getNode().name);
				return new Failure(answer.error, OUTPUT.needsAttention, ended(item.json, outcome));
			}
			if ('outcome' in answer) {
				const output = answer.outcome.status === 'skipped' ? OUTPUT.skip : OUTPUT.needsAttention;
				const json = answer.routing ? { ...item.json, routing: answer.routing as unknown as IDataObject } : item.json;
				return [new RoutedItem(output, ended(json, answer.outcome), item.binary)];
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
		if (error instanceof ItemError) error.raise();
		return new Failure(error);
	}
}
