import type {
	ICredentialDataDecryptedObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkedOnPublishing } from '../../lib/n8n/trigger-credential';
import { answerWith, NOTHING_STARTED, readWebhookRequest, startWith } from '../../lib/n8n/webhook-answer';
import { checkWebhookCredential, webhookCredential } from '../../lib/n8n/webhook-credential';
import { gathered, startOf } from '../../lib/pipeline/import/event-start';
import { judge } from '../../lib/zoom/webhook-request';

import { LONGEST_RETRY_SECONDS, zoomTriggerFields } from './fields';

/** Starts a workflow on events of Zoom. Answers before any work is done, as Zoom waits three seconds only. */
export class ZoomTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Trigger',
		name: 'zoomTrigger',
		icon: { light: 'file:../../icons/zoom.svg', dark: 'file:../../icons/zoom.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ ($parameter["events"] || []).join(", ") }}',
		description:
			'Starts the workflow when Zoom sends a signed event about recordings, meetings, webinars, users or groups',
		defaults: { name: 'Zoom Trigger' },
		eventTriggerDescription: 'Waiting for an event from Zoom',
		activationMessage:
			'Now paste the production URL of Zoom Trigger into the event subscription of your Zoom app and press Validate there.',
		triggerPanel: {
			header: 'Listen for events from Zoom',
			executionsHelp: {
				inactive:
					'<b>While you build</b>: press Listen, then paste the <b>test URL</b> into an event subscription of your Zoom app (Feature → Event Subscriptions → Event notification endpoint URL) and press Validate.<br /><br /><b>For daily work</b>: publish the workflow, then paste the <b>production URL</b> there instead. Zoom checks it again every 72 hours.',
				active:
					'<b>While you build</b>: press Listen and let Zoom send to the <b>test URL</b>.<br /><br /><b>For daily work</b>: the workflow is published; Zoom must send to the <b>production URL</b> (Feature → Event Subscriptions → Event notification endpoint URL).',
			},
			activationHint:
				'When the workflow is published, paste its production URL into the event subscription of your Zoom app and press Validate there.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'zoomWebhookApi', required: true, testedBy: 'webhookCredential' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'zoom',
			},
		],
		properties: zoomTriggerFields,
	};

	methods = { credentialTest: { webhookCredential } };

	webhookMethods = checkedOnPublishing('zoomWebhookApi', 'Zoom Webhook', checkWebhookCredential);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this).catch((error: unknown) => {
			// Throwing would record a failed execution per request; Zoom tries again later after a 500.
			this.logger.error(
				`Zoom Trigger could not handle a request: ${error instanceof Error ? error.message : String(error)}`,
			);
			return answerWith(this, 500, { message: 'The workflow cannot take events at the moment' });
		});
	}
}

async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = readWebhookRequest(context);
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>('zoomWebhookApi');
	const problem = checkWebhookCredential(credential);
	if (problem !== null) {
		context.logger.error(`Zoom Trigger: ${problem}`);
		return answerWith(context, 503, { message: 'The credential of this webhook is not filled in' });
	}
	const options = context.getNodeParameter('options', {}) as TriggerOptions;
	const verdict = judge(
		{
			contentType: request.header('content-type') ?? '',
			rawBody: request.rawBody,
			signature: request.header('x-zm-signature'),
			timestamp: request.header('x-zm-request-timestamp'),
		},
		{
			secrets: [credential.secretToken, credential.previousSecretToken]
				.map((one) => String(one ?? '').trim())
				.filter(Boolean),
			accountId: String(credential.accountId ?? '').trim(),
			chosenEvents: [
				...(context.getNodeParameter('events', []) as string[]),
				...(options.furtherEvents ?? '').split(/[,;\s]+/).filter(Boolean),
			],
			windowSeconds: options.windowSeconds ?? LONGEST_RETRY_SECONDS,
			now: Date.now(),
		},
	);
	if (verdict.kind === 'answer') {
		if (verdict.log) context.logger.warn(`Zoom Trigger: ${verdict.log}`);
		return answerWith(context, verdict.status, verdict.body);
	}
	const start = startOf(verdict.event, context.getNodeParameter('output', 'recording') === 'recording');
	// Answered here: n8n itself answers only when the execution is stored and, with N8N_CONCURRENCY_PRODUCTION_LIMIT, when it
	// is its turn, which in a burst is after the three seconds that Zoom waits. Should n8n break down in between,
	// ingest-reconcile takes up what was lost.
	context.getResponseObject().writeHead(200, { 'content-length': 0 }).end();
	if ('items' in start) return startWith(start.items);
	if (context.getMode() === 'manual') return startWith(start.recordings);
	const { gatherSeconds = 5, gatherMost = 100 } = options;
	const trigger = `${context.getWorkflow().id} ${context.getNode().id}`;
	const items = await gathered(trigger, start.recordings, { gatherSeconds, gatherMost });
	return items === null ? NOTHING_STARTED : startWith(items);
}

interface TriggerOptions {
	furtherEvents?: string;
	windowSeconds?: number;
	gatherSeconds?: number;
	gatherMost?: number;
}
