import { isIP } from 'node:net';

import { isInternalHost } from './addresses';
import { TransferError } from './errors';

/**
 * Where media may come from: the credential field `downloadHosts`, e.g. `zoom.us, zoom.com` (subdomains
 * included, https only) or full origins such as `http://127.0.0.1:4010` (exactly that origin, also http and private).
 */
export class AllowedHosts {
	private readonly hosts: string[] = [];
	private readonly origins = new Set<string>();

	/** @throws TransferError when an entry is neither a host name nor an origin */
	constructor(list: string) {
		for (const entry of list.split(/[,;\s]+/).filter(Boolean)) {
			if (entry.includes('://')) {
				const url = URL.parse(entry);
				if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.username) {
					throw invalidEntry(entry);
				}
				this.origins.add(url.origin);
			} else {
				const host = entry.toLowerCase().replace(/^\*?\./, '');
				if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) || isIP(host)) throw invalidEntry(entry);
				this.hosts.push(host);
			}
		}
		if (this.hosts.length === 0 && this.origins.size === 0) throw invalidEntry(list);
	}

	/** Whether the origin was listed in full, so that http and private addresses are meant. */
	listsOrigin(url: URL): boolean {
		return this.origins.has(url.origin);
	}

	private listsHost(url: URL): boolean {
		return this.hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
	}

	/**
	 * Refuses a first URL that is not on a listed host.
	 * @throws TransferError `target-not-allowed`
	 */
	assertStart(url: URL): void {
		if (this.listsOrigin(url)) return;
		if (url.protocol !== 'https:') throw notAllowed(url, 'it is not https');
		if (!this.listsHost(url)) throw notAllowed(url, 'the host is not listed');
	}

	/**
	 * Refuses a redirect that leaves the listed hosts, unless it goes to a signed URL over https on a public host: that is
	 * how Zoom hands out files from its content network (docs/vendors/zoom.md#downloads).
	 * @throws TransferError `target-not-allowed`
	 */
	assertRedirect(url: URL): void {
		if (this.listsOrigin(url)) return;
		if (url.protocol !== 'https:') throw notAllowed(url, 'the redirect is not https');
		if (url.username || url.password) throw notAllowed(url, 'the redirect carries a user name');
		if (isInternalHost(url.hostname)) {
			throw notAllowed(url, 'the redirect goes to a private address');
		}
		if (!this.listsHost(url) && !isSigned(url))
			throw notAllowed(url, 'the redirect leaves the listed hosts without a signature');
	}
}

/** Signed URLs of CloudFront, S3 and compatible stores, Google and Azure. */
const SIGNATURES = ['signature', 'x-amz-signature', 'x-goog-signature', 'sig', 'policy', 'token', 'hdnts'];

function isSigned(url: URL): boolean {
	return [...url.searchParams.keys()].some((name) => SIGNATURES.includes(name.toLowerCase()));
}

function notAllowed(url: URL, why: string): TransferError {
	return new TransferError(
		'target-not-allowed',
		`The download was stopped before ${url.protocol}//${url.host}: ${why}.`,
		"If this host is yours or Zoom's, add it to Download Hosts in the Zoom credential; else ask who changed the recording's address.",
	);
}

function invalidEntry(entry: string): TransferError {
	return new TransferError(
		'target-not-allowed',
		`Download Hosts in the Zoom credential holds "${entry.slice(0, 60)}", which is neither a host name nor an origin.`,
		'Use host names such as zoom.us, or full origins such as https://media.example.edu.',
	);
}
