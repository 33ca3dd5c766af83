import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** What of a request a trigger of ours looks at. n8n keeps the raw body, which a signature is about. */
export interface WebhookRequest {
	rawBody: Uint8Array;
	/** The first value; undefined when the header is missing. */
	header(name: string): string | undefined;
}

export function readWebhookRequest(context: IWebhookFunctions): WebhookRequest {
	const request: ReturnType<IWebhookFunctions['getRequestObject']> & { rawBody?: Buffer } = context.getRequestObject();
	return {
		rawBody: request.rawBody ?? Buffer.alloc(0),
		header(name) {
			const value = request.headers[name];
			return Array.isArray(value) ? value[0] : value;
		},
	};
}

/** Answers by ourselves: n8n starts no execution then. */
export function answerWith(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	return answered(context, status, 'application/json', JSON.stringify(body));
}

/** The same for people, who come with a browser. */
export function answerWithPage(context: IWebhookFunctions, status: number, page: string): IWebhookResponseData {
	return answered(context, status, 'text/html', page);
}

function answered(context: IWebhookFunctions, status: number, type: string, text: string): IWebhookResponseData {
	const response = context.getResponseObject();
	const bytes = Buffer.from(text);
	// With a length n8n leaves so short an answer as it is; without one it packs 150 bytes for Zoom's accept-encoding: gzip.
	response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': bytes.length });
	response.end(bytes);
	return NOTHING_STARTED;
}

export const NOTHING_STARTED: IWebhookResponseData = { noWebhookResponse: true };

/** The execution for a request that was answered by ourselves. */
export function startWith(items: readonly object[]): IWebhookResponseData {
	return { noWebhookResponse: true, workflowData: [items.map((item) => ({ json: item as IDataObject }))] };
}
