import type {
	ICredentialDataDecryptedObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { SIGNED_LOGIN } from '../../lib/n8n/signing-secret';
import { checkedOnPublishing } from '../../lib/n8n/trigger-credential';
import { answerWith, readWebhookRequest, startWith } from '../../lib/n8n/webhook-answer';
import { judgeLogin } from '../../lib/pipeline/group-sync/login';

/** Starts a workflow when somebody logs in to a portal, with the attributes that the portal sends. Answers before any work. */
export class LoginTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Login Trigger',
		name: 'loginTrigger',
		subtitle: 'signed logins of a portal',
		icon: { light: 'file:../../icons/groups.svg', dark: 'file:../../icons/groups.dark.svg' },
		group: ['trigger'],
		version: 1,
		description:
			'Starts the workflow when a portal sends a signed message about a login, with the attributes of the user',
		defaults: { name: 'Login Trigger' },
		eventTriggerDescription: 'Waiting for a login',
		activationMessage: 'Now let your portal send each login to the production URL of Login Trigger.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'signedLoginApi', required: true, testedBy: 'loginCredential' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'login' },
		],
		properties: [
			{
				displayName:
					'Send <code>{"userId": "…", "attributes": {"groups": ["…"]}, "sentAt": 1764547200}</code> as POST to the webhook URL above, with the header <code>x-signature</code>: the HMAC-SHA256 of the body with the secret of the credential, in hexadecimal. The answer is 200 when the login was taken, else a status from 400 on with a sentence.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Window (Seconds)',
						name: 'windowSeconds',
						type: 'number',
						typeOptions: { minValue: 30 },
						default: 300,
						description:
							'How long before its arrival a login may have been sent; older ones are refused, because they may be replayed',
					},
				],
			},
		],
	};

	methods = { credentialTest: { loginCredential: SIGNED_LOGIN.test } };

	webhookMethods = checkedOnPublishing(SIGNED_LOGIN.type, 'Signed Login', SIGNED_LOGIN.problemOf);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this).catch((error: unknown) => {
			this.logger.error(
				`Login Trigger could not take a login: ${error instanceof Error ? error.message : String(error)}`,
			);
			return answerWith(this, 500, { message: 'Logins cannot be taken at the moment. Send it again later.' });
		});
	}
}

async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = readWebhookRequest(context);
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(SIGNED_LOGIN.type);
	const problem = SIGNED_LOGIN.problemOf(credential);
	if (problem !== null) {
		context.logger.error(`Login Trigger: ${problem}`);
		return answerWith(context, 503, { message: 'The credential of this address is not filled in.' });
	}
	const { windowSeconds } = context.getNodeParameter('options', {}) as { windowSeconds?: number };
	const verdict = judgeLogin(
		{ rawBody: request.rawBody, signature: request.header('x-signature') },
		{ secrets: SIGNED_LOGIN.secretsIn(credential), windowSeconds: windowSeconds ?? 300, now: Date.now() },
	);
	if (verdict.kind === 'answer') {
		if (verdict.log) context.logger.warn(`Login Trigger: ${verdict.log}`);
		return answerWith(context, verdict.status, { message: verdict.message });
	}
	// Answered here: n8n itself answers only when it is the execution's turn (N8N_CONCURRENCY_PRODUCTION_LIMIT), which behind a
	// hundred recordings is minutes later. n8n stores the execution before it waits, so the login is not lost.
	context.getResponseObject().writeHead(200, { 'content-type': 'text/plain' }).end('ok');
	return startWith([verdict.login]);
}
