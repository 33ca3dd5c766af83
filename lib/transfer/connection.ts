import { isInternalHost } from './addresses';
import type { AllowedHosts } from './allowed-hosts';
import { assertEgress, type Dispatchers, makeDispatchers, type NetworkOptions, privateAddress } from './dispatcher';
import { TransferError, translateNetworkFault } from './errors';
import { Exchange, type ExchangeAnswer } from './exchange';

export interface ConnectionOptions extends NetworkOptions {
	allowed: AllowedHosts;
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
	body: Exchange;
	/** Where the answer came from, after redirects. */
	url: URL;
	/** How many redirects led there. */
	redirects: number;
}

const MOST_REDIRECTS = 5;

/**
 * GETs of media with the rules of docs/transfer.md: redirects are followed by hand, the Authorization header never reaches a
 * second origin, and DNS answers are checked when the connection is made, so that a name cannot change in between.
 */
export class MediaConnection {
	private readonly dispatchers: Dispatchers;

	/** Milliseconds without progress until a body counts as stalled. */
	readonly idleTimeoutMs: number;

	constructor(private readonly options: ConnectionOptions) {
		this.dispatchers = makeDispatchers(options);
		this.idleTimeoutMs = options.idleTimeoutMs ?? 60_000;
	}

	/**
	 * @throws TransferError `target-not-allowed`, `unavailable`, `timed-out`, `interrupted`, `cancelled`
	 */
	async get(address: string, wanted: OpenRequest = {}): Promise<OpenAnswer> {
		const { allowed, egress } = this.options;
		let url = parseUrl(address);
		allowed.assertStart(url);
		const firstOrigin = url.origin;
		// Once away from the first origin the header stays away, even when a later redirect leads back.
		let authorized = true;
		for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
			await assertEgress(egress, url);
			authorized &&= url.origin === firstOrigin;
			const answer = await this.once(url, wanted, authorized);
			if (![301, 302, 303, 307, 308].includes(answer.status)) return { ...answer, url, redirects: hop };
			await answer.body.dump();
			const location = answer.headers.location;
			const next = typeof location === 'string' ? URL.parse(location, url.href) : null;
			if (!next) throw unavailable(url, 'it redirects without saying where to', answer.status);
			allowed.assertRedirect(next);
			url = next;
		}
		throw unavailable(url, `it redirects more than ${MOST_REDIRECTS} times`);
	}

	async close(): Promise<void> {
		await this.dispatchers.close();
	}

	private async once(url: URL, wanted: OpenRequest, authorized: boolean): Promise<ExchangeAnswer> {
		const listed = this.options.allowed.listsOrigin(url);
		if (!listed && isInternalHost(url.hostname)) {
			throw privateAddress(
				url.host,
				'If this server is meant, list its full origin in Download Hosts of the Zoom credential.',
			);
		}
		try {
			return await Exchange.open(listed ? this.dispatchers.open : this.dispatchers.guarded, url, {
				method: wanted.method ?? 'GET',
				headers: {
					accept: '*/*',
					...wanted.headers,
					...(wanted.authorization && authorized ? { authorization: wanted.authorization } : {}),
				},
				signal: wanted.signal,
			});
		} catch (error) {
			throw translateNetworkFault(error, url.host, wanted.signal);
		}
	}
}

function parseUrl(address: string): URL {
	const url = URL.parse(address);
	if (url) return url;
	throw new TransferError(
		'target-not-allowed',
		'The download address is not a URL.',
		'Read the recording from Zoom again.',
	);
}

function unavailable(url: URL, why: string, httpStatus?: number): TransferError {
	return new TransferError(
		'unavailable',
		`${url.host} cannot be downloaded from: ${why}.`,
		'Nothing to do now: the transfer is retried.',
		httpStatus === undefined ? {} : { httpStatus },
	);
}
