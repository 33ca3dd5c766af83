import type { KalturaApi } from './api';
import { whenRefused } from './errors';
import type { KalturaUploadToken } from './schemas';
import { parseAs, parseListOf, uploadTokenSchema } from './schemas';

export const UPLOAD_STATUS = { pending: 0, partial: 1, full: 2, closed: 3, timedOut: 4, deleted: 5 } as const;

/** Where and as what the bytes of an upload are sent; lib/transfer does the sending. */
export interface UploadTarget {
	tokenId: string;
	/** `https://…/api_v3/service/uploadToken/action/upload`. */
	url: string;
	/** A session that lasts at least minutes; ask again for each upload. */
	session: string;
}

/** Upload tokens: media that travels through n8n in chunks. */
export class KalturaUploads {
	constructor(
		private readonly api: KalturaApi,
		private readonly serviceUrl: string,
	) {}

	/**
	 * The file's name matters: chunks are sent without one, and Kaltura takes the extension from here. Stop does not end the
	 * wait for the answer: a token whose id nobody has heard of could not be taken away.
	 */
	async create(file: { fileName: string; fileSize?: number }): Promise<KalturaUploadToken> {
		const uploadToken = { objectType: 'KalturaUploadToken', ...file };
		const answer = await this.api.call('uploadToken', 'add', { uploadToken }, { tidiesUp: true });
		return parseAs(uploadTokenSchema, answer, 'uploadToken.add');
	}

	/**
	 * Tokens of a file name that are not used up: pending, partial or full. Straight from the database, no index lag.
	 * @returns with Kaltura's time in epoch seconds, which tells how long a token has been left alone
	 */
	async find(fileName: string): Promise<{ tokens: KalturaUploadToken[]; now: number }> {
		const { pending, partial, full } = UPLOAD_STATUS;
		const [time, list] = await this.api.multi([
			{ service: 'system', action: 'getTime' },
			{
				service: 'uploadToken',
				action: 'list',
				params: {
					filter: {
						objectType: 'KalturaUploadTokenFilter',
						fileNameEqual: fileName,
						statusIn: [pending, partial, full].join(','),
					},
					pager: { pageSize: 50 },
				},
			},
		]);
		const { objects } = parseListOf(uploadTokenSchema, list, 'uploadToken.list');
		const now = Number(time);
		return {
			// A token that is promised to an object is somebody else's.
			tokens: objects.filter(({ attachedObjectId }) => !attachedObjectId),
			now: Number.isFinite(now) ? now : Math.floor(Date.now() / 1000),
		};
	}

	/** `uploadedFileSize` is where to resume. */
	async get(tokenId: string): Promise<KalturaUploadToken> {
		return parseAs(
			uploadTokenSchema,
			await this.api.call('uploadToken', 'get', { uploadTokenId: tokenId }),
			'uploadToken.get',
		);
	}

	/** @returns false when it was gone already */
	async delete(tokenId: string): Promise<boolean> {
		return this.api
			.call('uploadToken', 'delete', { uploadTokenId: tokenId }, { safeToRepeat: true, tidiesUp: true })
			.then(() => true, whenRefused(false, 'UPLOAD_TOKEN_NOT_FOUND'));
	}

	/** Some deployments name another host for the bytes. */
	async target(token: Pick<KalturaUploadToken, 'id' | 'uploadUrl'>, refusedSession?: string): Promise<UploadTarget> {
		const base = (token.uploadUrl || this.serviceUrl).replace(/(?<!\/)\/+$/, '');
		return {
			tokenId: token.id,
			url: `${base}/api_v3/service/uploadToken/action/upload`,
			session: await this.api.session(refusedSession),
		};
	}
}
