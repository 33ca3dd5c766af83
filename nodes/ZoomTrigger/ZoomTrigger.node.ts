import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { mergedByRecording } from '../../lib/zoom/merged-events';
import { type RecordingEventItem, toRecordingItems, withoutSecrets } from '../../lib/zoom/webhook-events';
import type { ZoomEvent } from '../../lib/zoom/webhook-events';

import { checkWebhookCredential, webhookCredential } from '../../lib/n8n/webhook-credential';

import { judge } from './answer';
import { EVENT_OPTIONS } from './events';
import { Gathering } from './gathering';

/**
 * Zoom sends an event that was not taken again after 5, 25 and 85 minutes; whether it signs it anew is not documented.
 * @see https://developers.zoom.us/docs/api/webhooks/#notification-delivery
 */
const LONGEST_RETRY_SECONDS = 6000;

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
		properties: [
			{
				displayName:
					'Zoom sends only the events that are also ticked in the event subscription of your Zoom app. Paste the webhook URL above into its field "Event notification endpoint URL" and press Validate.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: EVENT_OPTIONS,
				required: true,
				default: ['recording.completed', 'recording.transcript_completed'],
				description: 'Events that start the workflow; all others are answered and ignored',
			},
			{
				displayName: 'Output',
				name: 'output',
				type: 'options',
				options: [
					{
						name: 'Event',
						value: 'event',
						description: "Zoom's event as it came, without tokens, passcodes and addresses",
					},
					{
						name: 'Recording',
						value: 'recording',
						description:
							'One item per recording, as the other nodes of this package take it; other events come as they are',
					},
				],
				default: 'recording',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'At Most in One Execution',
						name: 'gatherMost',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 1000 },
						default: 100,
						description: 'How many gathered recordings start an execution before the time is over',
					},
					{
						displayName: 'Gather for (Seconds)',
						name: 'gatherSeconds',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 60 },
						default: 5,
						description:
							'The first event about a recording that is ready starts at once; those that follow within this time start one execution together, one item per recording. 0 starts an execution for every event. Other events are never gathered.',
					},
					{
						displayName: 'Further Events',
						name: 'furtherEvents',
						type: 'string',
						default: '',
						placeholder: 'e.g. phone.recording_completed, meeting.chat_message_sent',
						description: 'Names of events that are not in the list above, separated by commas',
					},
					{
						displayName: 'Signature Window (Seconds)',
						name: 'windowSeconds',
						type: 'number',
						typeOptions: { minValue: 60 },
						default: LONGEST_RETRY_SECONDS,
						description:
							'How old the time in the signature of an event may be. Zoom repeats an event about a recording for 90 minutes when n8n does not answer, and handling it twice does no harm, so the window is longer than that.',
					},
				],
			},
		],
	};

	methods = { credentialTest: { webhookCredential } };

	// Zoom's subscriptions are made by hand in the app, so nothing is registered here; activation checks the credential.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const problem = checkWebhookCredential(await this.getCredentials('zoomWebhookApi'));
				if (problem !== null) {
					throw new NodeOperationError(this.getNode(), 'The Zoom Webhook credential cannot be used', {
						description: problem,
					});
				}
				return true;
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
		return await receive(this).catch((error: unknown) => {
			// Throwing would record a failed execution per request; Zoom tries again later after a 500.
			this.logger.error(
				`Zoom Trigger could not handle a request: ${error instanceof Error ? error.message : String(error)}`,
			);
			return answer(this, 500, { message: 'The workflow cannot take events at the moment' });
		});
	}
}

async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> & {
		rawBody?: Buffer;
	};
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>('zoomWebhookApi');
	const problem = checkWebhookCredential(credential);
	if (problem !== null) {
		context.logger.error(`Zoom Trigger: ${problem}`);
		return answer(context, 503, { message: 'The credential of this webhook is not filled in' });
	}
	const options = context.getNodeParameter('options', {}) as TriggerOptions;
	const header = (name: string) => {
		const value = request.headers[name];
		return Array.isArray(value) ? value[0] : value;
	};
	const verdict = judge(
		{
			contentType: header('content-type') ?? '',
			rawBody: request.rawBody ?? Buffer.alloc(0),
			signature: header('x-zm-signature'),
			timestamp: header('x-zm-request-timestamp'),
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
		return answer(context, verdict.status, verdict.body);
	}
	const asRecordings = context.getNodeParameter('output', 'recording') === 'recording';
	const recordings = asRecordings ? toRecordingItems(verdict.event) : null;
	const limits = readLimits(options);
	// Answered here: n8n itself answers only when the execution is stored and, with N8N_CONCURRENCY_PRODUCTION_LIMIT, when it
	// is its turn, which in a burst is after the three seconds that Zoom waits. Should n8n break down in between,
	// ingest-reconcile takes up what was lost.
	context.getResponseObject().writeHead(200, { 'content-length': 0 }).end();
	if (recordings === null || !READY.has(verdict.event.name) || context.getMode() === 'manual')
		return startWith(recordings ?? [toEventItem(verdict.event)]);
	startAllBeforeTheEnd();
	const gathered = await gathering.gather(`${context.getWorkflow().id} ${context.getNode().id}`, recordings, limits);
	return gathered === null ? { noWebhookResponse: true } : startWith(mergedByRecording(gathered));
}

interface TriggerOptions {
	furtherEvents?: string;
	windowSeconds?: number;
	gatherSeconds?: number;
	gatherMost?: number;
}

/** Events after which a recording is read afresh and imported: hints that can be merged. */
const READY = new Set([
	'recording.completed',
	'recording.transcript_completed',
	'recording.recovered',
	'recording.batch_recovered',
]);

const gathering = new Gathering<RecordingEventItem>();
let listening = false;

/** n8n waits for executions that begin while it stops; a process that nobody else ends must still end. */
function startAllBeforeTheEnd(): void {
	if (listening) return;
	listening = true;
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			gathering.startAll();
			if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
		});
	}
}

/** What is out of range is brought into it: an event must never be lost over a setting. */
function readLimits({ gatherSeconds = 5, gatherMost = 100 }: TriggerOptions): { windowMs: number; most: number } {
	const within = (value: unknown, least: number, most: number, otherwise: number) => {
		const number = Number(value);
		return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : otherwise;
	};
	return { windowMs: within(gatherSeconds, 0, 60, 5) * 1000, most: within(gatherMost, 1, 1000, 100) };
}

function startWith(items: readonly object[]): IWebhookResponseData {
	return { noWebhookResponse: true, workflowData: [items.map((item) => ({ json: item as IDataObject }))] };
}

function toEventItem({ name, timestamp, accountId, payload }: ZoomEvent): object {
	return { accountId, event: { name, timestamp }, payload: withoutSecrets(payload) };
}

/** Answers by ourselves: n8n starts no execution then. */
function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	const response = context.getResponseObject();
	const bytes = Buffer.from(JSON.stringify(body));
	// With a length n8n leaves so short an answer as it is; without one it packs 150 bytes for Zoom's accept-encoding: gzip.
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
	response.end(bytes);
	return { noWebhookResponse: true };
}
