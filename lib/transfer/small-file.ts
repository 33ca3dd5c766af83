import type { MediaConnection } from './connection';
import { TransferError, translateNetworkFault } from './errors';
import { openMedia, type MediaSource } from './media-source';
import { pourSteadily, type SteadyPourOptions } from './steady-read';

/** Transcripts and chats are kilobytes; what is larger than this is no such file. */
const LARGEST_SMALL_FILE = 20 * 1024 * 1024;

/**
 * Reads a caption or chat file as text, in memory.
 * @returns the text, with its byte order mark, so that the same bytes can be written again; what is no UTF-8 becomes U+FFFD
 * @throws TransferError as `openMedia`, and `size-mismatch` when it is larger than 20 MiB or shorter than announced
 */
export async function readSmallFile(
	connection: MediaConnection,
	source: MediaSource,
	signal?: AbortSignal,
	patience: Omit<SteadyPourOptions, 'signal'> = {},
): Promise<string> {
	const { body, validators } = await openMedia(connection, source, 0, null, signal);
	const pieces: Buffer[] = [];
	let size = 0;
	try {
		const take = (piece: Buffer) => {
			size += piece.length;
			if (size > LARGEST_SMALL_FILE) return body.destroy(tooLarge(source.name));
			pieces.push(Buffer.from(piece));
		};
		await pourSteadily(body, take, { ...patience, signal });
	} catch (error) {
		throw translateNetworkFault(error, source.name, signal);
	}
	const wanted = source.expectedBytes ?? validators.totalBytes;
	if (wanted !== null && size !== wanted) {
		throw new TransferError(
			'size-mismatch',
			`${source.name} ended after ${size} of ${wanted} bytes.`,
			'Nothing to do now: it is read again.',
		);
	}
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(pieces));
}

function tooLarge(name: string): TransferError {
	return new TransferError(
		'size-mismatch',
		`${name} is larger than ${LARGEST_SMALL_FILE} bytes.`,
		'Look at the file in Zoom: captions and chats are far smaller.',
	);
}
