import type { Readable } from 'node:stream';

/**
 * Bytes of an answer of a vendor's API, unpacked. The largest that we ask for, fifty lists of five hundred Kaltura objects
 * in one request, is below 20 MB.
 */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;

/** The code of `AnswerTooLong`, by which the vendors' rooms know it when it comes wrapped. */
export const ANSWER_TOO_LONG = 'ANSWER_TOO_LONG';

/** An endless body, or a small one that unpacks to one: it was given up before it filled the memory. */
export class AnswerTooLong extends Error {
	readonly code = ANSWER_TOO_LONG;

	constructor(mostBytes: number) {
		super(`the answer is longer than ${Math.round(mostBytes / 1024 / 1024)} MB`);
		this.name = 'AnswerTooLong';
	}
}

/**
 * Reads a body as UTF-8 text, within a time and a size.
 * @param timeoutMs for the whole body: one that drips is never silent for long
 * @throws {AnswerTooLong}; an error of code `ETIMEDOUT`; `ECONNRESET` when it breaks off; what else broke it
 */
export async function readText(
	body: Readable,
	{ timeoutMs, mostBytes = LARGEST_ANSWER_BYTES }: { timeoutMs: number; mostBytes?: number },
): Promise<string> {
	const pieces: Buffer[] = [];
	let bytes = 0;
	let limit: NodeJS.Timeout | undefined;
	try {
		await new Promise<void>((resolve, reject) => {
			limit = setTimeout(
				() => reject(failure('ETIMEDOUT', `the answer did not end within ${timeoutMs} ms`)),
				timeoutMs,
			);
			body
				// Stays: an error that comes after everything was settled is of no interest, but must not end the process.
				.on('error', reject)
				.on('end', resolve)
				.on('close', () => reject(failure('ECONNRESET', 'the answer broke off')))
				.on('data', (piece: Buffer) => {
					bytes += piece.length;
					if (bytes > mostBytes) return reject(new AnswerTooLong(mostBytes));
					pieces.push(piece);
				});
		});
	} finally {
		clearTimeout(limit);
		body.destroy();
	}
	return Buffer.concat(pieces).toString('utf8');
}

function failure(code: string, message: string): Error {
	return Object.assign(new Error(message), { code });
}
