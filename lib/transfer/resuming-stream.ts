import { Readable } from 'node:stream';

import type { ByteSource } from './byte-source';
import { SteadyRead, type SteadyReadOptions } from './steady-read';

export interface ResumingStream {
	stream: Readable;
	/** How the read went, once the stream has ended. */
	report(): { bytes: number; attempts: number; seconds: number; megabytesPerSecond: number };
}

/**
 * A file as an ordinary stream that does not break when a connection does: it goes on with Range behind the last byte.
 * Ends with a TransferError when the file cannot be had, is another one than announced, or the read was cancelled.
 */
export function resumingStream(
	source: ByteSource,
	options: SteadyReadOptions & {
		/** Called with every piece: bytes so far, total or null. */
		onProgress?(bytes: number, totalBytes: number | null): void;
	} = {},
): ResumingStream {
	const started = performance.now();
	let endedAt = started;
	const ended = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
	const read = new SteadyRead(source, 0, { ...options, signal });
	let wake: (() => void) | null = null;
	let begun = false;
	const stream = new Readable({
		highWaterMark: 1024 * 1024,
		read() {
			wake?.();
			wake = null;
			if (begun) return;
			begun = true;
			read
				.run((piece) => {
					options.onProgress?.(read.position, read.totalBytes);
					return stream.push(Buffer.from(piece)) ? undefined : new Promise((go) => (wake = go));
				})
				.then(
					() => {
						endedAt = performance.now();
						stream.push(null);
					},
					(error: Error) => stream.destroy(error),
				);
		},
		destroy(error, callback) {
			ended.abort();
			callback(error);
		},
	});
	return {
		stream,
		report: () => {
			const seconds = (endedAt - started) / 1000;
			return {
				bytes: read.position,
				attempts: read.openings,
				seconds: Math.round(seconds * 1000) / 1000,
				megabytesPerSecond: Math.round((read.position / 1e6 / Math.max(seconds, 0.001)) * 10) / 10,
			};
		},
	};
}
