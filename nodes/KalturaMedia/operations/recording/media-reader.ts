import type { IExecuteFunctions } from 'n8n-workflow';

import { openMediaConnection } from '../../../../lib/n8n/media-connection';
import { probeMedia } from '../../../../lib/transfer/probe';
import { readSmallFile } from '../../../../lib/transfer/small-file';

import type { MediaReader, ReadFrom } from './file-reader';

/** Reads Zoom's files under the rules of lib/transfer: allowed hosts, checked redirects, n8n's own egress rules. */
export function openMediaReader(
	context: IExecuteFunctions,
	downloadHosts: readonly string[],
): MediaReader & { close(): Promise<void> } {
	const connection = openMediaConnection(context, downloadHosts);
	const access = ({ url, token }: ReadFrom) =>
		Promise.resolve({ url, ...(token ? { authorization: `Bearer ${token}` } : {}) });
	return {
		async probe(from, signal) {
			const { name, expectedBytes } = from;
			await probeMedia(connection, { name, expectedBytes, kind: 'media', access: () => access(from) }, signal);
		},
		async readText(from, signal) {
			const { name, expectedBytes } = from;
			return await readSmallFile(connection, { name, expectedBytes, kind: 'text', access: () => access(from) }, signal);
		},
		close: () => connection.close(),
	};
}
