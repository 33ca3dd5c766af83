import type { MediaConnection } from './connection';
import { openMedia, type MediaSource } from './media-source';

/** What a look at a download URL told. */
export interface Probe {
	totalBytes: number | null;
	/** The host that answered the bytes, after redirects. */
	host: string;
	redirects: number;
}

/**
 * Whether a download URL answers the file and not a login page: opens it, looks at status, type, length and first bytes,
 * and hangs up. Moves a few kilobytes at the most, so that Kaltura can be sent to the URL with confidence (design §6).
 * @throws TransferError `not-media`, `refused`, `gone`, `size-mismatch`, `target-not-allowed`, …
 */
export async function probeMedia(
	connection: MediaConnection,
	source: MediaSource,
	signal?: AbortSignal,
): Promise<Probe> {
	const { body, validators, url, redirects } = await openMedia(connection, source, 0, null, signal);
	body.destroy();
	return { totalBytes: validators.totalBytes, host: url.hostname, redirects };
}
