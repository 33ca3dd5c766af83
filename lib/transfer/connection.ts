import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';

import { isInternalAddress } from './addresses';
import type { AllowedHosts } from './allowed-hosts';
import { TransferError } from './errors';

/** n8n's egress rules for clients of their own (`helpers.getSecureEgressFilter()`); structural, so that this room stays free of n8n. */
export interface EgressFilter {
	validateUrl(url: URL): Promise<{ ok: boolean; error?: Error }>;
	createSecureLookup(): LookupFunction;
}

export interface ConnectionOptions {
	allowed: AllowedHosts;
	egress?: EgressFilter | undefined;
	/** Milliseconds until a connection stands. Default 10 s. */
	connectTimeoutMs?: number;
	/** Milliseconds until the answer's header is there. Default 60 s. */
	headersTimeoutMs?: number;
	/** Milliseconds without a single byte until a body counts as stalled. Default 60 s. */
	idleTimeoutMs?: number;
}

export interface OpenRequest {
	method?: 'GET' | 'HEAD';
	/** `Bearer …`; sent to the first origin only. */
	authorization?: string | undefined;
	headers?: Record<string, string>;
	signal?: AbortSignal | undefined;
}

export interface OpenAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: Dispatcher.ResponseData['body'];
	/** The origin that gave the answer, after redirects. */
	origin: string;
}

const MOST_REDIRECTS = 5;

/**
 * GETs of media with the rules of design §6: redirects are followed by hand, the Authorization header never reaches a
 * second origin, and DNS answers are checked when the connection is made, so that a name cannot change in between.
 */
export class MediaConnection {
	private readonly open: Dispatcher;
	private readonly guarded: Dispatcher;
	private readonly allowed: AllowedHosts;
	private readonly egress: EgressFilter | undefined;

	constructor(options: ConnectionOptions) {
		this.allowed = options.allowed;
		this.egress = options.egress;
		const timeouts = {
			headersTimeout: options.headersTimeoutMs ?? 60_000,
			bodyTimeout: options.idleTimeoutMs ?? 60_000,
		};
		const connect = { timeout: options.connectTimeoutMs ?? 10_000 };
		const resolve = this.egress?.createSecureLookup() ?? dnsLookup;
		const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => process.env[name]);
		const make = (lookup: LookupFunction): Dispatcher =>
			proxied
				? new EnvHttpProxyAgent({ ...timeouts, connect: { ...connect, lookup } })
				: new Agent({ ...timeouts, connect: { ...connect, lookup }, pipelining: 1 });
		this.open = make(resolve as LookupFunction);
		this.guarded = make(publicOnly(resolve as LookupFunction));
	}

	/**
	 * @throws TransferError `target-not-allowed`, `unavailable`, `timed-out`, `cancelled`
	 */
	async get(address: string, wanted: OpenRequest = {}): Promise<OpenAnswer> {
		let url = parseUrl(address);
		this.allowed.assertStart(url);
		const firstOrigin = url.origin;
		for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
			await this.assertEgress(url);
			const answer = await this.once(url, wanted, url.origin === firstOrigin);
			if (![301, 302, 303, 307, 308].includes(answer.statusCode)) {
				return { status: answer.statusCode, headers: answer.headers, body: answer.body, origin: url.origin };
			}
			await answer.body.dump();
			const location = answer.headers.location;
			const next = typeof location === 'string' ? URL.parse(location, url.href) : null;
			if (!next) throw unavailable(url, 'it redirects without saying where to', answer.statusCode);
			this.allowed.assertRedirect(next);
			url = next;
		}
		throw unavailable(url, `it redirects more than ${MOST_REDIRECTS} times`);
	}

	async close(): Promise<void> {
		await Promise.all([this.open.destroy(), this.guarded.destroy()]);
	}

	private async assertEgress(url: URL): Promise<void> {
		const verdict = await this.egress?.validateUrl(url);
		if (verdict && !verdict.ok) {
			throw new TransferError(
				'target-not-allowed',
				`n8n's egress rules do not allow a connection to ${url.host}.`,
				'Allow the host in the SSRF settings of the n8n instance, or let Kaltura pull the file.',
				{ cause: verdict.error },
			);
		}
	}

	private async once(url: URL, wanted: OpenRequest, sameOrigin: boolean): Promise<Dispatcher.ResponseData> {
		const listed = this.allowed.listsOrigin(url);
		if (!listed && isInternalAddress(url.hostname)) throw privateAddress(url.host);
		try {
			return await request(url, {
				method: wanted.method ?? 'GET',
				dispatcher: listed ? this.open : this.guarded,
				headers: {
					accept: '*/*',
					...wanted.headers,
					...(wanted.authorization && sameOrigin ? { authorization: wanted.authorization } : {}),
				},
				signal: wanted.signal ?? null,
			});
		} catch (error) {
			throw translateNetworkFault(error, url.host, wanted.signal);
		}
	}
}

/** One place that turns undici's and Node's network failures into a TransferError. */
export function translateNetworkFault(error: unknown, host: string, signal?: AbortSignal | undefined): TransferError {
	if (error instanceof TransferError) return error;
	const cause = error instanceof Error ? error : new Error(String(error));
	if (cause.cause instanceof TransferError) return cause.cause;
	if (signal?.aborted || cause.name === 'AbortError') {
		return new TransferError(
			'cancelled',
			'The transfer was stopped because the execution was cancelled.',
			'Run it again: it continues where it was.',
			{ cause },
		);
	}
	const code = 'code' in cause ? String(cause.code) : '';
	if (/TIMEOUT/.test(code)) {
		return new TransferError(
			'timed-out',
			`${host} did not answer or stopped sending for too long (${code}).`,
			'Nothing to do now: the transfer is retried.',
			{ cause },
		);
	}
	return new TransferError(
		'interrupted',
		`The connection to ${host} failed (${code || cause.name}).`,
		'Nothing to do now: the transfer is retried. If it keeps failing, check the network between n8n and the host.',
		{ cause },
	);
}

function parseUrl(address: string): URL {
	const url = URL.parse(address);
	if (!url)
		throw new TransferError(
			'target-not-allowed',
			'The download address is not a URL.',
			'Read the recording from Zoom again.',
		);
	return url;
}

function unavailable(url: URL, why: string, httpStatus?: number): TransferError {
	return new TransferError(
		'unavailable',
		`${url.host} cannot be downloaded from: ${why}.`,
		'Nothing to do now: the transfer is retried.',
		httpStatus === undefined ? {} : { httpStatus },
	);
}

function privateAddress(host: string): TransferError {
	return new TransferError(
		'target-not-allowed',
		`The download was stopped: ${host} is a private address.`,
		'If this server is meant, list its full origin in Download Hosts of the Zoom credential.',
	);
}

/** Lets a connection be made only to public addresses: the check happens on the very answer that is connected to. */
function publicOnly(resolve: LookupFunction): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, options, (error, address, family) => {
			if (error) return callback(error, address, family);
			const addresses = Array.isArray(address) ? address.map((one) => one.address) : [address];
			if (addresses.some(isInternalAddress))
				return callback(privateAddress(hostname) as unknown as NodeJS.ErrnoException, '');
			callback(null, address, family);
		});
	};
}
