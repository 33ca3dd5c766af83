import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IHookFunctions,
	INodeCredentialTestResult,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { REVIEW_LINKS, reviewLinksProblem, reviewSecrets } from '../../lib/n8n/review-links';
import { answerWith } from '../../lib/n8n/webhook-answer';
import { readLink } from '../../lib/pipeline/access/review-links';

/** The page of the last node, as a file of its item. */
const ANSWER = {
	responseMode: 'lastNode',
	responseData: 'firstEntryBinary',
	responseBinaryPropertyName: 'page',
	path: 'review',
} as const;

/** Starts a workflow when somebody opens a personal link of an access review, or sends its form. Everybody else is refused. */
export class ReviewTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Review Trigger',
		name: 'reviewTrigger',
		subtitle: 'personal links of an access review',
		icon: { light: 'file:../../icons/groups.svg', dark: 'file:../../icons/groups.dark.svg' },
		group: ['trigger'],
		version: 1,
		description: 'Starts the workflow when somebody opens a signed personal link of an access review or sends its form',
		defaults: { name: 'Review Trigger' },
		eventTriggerDescription: 'Waiting for a personal link',
		activationMessage: 'Now put the production URL of Review Trigger into the workflow that mails the links.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'reviewLinksApi', required: true, testedBy: 'linksCredential' }],
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', ...ANSWER },
			{ name: 'default', httpMethod: 'POST', ...ANSWER },
		],
		properties: [
			{
				displayName:
					'Links are made by <b>Zoom Users/Groups → Access → Follow Campaigns</b>. Only who has one gets in, until it expires, and sees only the own items. The last node answers with the file <code>page</code>.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	methods = {
		credentialTest: {
			async linksCredential(
				credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
			): Promise<INodeCredentialTestResult> {
				const problem = reviewLinksProblem(credential.data ?? {});
				return problem === null
					? { status: 'OK', message: 'Links can be signed with this secret' }
					: { status: 'Error', message: problem };
			},
		},
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const problem = reviewLinksProblem(await this.getCredentials(REVIEW_LINKS));
				if (problem === null) return true;
				throw new NodeOperationError(this.getNode(), 'The Review Links credential cannot be used', {
					description: problem,
				});
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const fields = await this.getCredentials<ICredentialDataDecryptedObject>(REVIEW_LINKS);
		if (reviewLinksProblem(fields) !== null)
			return answerWith(this, 503, { message: 'The credential of this address is not filled in.' });
		const { link } = this.getQueryData() as { link?: unknown };
		const verdict = readLink(typeof link === 'string' ? link : '', reviewSecrets(fields), Date.now());
		if ('problem' in verdict) {
			const message =
				verdict.problem === 'expired'
					? 'This link has expired: the review is over.'
					: 'This link is not one of ours, or was cut on its way. Open it from the mail again.';
			return answerWith(this, 403, { message });
		}
		// Neither link nor signature goes into the execution, whose data others may read.
		const answers = this.getWebhookName() === 'default' ? this.getBodyData() : {};
		return { workflowData: [[{ json: { ...verdict.reviewer, answers } }]] };
	}
}
