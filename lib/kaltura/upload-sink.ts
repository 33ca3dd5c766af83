import { randomBytes } from 'node:crypto';

import { backoffMs } from '../http/backoff';
import { pause } from '../http/pause';
import type { ChunkSink } from '../transfer/chunk-pump';

import { earlierUpload, type TakeOverOptions, type UploadedFile, UploadUnderWay } from './earlier-upload';
import { isEndedSession, isKalturaCode, KalturaError, whenRefused } from './errors';
import type { KalturaUploadToken } from './schemas';
import { parseAs, uploadTokenSchema } from './schemas';
import { UPLOAD_STATUS, type KalturaUploads } from './uploads';
import { readAnswer, type KalturaHttpAnswer } from './wire';

/** Sends the bytes of one upload request; lib/transfer does, tests may bring their own. Rejects when there is no answer. */
export type UploadTransport = (upload: {
	url: string;
	body: Buffer;
	contentType: string;
	signal?: AbortSignal | undefined;
}) => Promise<KalturaHttpAnswer>;

export interface UploadSinkOptions extends TakeOverOptions {
	/** Attempts per request. Default 5. */
	attempts?: number;
	/** First pause after a failure in milliseconds, doubled each time. Default 1 s. */
	baseDelayMs?: number;
	/** Told of each repetition and of what could not be tidied up. */
	onTrouble?(what: string): void;
}

/** The target lost bytes, all of them or some: the transfer goes on at `rewindTo`. */
class Rewind extends Error {
	constructor(
		readonly rewindTo: number,
		cause: KalturaError,
	) {
		super(cause.message, { cause });
	}
}

/** Parameters of one uploadToken.upload beside the bytes. */
interface Part {
	resume: boolean;
	finalChunk: boolean;
	resumeAt: number;
}

/** Kaltura will never take another byte into this token. */
const LOST = [
	'UPLOAD_TOKEN_NOT_FOUND',
	'UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD',
	'UPLOAD_TOKEN_CANNOT_RESUME',
	'UPLOAD_PASSED_MAX_RESUME_TIME_ALLOWED',
	'UPLOADED_FILE_NOT_FOUND_BY_TOKEN',
] as const;
const USED_UP = ['UPLOAD_TOKEN_NOT_FOUND', 'UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD'] as const;
const MOST_RENEWALS = 3;
const HEADROOM = 8192;

/**
 * A Kaltura upload token as the target of a transfer, by the three-stage protocol for parallel parts: an empty first part
 * that makes the file, parts that may overtake each other, an empty final part. Every part says where it belongs, so that
 * repeating one does no harm, and the one request whose repetition could, the final one, is preceded by asking whether
 * the file is complete already.
 * @see docs/vendors/kaltura.md#uploads
 */
export class KalturaUploadSink implements ChunkSink {
	readonly headroom = HEADROOM;
	readonly tailroom: number;
	private readonly boundary = `part-${randomBytes(18).toString('hex')}`;
	private readonly tail = Buffer.from(`\r\n--${this.boundary}--\r\n`);
	private token: KalturaUploadToken | null = null;
	private done = false;
	private replacing: Promise<void> | null = null;
	/** The first part of a new token, while it is under way: the first bytes are fetched meanwhile. */
	private opening: Promise<void> = Promise.resolve();
	/** The token that another run made; a second one may have taken it over at the same moment. */
	private earlierId: string | null = null;

	constructor(
		private readonly uploads: KalturaUploads,
		private readonly send: UploadTransport,
		private readonly file: UploadedFile,
		private readonly options: UploadSinkOptions,
	) {
		this.tailroom = this.tail.length;
	}

	/** The token that holds the file, once `begin` has found or made it. */
	get tokenId(): string {
		return this.held.id;
	}

	/** Whether the token was made by an earlier run, so that it may not be ours alone. */
	get takenOver(): boolean {
		return this.earlierId !== null && this.token?.id === this.earlierId;
	}

	/**
	 * Finds the token that an earlier run left for this file, or makes one.
	 * @throws {UploadUnderWay} when another execution is at it
	 */
	async begin(): Promise<number> {
		const earlier = await earlierUpload(this.uploads, this.file, this.options);
		this.earlierId = earlier?.id ?? null;
		if (!earlier) {
			const opened = await this.takeNewToken();
			this.opening = opened();
			// Whoever waits for it learns of its failure: every part does, and the end.
			this.opening.catch(() => undefined);
			return 0;
		}
		this.token = earlier.status === UPLOAD_STATUS.pending ? await this.firstPart(earlier) : earlier;
		this.done = isComplete(this.held);
		return this.held.uploadedFileSize;
	}

