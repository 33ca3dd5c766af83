import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { ZoomClient } from '../zoom/client';
import { createZoomClient } from '../zoom/client';
import { isZoomError } from '../zoom/errors';
import type { RatePlan } from '../zoom/rate-limits';
import { sharedRateLimiter } from '../zoom/rate-limits';
import type { ZoomTransport, ZoomTransportAnswer, ZoomTransportRequest } from '../zoom/transport';

import { InputError } from '../policy/failures';

import { untied, withCredential } from './changed-context';
import { readAnswer, UNREAD } from './vendor-answer';

export const ZOOM_CREDENTIAL = 'zoomServerToServerOAuth2Api';

export interface ZoomCredential {
	accountId: string;
	clientId: string;
	/** Without a trailing slash. */
	apiBaseUrl: string;
	/** Hosts (subdomains included) or full origins from which media may come. */
	downloadHosts: string[];
}

export interface OpenZoomOptions {
	/** The account's plan, which decides the rates. Without it: what another node said last, else Business. */
	plan?: RatePlan;
}

/** A Zoom client and what else of the credential its user may need. */
export interface OpenedZoom {
	zoom: ZoomClient;
	zoomCredential: ZoomCredential;
}

const TIMEOUT_MS = 60_000;

/**
 * Opens the Zoom account of the node's credential. Requests go through n8n (proxy, encrypted credential, token shared by
 * all workers); pacing is shared by everything in this process that uses the same account.
 * @throws {InputError} when the credential is not usable, naming the field
 */
export async function openZoom(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	options: OpenZoomOptions = {},
): Promise<OpenedZoom> {
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(ZOOM_CREDENTIAL);
	const zoomCredential = readCredential(fields);
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const zoom = createZoomClient(
		n8nTransport(withCredential(context, fields), zoomCredential.apiBaseUrl),
		{
			limiter: sharedRateLimiter(`${zoomCredential.apiBaseUrl} ${zoomCredential.accountId}`, options.plan),
			signal,
			onRetry: ({ endpoint, attempt, waitMs, reason }) =>
				context.logger.debug(`Zoom ${endpoint}: attempt ${attempt} failed, next in ${waitMs} ms. ${reason}`),
		},
		() => String(fields.accessToken ?? ''),
	);
	return { zoom, zoomCredential };
}

function readCredential(fields: ICredentialDataDecryptedObject): ZoomCredential {
	const text = (name: string) => String(fields[name] ?? '').trim();
	const apiBaseUrl = text('apiBaseUrl').replace(/\/+$/, '');
	if (!URL.canParse(apiBaseUrl) || !/^https?:$/.test(new URL(apiBaseUrl).protocol)) {
		throw new InputError(
			'API Base URL',
			`of the Zoom credential is "${apiBaseUrl}", which is not a web address`,
			'It is normally https://api.zoom.us/v2.',
		);
	}
	return {
		accountId: text('accountId'),
		clientId: text('clientId'),
		apiBaseUrl,
		downloadHosts: text('downloadHosts')
			.split(',')
			.map((host) => host.trim())
			.filter(Boolean),
	};
}

/** n8n's authenticated request as lib/zoom's transport. */
function n8nTransport(context: IExecuteFunctions | ILoadOptionsFunctions, apiBaseUrl: string): ZoomTransport {
	const afterTheStop = untied(context);
	return async ({ method, path, query, body, renewTokenOn, tidiesUp }: ZoomTransportRequest) => {
		const search = new URLSearchParams(query).toString();
		const options: IHttpRequestOptions = {
			method,
			// One string, so that the encoding of meeting UUIDs reaches Zoom as it was made.
			url: `${apiBaseUrl}${path}${search ? `?${search}` : ''}`,
			headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
			...(body === undefined ? {} : { body }),
			...UNREAD,
			timeout: TIMEOUT_MS,
			disableFollowRedirect: true,
			// n8n renews the token when it meets this one status as an error; all others come back as answers.
			ignoreHttpStatusErrors: { ignore: true, except: [renewTokenOn ?? 401] },
		};
		const asked = context.helpers.httpRequestWithAuthentication.call(
			tidiesUp ? afterTheStop : context,
			ZOOM_CREDENTIAL,
			options,
			renewTokenOn === undefined ? undefined : { preAuthenticationRetryStatusCode: renewTokenOn },
		) as Promise<IN8nHttpFullResponse>;
		return await asked.then((answer) => readAnswer(answer, TIMEOUT_MS), toRefusal);
	};
}

/**
 * n8n throws for the one status that renews the token (when the new token is refused too), for failures to get a token,
 * and for broken connections. It wraps what happened in one or more errors: the first that says enough is taken.
 */
async function toRefusal(thrown: unknown): Promise<ZoomTransportAnswer> {
	const chain = causes(thrown);
	for (const error of chain) {
		if (isZoomError(error)) return rethrow(error);
		const response = (error as { response?: { status?: number; headers?: object; data?: unknown } }).response;
		if (typeof response?.status === 'number') {
			const { status, headers = {}, data } = response;
			return await readAnswer({ statusCode: status, headers, body: data }, TIMEOUT_MS);
		}
	}
	return rethrow(chain.at(-1) ?? thrown);
}

function rethrow(error: unknown): never {
	throw error;
}

function causes(error: unknown): object[] {
	const chain: object[] = [];
	for (let one = error; one !== null && typeof one === 'object' && !chain.includes(one);) {
		chain.push(one);
		one =
			(one as { cause?: unknown; errorResponse?: unknown }).cause ?? (one as { errorResponse?: unknown }).errorResponse;
	}
	return chain;
}
