import { isInternalAddress } from './addresses';
import { assertEgress, type Dispatchers, makeDispatchers, type NetworkOptions, privateAddress } from './dispatcher';
import { TransferError, translateNetworkFault } from './errors';
import { Exchange } from './exchange';
import { pourSteadily, type SteadyPourOptions } from './steady-read';

export interface Upload {
	url: string;
	/** The whole body; not copied, so it must stay as it is until the answer is there. */
	body: Buffer;
	contentType: string;
	signal?: AbortSignal | undefined;
}

export interface UploadAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
}

/** An answer that is longer than this is no answer of an upload. */
const LONGEST_ANSWER = 1024 * 1024;

/**
 * POSTs of bytes to a service that an admin named in a credential, and to hosts that this service names for its uploads.
 * A named host must be as trustworthy as the service: https when the service is https, and public unless the service
 * itself is on a private address. DNS answers are checked when the connection is made. Redirects are not followed.
 */
export class UploadConnection {
	private readonly dispatchers: Dispatchers;
	private readonly service: URL;

	/** @param serviceUrl full URL of the service in the credential */
	constructor(
		serviceUrl: string,
		private readonly options: NetworkOptions = {},
	) {
		this.service = new URL(serviceUrl);
		// Kaltura may wait 45 s for the parts before a final one (reference kaltura-api §3.1).
		this.dispatchers = makeDispatchers({ headersTimeoutMs: 120_000, largeAnswers: false, ...options });
	}

	/** @throws TransferError `target-not-allowed`, `timed-out`, `interrupted`, `cancelled` */
	async post({ url: address, body, contentType, signal }: Upload): Promise<UploadAnswer> {
		const url = new URL(address);
		const named = url.origin !== this.service.origin;
		if (named) this.assertNamed(url);
		await assertEgress(this.options.egress, url);
		const { idleTimeoutMs = 60_000 } = this.options;
		const trusted = !named || isInternalAddress(this.service.hostname);
		try {
			const answer = await Exchange.open(trusted ? this.dispatchers.open : this.dispatchers.guarded, url, {
				method: 'POST',
				headers: { accept: 'application/json', 'content-type': contentType },
				body,
				signal,
			});
			return {
				status: answer.status,
				headers: answer.headers,
				text: await textOf(answer.body, { idleTimeoutMs, signal }),
			};
		} catch (error) {
			throw translateNetworkFault(error, url.host, signal);
		}
	}

	async close(): Promise<void> {
		await this.dispatchers.close();
	}

	private assertNamed(url: URL): void {
		const remedy = 'Ask the administrator of the Kaltura server why it names this host for uploads.';
		if (url.protocol !== 'https:' && url.protocol !== this.service.protocol) {
			throw new TransferError(
				'target-not-allowed',
				`The upload was stopped: Kaltura names ${url.protocol}//${url.host} for uploads, which is not https.`,
				remedy,
			);
		}
		if (isInternalAddress(url.hostname) && !isInternalAddress(this.service.hostname)) {
			throw privateAddress(url.host, remedy);
		}
	}
}

async function textOf(body: Exchange, patience: SteadyPourOptions): Promise<string> {
	const pieces: Buffer[] = [];
	let size = 0;
	const take = (piece: Buffer) => {
		size += piece.length;
		if (size > LONGEST_ANSWER) return body.destroy();
		pieces.push(Buffer.from(piece));
	};
	await pourSteadily(body, take, patience);
	return Buffer.concat(pieces).toString('utf8');
}
