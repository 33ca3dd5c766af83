import type { Readable } from 'node:stream';

/** What identifies the bytes, to notice that the file changed between two attempts. */
export interface Validators {
	etag: string | null;
	totalBytes: number | null;
}

/** Bytes on their way. To be poured once. */
export interface ByteBody {
	/**
	 * Hands over every byte in order; while a promise that `take` returned is open, nothing more is handed over. A piece is
	 * valid only until `take` returns: its memory is used again.
	 * @param room where the next bytes belong, if the taker knows: a body may put them there itself, and then hands over a
	 * piece that lies where it belongs
	 * @throws what broke the body, or what `take` rejected with; `take` itself does not throw
	 */
	pour(take: (piece: Buffer) => Promise<void> | void, room?: () => Buffer | null): Promise<void>;
	/** Ends it early; a `pour` that is under way fails with the reason. */
	destroy(reason?: Error): void;
}

export interface OpenedSource {
	body: ByteBody;
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
			body: new StreamBody(await openStream()),
			offset: 0,
			validators: { etag: null, totalBytes: sizeBytes },
		}),
	};
}

/** An ordinary stream, taken straight from its `data` events: an iterator would cost a turn of the event loop per piece. */
class StreamBody implements ByteBody {
	constructor(private readonly stream: Readable) {}

	pour(take: (piece: Buffer) => Promise<void> | void): Promise<void> {
		const { stream } = this;
		return new Promise((resolve, reject) => {
			// Stays: an error that comes after everything was settled is of no interest, but must not end the process.
			stream.on('error', reject);
			if (stream.errored) return reject(stream.errored);
			if (stream.readableEnded) return resolve();
			stream.on('end', resolve).on('close', () => reject(new Error('the stream was closed before its end')));
			stream.on('data', (piece: Buffer) => {
				const taken = take(piece);
				if (!taken) return;
				stream.pause();
				taken.then(
					() => stream.resume(),
					(error: Error) => {
						reject(error);
						stream.destroy();
					},
				);
			});
		});
	}

	destroy(reason?: Error): void {
		this.stream.destroy(reason);
	}
}
