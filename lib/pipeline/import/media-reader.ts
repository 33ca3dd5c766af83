import type { ByteSource } from '../../transfer/byte-source';
import type { MediaConnection } from '../../transfer/connection';
import { mediaSource, type MediaSource } from '../../transfer/media-source';
import { probeMedia } from '../../transfer/probe';
import { readSmallFile } from '../../transfer/small-file';

import type { MediaReader, ReadFrom } from './file-reader';

/** Zoom's files under the rules of lib/transfer: allowed hosts, checked redirects, n8n's own egress rules. */
export interface ZoomMedia extends MediaReader {
	/** A file to be read as a whole. @param renew gives address and token anew when Zoom no longer takes them */
	source(from: ReadFrom, renew: () => Promise<{ url: string; token: string }>): ByteSource;
	close(): Promise<void>;
}

/** @param connection is closed with the reader */
export function mediaReader(connection: MediaConnection): ZoomMedia {
	const sourceOf = ({ name, expectedBytes, kind, ...from }: ReadFrom): MediaSource => ({
		name,
		expectedBytes,
		kind,
		access: () => Promise.resolve(authorized(from)),
	});
	return {
		probe: (from, signal) => probeMedia(connection, sourceOf(from), signal),
		readText: (from, signal) => readSmallFile(connection, sourceOf(from), signal),
		source(from, renew) {
			let current = authorized(from);
			return mediaSource(connection, {
				...sourceOf(from),
				access: async (again) => (again ? (current = authorized(await renew())) : current),
			});
		},
		close: () => connection.close(),
	};
}

function authorized({ url, token }: { url: string; token: string }): { url: string; authorization?: string } {
	return { url, ...(token ? { authorization: `Bearer ${token}` } : {}) };
}
