import type { Readable } from 'node:stream';

/** What identifies the bytes, to notice that the file changed between two attempts. */
export interface Validators {
	etag: string | null;
	totalBytes: number | null;
}

export interface OpenedSource {
	body: Readable;
	/** Where the body starts: the wanted offset, or 0 when the source can only be read from its beginning. */
	offset: number;
	validators: Validators;
}

/** One file that can be opened as often as needed. */
export interface ByteSource {
	/** For messages: "gallery_view of Algebra I". Never a URL. */
	readonly name: string;
	/** Bytes as the listing says; null when unknown. A body of another length is refused. */
	readonly expectedBytes: number | null;
	/**
	 * @param offset byte to start at; a source that cannot may start at 0
	 * @param known what the last opening said; an answer that differs is refused
	 * @throws TransferError
	 */
	open(offset: number, known: Validators | null, signal: AbortSignal | undefined): Promise<OpenedSource>;
}

/** A source that is no server: binary data of n8n, or a buffer. Read again from the start after a failure. */
export function streamSource(
	name: string,
	sizeBytes: number | null,
	openStream: () => Promise<Readable> | Readable,
): ByteSource {
	return {
		name,
		expectedBytes: sizeBytes,
		open: async () => ({
			body: await openStream(),
			offset: 0,
			validators: { etag: null, totalBytes: sizeBytes },
		}),
	};
}
