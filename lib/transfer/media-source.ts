import { retryAfterSeconds } from '../http/retry-after';

import type { ByteSource, Validators } from './byte-source';
import type { MediaConnection, OpenAnswer } from './connection';
import { type ContentKind, looksWrong, looksWrongInside } from './content-check';
import { TransferError, translateNetworkFault } from './errors';
import type { Exchange } from './exchange';

/** Where one file comes from. */
export interface MediaSource {
	/** For messages: "gallery_view of Algebra I". Never a URL. */
	name: string;
	/** Bytes as the listing says (Zoom's file_size); null when unknown. A body of another length is refused. */
	expectedBytes: number | null;
	kind: ContentKind;
	/**
	 * The address and token to use now. Called once at the start and again, with `renew`, after a refusal: Zoom's tokens
	 * live an hour (OAuth), a day (events) or as long as asked for (download_access_token).
	 */
	access(renew: boolean): Promise<{ url: string; authorization?: string }>;
}

export interface OpenedMedia {
	body: Exchange;
	/** Where the body starts: the wanted offset, or 0 when the server ignored Range. */
	offset: number;
	validators: Validators;
	/** Where the bytes really come from, after redirects. */
	url: URL;
	redirects: number;
	/** Whether the body ends before the file does, because only its beginning was asked for. */
	partial: boolean;
}

/** A file behind a URL as a source that can be opened in its middle. */
export function mediaSource(connection: MediaConnection, source: MediaSource): ByteSource {
	return {
		name: source.name,
		expectedBytes: source.expectedBytes,
		open: (offset, known, signal) => openMedia(connection, source, offset, known, signal),
	};
}

const HEAD_BYTES = 64;

/**
 * Opens a file at an offset. A refused or expired token is renewed once; an answer that is not the file is refused before
 * a byte of it travels on.
 * @param most asks for so many bytes only, which a server that ignores Range does not heed
 * @throws TransferError with the fault that says whether a retry makes sense
 */
export async function openMedia(
	connection: MediaConnection,
	source: MediaSource,
	offset: number,
	known: Validators | null,
	signal?: AbortSignal,
	most?: number,
): Promise<OpenedMedia> {
	for (const renew of [false, true]) {
		const { url, authorization } = await source.access(renew);
		const answer = await connection.get(url, {
			authorization,
			signal,
			headers: {
				'accept-encoding': 'identity',
				...rangeOf(offset, known, most),
			},
		});
		const result = await checked(answer, source, offset, known, connection.idleTimeoutMs, signal, most).then(
			(opened) => ({ opened }),
			(error: unknown) => ({ error }),
		);
		if ('opened' in result) return result.opened;
		await answer.body.dump();
		const { error } = result;
		const tokenMayBeStale = error instanceof TransferError && (error.code === 'refused' || error.code === 'not-media');
		if (!tokenMayBeStale || renew) throw error;
	}
	throw new Error('unreachable: the second round returns or throws');
}

async function checked(
	answer: OpenAnswer,
	source: MediaSource,
	offset: number,
	known: Validators | null,
	idleTimeoutMs: number,
	signal?: AbortSignal,
	most?: number,
): Promise<OpenedMedia> {
	assertStatus(answer, source, offset);
	const ranged = answer.status === 206;
	const start = ranged ? offset : 0;
	const length = numberOf(answer.headers['content-length']);
	// A range to the end says by its length where that is, should the server not name it.
	const end = length === null || most !== undefined ? null : start + length;
	const total = ranged ? (totalOf(answer.headers['content-range']) ?? end) : length;
	const etag = textOf(answer.headers.etag);

	if (ranged && startOf(answer.headers['content-range']) !== offset) {
		throw new TransferError(
			'unavailable',
			`The server of ${source.name} answered another part than the one asked for.`,
			'Nothing to do now: the transfer starts again.',
		);
	}
	// Looks at the first bytes and puts them back, so that a login page never reaches Kaltura. When the body starts in the
	// middle of the file only its type can be judged. This comes first: a login page is no sign that the file changed.
	const contentType = textOf(answer.headers['content-type']) ?? '';
	const head = start === 0 ? await peek(answer, source, idleTimeoutMs, signal) : new Uint8Array();
	const wrong = start === 0 ? looksWrong(source.kind, contentType, head) : looksWrongInside(source.kind, contentType);
	if (wrong) throw notMedia(source, wrong, answer.status);
	if (known?.etag && etag && known.etag !== etag) throw changed(source);
	if (known?.totalBytes != null && total !== null && known.totalBytes !== total) throw changed(source);
	if (source.expectedBytes !== null && total !== null && total !== source.expectedBytes) {
		throw new TransferError(
			'size-mismatch',
			`${source.name} is ${total} bytes long, but Zoom's listing says ${source.expectedBytes}.`,
			'The file changed or is not finished: run the recording again later.',
		);
	}
	const { body, url, redirects } = answer;
	const partial = ranged && (total === null || length === null || start + length < total);
	return { body, offset: start, validators: { etag, totalBytes: total }, url, redirects, partial };
}

