import { isInternalHost } from './addresses';
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
 * A named host must be as trustworthy as the service: https when the service is https, and public, whatever the service
 * itself is: a server inside may otherwise send the bytes, with a session, to any other one inside. Its own host and those
 * that the credential lists are meant. DNS answers are checked when the connection is made. Redirects are not followed.
 */
export class UploadConnection {
	private readonly dispatchers: Dispatchers;
	private readonly service: URL;
	private readonly listed: string[];

	/**
	 * @param serviceUrl full URL of the service in the credential
	 * @param uploadHosts host names and full origins besides it, as the credential lists them
	 */
	constructor(
		serviceUrl: string,
		private readonly options: NetworkOptions & { uploadHosts?: string | undefined } = {},
	) {
		this.service = new URL(serviceUrl);
		this.listed = (options.uploadHosts ?? '')
			.toLowerCase()
			.split(/[,;\s]+/)
			.filter(Boolean);
		// Kaltura may wait 45 s for the parts before a final one (docs/vendors/kaltura.md#uploads).
		this.dispatchers = makeDispatchers({ headersTimeoutMs: 120_000, largeAnswers: false, ...options });
	}

	/** @throws TransferError `target-not-allowed`, `timed-out`, `interrupted`, `cancelled` */
	async post({ url: address, body, contentType, signal }: Upload): Promise<UploadAnswer> {
		const url = new URL(address);
		const meant = this.isMeant(url);
		if (!meant) this.assertNamed(url);
		await assertEgress(this.options.egress, url);
		const { idleTimeoutMs = 60_000 } = this.options;
		try {
			const answer = await Exchange.open(meant ? this.dispatchers.open : this.dispatchers.guarded, url, {
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

	/** The service's own host, or one that an admin listed; over https where the service is. */
	private isMeant(url: URL): boolean {
		if (url.origin === this.service.origin || this.listed.includes(url.origin)) return true;
		const sameHost = url.hostname === this.service.hostname || this.listed.includes(url.hostname);
		return sameHost && this.isAsSafe(url);
	}

	private isAsSafe(url: URL): boolean {
		return url.protocol === 'https:' || url.protocol === this.service.protocol;
	}

	private assertNamed(url: URL): void {
		const remedy =
			'If this host is meant, add it to Upload Hosts in the Kaltura credential; else ask the administrator of the Kaltura server why it names this host for uploads.';
		if (!this.isAsSafe(url)) {
			throw new TransferError(
				'target-not-allowed',
				`The upload was stopped: Kaltura names ${url.protocol}//${url.host} for uploads, which is not https.`,
				remedy,
			);
		}
		if (isInternalHost(url.hostname)) throw privateAddress(url.host, remedy);
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
