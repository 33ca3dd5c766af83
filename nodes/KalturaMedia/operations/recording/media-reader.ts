import type { IExecuteFunctions } from 'n8n-workflow';

import { openMediaConnection } from '../../../../lib/n8n/media-connection';
import type { ByteSource } from '../../../../lib/transfer/byte-source';
import { mediaSource, type MediaSource } from '../../../../lib/transfer/media-source';
import { probeMedia } from '../../../../lib/transfer/probe';
import { readSmallFile } from '../../../../lib/transfer/small-file';

import type { MediaReader, ReadFrom } from './file-reader';

/** Zoom's files under the rules of lib/transfer: allowed hosts, checked redirects, n8n's own egress rules. */
export interface ZoomMedia extends MediaReader {
	/** A file to be read as a whole. @param renew gives address and token anew when Zoom no longer takes them */
	source(from: ReadFrom, renew: () => Promise<{ url: string; token: string }>): ByteSource;
	close(): Promise<void>;
}

export function openMediaReader(
	context: IExecuteFunctions,
	downloadHosts: readonly string[],
	timeouts: { idleTimeoutMs: number },
): ZoomMedia {
	const connection = openMediaConnection(context, downloadHosts, timeouts);
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
