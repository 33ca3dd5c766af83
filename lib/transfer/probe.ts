import type { MediaConnection } from './connection';
import { openMedia, type MediaSource } from './media-source';

/** What a look at a download URL told. */
export interface Probe {
	totalBytes: number | null;
	/** The host that answered the bytes, after redirects. */
	host: string;
	redirects: number;
}

/** Enough to tell media by its first box; a server's smallest answer takes as many packets. */
const PROBE_BYTES = 4096;

/**
 * Whether a download URL answers the file and not a login page: opens it, looks at status, type, length and first bytes.
 * Asks for 4 KiB; a server that ignores Range is hung up on after the first bytes. So Kaltura can be sent to the URL with
 * confidence, and next to nothing passes through n8n (docs/transfer.md).
 * @throws TransferError `not-media`, `refused`, `gone`, `size-mismatch`, `target-not-allowed`, …
 */
export async function probeMedia(
	connection: MediaConnection,
	source: MediaSource,
	signal?: AbortSignal,
): Promise<Probe> {
	const { body, validators, url, redirects, partial } = await openMedia(
		connection,
		source,
		0,
		null,
		signal,
		PROBE_BYTES,
	);
	// What is left of a small answer is read, so that the connection serves the next file as well.
	if (partial) await body.dump();
	else body.destroy();
	return { totalBytes: validators.totalBytes, host: url.hostname, redirects };
}
