import type { ZoomEvent } from './webhook-events';
import { isChosen, parseEvent } from './webhook-events';
import { urlValidationAnswer, verifySignature } from './webhook-signature';

/** What of an HTTP request decides its fate. */
export interface WebhookRequest {
	contentType: string;
	rawBody: Uint8Array;
	/** Headers x-zm-signature and x-zm-request-timestamp. */
	signature: string | undefined;
	timestamp: string | undefined;
}

export interface WebhookRules {
	secrets: readonly string[];
	/** '' accepts every account. */
	accountId: string;
	chosenEvents: readonly string[];
	windowSeconds: number;
	now: number;
}

/** What to do with a request: answer it without an execution, or start one with the event. */
export type Verdict =
	{ kind: 'answer'; status: number; body: Record<string, string>; log?: string } | { kind: 'start'; event: ZoomEvent };

/** Zoom's largest events (a long series of segments) are far below; everything larger is not from Zoom. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Judges one request, cheapest and least trusting checks first; nothing of the body is looked into before its signature
 * is proven. Zoom retries only answers of 500 and above, so refusals are 4xx, and what is merely not wanted is 200.
 * @see https://developers.zoom.us/docs/api/webhooks/
 */
export function judge(request: WebhookRequest, rules: WebhookRules): Verdict {
	if (request.rawBody.length > LARGEST_BODY) return refuse(413, 'The body is larger than any event of Zoom');
	if (!/^application\/json\b/i.test(request.contentType)) return refuse(415, 'Events are sent as application/json');
	const verdict = verifySignature(request, rules);
	if (!verdict.valid) {
		const log = SIGNATURE_PROBLEMS[verdict.problem];
		return { ...refuse(401, 'The signature is missing, wrong or too old'), ...(log ? { log } : {}) };
	}
	const event = parseEvent(Buffer.from(request.rawBody).toString('utf8'));
	if (!event) return refuse(400, 'The body is not an event of Zoom');
	if (event.name === 'endpoint.url_validation') {
		const { plainToken } = event.payload;
		if (typeof plainToken !== 'string') return refuse(400, 'The validation request has no plainToken');
		return { kind: 'answer', status: 200, body: urlValidationAnswer(plainToken, verdict.secret) };
	}
	if (rules.accountId !== '' && event.accountId !== rules.accountId) {
		return {
			...refuse(403, 'Events of this account are not accepted here'),
			log: `An event ${event.name} of the account ${event.accountId || 'without id'} was refused: the credential names another account.`,
		};
	}
	if (!isChosen(event.name, rules.chosenEvents)) {
		return { kind: 'answer', status: 200, body: { message: `The event ${event.name} is not chosen in this workflow` } };
	}
	return { kind: 'start', event };
}

const SIGNATURE_PROBLEMS = {
	// Scanners find every open address; they are not worth a line each.
	missing: '',
	wrong:
		'A request with a wrong signature was refused: if it came from Zoom, the secret token of the credential is not that of the app.',
	stale:
		'A correctly signed request was refused because its time is outside the window: it was replayed or delayed, or the clock of this server is wrong.',
} as const;

function refuse(status: number, message: string): { kind: 'answer'; status: number; body: { message: string } } {
	return { kind: 'answer', status, body: { message } };
}
