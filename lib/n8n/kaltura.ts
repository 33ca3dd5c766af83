import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { KalturaClient } from '../kaltura/client';
import { createKalturaClient } from '../kaltura/client';
import type { KalturaAccount } from '../kaltura/session';
import { SessionStore } from '../kaltura/session';
import type { KnownHashes } from '../kaltura/session-start';
import type { KalturaHttpRequest, KalturaTransport } from '../kaltura/wire';

import { InputError } from '../policy/failures';

import { untied } from './changed-context';
import { readAnswer, UNREAD } from './vendor-answer';

const KALTURA_CREDENTIAL = 'kalturaApi';

export interface OpenedKaltura {
	kaltura: KalturaClient;
}

// Shared by all executions of this process. Another worker starts a session of its own: with an admin secret that costs
// nothing, with an app token two requests a day.
const sessions = new SessionStore();
const knownHashes: KnownHashes = new Map();

/**
 * Opens the Kaltura account of the node's credential. Requests go through n8n (proxy, encrypted credential, cancelling).
 * Nothing is sent before the first call.
 * @throws {InputError} when a field of the credential is not usable
 */
export async function openKaltura(context: IExecuteFunctions | ILoadOptionsFunctions): Promise<OpenedKaltura> {
	const account = readKalturaAccount(await context.getCredentials<ICredentialDataDecryptedObject>(KALTURA_CREDENTIAL));
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const kaltura = createKalturaClient(n8nTransport(context, account.serviceUrl), {
		account,
		sessions,
		knownHashes,
		...(signal ? { signal } : {}),
	});
	return { kaltura };
}

/**
 * The credential as lib/kaltura wants it.
 * @throws {InputError} naming the field and what belongs there
 */
export function readKalturaAccount(fields: ICredentialDataDecryptedObject): KalturaAccount {
	const text = (name: string) => String(fields[name] ?? '').trim();
	const partnerId = Number(text('partnerId'));
	if (!Number.isSafeInteger(partnerId) || partnerId <= 0) {
		throw new InputError(
			'Partner ID',
			`of the Kaltura credential is "${text('partnerId')}" instead of a number`,
			'It is in KMC, Settings, Integration Settings.',
		);
	}
	const authentication = text('authentication') === 'appToken' ? 'appToken' : 'adminSecret';
	const secrets =
		authentication === 'appToken'
			? {
					appTokenId: required(fields, 'appTokenId', 'App Token ID'),
					appToken: required(fields, 'appToken', 'App Token'),
				}
			: { adminSecret: required(fields, 'adminSecret', 'Admin Secret') };
	const expiry = Number(text('sessionExpiry') || 86_400);
	if (!Number.isFinite(expiry) || expiry < 60) {
		throw new InputError(
			'Session Expiry',
			`of the Kaltura credential is "${text('sessionExpiry')}"`,
			'Give the lifetime in seconds, at least 60; 86400 is one day.',
		);
	}
	return {
		serviceUrl: readServiceUrl(text('serviceUrl')),
		uploadHosts: text('uploadHosts'),
		partnerId,
		authentication,
		...secrets,
		userId: text('userId'),
		privileges: text('privileges'),
		sessionExpirySeconds: Math.floor(expiry),
	};
}

function required(fields: ICredentialDataDecryptedObject, name: string, label: string): string {
	const value = String(fields[name] ?? '').trim();
	if (value !== '') return value;
	throw new InputError(label, 'of the Kaltura credential is empty', 'Open the credential and fill it in.');
}

/** People paste the address of the console or of the API; what counts is scheme and host (and a path in front of /api_v3). */
function readServiceUrl(text: string): string {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = text !== '' && URL.canParse(withScheme) ? new URL(withScheme) : null;
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new InputError(
			'Service URL',
			`of the Kaltura credential is "${text}", which is not a web address`,
			'It is https://www.kaltura.com, your region (https://api.eu.kaltura.com) or your own server.',
		);
	}
	const path = url.pathname.replace(/\/(api_v3|index\.php|kmc\w*)(\/.*)?$/i, '').replace(/\/+$/, '');
	return `${url.origin}${path}`;
}

/** n8n's authenticated request as lib/kaltura's transport. */
function n8nTransport(context: IExecuteFunctions | ILoadOptionsFunctions, serviceUrl: string): KalturaTransport {
	const afterTheStop = untied(context);
	return async (request) => {
		const asked = context.helpers.httpRequestWithAuthentication.call(
			request.tidiesUp ? afterTheStop : context,
			KALTURA_CREDENTIAL,
			toHttpRequest(serviceUrl, request),
		) as Promise<IN8nHttpFullResponse>;
		return await asked.then((answer) => readAnswer(answer, request.timeoutMs), rethrowCause);
	};
}

/** One request in n8n's form; the body is text, so that neither n8n nor its HTTP library touches type and content. */
export function toHttpRequest(serviceUrl: string, { path, body, timeoutMs }: KalturaHttpRequest): IHttpRequestOptions {
	return {
		method: 'POST',
		url: `${serviceUrl}${path}`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		body,
		...UNREAD,
		timeout: timeoutMs,
		ignoreHttpStatusErrors: true,
		// A redirected POST loses its body; the answer then names the right address instead.
		disableFollowRedirect: true,
	};
}

// n8n wraps what happened; lib/kaltura looks for the system's code (ECONNREFUSED, …) in the innermost error.
function rethrowCause(thrown: unknown): never {
	let innermost = thrown;
	for (let depth = 0; depth < 6 && innermost instanceof Object; depth++) {
		const inner = (innermost as { cause?: unknown }).cause ?? (innermost as { errorResponse?: unknown }).errorResponse;
		if (!(inner instanceof Object) || typeof (innermost as { code?: unknown }).code === 'string') break;
		innermost = inner;
	}
	throw innermost;
}
