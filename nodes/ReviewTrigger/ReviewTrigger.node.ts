import type {
	ICredentialDataDecryptedObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { REVIEW_LINKS } from '../../lib/n8n/signing-secret';
import { checkedOnPublishing } from '../../lib/n8n/trigger-credential';
import { answerWithPage } from '../../lib/n8n/webhook-answer';
import { readLink } from '../../lib/pipeline/access/review-links';
import { closedLinkPage } from '../../lib/report/campaign-page';

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

	methods = { credentialTest: { linksCredential: REVIEW_LINKS.test } };

	webhookMethods = checkedOnPublishing(REVIEW_LINKS.type, 'Review Links', REVIEW_LINKS.problemOf);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const fields = await this.getCredentials<ICredentialDataDecryptedObject>(REVIEW_LINKS.type);
		const problem = REVIEW_LINKS.problemOf(fields);
		if (problem !== null) {
			this.logger.error(`Review Trigger: ${problem}`);
			return answerWithPage(this, 503, closedLinkPage('The credential of this address is not filled in.'));
		}
		const { link } = this.getQueryData() as { link?: unknown };
		const verdict = readLink(typeof link === 'string' ? link : '', REVIEW_LINKS.secretsIn(fields), Date.now());
		if ('problem' in verdict) {
			if (verdict.log) this.logger.warn(`Review Trigger: ${verdict.log}`);
			return answerWithPage(this, 403, closedLinkPage(verdict.problem));
		}
		// Neither link nor signature goes into the execution, whose data others may read.
		const answers = this.getWebhookName() === 'default' ? this.getBodyData() : {};
		return { workflowData: [[{ json: { ...verdict.reviewer, answers } }]] };
	}
}