	async write(frame: Buffer, length: number, offset: number): Promise<void> {
		await this.opening;
		const token = this.held;
		const part = { resume: true, finalChunk: false, resumeAt: offset };
		await this.upload(token, part, (session) => this.body(frame, length, token, part, session)).catch(
			(error: unknown) => this.onLost(error, token),
		);
	}

	async finish(totalBytes: number): Promise<void> {
		await this.opening;
		if (!this.done) await this.finalPart(totalBytes);
		this.done = true;
		const { uploadedFileSize } = this.held;
		if (uploadedFileSize === totalBytes) return;
		throw new KalturaError({
			code: 'UPLOAD_SIZE',
			request: 'uploadToken.upload',
			args: { HELD: String(uploadedFileSize), SENT: String(totalBytes) },
		});
	}

	async restart(): Promise<void> {
		const spoilt = this.token;
		this.done = false;
		await this.opening.catch(() => undefined);
		const renewed = this.takeNewToken().then((open) => open());
		await renewed.finally(() => this.drop(spoilt));
	}

	/** A token that a later run can continue stays (Kaltura itself removes it after seven days); any other is deleted. */
	async abandon(error: unknown): Promise<void> {
		if (error instanceof UploadUnderWay) return;
		await this.opening.catch(() => undefined);
		const goesOn =
			this.options.takeOverSeconds !== null &&
			(this.options.signal?.aborted === true || (isPassing(error) && !isSpoilt(error)));
		if (!goesOn) await this.drop(this.token);
	}

	private get held(): KalturaUploadToken {
		if (!this.token) throw new Error('The upload has not begun.');
		return this.token;
	}

	/**
	 * Known before anything is sent into it, so that whatever ends the upload can take it away.
	 * @returns what sends its first part
	 */
	private async takeNewToken(): Promise<() => Promise<void>> {
		this.options.signal?.throwIfAborted();
		const { fileName, sizeBytes } = this.file;
		const token = await this.uploads.create({ fileName, ...(sizeBytes === null ? {} : { fileSize: sizeBytes }) });
		this.token = token;
		return async () => {
			this.token = await this.firstPart(token);
		};
	}

	private async firstPart(token: KalturaUploadToken): Promise<KalturaUploadToken> {
		const part = { resume: false, finalChunk: false, resumeAt: 0 };
		return await this.upload(token, part, (session) => this.emptyBody(token, part, session));
	}

	/** Whether the answer to a final part was lost, or it was never carried out, only Kaltura knows: it is asked first. */
	private async finalPart(totalBytes: number): Promise<void> {
		const token = this.held;
		const part = { resume: true, finalChunk: true, resumeAt: totalBytes };
		const completed = async () => {
			const current = await this.uploads.get(token.id);
			return isComplete(current) ? current : null;
		};
		this.token = await this.upload(token, part, (session) => this.emptyBody(token, part, session), completed).catch(
			async (error: unknown) => {
				if (!isKalturaCode(error, ...LOST, 'UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE')) throw error;
				const current = await this.uploads.get(token.id).catch(whenRefused(null, 'UPLOAD_TOKEN_NOT_FOUND'));
				if (current && isComplete(current)) return current;
				// Kaltura waited for a part that it had acknowledged, in vain: from there on everything is sent again.
				if (current?.status === UPLOAD_STATUS.partial) throw new Rewind(current.uploadedFileSize, error);
				return await this.onLost(error, token);
			},
		);
	}

	/** A token that is gone, closed or too old: a new one takes its place, and the transfer starts again. */
	private async onLost(error: unknown, token: KalturaUploadToken): Promise<never> {
		if (!isKalturaCode(error, ...LOST)) throw error;
		// Whoever took it over as well was faster: it is complete, or used up already.
		if (this.takenOver && isKalturaCode(error, ...USED_UP)) throw new UploadUnderWay(token.id);
		// Parts are sent in parallel, so several may learn of it; one of them makes the new token.
		if (this.token?.id === token.id && !this.replacing) {
			this.options.onTrouble?.(`${error.message} A new upload is started.`);
			this.replacing = this.restart().finally(() => (this.replacing = null));
		}
		await this.replacing;
		throw new Rewind(0, error);
	}

