import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

import { Agent, type buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';

import { isInternalAddress } from './addresses';
import { TransferError } from './errors';
import { connectorWithReusedReads } from './reused-reads';

/** n8n's egress rules for clients of their own (`helpers.getSecureEgressFilter()`); structural, so that this room stays free of n8n. */
export interface EgressFilter {
	validateUrl(url: URL): Promise<{ ok: boolean; error?: Error }>;
	createSecureLookup(): LookupFunction;
}

export interface NetworkOptions {
	egress?: EgressFilter | undefined;
	/** Resolves names; default the system's resolver, or that of n8n's egress rules. */
	lookup?: LookupFunction | undefined;
	/** Milliseconds until a connection stands. Default 10 s. */
	connectTimeoutMs?: number;
	/** Milliseconds until the answer's header is there. Default 60 s. */
	headersTimeoutMs?: number;
	/** Milliseconds without a single byte until a body counts as stalled. Default 60 s. */
	idleTimeoutMs?: number;
	/** Whether answers are large, so that reading them into buffers that are used again is worth their memory. Default true. */
	largeAnswers?: boolean;
}

/** Connections of one transfer: `open` for origins that an admin named, `guarded` for all others. */
export interface Dispatchers {
	open: Dispatcher;
	/** Connects to public addresses only, whatever a name resolves to at the moment of connecting. */
	guarded: Dispatcher;
	close(): Promise<void>;
}

/**
 * Connection pools with time-outs, the proxies of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) and n8n's egress
 * rules. Through a proxy it is the proxy that resolves names, so there its rules apply instead of the guard.
 * Answers must be received by `Exchange`, see `connectorWithReusedReads`.
 */
export function makeDispatchers(options: NetworkOptions): Dispatchers {
	const timeouts = {
		headersTimeout: options.headersTimeoutMs ?? 60_000,
		bodyTimeout: options.idleTimeoutMs ?? 60_000,
	};
	const timeout = options.connectTimeoutMs ?? 10_000;
	const resolve = options.lookup ?? options.egress?.createSecureLookup() ?? (dnsLookup as LookupFunction);
	const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => process.env[name]);
	const make = (lookup: LookupFunction): Dispatcher => {
		if (proxied) return new EnvHttpProxyAgent({ ...timeouts, connect: { timeout, lookup }, pipelining: 1 });
		const connector = { timeout, lookup } as buildConnector.BuildOptions;
		const connect = options.largeAnswers === false ? connector : connectorWithReusedReads(connector);
		return new Agent({ ...timeouts, connect, pipelining: 1 });
	};
	const open = make(resolve);
	const guarded = make(publicOnly(resolve));
	return { open, guarded, close: async () => void (await Promise.all([open.destroy(), guarded.destroy()])) };
}

/** @throws TransferError `target-not-allowed` when n8n's own rules forbid the host */
export async function assertEgress(egress: EgressFilter | undefined, url: URL): Promise<void> {
	const verdict = await egress?.validateUrl(url);
	if (!verdict || verdict.ok) return;
	throw new TransferError(
		'target-not-allowed',
		`n8n's egress rules do not allow a connection to ${url.host}.`,
		'Allow the host in the SSRF settings of the n8n instance, or let Kaltura pull the file.',
		{ cause: verdict.error },
	);
}

export function privateAddress(host: string, remedy: string): TransferError {
	return new TransferError('target-not-allowed', `The transfer was stopped: ${host} is a private address.`, remedy);
}

/** Lets a connection be made only to public addresses: the check happens on the very answer that is connected to. */
function publicOnly(resolve: LookupFunction): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, options, (error, address, family) => {
			if (error) return callback(error, address, family);
			const addresses = Array.isArray(address) ? address.map((one) => one.address) : [address];
			if (addresses.length === 0 || addresses.some((one) => isIP(one) === 0 || isInternalAddress(one))) {
				const refusal = privateAddress(
					hostname,
					'If this server is meant, list it in the credential (for Zoom: its full origin in Download Hosts; for Kaltura: Upload Hosts).',
				);
				return callback(refusal as unknown as NodeJS.ErrnoException, '');
			}
			callback(null, address, family);
		});
	};
}
