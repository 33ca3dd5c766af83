/**
 * How lib/zoom reaches Zoom. The room knows paths, not servers: base URL, token, proxy and cancellation belong to the
 * implementation (in n8n: lib/n8n/zoom.ts on `httpRequestWithAuthentication`).
 */
export type ZoomTransport = (request: ZoomTransportRequest) => Promise<ZoomTransportAnswer>;

export interface ZoomTransportRequest {
	method: ZoomMethod;
	/** Path below the API's base URL, already encoded: `/meetings/abc%3D%3D/recordings`. Must be sent untouched. */
	path: string;
	query?: Record<string, string>;
	/** JSON text, serialised here so that integers beyond 2^53 survive. */
	body?: string;
	/**
	 * Zoom sometimes says "token expired" (code 124) with another status than 401. The transport then gets the same
	 * request once more with that status here, and renews the token when it meets it.
	 */
	renewTokenOn?: number;
	/** Sent although the execution was stopped. */
	tidiesUp?: boolean;
}

export type ZoomMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ZoomTransportAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	/** The body as it came; Zoom's gateways also answer HTML. */
	text: string;
}