	private async drop(token: KalturaUploadToken | null): Promise<void> {
		if (!token) return;
		await this.uploads.delete(token.id).catch((error: unknown) => {
			// The upload itself ended; what stays is removed by Kaltura after seven days.
			this.options.onTrouble?.(`The abandoned upload token could not be deleted. ${String(error)}`);
		});
	}

	private async upload(
		token: KalturaUploadToken,
		part: Part,
		bodyFor: (session: string) => Buffer,
		completed?: () => Promise<KalturaUploadToken | null>,
	): Promise<KalturaUploadToken> {
		const { attempts = 5, signal } = this.options;
		let refused: string | undefined;
		for (let attempt = 1, renewals = 0; ;) {
			const { url, session } = await this.uploads.target(token, refused);
			const result = await this.sendOnce(url, bodyFor(session)).then(
				(sent) => ({ sent }),
				(error: unknown) => ({ error }),
			);
			// All parts go to the host that was named at first, also when later answers name none.
			if ('sent' in result) return { ...result.sent, uploadUrl: result.sent.uploadUrl ?? token.uploadUrl };
			const { error } = result;
			if (signal?.aborted) throw error;
			if (isEndedSession(error) && renewals++ < MOST_RENEWALS) {
				refused = session;
				continue;
			}
			if (!isPassing(error) || attempt >= attempts) throw error;
			this.options.onTrouble?.(`Part at byte ${part.resumeAt}, attempt ${attempt}: ${(error as Error).message}`);
			await this.waitFor(attempt++, (error as { retryAfterSeconds?: number }).retryAfterSeconds ?? 0);
			const done = await completed?.();
			if (done) return done;
		}
	}

	private async sendOnce(url: string, body: Buffer): Promise<KalturaUploadToken> {
		const contentType = `multipart/form-data; boundary=${this.boundary}`;
		const answer = await this.send({ url, body, contentType, signal: this.options.signal });
		return parseAs(uploadTokenSchema, readAnswer(answer, 'uploadToken.upload'), 'uploadToken.upload');
	}

	private async waitFor(attempt: number, retryAfterSeconds: number): Promise<void> {
		const { baseDelayMs = 1000, signal } = this.options;
		await pause(Math.max(backoffMs(attempt, Math.random(), baseDelayMs), retryAfterSeconds * 1000), signal);
	}

	/** The multipart body around the bytes, in the buffer that they are in. */
	private body(frame: Buffer, length: number, token: KalturaUploadToken, part: Part, session: string): Buffer {
		const head = this.head(token, part, session);
		if (head.length > HEADROOM) return Buffer.concat([head, frame.subarray(HEADROOM, HEADROOM + length), this.tail]);
		const start = HEADROOM - head.length;
		head.copy(frame, start);
		this.tail.copy(frame, HEADROOM + length);
		return frame.subarray(start, HEADROOM + length + this.tail.length);
	}

	private emptyBody(token: KalturaUploadToken, part: Part, session: string): Buffer {
		return Buffer.concat([this.head(token, part, session), this.tail]);
	}

	private head(token: KalturaUploadToken, { resume, finalChunk, resumeAt }: Part, session: string): Buffer {
		const fields = {
			format: '1',
			clientTag: 'n8n-nodes-zoom-kaltura',
			// In the body, not in the URL: URLs end up in logs.
			ks: session,
			uploadTokenId: token.id,
			resume: resume ? '1' : '0',
			finalChunk: finalChunk ? '1' : '0',
			resumeAt: String(resumeAt),
		};
		const parts = Object.entries(fields).map(
			([name, value]) => `--${this.boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		);
		// Kaltura refuses a part without a file name; the real one is in the token.
		const file = `--${this.boundary}\r\nContent-Disposition: form-data; name="fileData"; filename="chunk"\r\nContent-Type: application/octet-stream\r\n\r\n`;
		return Buffer.from(parts.join('') + file);
	}
}

/** Whether the same request may succeed in a moment: by what the vendor's or the network's error says of itself. */
function isPassing(error: unknown): boolean {
	if (error instanceof KalturaError) return error.effect !== 'refused';
	return (error as { retryable?: unknown } | null)?.retryable === true;
}

/** The source was another file than the one that the token holds the beginning of. */
function isSpoilt(error: unknown): boolean {
	return ['changed', 'size-mismatch', 'not-media'].includes(String((error as { code?: unknown } | null)?.code));
}

function isComplete({ status }: KalturaUploadToken): boolean {
	return status === UPLOAD_STATUS.full || status === UPLOAD_STATUS.closed;
}
