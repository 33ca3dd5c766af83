import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';

import type { OperationCall } from '../../lib/n8n/operation';
import { ZOOM_CREDENTIAL } from '../../lib/n8n/zoom';
import type { N8nApi } from '../../lib/n8n-api/client';
import { CREDENTIAL_NAMES, chosenCredentials } from '../../lib/policy/setup/installation/credentials';
import type { Answers } from '../../lib/policy/setup/installation/wiring';
import type { CredentialReference } from '../../lib/policy/setup/installation/workflow';

export interface SetupClients {
	/** null for operations that ask nobody. */
	instance: N8nApi | null;
}

/** What an operation that speaks to n8n was opened with. */
export function instanceOf({ instance }: SetupClients): N8nApi {
	if (instance) return instance;
	throw new Error('This operation needs the n8n API. This is a fault of the node: please report it.');
}

export const accountNameField: INodeProperties = {
	displayName: 'Account Name',
	name: 'accountName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Medical School',
	description:
		"Only where several Zoom accounts share this n8n: it is added to the names of the workflows, and keeps them apart from the other account's",
};

export const dryRunField: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: true,
	description: 'Whether to only say what would be done, and to change nothing',
};

/** What is the same for every operation: the account, and the credentials that this node was given. */
export async function readAnswers(
	call: OperationCall<SetupClients>,
	rest: Pick<Answers, 'timezone' | 'configuration'>,
): Promise<{ answers: Answers; storedCredentials: ReadonlySet<string> }> {
	const { context, parameter } = call;
	const { accountId } = await context.getCredentials<ICredentialDataDecryptedObject>(ZOOM_CREDENTIAL);
	const chosen: Record<string, CredentialReference> = {};
	for (const [type, { id, name }] of Object.entries(context.getNode().credentials ?? {})) {
		if (CREDENTIAL_NAMES[type] !== undefined && id) chosen[type] = { id, name };
	}
	const stored = await instanceOf(call).credentials();
	const answers: Answers = {
		accountName: parameter.text('accountName'),
		account: String(accountId ?? '').trim(),
		credentials: chosenCredentials(chosen, stored),
		...rest,
	};
	return { answers, storedCredentials: new Set(stored.map(({ id }) => id)) };
}