function assertStatus(answer: OpenAnswer, source: MediaSource, offset: number): void {
	const { status } = answer;
	if (status === 200 || status === 206) return;
	const httpStatus = status;
	if (status === 401 || status === 403) {
		throw new TransferError(
			'refused',
			`The download of ${source.name} was refused (HTTP ${status}).`,
			'Check the scopes of the Zoom app and whether the account lets it download recordings.',
			{ httpStatus },
		);
	}
	if (status === 404 || status === 410) {
		throw new TransferError(
			'gone',
			`${source.name} is not in Zoom any more (HTTP ${status}).`,
			'Recover the recording in Zoom within 30 days, then run it again.',
			{ httpStatus },
		);
	}
	// Even its first byte is beyond its end.
	if (status === 416 && offset === 0) throw notMedia(source, 'nothing', status);
	if (status === 416) throw changed(source);
	if (status === 429) {
		const wait = retryAfterSeconds(answer.headers['retry-after']);
		throw new TransferError(
			'rate-limited',
			`Zoom allows no more downloads for the moment (HTTP 429).`,
			'Nothing to do now: the recording is retried when the limit allows it.',
			{ httpStatus, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) },
		);
	}
	throw new TransferError(
		'unavailable',
		`The download of ${source.name} failed (HTTP ${status}).`,
		'Nothing to do now: the transfer is retried.',
		{ httpStatus },
	);
}

async function peek(
	answer: OpenAnswer,
	source: MediaSource,
	withinMs: number,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	return await answer.body.peek(HEAD_BYTES, withinMs).catch((error: unknown) => {
		throw translateNetworkFault(error, source.name, signal);
	});
}

function rangeOf(offset: number, known: Validators | null, most: number | undefined): Record<string, string> {
	if (most !== undefined) return { range: `bytes=${offset}-${offset + most - 1}` };
	return offset > 0 ? { range: `bytes=${offset}-`, ...ifRange(known) } : {};
}

function notMedia(source: MediaSource, instead: string, httpStatus: number): TransferError {
	return new TransferError(
		'not-media',
		`The download of ${source.name} gave ${instead} instead of the file.`,
		'Nothing was attached. Check that the Zoom app may download recordings (scope cloud_recording:read) and that the recording still exists.',
		{ httpStatus },
	);
}

/** Only a strong validator may join parts of two answers (RFC 9110 §13.1.5). */
function ifRange(known: Validators | null): { 'if-range'?: string } {
	return known?.etag && !known.etag.startsWith('W/') ? { 'if-range': known.etag } : {};
}

function changed(source: MediaSource): TransferError {
	return new TransferError(
		'changed',
		`${source.name} changed in Zoom while it was being copied.`,
		'Run the recording again: the new version is copied from its beginning.',
	);
}

const textOf = (value: string | string[] | undefined): string | null =>
	Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
const numberOf = (value: string | string[] | undefined): number | null => {
	const number = Number(textOf(value) ?? Number.NaN);
	return Number.isSafeInteger(number) && number >= 0 ? number : null;
};
const totalOf = (contentRange: string | string[] | undefined): number | null => {
	const match = /\/(\d+)$/.exec(textOf(contentRange) ?? '');
	return match ? Number(match[1]) : null;
};
const startOf = (contentRange: string | string[] | undefined): number | null => {
	const match = /bytes (\d+)-/.exec(textOf(contentRange) ?? '');
	return match ? Number(match[1]) : null;
};
