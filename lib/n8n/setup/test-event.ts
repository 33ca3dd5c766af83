import { setTimeout as sleep } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Recording } from '../../policy/recording';
import { type SetupFinding, TEST_EVENT, testEventFinding, warning } from '../../policy/setup/setup-findings';
import { signatureOf } from '../../zoom/webhook-signature';
import type { OpenedZoom } from '../zoom';
import { readAnswer, UNREAD } from '../vendor-answer';

import { explainedProblem } from './explained-problem';

const WEBHOOK_CREDENTIAL = 'zoomWebhookApi';
const TIMEOUT_MS = 15_000;
/** n8n publishes in the background: the address may answer a moment later. */
const PUBLISHING_MS = 20_000;
const DAY_MS = 86_400_000;

/**
 * Does what *Validate* in the Zoom app will do: sends a signed request to the address of Zoom Trigger.
 * @param url the production URL
 */
export async function validateAddress(context: IExecuteFunctions, url: string): Promise<SetupFinding> {
	const deadline = Date.now() + PUBLISHING_MS;
	for (;;) {
		const event = 'endpoint.url_validation';
		const { status, text } = await sendEvent(context, url, event, { plainToken: 'zoom-to-kaltura-setup' });
		if (status !== 404 || Date.now() > deadline) return testEventFinding(url, event, status, text);
		await sleep(500);
	}
}

/** Announces the newest recording of the last 30 days, as Zoom does; what then happens is the pipeline's own decision. */
export async function announceNewest(
	context: IExecuteFunctions,
	url: string,
	openZoom: () => Promise<OpenedZoom>,
): Promise<SetupFinding> {
	try {
		const { zoom, zoomCredential } = await openZoom();
		let newest: Recording | null = null;
		const now = Date.now();
		const day = (at: number) => new Date(at).toISOString().slice(0, 10);
		for await (const page of zoom.recordings.listAccount({ from: day(now - 30 * DAY_MS), to: day(now) })) {
			for (const one of page.recordings)
				if (one.complete && (newest === null || one.startedAt > newest.startedAt)) newest = one;
		}
		if (newest === null)
			return warning(
				'Zoom',
				TEST_EVENT,
				'No event was sent: Zoom has no finished recording of the last 30 days.',
				'Record a short meeting to the cloud; its event will come by itself.',
			);
		const { topic, startedAt } = newest;
		const object = { uuid: newest.meetingUuid, id: newest.meetingId, host_id: newest.host.id, topic };
		const event = 'recording.completed';
		const { status, text } = await sendEvent(context, url, event, { account_id: zoomCredential.accountId, object });
		const about = `“${topic}” of ${startedAt.slice(0, 16).replace('T', ' ')} UTC is on its way. The status page shows in a minute what became of it.`;
		return testEventFinding(url, event, status, status === 200 ? about : text);
	} catch (error) {
		return explainedProblem('Zoom', TEST_EVENT, error);
	}
}

async function sendEvent(
	context: IExecuteFunctions,
	url: string,
	event: string,
	payload: object,
): Promise<{ status: number | null; text: string }> {
	const { secretToken } = await context.getCredentials<ICredentialDataDecryptedObject>(WEBHOOK_CREDENTIAL);
	const body = JSON.stringify({ event, event_ts: Date.now(), payload });
	const timestamp = String(Math.floor(Date.now() / 1000));
	const asked = context.helpers.httpRequest({
		method: 'POST',
		url,
		headers: {
			'content-type': 'application/json',
			'x-zm-request-timestamp': timestamp,
			'x-zm-signature': signatureOf(Buffer.from(body), timestamp, String(secretToken ?? '').trim()),
		},
		body,
		...UNREAD,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	}) as Promise<IN8nHttpFullResponse>;
	return await asked
		.then((answer) => readAnswer(answer, TIMEOUT_MS))
		.then(
			({ status, text }) => ({ status, text: status === 200 ? '' : text.slice(0, 200) }),
			(error: unknown) => ({ status: null, text: error instanceof Error ? error.message : String(error) }),
		);
}
