import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

type ProblemOf = (fields: ICredentialDataDecryptedObject) => string | null;

/**
 * The webhook methods of a trigger whose sender is told the address by hand: nothing is registered anywhere, and a workflow
 * with a credential that cannot be used is not published.
 * @param problemOf what is wrong with the credential and what to do, or null
 */
export function checkedOnPublishing(type: string, label: string, problemOf: ProblemOf) {
	const nothingToDo = async () => true;
	return {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const problem = problemOf(await this.getCredentials<ICredentialDataDecryptedObject>(type));
				if (problem === null) return true;
				throw new NodeOperationError(this.getNode(), `The ${label} credential cannot be used`, {
					description: problem,
				});
			},
			create: nothingToDo,
			delete: nothingToDo,
		},
	};
}
